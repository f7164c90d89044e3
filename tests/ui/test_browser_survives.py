"""A conversation outlives what happens to a phone: no network, a reload, another tab, a slow start, a wrong tap."""

import json
from pathlib import Path

import pytest
from browsing import FIGURE, ask, opened, talking
from playwright.sync_api import Browser, Page, Route, expect
from processes import free_port, running

pytestmark = pytest.mark.browser

ANSWERS = "article.am-turn--answer:not(.am-turn--waiting)"


def _send(page: Page, question: str) -> None:
    page.get_by_label("Votre question").fill(question)
    page.keyboard.press("Enter")


def test_a_question_asked_without_network_is_answered_once_it_is_back(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        page.context.set_offline(True)
        _send(page, "je suis radiologue, éligible ?")
        expect(page.locator("#am-log")).to_contain_text("Connexion perdue : je réessaie")
        page.context.set_offline(False)
        expect(page.locator(ANSWERS)).to_have_count(2)
        expect(page.locator("#am-log")).to_contain_text("les radiologues font partie")
        expect(page.locator("article.am-turn--doctor")).to_have_count(2)


def test_a_second_question_sent_without_network_does_not_hide_that_it_is_lost(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        page.context.set_offline(True)
        _send(page, FIGURE)
        waiting = page.locator(".am-turn--waiting")
        expect(waiting).to_contain_text("Connexion perdue : je réessaie")
        _send(page, "radiologue ?")
        expect(waiting).to_contain_text("Connexion perdue : je réessaie… Posez la question suivante quand elle sera là")
        expect(page.get_by_label("Votre question")).to_have_value("radiologue ?")
        page.context.set_offline(False)
        expect(page.locator("article[data-kind=figure]")).to_be_visible()


BACK = """() => {
    const partial = '<article class="am-turn" data-partial><p class="am-muted">Je rédige.</p></article>';
    const text = `event: partial\\ndata: ${JSON.stringify({ html: partial })}\\n\\n`;
    const begun = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode(text)) });
    const answers = [() => Promise.reject(new TypeError("lost")), async () => new Response(begun)];
    const real = window.fetch;
    window.fetch = (url, ...rest) => (String(url).endsWith("/ask") ? answers.shift()() : real(url, ...rest));
}"""  # lost once, then an answer that begins and does not end


def test_a_connection_that_is_back_is_no_longer_said_lost(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        page.evaluate(BACK)
        _send(page, FIGURE)
        shown = page.locator("article[data-partial]")
        expect(shown).to_have_text("Je rédige.")
        _send(page, "radiologue ?")
        expect(shown).to_have_text(
            "Une réponse est en route. Posez la question suivante quand elle sera là, ou annulez."
        )


def test_a_question_the_server_never_answers_can_be_sent_again(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        page.clock.install()
        page.route("**/api/v1/ask", lambda route: route.abort())
        _send(page, FIGURE)
        expect(page.locator("#am-log")).to_contain_text("je réessaie")
        given_up = page.locator("article[data-kind=error]")
        for _ in range(20):  # each pause begins once the try before it has failed, in the browser's own time
            if given_up.count():
                break
            page.clock.run_for(9_000)
        expect(given_up).to_contain_text("La réponse n’est pas arrivée.")
        page.unroute("**/api/v1/ask")
        page.get_by_role("button", name="Réessayer").click()
        expect(page.locator("article[data-kind=figure]")).to_be_visible()
        expect(page.locator("article")).to_have_count(2)


def test_a_silent_connection_is_given_up_and_tried_again(browser: Browser, address: str) -> None:
    tried: list[Route] = []

    def mute_once(route: Route) -> None:
        tried.append(route)
        if len(tried) > 1:
            route.continue_()

    with talking(browser, address) as page:
        page.clock.install()
        page.route("**/api/v1/ask", mute_once)
        _send(page, FIGURE)
        expect(page.locator(".am-turn--waiting")).to_be_visible()
        page.clock.run_for(26_000)
        page.clock.run_for(2_000)
        expect(page.locator("article[data-kind=figure]")).to_be_visible()
        assert len(tried) == 2


def test_a_server_that_restarts_loses_no_conversation(browser: Browser) -> None:
    port = str(free_port())
    with opened(browser, "about:blank") as page:
        with running("serve", AM_PORT=port) as address:
            page.goto(address)
            ask(page, FIGURE)
        _send(page, "je suis radiologue, éligible ?")
        expect(page.locator("#am-log")).to_contain_text("Connexion perdue")
        with running("serve", AM_PORT=port):
            expect(page.locator(ANSWERS)).to_have_count(2)


def test_the_conversation_outlives_a_reload_the_back_button_and_the_links_of_the_footer(
    browser: Browser, address: str
) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        page.reload()
        expect(page.locator("article")).to_have_count(2)
        page.get_by_role("link", name="Installer sur votre site").click()
        expect(page.get_by_role("heading", name="Installer")).to_be_visible()
        page.go_back()
        sent: list[dict[str, list[object]]] = []
        page.on("request", lambda request: sent.append(json.loads(request.post_data or "{}")))
        ask(page, "et au P92 ?")
        assert [len(request["history"]) for request in sent if "question" in request] == [2]
        expect(page.locator("article")).to_have_count(4)


def test_a_question_in_flight_is_asked_again_after_a_reload(browser: Browser, tmp_path: Path) -> None:
    with running("serve_slow") as address, talking(browser, address) as page:
        _send(page, "mi-temps ?")
        expect(page.locator(".am-turn--waiting")).to_be_visible()
        page.reload()
        expect(page.locator("article.am-turn--doctor")).to_contain_text("mi-temps")
        expect(page.locator("article[data-kind=figure]")).to_be_visible()


def test_another_browser_tab_starts_afresh_and_a_refused_message_is_kept_nowhere(
    browser: Browser, address: str
) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        ask(page, "Mme Durand, 2 85 03")
        assert "Durand" not in page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")
        other = page.context.new_page()
        other.goto(address)
        expect(other.get_by_label("Votre question")).to_be_visible()
        expect(other.locator("article")).to_have_count(0)


def test_a_conversation_erased_by_mistake_comes_back(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        page.get_by_role("button", name="Nouvelle conversation").click()
        expect(page.locator("article")).to_have_count(0)
        page.get_by_role("button", name="Annuler").click()
        expect(page.locator("article")).to_have_count(2)
        ask(page, "et au P92 ?")
        expect(page.locator("article")).to_have_count(4)


def test_each_tab_has_an_address_a_title_and_a_place_in_history(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        page.get_by_role("tab", name="Sources").click()
        assert page.url.endswith("#sources")
        assert page.title().startswith("Sources")
        page.keyboard.press("ArrowLeft")
        expect(page.get_by_role("tab", name="Simuler")).to_be_focused()
        expect(page.locator("#am-simulator").get_by_role("heading").first).to_be_visible()
        page.go_back()
        expect(page.get_by_role("heading", name="Nos sources")).to_be_visible()
        page.go_back()
        expect(page.locator("article").first).to_be_visible()
        page.go_forward()
        expect(page.get_by_role("tab", name="Sources")).to_have_attribute("aria-selected", "true")
    with opened(browser, f"{address}/#sources") as page:
        expect(page.get_by_role("heading", name="Nos sources")).to_be_visible()


def test_the_selected_tab_looks_so_while_it_is_touched(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/#sources") as page:
        tab = page.get_by_role("tab", name="Sources")
        brand = tab.evaluate("tab => getComputedStyle(tab).borderBottomColor")
        tab.hover()  # a phone keeps it so after a tap
        assert tab.evaluate("tab => tab.matches(':hover')")
        expect(tab).to_have_css("border-bottom-color", brand)
        tab.click()
        expect(tab).to_have_css("border-bottom-color", brand)
        page.get_by_role("tab", name="Discuter").hover()
        expect(page.get_by_role("tab", name="Discuter")).not_to_have_css("border-bottom-color", brand)


@pytest.mark.parametrize("path", ["/", "/embed/"])
def test_a_question_sent_before_any_script_runs_is_answered(browser: Browser, address: str, path: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:  # a method of a list is none that Playwright takes
        held.append(route)

    with opened(browser, "about:blank") as page:
        page.route("**/*.js*", hold)
        page.goto(address + path, wait_until="commit")
        field = page.get_by_label("Votre question")
        field.fill(FIGURE)
        field.press("Enter")
        for route in held:
            route.continue_()
        expect(page.locator("article[data-kind=figure]")).to_be_visible()
        expect(page.locator("article.am-turn--doctor")).to_have_text(f"Vous{FIGURE}")


def test_a_question_carried_by_a_link_is_asked_once(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/#q=mi-temps") as page:
        expect(page.locator("article[data-kind=figure]")).to_be_visible()
        page.reload()
        expect(page.locator("article")).to_have_count(2)


def test_nothing_of_gradio_is_fetched_before_the_simulator_is_opened(browser: Browser, address: str) -> None:
    fetched: list[str] = []
    with opened(browser, "about:blank") as page:
        page.on("request", lambda request: fetched.append(request.url))
        page.goto(address)
        ask(page, FIGURE)
        assert [url for url in fetched if "/assets/" in url or "/simulateur" in url] == []


def test_a_simulator_that_cannot_load_says_so_and_loads_when_asked_again(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()  # an error of the script that is cut is expected here
    page.route("**/assets/**", lambda route: route.abort())
    page.goto(f"{address}/#simuler")
    expect(page.get_by_text("Le simulateur n’a pas pu se charger")).to_be_visible()
    page.unroute("**/assets/**")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.get_by_label("Temps plein", exact=True)).to_be_visible()
    context.close()


def test_a_message_too_long_is_told_and_not_cut(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        _send(page, "a" * 4_001)
        expect(page.locator("#am-status")).to_contain_text("4001 caractères")
        assert page.get_by_label("Votre question").input_value() == "a" * 4_001
        expect(page.locator("article")).to_have_count(0)
