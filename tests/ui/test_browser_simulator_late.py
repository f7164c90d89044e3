"""The simulator when its result is not that of the answers, or is left: said beside the amount, and one comes back."""

import json
from pathlib import Path
from urllib.parse import quote

import pdfplumber
import pytest
from browsing import opened, simulated, styled
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
YES = {"etp": 1, "specialty": "generaliste", "secteur": "Secteur 1", "patientele_mt": "1 300"}
LATE = "Pas à jour : ce résultat est celui de vos réponses précédentes."


def _address(address: str, form: dict[str, object]) -> str:
    return f"{address}/#simulation={quote(json.dumps(form))}"


def test_a_date_that_cannot_be_is_shown_again_after_a_reload(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/#simuler", **PHONE) as page:
        page.get_by_role("radio", name="Mi-temps").check()
        page.get_by_label("Date de signature").fill("31/04/2027")
        expect(page.locator("#am-f-signed_on-error")).to_have_text("Le 31 avril n’existe pas.")
        page.reload()
        expect(page.locator("#am-result .am-lead")).to_have_text(
            "Corrigez la date de signature : le résultat s’affichera ici."
        )
        expect(page.locator("[data-step=contract]")).to_have_attribute("open", "")
        expect(page.locator("#am-f-signed_on-error")).to_be_visible()
        expect(page.get_by_label("Date de signature")).to_have_value("31/04/2027")


def test_what_is_to_correct_is_named_in_one_line_that_leads_to_it(browser: Browser, address: str) -> None:
    with opened(browser, _address(address, YES), **PHONE) as page:
        simulated(page, YES)
        page.locator("[data-step=contract] > summary").click()
        page.get_by_label("Date de signature").fill("01/01/2015")
        bar = page.locator(".am-bar")
        expect(bar).to_contain_text("Corrigez la date de signature")
        told = page.locator("#am-told")
        assert (
            told.evaluate("each => each.getBoundingClientRect().height / parseFloat(getComputedStyle(each).lineHeight)")
            < 2.1
        )
        expect(page.locator(".am-result .am-stale")).to_have_text(f"{LATE} Corrigez la date de signature.")
        page.locator("[data-step=patients] > summary").click()
        page.get_by_label("Patients dont vous êtes").focus()
        expect(bar.get_by_role("link", name="Voir")).to_be_hidden()
        bar.get_by_role("link", name="Corriger").click()
        expect(page.get_by_label("Date de signature")).to_be_focused()


def test_without_network_the_last_result_is_dimmed_and_said_out_of_date(browser: Browser, address: str) -> None:
    with opened(browser, _address(address, YES)) as page:
        simulated(page, YES)
        page.context.set_offline(True)
        page.locator("[data-step=contract] > summary").click()
        page.get_by_role("radio", name="Mi-temps").check()
        result = page.locator(".am-result")
        expect(result.locator(".am-stale")).to_have_text(f"{LATE} Connexion perdue : je réessaie…")
        expect(result).to_have_class("am-result is-stale")
        note, lead = (result.locator(each).bounding_box() for each in (".am-stale", ".am-lead"))
        assert note
        assert lead
        assert 0 < lead["y"] - note["y"] < 150
        page.context.set_offline(False)
        expect(result.locator(".am-lead")).to_contain_text("mi-temps")
        expect(result).to_have_class("am-result")
        expect(result.locator(".am-stale")).to_have_count(0)


def test_back_from_the_result_returns_to_the_form(browser: Browser, address: str) -> None:
    with opened(browser, address, **PHONE) as page:
        page.get_by_role("tab", name="Simuler").click()
        page.get_by_role("radio", name="Temps plein").check()
        expect(page.locator("#am-told")).to_contain_text("sur 5")
        page.evaluate("scrollTo(0, 400)")
        page.get_by_role("link", name="Voir").evaluate("link => link.click()")  # scrolling to it would move the page
        expect(page.locator("#am-result")).to_be_focused()
        page.wait_for_function("scrollY > 800")
        page.go_back()
        page.wait_for_function("scrollY === 400")
        expect(page.get_by_role("tab", name="Simuler")).to_have_attribute("aria-selected", "true")
        page.go_back()
        expect(page.get_by_role("tab", name="Discuter")).to_have_attribute("aria-selected", "true")


def test_a_note_call_is_left_by_the_way_back_too(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/#q={quote('cb pour 0,5 etp ?')}", **PHONE) as page:
        page.locator(".am-call").first.click()
        expect(page.locator(".am-source").first).to_be_focused()
        page.go_back()
        page.wait_for_function(
            "scrollY < document.querySelector('.am-source').getBoundingClientRect().top + scrollY - 200"
        )
        expect(page.locator("article")).to_have_count(2)


@pytest.mark.parametrize(("signed", "told"), [("", "Signature supposée le "), ("15/10/2026", "signé le 15/10/2026")])
def test_paper_names_the_day_of_signature_given_or_supposed(
    browser: Browser, address: str, tmp_path: Path, signed: str, told: str
) -> None:
    form = {**YES, **({"signed_on": signed} if signed else {})}
    with opened(browser, _address(address, form)) as page:
        simulated(page, form)
        page.pdf(path=tmp_path / "sheet.pdf", format="A4", prefer_css_page_size=True)
    with pdfplumber.open(tmp_path / "sheet.pdf") as pdf:
        printed = "".join("".join(side.extract_text().split()) for side in pdf.pages)
    assert "".join(told.split()) in printed
    assert "Pourunesignaturele" in printed


def test_names_of_bands_keep_their_capital(browser: Browser, address: str) -> None:
    form = {**YES, "percentile": "90-94"}
    with opened(browser, _address(address, form)) as page:
        simulated(page, form)
        shown = page.locator(".am-result").inner_text()
        assert "Barres : P90 à P94" in shown.replace("\u00a0", " ")
        assert "Aide moins coût, P90 à P94" in shown
        assert " p90" not in shown


def test_letters_twice_as_large_fit_a_phone_and_the_drawing_follows(browser: Browser, address: str) -> None:
    with opened(browser, _address(address, YES), **PHONE) as page:
        simulated(page, YES)
        sizes = """() => ["#am-told", ".am-c-value", ".am-chart text", ".am-chart rect + text"].map((each) =>
            parseFloat(getComputedStyle(document.querySelector(each)).fontSize))"""
        bar = "() => document.querySelector('.am-chart .am-c-bar').getBoundingClientRect().height"
        before, tall = page.evaluate(sizes), page.evaluate(bar)
        styled(page, "html { font-size: 200% }")
        assert page.evaluate(sizes) == [2 * size for size in before]
        assert page.evaluate(bar) == pytest.approx(2 * tall, rel=0.02)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
