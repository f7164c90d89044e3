"""The screenshots of the guide, taken of the real rules. SCREENSHOTS=docs/images rewrites them (make screenshots)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pictures import keep
from playwright.sync_api import Browser, Page, expect
from processes import running

GUIDE = Path(__file__).parents[2] / "docs/images"
LIMIT = 200_000  # bytes of one picture of the guide: whoever clones the repository takes them all


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running("serve_rules", AM_CPTS_NAME="CPTS du Val-Clair") as served:
        yield served


def _opened(browser: Browser, address: str, width: int, height: int) -> Page:
    page = browser.new_page(
        locale="fr-FR", reduced_motion="reduce", viewport={"width": width, "height": height}, color_scheme="light"
    )
    page.goto(address)
    return page


def _kept(page: Page, name: str, tmp_path: Path) -> None:
    keep(page, name, tmp_path)
    page.close()


def _asked(page: Page) -> None:
    page.get_by_label("Votre question").fill("Combien pour un mi-temps ?")
    page.get_by_label("Votre question").press("Enter")
    expect(page.locator("article[data-kind=figure]")).to_contain_text("19\u202f000")
    page.locator(".am-turn--doctor").evaluate("turn => turn.scrollIntoView({ block: 'start' })")


@pytest.mark.browser
def test_an_answer(browser: Browser, address: str, tmp_path: Path) -> None:
    page = _opened(browser, address, 1100, 900)
    _asked(page)
    _kept(page, "reponse", tmp_path)


@pytest.mark.browser
def test_the_panel_on_a_phone(browser: Browser, address: str, tmp_path: Path) -> None:
    page = _opened(browser, f"{address}/embed/", 390, 760)
    _asked(page)
    _kept(page, "panneau", tmp_path)


@pytest.mark.browser
def test_the_installer(browser: Browser, address: str, tmp_path: Path) -> None:
    _kept(_opened(browser, f"{address}/embed/install", 1100, 900), "installer", tmp_path)


@pytest.mark.browser
def test_the_simulator(browser: Browser, address: str, tmp_path: Path) -> None:
    page = _opened(browser, address, 1000, 940)
    page.get_by_role("tab", name="Simuler").click()
    page.get_by_label("Médecine générale").check()
    page.get_by_label("Secteur 1", exact=True).check()
    page.get_by_label("Mi-temps").check()
    expect(page.locator(".am-total__figure")).to_contain_text("€")
    page.evaluate("scrollTo(0, 0)")
    _kept(page, "simulateur", tmp_path)


def test_the_pictures_of_the_guide_stay_small() -> None:
    sizes = {file.name: file.stat().st_size for file in GUIDE.glob("*.png")}
    assert len(sizes) >= 4
    assert [name for name, size in sizes.items() if size > LIMIT] == []
