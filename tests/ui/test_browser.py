import http.server
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import CHROMIUM, running
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = pytest.mark.browser

if CHROMIUM is None and os.environ.get("CI") != "true":
    pytest.skip("Chromium is not installed", allow_module_level=True)

FIGURE = "cb pour 0,5 etp ?"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The site of a CPTS, under a strict policy, on another origin than the assistant."""
    with other_site() as address:
        yield address


@pytest.fixture(scope="module")
def address(host: str) -> Iterator[str]:
    with running(AM_ALLOWED_ORIGINS=host, AM_RATE_LIMIT="1000/minute", AM_CPTS_NAME="CPTS du Val-Clair") as served:
        yield served


PAGES: dict[str, tuple[str, str]] = {}  # of the other site: path → policy, body


@contextmanager
def other_site() -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            policy, body = PAGES.get(self.path, ("", ""))
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def opened(browser: Browser, url: str, **options: object) -> Iterator[Page]:
    """A fresh visitor on ``url``: errors in the page fail the test."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce", **options)  # type: ignore[arg-type]
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url)
    yield page
    context.close()
    assert errors == []


@contextmanager
def talking(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    with opened(browser, address, **options) as page:
        expect(page.get_by_label("Votre question")).to_be_visible(timeout=20_000)
        yield page


def ask(page: Page, question: str) -> None:
    before = page.locator("article.am-turn--answer").count()
    page.get_by_label("Votre question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("article.am-turn--answer:not(.am-turn--waiting)")).to_have_count(before + 1)


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {[node['html'][:120] for node in rule['nodes']]}" for rule in found]


def test_a_question_gets_its_figure_its_sources_and_its_dates(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        assert page.evaluate("document.documentElement.lang") == "fr"
        expect(page.get_by_text("Vous écrivez à un assistant automatique")).to_be_visible()
        expect(page.get_by_text("Ses réponses sont indicatives")).to_be_visible()
        ask(page, FIGURE)
        answer = page.locator("article[data-kind=figure]")
        expect(answer.locator(".am-key")).to_have_text("19 000 € la première année".replace(" ", "\u202f", 2))
        expect(answer.get_by_role("table")).to_contain_text("66\u202f000")
        expect(answer.locator(".am-source")).to_have_count(2)
        expect(answer.locator(".am-dates")).to_contain_text("16/11/2026")
        expect(answer).to_contain_text("votre CPAM décide")
        expect(page.locator("#am-status")).to_contain_text("Réponse : Pour un mi-temps")
        answer.get_by_text("Comment cette réponse est établie").click()
        expect(answer.get_by_text("montants.mi_temps")).to_be_visible()


def test_the_conversation_follows_and_choices_and_chips_are_buttons(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        sent: list[dict[str, object]] = []
        page.on("request", lambda request: _keep_question(request.post_data, sent))
        ask(page, FIGURE)
        page.get_by_role("button", name="P90 à P94").click()
        expect(page.locator("article.am-turn--doctor")).to_have_count(2)
        expect(page.locator("article.am-turn--doctor").last).to_contain_text("P90 à P94")
        expect(page.locator("article.am-turn--waiting")).to_have_count(0)
        chip = page.locator("details.am-chip", has_text="Temps de travail").first
        chip.locator("summary").click()
        chip.get_by_role("button", name="temps plein").click()
        expect(page.locator("article.am-turn--doctor")).to_have_count(3)
        expect(page.locator("article.am-turn--waiting")).to_have_count(0)
        assert [len(request.get("history", [])) for request in sent] == [0, 2, 4]  # type: ignore[arg-type]
        assert sent[2]["profile"] == {"etp": 1}
        page.get_by_role("button", name="Nouvelle conversation").click()
        expect(page.locator("article")).to_have_count(0)
        expect(page.get_by_text("Au sommaire")).to_be_visible()


def _keep_question(body: str | None, sent: list[dict[str, object]]) -> None:
    for value in json.loads(body or "{}").get("data") or []:
        if isinstance(value, str) and value.startswith('{"question"'):
            sent.append(json.loads(value))


def test_every_kind_of_answer_is_shown_without_a_fault(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        for question in ("radiologue ?", "1 300 patients ?", "combien de temps ?", "quelles missions ?", "bonjour"):
            ask(page, question)
        expect(page.locator(".am-word--no")).to_have_text("Non")
        expect(page.get_by_role("img", name="Condition non remplie")).to_be_visible()
        expect(page.locator(".am-open")).to_contain_text("tranche par tranche")
        expect(page.locator(".am-dispute__side.is-followed")).to_contain_text("2 ans")
        expect(page.locator(".am-quote").last).to_contain_text("Aucun contrôle")
        ask(page, "Mme Durand, 2 85 03")
        expect(page.get_by_text("Message retiré de l’écran")).to_be_visible()
        expect(page.get_by_text("Mme Durand")).to_have_count(0)
        assert violations(page) == []


def test_an_unexpected_failure_is_told_in_french(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, "boum")
        expect(page.get_by_text("La réponse n’a pas pu être établie.", exact=True)).to_be_visible()


def test_html_in_a_question_is_shown_as_text(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, '<img src=x onerror="document.title=1"> mi-temps')
        expect(page.locator(".am-question").first).to_contain_text("<img src=x")
        assert "vos questions" in page.title()


def test_everything_is_done_with_the_keyboard(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        suggestion = page.get_by_role("button", name="Combien pour un mi-temps")
        for _ in range(20):
            page.keyboard.press("Tab")
            if suggestion.evaluate("element => element === document.activeElement"):
                break
        else:
            raise AssertionError("a suggestion cannot be reached with the keyboard")
        page.keyboard.press("Enter")
        choice = page.get_by_role("button", name="P95 et plus")
        expect(choice).to_be_visible()
        choice.focus()
        page.keyboard.press("Space")
        expect(page.locator("article.am-turn--doctor").last).to_contain_text("P95 et plus")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_the_page_is_accessible_and_never_scrolls_sideways(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    with talking(browser, address, color_scheme=scheme, viewport={"width": width, "height": 800}) as page:
        assert violations(page) == []
        ask(page, FIGURE)
        assert violations(page) == []
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0
        paper = page.evaluate("getComputedStyle(document.querySelector('#am')).backgroundColor")
        assert paper == ("rgb(18, 24, 21)" if scheme == "dark" else "rgb(246, 248, 242)")


def test_the_simulator_answers_and_its_link_fills_it_again(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        page.get_by_role("tab", name="Simuler").click()
        page.get_by_label("Médecine générale").check()
        page.get_by_label("Secteur 1", exact=True).check()
        page.get_by_label("Patients dont vous êtes").fill("1 300")
        page.get_by_label("Temps plein").check()
        total = page.locator(".am-total__figure")
        expect(total).to_contain_text("€")
        expect(page.get_by_role("img", name="Aide par année de contrat")).to_be_visible()
        expect(page.get_by_role("table", name="Les mêmes valeurs en tableau")).to_be_visible()
        assert violations(page) == []
        shared = page.locator("[data-share]").get_attribute("data-share")
        found = total.inner_text()
    with opened(browser, f"{address}/#simulation={shared}") as page:
        expect(page.locator(".am-total__figure")).to_have_text(found, timeout=20_000)
        expect(page.get_by_label("Patients dont vous êtes")).to_have_value("1 300")


def test_sources_and_plain_pages_are_accessible(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        page.get_by_role("tab", name="Sources").click()
        expect(page.get_by_role("heading", name="Nos sources")).to_be_visible()
        assert violations(page) == []
    for path in ("/embed/install", "/api/docs"):
        with opened(browser, address + path) as page:
            assert violations(page) == []


def test_no_request_leaves_for_a_third_host(browser: Browser, address: str) -> None:
    hosts: set[str] = set()
    context = browser.new_context()
    page = context.new_page()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if "//" in request.url else None)
    page.goto(address)
    expect(page.get_by_label("Votre question")).to_be_visible(timeout=20_000)
    ask(page, FIGURE)
    for path in ("/embed/", "/embed/install", "/api/docs"):
        page.goto(address + path)
    context.close()
    assert hosts == {address.split("/")[2]}


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
        frame.get_by_label("Votre question").fill(FIGURE, timeout=20_000)
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
            expect(frame.locator("article[data-kind=figure]")).to_be_visible(timeout=20_000)
        expect(page.locator("iframe").first).not_to_have_css("height", "640px")


def test_a_site_that_is_not_declared_cannot_show_the_panel(browser: Browser, address: str) -> None:
    with other_site() as stranger:
        tag = f'<script src="{address}/embed/v1.js" data-mode="inline"></script>'
        PAGES["/"] = ("", f"<!doctype html><body>{tag}")
        with opened(browser, "about:blank") as page:
            refusals: list[str] = []
            page.on("console", lambda message: refusals.append(message.text))
            page.goto(stranger)
            page.wait_for_timeout(1500)
            assert any("frame-ancestors" in text for text in refusals)


def test_the_installer_writes_a_tag_that_works(browser: Browser, host: str, address: str) -> None:
    with opened(browser, f"{address}/embed/install") as page:
        page.get_by_label("Adresse de votre site").fill(f"{host}/page")
        expect(page.get_by_text("Votre site est autorisé")).to_be_visible()
        tag = page.locator("#tag").inner_text()
        assert f"AM_ALLOWED_ORIGINS={host}" in page.locator("#setting").inner_text()
    PAGES["/installed"] = ("", f'<!doctype html><html lang="fr"><title>CPTS</title><body>{tag}')
    with opened(browser, f"{host}/installed") as page:
        expect(page.get_by_role("button", name="une question")).to_be_visible()
