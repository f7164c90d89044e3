"""The simulator in a real browser: what a doctor told « Non » reads, on a phone, mistyped, offline, from the chat."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pdfplumber
import pytest
from browsing import FIGURE, ask, opened, simulated, talking, violations
from playwright.sync_api import Browser, Locator, Page, Route, expect

pytestmark = pytest.mark.browser

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
YES = {"etp": 1, "specialty": "generaliste", "secteur": "Secteur 1", "patientele_mt": "1 300"}
THIN, HARD = "\u202f", "\u00a0"


@contextmanager
def simulator(browser: Browser, address: str, form: dict[str, Any] | None = None, **options: Any) -> Iterator[Page]:
    """The simulator of a fresh visitor, with the answers a link carries."""
    fragment = f"simulation={quote(json.dumps(form))}" if form else "simuler"
    with opened(browser, f"{address}/#{fragment}", **options) as page:
        expect(page.locator("form[data-ready]")).to_be_visible()
        if form:
            simulated(page, form)
        yield page


def _told(page: Page) -> Locator:
    return page.locator("#am-told")


def test_a_doctor_told_no_reads_why_and_what_would_change_it_and_no_figure(browser: Browser, address: str) -> None:
    with simulator(browser, address, {"etp": 1, "specialty": "generaliste", "secteur": "Secteur 3"}) as page:
        result = page.get_by_role("region", name="Résultat", exact=True)
        expect(result.locator(".am-lead")).to_have_text("Non, pas avec ces réponses.")
        expect(result.locator(".is-unmet")).to_contain_text("Le secteur 3 n’ouvre pas droit à l’aide.")
        expect(result).to_contain_text("Ce qui changerait la réponse")
        expect(result).to_contain_text("Passer en secteur 1")
        expect(result).to_contain_text("À qui demander")
        expect(result.locator(".am-total__figure")).to_be_hidden()
        expect(result.get_by_role("table")).to_have_count(0)
        expect(_told(page)).to_have_text("Non, pas avec ces réponses")
        assert violations(page) == []
        result.get_by_text("Ce que vous auriez avec un oui").click()
        expect(result.locator(".am-total__figure")).to_be_visible()
        page.get_by_role("radio", name="P90 à P94").check()
        expect(result.get_by_role("table", name="Aide moins coût, p")).to_be_visible()  # still unfolded


def test_a_specialty_that_is_excluded_is_told_before_any_other_answer(browser: Browser, address: str) -> None:
    with simulator(browser, address) as page:
        page.get_by_label("Autre spécialité").check()
        page.get_by_label("Votre spécialité").select_option(label="Radiologue")
        expect(page.locator(".am-result .am-lead")).to_contain_text("Non")


def test_what_is_missing_is_named_and_leads_to_its_field(browser: Browser, address: str) -> None:
    with simulator(browser, address, {"etp": 1, "specialty": "generaliste", "patientele_mt": "1 300"}) as page:
        expect(_told(page)).to_have_text(f"132{THIN}000{THIN}€ sur 5{HARD}ans · à vérifier")
        expect(page.locator(".am-result .am-lead")).to_contain_text("il manque une réponse")
        expect(page.locator("[data-step=doctor]")).not_to_have_attribute("open", "")
        page.locator(".am-result").get_by_role("link", name="Secteur").click()
        expect(page.get_by_role("group", name="Secteur")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.get_by_label("Secteur 1", exact=True)).to_be_checked()
        expect(_told(page)).to_have_text(f"132{THIN}000{THIN}€ sur 5{HARD}ans · conditions remplies")


def test_on_a_phone_the_total_stays_in_sight_and_leads_to_the_result(browser: Browser, address: str) -> None:
    with simulator(browser, address, **PHONE) as page:
        bar = page.locator(".am-bar")
        page.get_by_role("radio", name="Temps plein").check()
        expect(page.get_by_role("status").filter(has_text="132")).to_be_in_viewport()
        expect(page.locator(".am-result .am-lead")).not_to_be_in_viewport()
        page.get_by_role("radio", name="Mi-temps").check()
        expect(_told(page)).to_have_text(f"66{THIN}000{THIN}€ sur 5{HARD}ans · à vérifier")
        bar.get_by_role("link", name="Voir").click()
        expect(page.locator(".am-result .am-lead")).to_be_in_viewport()
        expect(page.get_by_role("region", name="Résultat", exact=True)).to_be_focused()
        expect(bar).not_to_be_in_viewport()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_computer_the_result_stays_in_sight(browser: Browser, address: str) -> None:
    with simulator(browser, address) as page:
        page.get_by_role("radio", name="Temps plein").check()
        expect(page.locator(".am-total__figure")).to_be_visible()
        page.get_by_label("Patients dont vous êtes").evaluate("field => field.scrollIntoView({ block: 'center' })")
        expect(page.locator(".am-result .am-lead")).to_be_in_viewport(ratio=1)
        page.get_by_label("Je ne sais pas").evaluate("field => field.scrollIntoView({ block: 'center' })")
        expect(_told(page)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        ("Date de signature", "28/11/26", "Signé le 28/11/2026"),
        ("Date de signature", "28-11-2026", "Signé le 28/11/2026"),
        ("Date de signature", "28 novembre 2026", "Signé le 28/11/2026"),
        ("Date de signature", "28112026", "Signé le 28/11/2026"),
        ("Date de signature", "mars 2023", f"Signé en mars{HARD}2023"),
        ("Patients dont vous êtes", "1.300", f"1{THIN}300{HARD}patients"),
        ("Patients dont vous êtes", "1300 patients", f"1{THIN}300{HARD}patients"),
        ("Âge", "64 ans", f"64{HARD}ans"),
        ("Coût mensuel", "2.400,50 €", f"2{THIN}400,50{THIN}€ par mois"),
    ],
    ids=range(9),
)
def test_dates_and_numbers_are_read_as_doctors_write_them(
    browser: Browser, address: str, field: str, typed: str, read: str
) -> None:
    with simulator(browser, address) as page:
        page.get_by_label(field).press_sequentially(typed)  # the last key is enough: the field keeps the focus
        step = page.locator(".am-step", has=page.get_by_label(field))
        expect(step.locator("small")).to_have_text(read)
        expect(page.get_by_label(field)).to_be_focused()
        expect(page.get_by_label(field)).not_to_have_attribute("aria-invalid", "true")
        step.locator("summary").click()
        expect(step.locator("small")).to_be_visible()


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("Date de signature", "31/04/2026", "Le 31 avril n’existe pas."),
        ("Date de signature", "29 février 2027", "Le 29 février 2027 n’existe pas."),
        ("Date de signature", "01/01/2018", "Écrivez une date du 01/09/2019 au 31/12/2029."),
        ("Date de signature", "juin 2023", "Il manque le jour, qui change le résultat."),
        ("Patients dont vous êtes", "beaucoup de patients, vraiment", "de 0 à 20"),
        ("Coût mensuel", "beaucoup", "Écrivez un montant en euros"),
    ],
    ids=range(6),
)
def test_an_error_is_told_under_its_field_and_the_last_result_stays(
    browser: Browser, address: str, field: str, typed: str, told: str
) -> None:
    with simulator(browser, address, YES) as page:
        before = page.locator(".am-result .am-lead").inner_text()
        page.evaluate("document.querySelectorAll('.am-step').forEach((step) => { step.open = true; })")
        control = page.get_by_label(field)
        control.fill(typed)
        error = page.locator(f"#{control.get_attribute('id')}-error")
        expect(error).to_contain_text(told)
        expect(control).to_have_attribute("aria-invalid", "true")

        assert f"{control.get_attribute('id')}-error" in (control.get_attribute("aria-describedby") or "")
        assert control.input_value() == typed  # nothing is cut
        expect(page.get_by_role("status").filter(has_text="Corrigez ")).to_have_count(1)
        assert page.locator(".am-result .am-lead").inner_text() == before
        expect(page.locator(".am-result")).to_have_class("am-result is-stale")
        assert "AAAA" not in page.locator("#am-simulator").inner_text()
        assert violations(page) == []
        control.fill("")
        expect(error).to_be_hidden()
        expect(page.locator(".am-result")).to_have_class("am-result")


def test_a_cost_typed_and_a_published_example_give_the_same_table_and_a_sentence(
    browser: Browser, address: str
) -> None:
    with simulator(browser, address, YES) as page:
        table = page.get_by_role("table", name="Aide moins coût, cas général")
        expect(table.get_by_role("row")).to_have_count(5)
        expect(table).to_contain_text(f"+9{THIN}344{THIN}€")
        expect(table).to_contain_text(f"\u221211{THIN}280{THIN}€")
        section = page.get_by_role("region", name="Ce que coûte l’emploi")
        expect(section).to_contain_text(f"il vous resterait 11{THIN}280{THIN}€ à payer sur cinq ans")
        expect(section).to_contain_text(f"l’aide dépasse le coût de 9{THIN}344{THIN}€ la 1re année")
        section.get_by_role("link", name="Mettre mon propre coût").click()
        expect(page.get_by_label("Coût mensuel")).to_be_focused()
        page.keyboard.type("1 000")
        expect(section).to_contain_text(f"l’aide dépasserait le coût de 72{THIN}000{THIN}€ sur cinq ans")
        expect(table.get_by_role("row")).to_have_count(5)
        expect(section).not_to_contain_text("\u2212")


def test_half_time_and_full_time_are_compared_with_their_hours_and_objective(browser: Browser, address: str) -> None:
    with simulator(browser, address, YES) as page:
        half, full = page.locator(".am-versus > div").all()
        expect(half).to_contain_text(f"17{HARD}h{HARD}30")
        expect(full).to_contain_text(f"35{HARD}heures")
        expect(full.get_by_role("heading")).to_have_text("Temps plein (votre choix)")
        for option in (half, full):
            expect(option.locator("dl > div", has_text="Objectif")).to_contain_text("non établi")


def test_steps_fold_over_the_answers_and_all_is_erased_and_restored(browser: Browser, address: str) -> None:
    with simulator(browser, address, YES) as page:
        expect(page.locator("[data-step=doctor] small")).to_have_text("Médecine générale, secteur 1")
        expect(page.locator("[data-step=doctor] small")).to_be_visible()
        assert page.locator(".am-step > summary").count() == 4  # native: their state is told by the browser
        page.get_by_role("button", name="Tout effacer").click()
        expect(page.locator(".am-result")).to_contain_text("Choisissez un temps de travail")
        expect(page.locator("[data-step=doctor] small")).to_have_text("Spécialité, secteur, âge")
        assert (
            page.evaluate("[...document.querySelectorAll('.am-form :checked')].filter((each) => each.value).length")
            == 0
        )
        page.get_by_role("button", name="Rétablir mes réponses").click()
        simulated(page, YES)


def test_answers_survive_a_reload_but_not_another_tab(browser: Browser, address: str) -> None:
    with simulator(browser, address) as page:
        page.get_by_role("radio", name="Temps plein").check()
        page.get_by_label("Patients dont vous êtes").fill("1 300")
        expect(page.locator("[data-step=patients] small")).to_have_text(f"1{THIN}300{HARD}patients")
        page.reload()
        expect(page.locator("[data-share]")).to_be_visible()
        expect(page.locator("#am-f-patientele_mt")).to_have_value("1 300")
        other = page.context.new_page()
        other.goto(f"{address}/#simuler")
        expect(other.get_by_role("radio", name="Temps plein")).not_to_be_checked()


def test_the_facts_of_the_chat_open_the_simulator_and_its_result_goes_back_to_the_chat(
    browser: Browser, address: str
) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)  # a half-time
        page.get_by_role("link", name="Simuler").click()
        expect(page.get_by_role("heading", name="Votre situation")).to_be_focused()
        expect(page.locator("[data-step=contract] small")).to_have_text("Mi-temps")
        expect(page.get_by_role("tab", name="Simuler")).to_have_attribute("aria-selected", "true")
        page.get_by_role("button", name="Poser une question sur ce résultat").click()
        field = page.get_by_label("Votre question")
        expect(field).to_be_focused()
        expect(field).to_have_value("Mi-temps. ")
        ask(page, FIGURE)
        page.get_by_role("link", name="Simuler").last.click()  # once it is loaded too
        expect(page.get_by_role("heading", name="Votre situation")).to_be_focused()


def test_facts_that_the_form_does_not_ask_count_and_are_told(browser: Browser, address: str) -> None:
    facts = {"etp": 1, "specialty": "radiologue", "secteur": 2, "optam": True, "percentile": 92, "zone": "zip"}
    with simulator(browser, address) as page:
        page.goto(f"{address}/#simulation={quote(json.dumps(facts))}")
        expect(page.locator("#am-form-also")).to_have_text(
            f"Pris en compte aussi{HARD}: tranche nationale{HARD}: P92, zone{HARD}: ZIP."
        )
        expect(page.locator("[data-step=doctor] small")).to_have_text("Radiologue, secteur 2 avec OPTAM")
        shared = json.loads(page.locator("[data-share]").get_attribute("data-share") or "")
        assert (shared["zone"], shared["percentile"], shared["other"]) == ("zip", "92", "radiologue")
        page.goto(f"{address}/#simulation={quote(json.dumps({'etp': 1, 'specialty': 'zzz'}))}")
        expect(page.locator("#am-form-also")).to_contain_text("laissée de côté")
        expect(page.locator("#am-form-also")).not_to_contain_text("zzz")


def test_answers_given_without_network_are_simulated_once_it_is_back(browser: Browser, address: str) -> None:
    with simulator(browser, address) as page:
        page.context.set_offline(True)
        page.get_by_role("radio", name="Temps plein").check()
        expect(page.get_by_text("Connexion perdue : je réessaie")).to_be_visible()
        page.context.set_offline(False)
        expect(_told(page)).to_contain_text("132")


def test_too_many_answers_in_a_minute_are_waited_for(browser: Browser, address: str) -> None:
    refused: list[Route] = []

    def refuse_once(route: Route) -> None:
        if refused:
            return route.continue_()
        refused.append(route)
        error = {"field": "fréquence", "message": "Trop de demandes en peu de temps.", "expected": "Réessayez."}
        return route.fulfill(status=429, headers={"retry-after": "1"}, json={"error": error})

    with simulator(browser, address) as page:
        page.route("**/api/v1/simulate", refuse_once)
        page.get_by_role("radio", name="Temps plein").check()
        expect(_told(page)).to_contain_text("132")
        assert len(refused) == 1


def test_the_sheet_restates_the_answers_and_the_address(browser: Browser, address: str, tmp_path: Path) -> None:
    with simulator(browser, address, {**YES, "cost": "2 400"}) as page:
        page.pdf(path=tmp_path / "sheet.pdf", format="A4", prefer_css_page_size=True)
    with pdfplumber.open(tmp_path / "sheet.pdf") as pdf:
        (sheet,) = pdf.pages
        printed = "".join(sheet.extract_text().split())
    for words in (address, "Vosréponses", "Tempsplein,2400€parmois,médecinegénérale,secteur1,1300patients"):
        assert words in printed


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_groups_have_a_name_and_fields_a_visible_focus(browser: Browser, address: str, scheme: str) -> None:
    with simulator(browser, address, YES, color_scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('.am-step').forEach((step) => { step.open = true; })")
        for name in ("Temps de travail de l’assistant", "Spécialité", "Secteur", "Tranche nationale"):
            expect(page.get_by_role("group", name=name, exact=True)).to_be_visible()
        field = page.get_by_label("Patients dont vous êtes")
        field.focus()
        assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
        expect(field).to_have_attribute("inputmode", "numeric")
        headings = page.locator("#am-simulator :is(h1, h2, h3)").evaluate_all("all => all.map((each) => each.tagName)")
        assert headings[0] == "H2"
        assert violations(page) == []
