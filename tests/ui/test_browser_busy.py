"""A question that the server cannot take: the page says so in French, and offers to send it again."""

import pytest
from browsing import FIGURE, ask, talking
from playwright.sync_api import Browser, expect
from processes import running

pytestmark = pytest.mark.browser

BUSY = '{"error": {"field": "serveur", "message": "Beaucoup de demandes.", "expected": "Réessayez dans 5 secondes."}}'


def test_too_many_questions_are_told_in_french_and_the_same_one_is_sent_again(browser: Browser) -> None:
    with running("serve", AM_RATE_LIMIT="1/second") as address, talking(browser, address) as page:
        for _ in range(3):
            ask(page, FIGURE)
        refused = page.locator("article[data-kind=error]").first
        expect(refused).to_contain_text("Trop de demandes en peu de temps.")
        page.wait_for_timeout(1_200)
        refused.get_by_role("button", name="Réessayer").click()
        expect(page.locator("article[data-kind=error]")).to_have_count(1)


def test_a_full_server_is_told_and_the_next_question_is_taken(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        page.route("**/api/v1/ask", lambda route: route.fulfill(status=503, body=BUSY))
        ask(page, FIGURE)
        expect(page.locator("article[data-kind=error]")).to_contain_text("Réessayez dans 5 secondes.")
        page.unroute("**/api/v1/ask")
        ask(page, FIGURE)
        expect(page.locator("article[data-kind=figure]")).to_be_visible()
