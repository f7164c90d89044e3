"""The first loader, which is frozen: what sites have pasted goes on working."""

import pytest
from browsing import FIGURE, PAGES, opened, other_site
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


def test_the_panel_opens_on_a_foreign_site_under_a_strict_policy(browser: Browser, host: str, address: str) -> None:
    policy = f"default-src 'none'; script-src {address}; frame-src {address}"
    tag = f'<script src="{address}/embed/v1.js" defer data-title="Une question ?" data-color="#1b5140"></script>'
    PAGES["/page"] = (policy, f'<!doctype html><html lang="fr"><title>CPTS</title><h1>CPTS</h1>{tag}')
    requests: list[str] = []
    with opened(browser, "about:blank") as page:
        page.on("request", lambda request: requests.append(request.url))
        page.goto(f"{host}/page")
        button = page.get_by_role("button", name="Une question ?")
        expect(button).to_be_visible()
        assert [url for url in requests if address in url] == [f"{address}/embed/v1.js"]
        button.click()
        frame = page.frame_locator("iframe")
        frame.get_by_label("Votre question").fill(FIGURE)
        frame.get_by_label("Votre question").press("Enter")
        expect(frame.locator("article[data-kind=figure]")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("iframe")).to_be_hidden()
        expect(button).to_be_focused()


def test_two_frames_live_on_one_page_and_take_their_height(browser: Browser, host: str, address: str) -> None:
    tag = f'<script src="{address}/embed/v1.js" data-mode="inline" data-question="{FIGURE}"></script>'
    PAGES["/two"] = ("", f'<!doctype html><html lang="fr"><title>CPTS</title><body>{tag}<p>…</p>{tag}')
    with opened(browser, f"{host}/two", viewport={"width": 1000, "height": 2400}) as page:
        expect(page.locator("iframe")).to_have_count(2)
        for number in (0, 1):
            frame = page.frame_locator("iframe").nth(number)
            expect(frame.locator("article[data-kind=figure]")).to_be_visible()
        expect(page.locator("iframe").first).not_to_have_css("height", "640px")


def test_a_site_that_is_not_declared_cannot_show_the_panel(browser: Browser, address: str) -> None:
    with other_site() as stranger:
        tag = f'<script src="{address}/embed/v1.js" data-mode="inline"></script>'
        PAGES["/"] = ("", f"<!doctype html><body>{tag}")
        refused = "frame-ancestors"
        with (
            opened(browser, "about:blank") as page,
            page.expect_console_message(lambda message: refused in message.text),
        ):
            page.goto(stranger)
