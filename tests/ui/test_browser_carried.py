"""What goes on from one place to another: facts to the simulator, to a link, to a mail; a draft over a reload."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from browsing import ask, opened, talking
from embedding import button, panel, site, tag
from playwright.sync_api import Browser, Locator, Page, expect
from processes import running

pytestmark = pytest.mark.browser

CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture(scope="module")
def rules(host: str) -> Iterator[str]:
    with running("serve_rules", AM_RATE_LIMIT="1000/minute", AM_ALLOWED_ORIGINS=host) as served:
        yield served


def _last(page: Page) -> Locator:
    return page.locator("article.am-turn--answer").last


def _facts(page: Page) -> list[str]:
    names = _last(page).locator(".am-chip > summary, .am-chip--fixed").all_inner_texts()
    return [" ".join(name.split()).removeprefix("Corriger : ") for name in names]


def _copied(page: Page) -> str:
    _last(page).get_by_role("button", name="Copier", exact=True).click()
    expect(_last(page).get_by_role("button", name="Copié")).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_fact_that_goes_to_the_simulator_is_shown_and_can_be_corrected(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, "Je suis radiologue secteur 3, combien ?")
        ask(page, "combien pour un temps plein, généraliste, au 28/11/26 en P95")
        assert "Secteur secteur 3" in _facts(page)
        carried = json.loads(_last(page).get_attribute("data-facts") or "")
        assert carried["secteur"] == 3
        _last(page).locator(".am-chip", has_text="Secteur").locator("summary").click()
        _last(page).get_by_role("button", name="secteur 1", exact=True).click()
        expect(page.locator("article.am-turn--answer:not(.am-turn--waiting)")).to_have_count(3)
        carried = json.loads(_last(page).get_attribute("data-facts") or "")
        assert carried["secteur"] == 1
        page.goto(f"{rules}/#simulation={quote(json.dumps(carried))}")
        expect(page.locator("#am-told")).not_to_contain_text("Non")


def test_in_another_site_the_simulator_opens_with_the_facts_in_a_tab_of_its_own(
    browser: Browser, host: str, rules: str
) -> None:
    with opened(browser, host + site("/carried", tag(rules))) as page:
        button(page).click()
        panel(page).get_by_label("Votre question").fill("temps plein au P92, combien ?")
        panel(page).get_by_label("Votre question").press("Enter")
        link = panel(page).get_by_role("link", name="Simuler (nouvel onglet)")
        expect(link.locator("use")).to_have_attribute("href", "#i-out")  # for who sees it
        expect(panel(page).get_by_role("button", name="Voir les autres tranches")).to_have_count(0)
        with page.context.expect_page() as opening:
            link.click()
        expect(opening.value.locator("[data-step=contract] small")).to_have_text("Temps plein")
        expect(opening.value.locator("#am-form-also")).to_contain_text("P92")
        expect(link).to_be_visible()  # the panel has not moved


def test_a_link_to_an_answer_opens_on_the_same_answer(browser: Browser, rules: str) -> None:
    with talking(browser, rules, permissions=CLIPBOARD) as page:
        ask(page, "temps plein au P92, combien ?")
        ask(page, "et sur 5 ans ?")
        lead = _last(page).locator(".am-lead").inner_text()
        link = _copied(page).split()[-1]
    with opened(browser, link) as page:
        expect(_last(page).locator(".am-lead")).to_have_text(lead, use_inner_text=True)
        assert page.url == f"{rules}/"
        ask(page, "et la 3e année ?")  # what the link brought goes on
        assert json.loads(_last(page).get_attribute("data-facts") or "")["percentile"] == 92
        page.reload()
        ask(page, "et au P95 ?")
        assert json.loads(_last(page).get_attribute("data-facts") or "")["percentile"] == 95


@pytest.mark.parametrize("signed", ["signé en mars 2024", "sous l’avenant 7"])
def test_a_link_takes_along_a_signature_known_in_part(browser: Browser, rules: str, signed: str) -> None:
    with talking(browser, rules, permissions=CLIPBOARD) as page:
        ask(page, f"mi-temps {signed}, combien ?")
        ask(page, "et la 2e année ?")
        lead = _last(page).locator(".am-lead").inner_text()
        link = _copied(page).split()[-1]
    with opened(browser, link) as page:
        expect(_last(page).locator(".am-lead")).to_have_text(lead, use_inner_text=True)
        ask(page, "et la première ?")  # what the link brought goes on
        expect(_last(page).locator(".am-lead")).to_contain_text("18\u202f000")


@pytest.mark.parametrize("facts", ["zzz", "[1]", '{"etp": "zzz"}', '{"inconnu": 1}'])
def test_a_link_with_wrong_facts_leaves_its_question_to_be_asked(browser: Browser, rules: str, facts: str) -> None:
    with opened(browser, f"{rules}/#q={quote('combien ?')}&faits={quote(facts)}") as page:
        field = page.get_by_label("Votre question")
        if facts == "zzz":
            expect(page.locator("article[data-kind]")).to_have_count(1)
        else:
            expect(field).to_have_value("combien ?")
            expect(page.locator("#am-over")).to_be_visible()


def test_a_correction_is_named_as_such_and_not_as_words_of_the_doctor(browser: Browser, rules: str) -> None:
    with talking(browser, rules, permissions=CLIPBOARD) as page:
        ask(page, "MG secteur 1, 1200 patients MT, puis-je signer ?")
        chip = _last(page).locator(".am-chip", has_text="Patientèle médecin traitant")
        chip.locator("summary").click()
        field = chip.get_by_label("Patientèle médecin traitant")
        expect(field).to_have_value("1\u202f200")
        expect(field).to_have_attribute("inputmode", "numeric")
        expect(chip.locator("label > span")).to_have_class("am-sr")  # its name is read above it
        field.fill("500")
        chip.get_by_role("button", name="Corriger").click()
        expect(page.locator("article.am-turn--answer:not(.am-turn--waiting)")).to_have_count(2)
        title = "Correction. Patientèle médecin traitant : 500\u00a0patients"
        expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()
        assert json.loads(_last(page).get_attribute("data-facts") or "")["patientele_mt"] == 500
        assert _copied(page).startswith(title)
        page.reload()
        expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()


def test_the_copy_says_what_the_screen_shows_in_its_order(browser: Browser, rules: str) -> None:
    with talking(browser, rules, permissions=CLIPBOARD) as page:
        ask(page, "MG secteur 1, 500 patients MT, puis-je signer ?")
        copied = _copied(page)
        _last(page).locator(".am-proofs > summary").click()
        for fold in _last(page).locator("details:not([open]) > summary", has_text="autres sources").all():
            fold.click()
        shown = _last(page).locator(".am-source__title > span").all_text_contents()
        titles = [title.removesuffix(" (nouvel onglet)") for title in shown]
        html = page.evaluate("async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text()")
    bare = " ".join(copied.split())
    assert "✗ " in copied
    assert "✗ " in html
    assert copied.index("✗ ") < copied.index("✓ ")  # what fails comes first, as on the screen
    assert "Ce qui changerait la réponse" in copied
    places = [bare.index(f" {n}. {' '.join(title.split())}") for n, title in enumerate(titles, 1)]
    assert len(titles) > 1
    assert places == sorted(places)


def test_a_draft_survives_a_reload_in_its_tab_alone(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        page.get_by_label("Votre question").fill("Brouillon important")
        page.reload()
        expect(page.get_by_label("Votre question")).to_have_value("Brouillon important")
        expect(page.locator("#am-count")).to_have_text("19")
        other = page.context.new_page()
        other.goto(address)
        expect(other.get_by_label("Votre question")).to_have_value("")
        other.close()
        ask(page, "cb pour 0,5 etp ?")
        page.reload()
        expect(page.locator("article")).to_have_count(2)
        expect(page.get_by_label("Votre question")).to_have_value("")
        page.get_by_label("Votre question").fill("Mme Durand, 2 85 03")
        page.keyboard.press("Enter")
        expect(page.locator("article[data-kind=refusal]")).to_be_visible()
        assert "Durand" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_a_day_that_cannot_be_is_corrected_in_one_gesture(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        ask(page, "J’ai signé le 31 avril 2026 un mi-temps, combien d’aide ?")
        _last(page).get_by_role("button", name="Corriger la date").click()
        expect(page.get_by_label("Votre question")).to_be_focused()
        page.keyboard.type("30 avril 2026")
        expect(page.get_by_label("Votre question")).to_have_value(
            "J’ai signé le 30 avril 2026 un mi-temps, combien d’aide ?"
        )
        page.keyboard.press("Enter")
        expect(page.locator("article[data-kind=figure] .am-lead")).to_contain_text("19")


def test_an_answer_that_leaves_nothing_to_do_shows_the_examples_again(browser: Browser, rules: str) -> None:
    with talking(browser, rules) as page:
        examples = page.get_by_role("region", name="Par exemple")
        ask(page, "Bonjour")
        expect(examples).to_be_visible()
        page.reload()
        expect(examples).to_be_visible()
        examples.get_by_role("button").first.click()
        expect(page.locator("article.am-turn--answer:not(.am-turn--waiting)")).to_have_count(2)
        expect(examples).to_be_hidden()


def test_on_a_small_phone_the_field_is_one_line_from_edge_to_edge(browser: Browser, address: str) -> None:
    with talking(browser, address, viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True) as page:
        whole = "field => [field.scrollHeight, parseFloat(getComputedStyle(field).lineHeight)]"
        height, line = page.get_by_label("Votre question").evaluate(whole)
        assert height < 3 * line  # the words in it are on one line, and their margins
        ask(page, "cb pour 0,5 etp ?")
        page.evaluate("scrollTo(0, 300)")
        box = page.locator(".am-composer").bounding_box()
        assert box
        assert (box["x"], box["width"]) == (0, 360)
        assert box["y"] + box["height"] == pytest.approx(640, abs=1)
        assert box["height"] < 640 / 8
