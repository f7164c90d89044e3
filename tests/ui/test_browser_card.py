"""One answer as a doctor has it in hand: short, checked, copied, printed, corrected, and never in the way."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pdfplumber
import pytest
from browsing import FIGURE, READ_FIRST, ask, talking, violations
from playwright.sync_api import Browser, Locator, Page, Route, expect
from processes import running

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
NO_RULE = "Mme Durand, 2 85 03"
MOCK = {  # height of the same answer in the drawing, folds closed
    "cb pour 0,5 etp ?": 1906,
    "je suis radiologue secteur 1 dans le 22, éligible ?": 1489,
    "J’ai 1 300 patients MT, je prends un temps plein, combien en plus ?": 2069,
    "elle a combien de temps pour le CQP, 2 ou 3 ans ?": 1306,
    "M. Jean Dupont, né le 12/03/1950, peut-il voir l’assistante ?": 396,
}
SHORT = [  # on 1.2 screens with its question back
    "Combien pour un mi-temps ?",
    "Combien pour un temps plein ?",
    "Faut-il être deux au cabinet ?",
    "Ma secrétaire peut-elle prendre la tension ?",
    "quelles sont les missions d’un assistant médical ?",
    "quand l’aide est-elle versée ?",
    "MG secteur 1, 1200 patients MT, puis-je signer ?",
    "je suis radiologue secteur 1 dans le 22, éligible ?",
    "elle a combien de temps pour le CQP, 2 ou 3 ans ?",
    "qui paie la formation ?",
    "J’ai 1 300 patients MT, je prends un temps plein, combien en plus ?",
]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real rules, on the site of a CPTS that gives the number of its delegate."""
    file = tmp_path_factory.mktemp("cpts") / "cpts.yaml"
    file.write_text('contact:\n  delegue: "02 00 00 00 00"\n', "utf-8")
    with running("serve_rules", AM_RATE_LIMIT="1000/minute", AM_CPTS_FILE=str(file)) as served:
        yield served


def _answer(page: Page) -> Locator:
    return page.locator("article.am-turn--answer").last


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


@pytest.mark.parametrize(("question", "height"), MOCK.items())
def test_an_answer_is_no_longer_than_the_drawing(browser: Browser, rules: str, question: str, height: int) -> None:
    with talking(browser, rules, **PHONE) as page:
        ask(page, question)
        assert _answer(page).evaluate("answer => answer.offsetHeight") <= height


def test_what_is_read_first_fits_a_phone(browser: Browser, rules: str) -> None:
    long: dict[str, int] = {}
    for question in SHORT:
        with talking(browser, rules, **PHONE) as page:
            ask(page, question)
            if (height := _answer(page).evaluate(READ_FIRST)) > 1.2 * 844:
                long[question] = height
            assert _answer(page).locator(".am-ask").count() <= 1
    assert long == {}


def test_the_figure_that_answers_this_turn_is_marked(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, "combien pour un temps plein ?")
        expect(_answer(page).locator(".am-key")).to_have_text("38\u202f000\u202f€ la première année")
        ask(page, "et au P92 ?")
        expect(_answer(page).locator(".am-key")).to_have_text("26\u202f000\u202f€")
        expect(_answer(page).get_by_role("columnheader")).to_have_count(2)
        _answer(page).get_by_role("button", name="Voir les autres tranches").click()
        expect(page.get_by_role("heading", name="Le barème, texte par texte")).to_be_focused()


def test_a_side_is_ticked_and_only_the_text_that_governs_is_disputed(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, "elle a combien de temps pour le CQP ?")
        _answer(page).locator(".am-proofs > summary").click()
        dispute = _answer(page).locator("[data-dispute=cqp-deux-ou-trois-ans]")
        dispute.locator("summary").click()
        expect(dispute.locator(".is-followed")).to_have_count(1)
        expect(dispute.locator(".is-followed")).to_contain_text("2 ans après l’embauche")
        expect(dispute.locator(".is-followed")).to_contain_text("Retenu")
        expect(_answer(page).locator("[data-dispute=forme-ou-certifie-en-deux-ans]")).to_have_count(0)  # of avenant 7
        ask(page, "je suis radiologue, éligible ?")
        expect(_answer(page).locator("[data-dispute]")).to_have_count(0)


