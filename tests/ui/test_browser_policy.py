"""Each page in a real browser under its own policy: nothing it does is refused, what a stranger plants in it is."""

from collections.abc import Iterator

import pytest
from browsing import FIGURE, ask, opened, talking
from live import eventually
from playwright.sync_api import Browser, expect
from processes import running
from staff import HASH, PASSWORD

pytestmark = pytest.mark.browser
PAGES = ("", "#sources", "embed/", "embed/install", "api/docs", "qui-repond", "signaler", "mentions-legales",
         "confidentialite", "accessibilite", "nowhere", "gestion")  # fmt: skip


@pytest.fixture(scope="module")
def coloured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose colour is its own, and whose staff’s room is open."""
    data = tmp_path_factory.mktemp("policy")
    (data / "cpts.yaml").write_text("nom: CPTS du Val-Clair\ncouleur: '#123456'\n", "utf-8")
    settings = {"AM_CPTS_FILE": str(data / "cpts.yaml"), "AM_ADMIN_PASSWORD": HASH, "AM_EMBEDDING_MODEL": "lexical"}
    with running("serve_rules", None, AM_DATA_DIR=str(data), **settings) as address:
        yield address


def test_every_page_shows_itself_whole_within_its_policy(browser: Browser, coloured: str) -> None:
    with opened(browser, coloured) as page:
        for path in PAGES:
            page.goto(f"{coloured}/{path}")
            expect(page.get_by_role("heading").first).to_be_attached()
            brand = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--am-brand')")
            assert path == "api/docs" or "#123456" in brand, path
            page.evaluate("dispatchEvent(new Event('beforeprint'))")


def test_the_simulator_counts_draws_and_prints_within_it(browser: Browser, coloured: str) -> None:
    with talking(browser, f"{coloured}/") as page:
        ask(page, FIGURE)
        page.get_by_role("tab", name="Simuler").click()
        bars = page.locator(".am-versus__bar")
        expect(bars).to_have_count(2)
        half, full = (box["width"] for bar in bars.all() if (box := bar.bounding_box()))
        assert 0.3 * full < half < 0.7 * full
        number = "getComputedStyle(document.querySelector('.am-result .am-source'), '::before').content"
        assert page.evaluate(number) == '"1"'
        page.emulate_media(media="print")
        page.pdf()


def test_staff_work_within_it(browser: Browser, coloured: str) -> None:
    with opened(browser, f"{coloured}/gestion") as page:
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("À faire")
        for room in page.locator(".am-tabs a").all_text_contents():
            page.get_by_role("link", name=room, exact=True).click()
            expect(page.locator(".am-tabs [aria-current]")).to_have_text(room)


@pytest.mark.parametrize(
    "planted",
    [
        "<img src=x onerror='window.hurt = 1'>",
        "<iframe srcdoc='<script>parent.hurt = 1</script>'></iframe>",
        "<a href='javascript:window.hurt = 1' id='planted'>ici</a>",
        "<img src='https://evil.example/pixel.png'>",
        "<form action='https://evil.example/'><button id='planted'>Envoyer</button></form>",
        "<p style='position: fixed; inset: 0'>Appelez ce numéro</p>",
    ],
)
def test_what_would_be_planted_in_the_page_does_nothing(browser: Browser, coloured: str, planted: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{coloured}/")
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    page.evaluate("html => document.querySelector('#am-log').insertAdjacentHTML('beforeend', html)", planted)
    if "id='planted'" in planted:
        page.locator("#planted").dispatch_event("click")
    eventually(lambda: page.evaluate("1") == 1 and bool(refused))
    assert page.evaluate("window.hurt") is None
    assert page.url.startswith(coloured)
    context.close()
