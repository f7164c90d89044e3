"""A fact corrected by its pencil: refused in sight, read as understood, and taken along to the simulator."""

import json
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from browsing import ask, talking
from playwright.sync_api import Browser, Locator, Page, Request, expect
from processes import running

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DATED = "temps plein signé le 10 juin 2023, combien la 2e année ?"
STILL = """async () => {
    let [last, still] = [-1, 0];
    while (still < 30) {
        await new Promise(requestAnimationFrame);
        still = scrollY === last ? still + 1 : 0;
        last = scrollY;
    }
}"""  # the page has not moved for half a second
LOOKS = pytest.mark.parametrize("look", [{"viewport": {"width": 1280, "height": 800}}, PHONE], ids=["desktop", "phone"])


@pytest.fixture(scope="module")
def rules() -> Iterator[str]:
    with running("serve_rules", AM_RATE_LIMIT="1000/minute") as served:
        yield served


def _answers(page: Page) -> Locator:
    return page.locator("article.am-turn--answer:not(.am-turn--waiting)")


def _pencil(answer: Locator, label: str) -> Locator:
    chip = answer.locator("details.am-chip", has_text=label)
    chip.locator("summary").click()
    return chip


def _typed(chip: Locator, text: str) -> None:
    chip.locator("input").fill(text)
    chip.get_by_role("button", name="Corriger").click()


def _corrected(page: Page, answer: Locator, label: str, text: str) -> None:
    before = _answers(page).count()
    _typed(_pencil(answer, label), text)
    expect(_answers(page)).to_have_count(before + 1)


def _carried(answer: Locator) -> dict[str, object]:
    link = answer.get_by_role("link", name="Simuler").get_attribute("href") or ""
    facts: dict[str, object] = json.loads(unquote(link.partition("#simulation=")[2]))
    return facts


@LOOKS
@pytest.mark.parametrize("others", [0, 1], ids=["last", "older"])
def test_a_refused_correction_stays_in_sight_with_its_field(
    browser: Browser, rules: str, look: dict[str, object], others: int
) -> None:
    with talking(browser, rules, **look) as page:
        page.emulate_media(reduced_motion="no-preference")  # what moves may move on
        ask(page, DATED)
        for _ in range(others):
            ask(page, "elle a combien de temps pour le CQP, 2 ou 3 ans ?")
        chip = _pencil(_answers(page).first, "Signature")
        _typed(chip, "31/02/2025")
        error = chip.locator(".am-chip__error")
        expect(error).to_have_text("Le 31 février 2025 n’existe pas.")
        expect(chip.locator("input")).to_be_focused()
        page.evaluate(STILL)
        composer = page.locator(".am-composer").bounding_box()
        for shown in (chip.locator("input"), error):
            box = shown.bounding_box()
            assert box
            assert composer
            assert 0 < box["y"] < box["y"] + box["height"] < composer["y"]
        expect(_answers(page)).to_have_count(1 + others)
        _typed(chip, "15 mars 2025")
        expect(_answers(page)).to_have_count(2 + others)
        expect(error).to_be_hidden()


@pytest.mark.parametrize("typed", ["2024-03-15", "15/3/24", "15 mars 2024"])
def test_a_correction_is_read_as_it_was_understood(browser: Browser, rules: str, typed: str) -> None:
    with talking(browser, rules) as page:
        ask(page, DATED)
        _corrected(page, _answers(page).first, "Signature", typed)
        title = page.get_by_role("heading", level=2, name="Correction. Signature : 15 mars 2024", exact=True)
        expect(title).to_be_visible()
        expect(_answers(page).last).to_have_attribute("data-question", "Correction. Signature : 15 mars 2024")
        page.reload()
        expect(title).to_be_visible()


def test_the_name_of_a_text_takes_the_place_of_the_day_of_signature(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, DATED)
        _corrected(page, _answers(page).first, "Signature", "convention médicale 2024")
        name = "Correction. Signature : convention médicale 2024"
        expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()
        ask(page, "et la 3e année ?")
        for answer in (_answers(page).nth(1), _answers(page).last):
            assert _carried(answer)["signed_on"] == "convention médicale 2024"


def test_a_correction_in_flight_is_sent_again_whole_after_a_reload(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, DATED)
        page.route("**/api/v1/ask", lambda _: None, times=1)  # never answered
        _typed(_pencil(_answers(page).first, "Signature"), "15/3/24")
        expect(page.locator(".am-turn--waiting")).to_be_visible()
        with page.expect_request("**/api/v1/ask") as sent:
            page.reload()
        assert json.loads(sent.value.post_data or "")["profile"] == {"signed_on": "15/3/24"}
        expect(_answers(page)).to_have_count(2)


def test_an_age_is_corrected_in_years(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, "combien pour un temps plein, cardiologue, secteur 1, 52 ans ?")
        chip = _pencil(_answers(page).last, "Âge")
        expect(chip.locator("input")).to_have_value("52")
        _typed(chip, "61")
        expect(page.get_by_role("heading", level=2, name="Correction. Âge : 61\u00a0ans", exact=True)).to_be_visible()