def test_a_no_shows_the_condition_that_fails_with_its_cross_and_not_what_cannot_matter(
    browser: Browser, rules: str
) -> None:
    with talking(browser, rules) as page:
        ask(page, "je suis radiologue secteur 1 dans le 22, éligible ?")
        failing = _answer(page).locator(".is-unmet").first
        expect(failing.get_by_role("img", name="Condition non remplie")).to_be_visible()
        expect(failing).to_contain_text("Les radiologues sont exclus")
        expect(_answer(page).locator(".am-body > .am-reasons .is-open")).to_have_count(0)
        expect(page.locator("#am-status")).to_have_text(
            re.compile(r"^Réponse : Non\b[^0-9]*Les radiologues sont exclus")
        )


def test_a_trace_proves_its_figures_and_writes_out_the_sum(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, "cb pour 0,5 etp ?")
        answer = _answer(page)
        answer.locator(".am-proofs > summary").click()
        answer.get_by_text("Comment cette réponse est établie").click()
        trace = answer.locator(".am-trace")
        expect(trace).to_contain_text(
            "19 000 + 14 000 + 3 × 11 000 = 66 000 €".replace(" 000", "\u202f000"), use_inner_text=True
        )
        value = trace.get_by_role("listitem").filter(has_text="2e année : 14").last
        expect(value).to_contain_text("depuis le 22/06/2024. D’après Assurance Maladie (ameli.fr)")
        expect(trace.get_by_text("aide.mi_temps.annee_2")).to_have_count(0)
        expect(trace.locator("[data-names*='aide.mi_temps.annee_2']")).to_have_count(1)


def test_what_is_not_established_says_who_knows_and_what_to_ask_them(browser: Browser, rules: str) -> None:
    with talking(browser, rules, permissions=["clipboard-read", "clipboard-write"]) as page:
        ask(page, "J’ai 1 300 patients MT, je prends un temps plein, combien en plus ?")
        answer = _answer(page)
        expect(answer.get_by_role("img", name="Établi", exact=True).first).to_be_visible()
        expect(answer.get_by_role("img", name="Non établi").first).to_be_visible()
        expect(answer.locator(".am-open .am-badge").first).to_be_visible()
        expect(answer.get_by_role("link", name="02 00 00 00 00")).to_have_attribute("href", "tel:0200000000")
        simulator = answer.get_by_role("link", name="Le simulateur d’ameli (nouvel onglet)")
        expect(simulator).to_have_attribute("href", "https://www.ameli.fr/medecin/aide-emploi-assistant-medical")
        answer.get_by_role("button", name="Copier cette question pour votre délégué").click()
        expect(answer.get_by_role("button", name="Copié")).to_be_visible()
        assert str(page.evaluate("navigator.clipboard.readText()")).startswith("J’ai 1 300 patients MT")
        assert violations(page) == []


def test_a_fact_of_another_question_is_not_shown_again(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, "temps plein au P92, combien ?")
        expect(_answer(page).locator(".am-chip", has_text="Tranche nationale")).to_be_visible()
        ask(page, "quelles sont les missions d’un assistant médical ?")
        expect(_answer(page).locator(".am-chip", has_text="Tranche nationale")).to_have_count(0)


def test_the_simulator_opens_with_what_was_understood(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, "temps plein au P92, combien ?")
        _answer(page).get_by_role("link", name="Simuler").click()
        expect(page.get_by_role("tab", name="Simuler")).to_have_attribute("aria-selected", "true")
        facts = json.loads(unquote(page.url.partition("#simulation=")[2]))
        assert facts == {"percentile": 92, "etp": 1.0}


