"""The second loader on a page of another site: the page, its button, its panel."""

from browsing import FIGURE, PAGES
from playwright.sync_api import FloatRect, FrameLocator, Locator, Page, expect

NAME = "Une question ?"
TEXT = "<p>Vous êtes plusieurs à nous demander comment fonctionne l’aide.</p>"


def tag(address: str, options: str = "", version: str = "v2") -> str:
    return f'<script src="{address}/embed/{version}.js" defer data-title="{NAME}" {options}></script>'


def site(path: str, body: str, policy: str = "", head: str = "") -> str:
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    start = f'<!doctype html><html lang="fr"><head>{viewport}<title>CPTS</title>{head}</head>'
    PAGES[path] = (policy, f"{start}<body><main><h1>CPTS</h1>{body}</main></body></html>")
    return path


def button(page: Page) -> Locator:
    return page.get_by_role("button", name=NAME)


def panel(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def box(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found
    return found


def in_sight(page: Page, locator: Locator) -> bool:
    shown, viewport = box(locator), page.viewport_size
    assert viewport
    return (
        shown["x"] >= 0
        and shown["y"] >= 0
        and shown["x"] + shown["width"] <= viewport["width"]
        and shown["y"] + shown["height"] <= viewport["height"]
    )


def answered(page: Page) -> None:
    """Open the panel, ask, and wait for the answer."""
    button(page).click()
    panel(page).get_by_label("Votre question").fill(FIGURE)
    panel(page).get_by_label("Votre question").press("Enter")
    expect(panel(page).locator("article[data-kind=figure]")).to_be_visible()