def test_what_was_corrected_goes_to_the_simulator_whatever_the_answer(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, "généraliste secteur 1, temps plein, 1200 patients, combien par an ?")
        _corrected(page, _answers(page).last, "Patientèle médecin traitant", "1500")
        for _ in range(2):  # also of the conversation restored
            assert _carried(_answers(page).last)["patientele_mt"] == 1500
            expect(page.get_by_role("link", name="Simuler")).to_have_count(1)  # the wrong fact goes nowhere
            page.reload()
        page.get_by_role("link", name="Simuler").click()
        expect(page.locator("#am-f-patientele_mt")).to_have_value("1\u202f500")


def test_the_tab_takes_along_what_the_conversation_established(browser: Browser, rules: str) -> None:
    contract, doctor = "[data-step=contract] small", "[data-step=doctor] small"
    with talking(browser, rules) as page:
        ask(page, "je suis cardiologue secteur 1, qui paie la formation d’un temps plein ?")
        sent: list[Request] = []
        page.on("request", lambda request: sent.append(request) if request.url.endswith("/simulate") else None)
        page.get_by_role("tab", name="Simuler").click()
        expect(page.locator(contract)).to_have_text("Temps plein")
        assert len(sent) == 1
        expect(page.locator(doctor)).to_have_text("Cardiologue, secteur 1")
        page.locator("[data-step=doctor] > summary").click()
        page.get_by_label("Secteur 3", exact=True).check()
        page.get_by_role("tab", name="Discuter").click()
        ask(page, "et à mi-temps, combien ?")
        page.get_by_role("tab", name="Simuler").click()
        expect(page.locator(contract)).to_have_text("Mi-temps")  # said since
        expect(page.locator(doctor)).to_have_text("Cardiologue, secteur 3")  # answered here, not contradicted since
        page.reload()
        expect(page.locator(contract)).to_have_text("Mi-temps")
        page.get_by_role("button", name="Tout effacer").click()
        page.get_by_role("tab", name="Discuter").click()
        page.get_by_role("tab", name="Simuler").click()
        expect(page.locator(contract)).not_to_have_text("Mi-temps")


def test_the_cost_that_was_said_is_taken_along(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, "mi-temps, elle me coûte 1 900 € par mois charges comprises, combien me reste-t-il ?")
        assert _carried(_answers(page).last)["cost"] == "1\u202f900"
        _answers(page).last.get_by_role("link", name="Simuler").click()
        expect(page.locator("[data-step=contract] small")).to_contain_text("1\u202f900\u202f€ par mois")
        expect(page.locator(".am-result")).to_contain_text("Avec votre coût")
        page.get_by_role("tab", name="Discuter").click()
        ask(page, "elle me coûte 2 050 € par mois, finalement")
        page.get_by_role("tab", name="Simuler").click()
        expect(page.get_by_label("Coût mensuel")).to_have_value("2\u202f050")


def test_a_colleague_does_not_take_the_place_of_the_doctor(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, "je suis cardiologue secteur 1, temps plein, combien ?")
        ask(page, "et mon associé radiologue, il a droit ?")
        page.get_by_role("tab", name="Simuler").click()
        expect(page.locator("[data-step=doctor] small")).to_have_text("Cardiologue, secteur 1")


def test_the_aid_of_a_group_is_no_signature_of_the_doctor(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, "temps plein, combien avec l’aide collective pour une SISA ?")
        page.get_by_role("tab", name="Simuler").click()
        expect(page.locator("[data-step=contract] small")).to_have_text("Temps plein")
        expect(page.locator("#am-f-signed_on")).to_have_value("")


def test_a_signature_known_by_its_month_has_a_pencil_and_no_other_day_is_simulated(
    browser: Browser, rules: str
) -> None:
    with talking(browser, rules) as page:
        ask(page, "mi-temps signé en mars 2024, combien ?")
        assert _carried(_answers(page).last)["signed_on"] == "mars\u00a02024"
        expect(_answers(page).last.locator("details.am-chip", has_text="Signature")).to_contain_text("mars 2024")
        for typed, title in (("avril 2022", "avril\u00a02022"), ("2024-05-12", "12 mai 2024")):
            _corrected(page, _answers(page).last, "Signature", typed)
            name = f"Correction. Signature : {title}"
            expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()
            expect(_answers(page).last.locator("details.am-chip", has_text="Signature")).to_have_count(1)
        assert _carried(_answers(page).last)["signed_on"] == "2024-05-12"
    with talking(browser, rules) as page:
        ask(page, "mi-temps signé en juin 2023, combien ?")
        page.get_by_role("tab", name="Simuler").click()
        expect(page.locator("#am-told")).to_have_text("Corrigez la date de signature")
        expect(page.get_by_text("Il manque le jour, qui change le résultat.")).to_be_visible()
        page.get_by_role("tab", name="Discuter").click()
        ask(page, "et signé en mars 2024 ?")
        page.get_by_role("tab", name="Simuler").click()
        expect(page.locator("[data-step=contract] small")).to_have_text("Mi-temps, signé en mars\u00a02024")
