import json
import re

import pytest
from browsing import FIGURE, ask, opened, talking, violations
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


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
        answer.get_by_text("Preuves").click()
        answer.get_by_text("Comment cette réponse est établie").click()
        expect(answer.locator(".am-steps > [data-names*='montants.mi_temps']")).to_be_visible()


def test_proofs_are_folded_and_a_call_opens_them(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, "radiologue ?")
        expect(page.locator("article[data-kind=eligibility] .am-dates")).to_be_hidden()
        ask(page, FIGURE)
        answer = page.locator("article[data-kind=figure]")
        expect(answer.locator(".am-proofs > summary")).to_have_text(
            re.compile(r"Preuves\s:\s2\ssources, calcul, dates")
        )
        source = answer.locator(".am-source").first
        expect(source).to_be_hidden()
        answer.locator(".am-call").first.click()
        expect(source).to_be_focused()


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
        expect(page.get_by_text("Par exemple")).to_be_visible()


def test_a_fact_typed_in_a_chip_is_sent_with_enter(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        chip = page.locator("details.am-chip", has=page.locator("input")).first
        chip.locator("summary").click()
        chip.locator("input").press("Enter")
        expect(page.locator("article.am-turn--doctor")).to_have_count(2)


def _keep_question(body: str | None, sent: list[dict[str, object]]) -> None:
    if (body or "").startswith('{"question"'):
        sent.append(json.loads(body or ""))


def test_every_kind_of_answer_is_shown_without_a_fault(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        for question in ("radiologue ?", "1 300 patients ?", "combien de temps ?", "quelles missions ?", "bonjour"):
            ask(page, question)
        expect(page.locator(".am-word--no")).to_have_text("Non")
        expect(page.get_by_role("img", name="Condition non remplie")).to_be_visible()
        expect(page.locator(".am-open")).to_contain_text("tranche par tranche")
        expect(page.locator(".am-dispute__side.is-followed")).to_contain_text("2 ans")
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
        expect(page.locator(".am-total__figure")).to_have_text(found)
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
    expect(page.get_by_label("Votre question")).to_be_visible()
    ask(page, FIGURE)
    for path in ("/embed/", "/embed/install", "/api/docs"):
        page.goto(address + path)
    context.close()
    assert hosts == {address.split("/")[2]}
