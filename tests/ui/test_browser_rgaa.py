"""What RGAA asks that axe does not see; ui/rgaa.tsv names these tests as the proof of its criteria."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from browsing import FIGURE, PAGES, ask, opened, styled, talking, violations
from playwright.sync_api import Browser, Page, expect
from reading import read

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
FORM = {"etp": 1, "specialty": "generaliste", "secteur": "Secteur 1", "patientele_mt": "1 300"}
PLACES = (
    *("discuter", "simuler", "simuler un non", "sources", "qui-repond", "signaler", "mentions-legales"),
    *("confidentialite", "accessibilite", "nowhere/at/all", "embed/", "embed/install", "api/docs"),
)
STOPS = ("body", "html")  # where Tab leads out of the page


@contextmanager
def unfolded(browser: Browser, address: str, place: str, **options: Any) -> Iterator[Page]:
    """A page with all it can say: answers, results, every fold open."""
    filled = {"simuler": FORM, "simuler un non": {**FORM, "secteur": "Secteur 3"}}.get(place)
    fragment = f"#simulation={quote(json.dumps(filled))}" if filled else "#sources" if place == "sources" else ""
    path = fragment or ("" if place == "discuter" else place)
    with opened(browser, f"{address}/{path}", **options) as page:
        if filled:
            expect(page.locator("[data-share]")).to_be_visible()
        if place in ("discuter", "embed/"):
            for question in (FIGURE, "radiologue ?", "1 300 patients ?", "combien de temps ?"):
                ask(page, question)
        if place == "sources":
            expect(page.locator(".am-row").first).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        styled(page, "#am .am-composer { position: static !important }")  # it would lie over some target
        yield page


def test_an_answer_is_read_in_order(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        told = read(page)
    assert told[: told.index("contentinfo") + 2] == [
        "link « Aller à la question »",
        "banner",
        "heading « Assistant médical : vos questions, chiffres à l’appui » 1",
        "navigation « Rubriques »",
        "tab « Discuter » selected",
        "tab « Simuler »",
        "tab « Sources »",
        "link « Qui répond ? »",
        "main",
        "tabpanel « Discuter »",
        "note",
        "region « Conversation »",
        "article « cb pour 0,5 etp ? »",
        "heading « cb pour 0,5 etp ? » 2",
        "article « Réponse : cb pour 0,5 etp ? »",
        "link « source 1 : Aide à l’emploi d’un assistant médical : ce qui change dès juin 2024 »",
        "group « Aide annuelle pour 0,5 ETP, selon la patientèle de départ »",
        "table « Aide annuelle pour 0,5 ETP, selon la patientèle de départ »",
        "heading « Dans quelle tranche se situe votre patientèle ? » 3",
        "button « Cas général »",
        "button « P90 à P94 »",
        "button « P95 et plus »",
        "button « Je ne sais pas »",
        "heading « Ce que j’ai compris » 3",
        "DisclosureTriangle « Corriger : Temps de travail mi-temps, 0,5 ETP »",
        "DisclosureTriangle « Corriger : Signature (supposée) aujourd’hui, 21/11/2026 »",
        "DisclosureTriangle « Preuves : 2 sources, calcul, dates »",
        "link « Simuler »",
        "button « Copier »",
        "button « Imprimer »",
        "link « Signaler une erreur »",
        "status",
        "button « Nouvelle conversation »",
        "textbox « Votre question »",
        "button « Envoyer »",
        "contentinfo",
        "navigation « À propos de ce service »",
    ]


def test_the_simulator_is_read_in_order(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/#simuler") as page:
        expect(page.locator("form[data-ready]")).to_be_visible()
        page.get_by_role("radio", name="Temps plein").check()
        expect(page.locator("[data-share]")).to_be_visible()
        told = read(page)
    assert told[told.index("main") : told.index("region « Résultat »") + 1] == [
        "main",
        "tabpanel « Simuler »",
        "form « Votre situation »",
        "heading « Votre situation » 2",
        "DisclosureTriangle « Le contrat » expanded",
        "group « Temps de travail de l’assistant »",
        "radio « Mi-temps »",
        "radio « Temps plein » checked",
        "textbox « Date de signature avec la CPAM »",
        "textbox « Coût mensuel de l’emploi, charges comprises »",
        "DisclosureTriangle « Vous » expanded",
        "group « Spécialité »",
        "radio « Médecine générale »",
        "radio « Pédiatrie »",
        "radio « Autre spécialité »",
        "group « Secteur »",
        "radio « Secteur 1 »",
        "radio « Secteur 2 avec OPTAM »",
        "radio « Secteur 2 sans OPTAM »",
        "radio « Secteur 3 »",
        "textbox « Âge »",
        "DisclosureTriangle « Votre patientèle » expanded",
        "textbox « Patients dont vous êtes le médecin traitant »",
        "group « Tranche nationale »",
        "radio « Moins de P90 »",
        "radio « P90 à P94 »",
        "radio « P95 et plus »",
        "radio « Je ne sais pas »",
        "DisclosureTriangle « Situations particulières Facultatif : installation récente, profil de l’assistant »",
        "button « Tout effacer »",
        "status",
        "region « Résultat »",
    ]
    result = told[told.index("region « Résultat »") :]
    assert result[1:4] == ["heading « Réponse » 2", "heading « Il manque » 3", "link « Spécialité »"]
    assert "heading « Sources » 2" in result
    sections = [
        "Cinq années d’aide",
        "Votre objectif de patientèle",
        "Mi-temps ou temps plein",
        "Ce que coûte l’emploi",
    ]
    for before, title in zip(["Résultat", *sections], [*sections, "Garder ce résultat"], strict=False):
        assert result.index(f"region « {before} »") < result.index(f"region « {title} »")
        assert f"heading « {title} » 2" in result
    figure = next(line for line in result if line.startswith("figure "))
    drawn, *_ = result[result.index(figure) + 1 :]
    assert figure.startswith("figure « Barres : cas général. Pleines : versé sans vérification d’objectif.")
    assert drawn.startswith("image « Aide par année de contrat Cas général : 38 000 €, 28 000 €, 22 000 €")
    assert drawn.endswith("Le tableau qui suit donne les mêmes valeurs. »")
    assert result.index("table « Les mêmes valeurs en tableau »") > result.index(drawn)
    assert "image « Condition remplie »" in result
    assert "image « À vérifier »" in result
    assert "image « Non établi »" in result


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", ["discuter", "simuler", "simuler un non", "sources", "embed/"])
def test_everything_unfolded_is_accessible(browser: Browser, address: str, place: str, scheme: str) -> None:
    with unfolded(browser, address, place, color_scheme=scheme, viewport=PHONE) as page:
        assert violations(page) == []


_SEEN = {
    "document": "() => ({ doctype: document.doctype?.name, lang: document.documentElement.lang })",
    "identifiers": """() => {
        const every = [...document.querySelectorAll("[id]")].map((each) => each.id);
        const wrong = every.filter((id, rank) => !id || every.indexOf(id) !== rank);
        for (const name of ["for", "aria-controls", "aria-labelledby", "aria-describedby"]) {
            for (const each of document.querySelectorAll(`[${name}]`)) {
                const lost = each.getAttribute(name).split(/\\s+/).filter((id) => !document.getElementById(id));
                wrong.push(...lost.map((id) => `${name}=${id}`));
            }
        }
        return wrong;
    }""",
    "images": """() => [...document.querySelectorAll("svg:not([aria-hidden=true] *, symbol *), img")].filter((each) =>
        each.tagName === "IMG" ? each.getAttribute("alt") === null
            : each.ariaHidden !== "true" && !(each.getAttribute("role") === "img"
                && (each.getAttribute("aria-label") || each.getAttribute("aria-labelledby")))
    ).map((each) => each.outerHTML)""",
    "tables": """() => [...document.querySelectorAll("table")].filter((table) => !table.caption?.textContent.trim()
        || [...table.querySelectorAll("th")].some((each) => !each.scope)
        || [...table.querySelectorAll("tr")].some((row) => row.cells[0].tagName !== "TH")
    ).map((table) => table.outerHTML.slice(0, 200))""",
    "hovered": "() => [...document.querySelectorAll('[title]:not(iframe), svg title')].map((each) => each.outerHTML)",
    "links": """() => [...document.querySelectorAll("#am :is(p, li, dd) a:not(.am-button, .am-call, .am-title > a)")]
        .filter((each) => each.offsetParent && !getComputedStyle(each).textDecorationLine.includes("underline"))
        .map((each) => each.outerHTML)""",
}


@pytest.fixture(scope="module", params=PLACES)
def seen(request: pytest.FixtureRequest, browser: Browser, address: str) -> dict[str, Any]:
    """What is looked at in each page, opened once."""
    with unfolded(browser, address, request.param) as page:
        return {"read": read(page), **{name: page.evaluate(script) for name, script in _SEEN.items()}}


def test_identifiers_are_whole_and_lead_somewhere(seen: dict[str, Any]) -> None:
    assert seen["document"] == {"doctype": "html", "lang": "fr"}
    assert seen["identifiers"] == []


def test_headings_go_down_one_level_at_a_time(seen: dict[str, Any]) -> None:
    levels = [int(line[-1]) for line in seen["read"] if line.startswith("heading ")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


def test_an_image_says_something_or_is_ignored(seen: dict[str, Any]) -> None:
    assert seen["images"] == []


def test_a_table_has_its_title_and_its_headers(seen: dict[str, Any]) -> None:
    assert seen["tables"] == []
    named = [line.partition(" ")[2] for line in seen["read"] if line.startswith("table ")]
    assert [name for name in named if f"region {name}" in seen["read"]] == []  # a table is no landmark


def test_nothing_appears_when_it_is_hovered(seen: dict[str, Any]) -> None:
    assert seen["hovered"] == []


def test_links_in_a_text_are_underlined(seen: dict[str, Any]) -> None:
    assert seen["links"] == []


def test_a_frame_has_the_title_of_what_it_shows(browser: Browser, host: str, address: str) -> None:
    tag = f'<script src="{address}/embed/v2.js" data-mode="inline" data-title="Une question ?"></script>'
    PAGES["/titled"] = ("", f"<h1>Site</h1>{tag}")
    with opened(browser, f"{host}/titled") as page:
        expect(page.locator("iframe")).to_have_attribute("title", "Une question ?")
    with opened(browser, f"{address}/embed/install") as page:
        expect(page.locator("iframe")).to_have_attribute("title", "Aperçu d’une page de votre site")


# The spacing of WCAG 1.4.12, which a reader sets by a stylesheet of her own.
_SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
_CUT = """() => [...document.querySelectorAll("#am *")].filter((each) => {
    const { overflowX, overflowY } = getComputedStyle(each);
    const cuts = [overflowX, overflowY].some((value) => ["hidden", "clip"].includes(value));
    return cuts && each.clientWidth > 2 && !each.matches("input, .am-sr, svg *")
        && (each.scrollHeight > each.clientHeight + 2 || each.scrollWidth > each.clientWidth + 2);
}).map((each) => each.outerHTML.slice(0, 100))"""


def _overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("place", PLACES[:-2])
def test_spaced_text_is_not_cut(browser: Browser, address: str, place: str) -> None:
    with unfolded(browser, address, place, viewport=PHONE) as page:
        styled(page, _SPACED)
        assert page.evaluate(_CUT) == []
        assert _overflow(page) <= 0


@pytest.mark.parametrize("place", ["discuter", "simuler", "sources", "embed/"])
def test_a_phone_on_its_side_reads_everything(browser: Browser, address: str, place: str) -> None:
    with unfolded(browser, address, place, viewport={"width": 844, "height": 390}) as page:
        assert _overflow(page) <= 0
        assert page.evaluate("getComputedStyle(document.querySelector('#am')).rotate") == "none"


_FOCUS = """() => {
    const each = document.activeElement;
    const seen = [each, each.closest(".am-option, .am-composer")].filter(Boolean).map(getComputedStyle);
    const outlined = seen.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
    const [first] = each.getClientRects();
    return { at: each.tagName.toLowerCase(), html: each.outerHTML.slice(0, 120), seen: outlined && Boolean(first) };
}"""


@pytest.mark.parametrize("place", [place for place in PLACES if place != "embed/install"])  # its frame is another page
def test_every_stop_of_the_keyboard_is_seen_and_left(browser: Browser, address: str, place: str) -> None:
    with unfolded(browser, address, place) as page:
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0); getSelection().collapse(document.body, 0)")
        stops = []
        for _ in range(400):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(_FOCUS))
            if stops[-1]["at"] in STOPS:
                break
        assert stops[-1]["at"] in STOPS, "the keyboard cannot leave"
        assert [stop["html"] for stop in stops[:-1] if not stop["seen"]] == []
        assert len(stops) > 3


def test_a_message_too_long_is_told_with_its_field(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        field = page.get_by_label("Votre question")
        field.fill("a" * 5_000)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile("Votre message est trop long"))
        field.fill("radiologue ?")
        expect(field).to_have_attribute("aria-invalid", "false")


def test_what_was_erased_can_be_restored_as_long_as_one_wants(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        page.clock.install()
        ask(page, FIGURE)
        page.get_by_role("button", name="Nouvelle conversation").click()
        page.clock.fast_forward("10:00")
        page.get_by_role("button", name="Annuler").click()
        expect(page.locator("article")).to_have_count(2)


def test_a_press_moved_away_does_nothing(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        box = page.locator(".am-suggestion").first.bounding_box()
        assert box
        page.mouse.move(box["x"] + 5, box["y"] + 5)
        page.mouse.down()
        page.mouse.move(0, 0)
        page.mouse.up()
        expect(page.locator("article")).to_have_count(0)


def test_in_forced_colours_what_is_chosen_and_what_can_be_pressed_are_seen(browser: Browser, address: str) -> None:
    def line(selector: str) -> str:
        return str(page.locator(selector).first.evaluate("each => getComputedStyle(each).borderBottomColor"))

    with talking(browser, address, forced_colors="active") as page:
        paper = page.evaluate("getComputedStyle(document.querySelector('#am')).backgroundColor")
        assert line(".am-tabs [aria-selected=true]") != paper
        assert line(".am-tabs [aria-selected=false]") == paper
        assert line(".am-composer .am-button") != paper
