"""A question that cannot be taken, or does not arrive: the page says so in French, and takes the next one."""

import httpx
import pytest
from browsing import FIGURE, ask, opened, talking
from playwright.sync_api import Browser, expect
from processes import running

pytestmark = pytest.mark.browser


def test_a_full_queue_is_said_in_french_and_the_next_question_is_taken(browser: Browser) -> None:
    with running("serve_slow", AM_RATE_LIMIT="1000/minute") as address, opened(browser, address) as page:
        field = page.get_by_label("Votre question")
        expect(field).to_be_visible(timeout=20_000)
        body = {"data": ['{"question": "mi-temps"}'], "fn_index": 1, "session_hash": "crowd"}
        codes = [httpx.post(f"{address}/gradio_api/queue/join", json=body).status_code for _ in range(90)]
        assert 503 in codes
        for turn in (1, 2):
            field.fill("mi-temps ?")
            page.keyboard.press("Enter")
            told = page.locator("#am-log").get_by_text("Beaucoup de questions arrivent en même temps.")
            expect(told).to_have_count(turn)
        assert "busy" not in page.inner_text("body")


def test_a_lost_connection_is_said_and_the_page_goes_on_once_it_is_back(browser: Browser) -> None:
    with running("serve") as address, talking(browser, address) as page:
        ask(page, FIGURE)
        page.context.set_offline(True)
        page.get_by_label("Votre question").fill(FIGURE)
        page.keyboard.press("Enter")
        expect(page.locator("#am-log")).to_contain_text("La réponse n’est pas arrivée.", timeout=15_000)
        with page.expect_response(lambda response: response.url.endswith("/app_id") and response.ok):
            page.context.set_offline(False)  # Gradio finds the server again by itself
        page.get_by_label("Votre question").fill("je suis radiologue, éligible ?")
        page.keyboard.press("Enter")
        expect(page.locator("#am-log")).to_contain_text("les radiologues font partie")
