"""A question that the server cannot take: the page says so in French, and offers to send it again."""

import pytest
from browsing import FIGURE, ask, talking
from playwright.sync_api import Browser, expect
from processes import running

pytestmark = pytest.mark.browser

BUSY = '{"error": {"field": "serveur", "message": "Beaucoup de demandes.", "expected": "Réessayez dans 5 secondes."}}'


def test_too_many_questions_are_told_in_french_and_the_same_one_is_sent_again(browser: Browser) -> None:
    with running("serve", AM_RATE_LIMIT="1/4second") as address, talking(browser, address) as page:
        ask(page, FIGURE)
        page.get_by_label("Votre question").fill(FIGURE)
        page.keyboard.press("Enter")
        refused = page.locator("article[data-kind=error]")
        expect(refused).to_contain_text("Trop de demandes en peu de temps.")
        expect(refused).to_contain_text("secondes")  # what is left, until it leaves by itself
        expect(page.locator("article[data-kind=figure]")).to_have_count(2)
        expect(refused).to_have_count(0)


def test_a_full_server_is_told_and_the_next_question_is_taken(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        page.route("**/api/v1/ask", lambda route: route.fulfill(status=503, body=BUSY))
        ask(page, FIGURE)
        expect(page.locator("article[data-kind=error]")).to_contain_text("Réessayez dans 5 secondes.")
        page.unroute("**/api/v1/ask")
        page.get_by_label("Votre question").fill(FIGURE)
        page.keyboard.press("Enter")
        expect(page.locator("article[data-kind=figure]")).to_be_visible()
        expect(page.locator("article[data-kind=error]")).to_have_count(0)