def test_what_is_disputed_is_told_once_a_conversation(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        for _ in range(2):
            ask(page, "combien de temps ?")
        for _ in range(2):
            first, second = page.locator("article[data-kind=figure]").all()
            expect(first.locator("[data-dispute]")).to_have_count(1)
            expect(second.locator("[data-dispute]")).to_have_count(0)
            expect(second.locator(".am-proofs > summary")).not_to_contain_text("désaccord")
            page.reload()
        page.locator(".am-proofs > summary").last.click()
        page.get_by_role("button", name="Déjà montré plus haut").click()
        expect(page.locator("[data-dispute] > summary")).to_be_focused()


def test_focus_goes_on_to_the_answer_and_never_to_the_page(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        assert _focused(page) == "am-field"  # typed: the next question is typed too
        page.get_by_role("button", name="P90 à P94").click()
        expect(page.locator("article[data-kind=figure], article[data-kind=clarification]")).to_have_count(2)
        expect(_answer(page)).to_be_focused()
        expect(page.get_by_role("button", name="P90 à P94").first).to_be_hidden()  # a choice is made once
    with talking(browser, address, **PHONE) as page:
        ask(page, FIGURE)
        expect(_answer(page)).to_be_focused()  # the keyboard of the phone gives way


def test_a_choice_leaves_the_draft_in_its_field(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        page.get_by_label("Votre question").fill("et pour ma secrét")
        page.get_by_role("button", name="P95 et plus").click()
        expect(page.locator("article.am-turn--doctor")).to_have_count(2)
        expect(page.get_by_label("Votre question")).to_have_value("et pour ma secrét")


def test_a_question_asked_too_soon_is_told_and_one_may_cancel(browser: Browser, address: str) -> None:
    held: list[Route] = []
    with talking(browser, address) as page:
        page.route("**/api/v1/ask", lambda route: held.extend([route]))
        page.get_by_label("Votre question").fill(FIGURE)
        page.keyboard.press("Enter")
        expect(page.locator(".am-turn--waiting")).to_be_visible()
        page.get_by_label("Votre question").fill("et à temps plein ?")
        page.keyboard.press("Enter")
        expect(page.locator(".am-turn--waiting")).to_contain_text("Une réponse est en route")
        expect(page.get_by_label("Votre question")).to_have_value("et à temps plein ?")
        page.get_by_label("Votre question").fill("")
        page.get_by_role("button", name="Annuler").click()
        expect(page.locator("article")).to_have_count(0)
        expect(page.get_by_label("Votre question")).to_have_value(FIGURE)
        expect(page.get_by_label("Votre question")).to_be_focused()
        page.unroute("**/api/v1/ask")
        ask(page, FIGURE)
        expect(page.locator("article[data-kind=figure]")).to_be_visible()


def test_a_fact_that_cannot_be_is_told_under_its_field(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        chip = page.locator("details.am-chip", has_text="Signature")
        chip.locator("summary").click()
        chip.locator("input").fill("31/02/2025")
        chip.locator("input").press("Enter")
        expect(chip.locator(".am-chip__error")).to_have_text("Le 31 février 2025 n’existe pas.")
        expect(chip.locator("input")).to_be_focused()
        expect(chip.locator("input")).to_have_attribute("aria-invalid", "true")
        expect(page.locator("article")).to_have_count(2)
        expect(page.get_by_role("button", name="Réessayer")).to_have_count(0)
        assert violations(page) == []
        chip.locator("input").fill("15 mars 2025")
        chip.get_by_role("button", name="Corriger").click()
        expect(page.locator("article.am-turn--doctor")).to_have_count(2)


def test_a_chip_says_what_it_corrects(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        names = page.locator(".am-chip > summary").evaluate_all("all => all.map((each) => each.innerText)")
        assert [" ".join(name.split()) for name in names] == [
            "Corriger : Temps de travail mi-temps, 0,5 ETP",
            "Corriger : Signature (supposée) aujourd’hui, 21/11/2026",
        ]


def test_a_refused_message_leaves_nothing_and_offers_another(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, NO_RULE)
        expect(page.get_by_text("Message retiré de l’écran.")).to_be_visible()
        assert "Durand" not in page.content()
        page.get_by_role("button", name="Poser cette question").click()
        expect(page.locator("article.am-turn--doctor").last).to_contain_text("Une patiente vue une seule fois")


def test_refusals_do_not_pile_up(browser: Browser, address: str) -> None:
    busy = {"error": {"field": "fréquence", "message": "Trop de demandes.", "expected": "Réessayez dans 30 secondes."}}
    with talking(browser, address) as page:
        page.route("**/api/v1/ask", lambda route: route.fulfill(status=429, json=busy, headers={"retry-after": "30"}))
        for _ in range(3):
            page.get_by_label("Votre question").fill(FIGURE)
            page.keyboard.press("Enter")
            expect(page.locator("article[data-kind=error]")).to_contain_text("secondes")
        expect(page.locator("article")).to_have_count(2)


def test_turns_are_named_and_the_answer_is_spoken_without_note_calls(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        expect(page.get_by_role("heading", name=FIGURE, level=2)).to_be_visible()
        expect(page.get_by_role("article", name=FIGURE, exact=True)).to_have_count(1)
        expect(page.get_by_role("article", name=f"Réponse : {FIGURE}")).to_have_count(1)
        expect(page.locator("#am-status")).to_contain_text("la première année, 14")
        call = page.locator(".am-call").first
        expect(call).to_have_accessible_name(
            "source 1 : Aide à l’emploi d’un assistant médical : ce qui change dès juin 2024"
        )


def test_an_answer_is_copied_as_a_mail_takes_it(browser: Browser, address: str) -> None:
    with talking(browser, address, permissions=["clipboard-read", "clipboard-write"]) as page:
        ask(page, FIGURE)
        page.get_by_role("button", name="Copier").click()
        expect(page.get_by_role("button", name="Copié")).to_be_visible()
        read = """async () => {
            const [item] = await navigator.clipboard.read();
            return Promise.all(["text/plain", "text/html"].map(async (kind) => (await item.getType(kind)).text()));
        }"""
        plain, html = page.evaluate(read)
    for copied in (plain, html):
        assert "**" not in copied
        assert "| " not in copied
        assert "[Cas général]" not in copied
        assert "https://www.ameli.fr/exemple" in copied
        assert f"{address}/#q=cb%20pour%200" in copied
    assert "2e : 14 000 € (cas général), 14 000 € (P90 à P94)" in plain.replace("\u202f", " ").replace("\u00a0", " ")
    assert "<table>" in html
    assert "class=" not in html
    assert "<button" not in html


def test_what_was_not_copied_is_not_said_to_be(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        page.get_by_role("button", name="Copier").click()
        expect(page.get_by_role("button", name="Copie refusée par le navigateur")).to_be_visible()


def test_a_phone_shares_an_answer(browser: Browser, address: str) -> None:
    with talking(browser, address, **PHONE) as page:
        page.evaluate("navigator.share = async (shared) => { window.shared = shared; }")
        ask(page, FIGURE)
        page.get_by_role("button", name="Partager").click()
        assert "19\u202f000\u202f€ la première année" in page.evaluate("window.shared.text")


def test_what_the_browser_would_not_share_has_no_button(browser: Browser, address: str) -> None:
    with talking(browser, address, **PHONE) as page:
        page.evaluate("navigator.share = async () => {}; navigator.canShare = () => false")  # a frame not allowed to
        ask(page, FIGURE)
        expect(page.get_by_role("button", name="Copier")).to_be_visible()
        expect(page.get_by_role("button", name="Partager")).to_be_hidden()


def test_the_button_of_an_answer_prints_it_alone_on_one_sheet(browser: Browser, address: str, tmp_path: Path) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        ask(page, "radiologue ?")
        page.evaluate("window.print = () => {}")
        page.get_by_role("button", name="Imprimer").first.click()
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        whole = page.pdf(format="A4", prefer_css_page_size=True)
    with pdfplumber.open(BytesIO(printed)) as pdf:
        (sheet,) = pdf.pages
        told = sheet.extract_text()
    assert "cb pour 0,5 etp" in told
    assert "radiologue" not in told
    with pdfplumber.open(BytesIO(whole)) as pdf:  # the menu of the browser prints the conversation, no sheet blank
        assert all("assistant" in (text := sheet.extract_text()) and len(text) > 300 for sheet in pdf.pages[:1])
        assert "radiologue" in "".join(sheet.extract_text() for sheet in pdf.pages)


def test_the_tools_of_an_answer_are_on_one_line(browser: Browser, address: str) -> None:
    for options in ({"viewport": {"width": 1280, "height": 800}}, PHONE):
        with talking(browser, address, **options) as page:
            page.evaluate("navigator.share = async () => {}")
            ask(page, FIGURE)
            tops = page.locator(".am-tools > :visible").evaluate_all("all => all.map((each) => each.offsetTop)")
            assert len(tops) > 2
            assert len(set(tops)) == 1
