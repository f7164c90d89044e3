"""A coordinator and her browser, on a real server: a flyer from its first reading to its end, a value completed."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import docx
import pytest
from browsing import violations
from live import asked, eventually, ready
from papers import put_table
from playwright.sync_api import Browser, Page, expect
from processes import running
from staff import HASH, PASSWORD

pytestmark = pytest.mark.browser

QUESTION = "quelle aide donne la CPTS du Val-Clair pour recruter ?"
RATE = "objectifs.augmentation.temps_plein.p50_p70"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("staff")


@pytest.fixture(scope="module")
def served(data: Path) -> Iterator[str]:
    (data / "baremes").mkdir()
    (data / "cpts.yaml").write_text("nom: CPTS du Val-Clair\n", "utf-8")
    settings: dict[str, Any] = {"AM_DATA_DIR": str(data), "AM_EMBEDDING_MODEL": "lexical", "AM_ADMIN_PASSWORD": HASH,
                "AM_PARAMETERS_DIR": str(data / "baremes"), "AM_CPTS_FILE": str(data / "cpts.yaml"), "AM_JOURNAL": "1",
                "AM_RATE_LIMIT": "6000/minute"}  # fmt: skip
    with running("serve_real", **settings) as address:
        eventually(lambda: ready(address))
        yield address


def quoted(address: str) -> str:
    return " ".join(part["text"] for part in asked(address, QUESTION)["parts"] if part["kind"] == "local")


@contextmanager
def within_the_room(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """Somebody who entered, whose browser runs no script of a page unless it is asked to: none is needed."""
    context = browser.new_context(**{"locale": "fr-FR", "java_script_enabled": False, **options})
    page = context.new_page()
    page.goto(f"{address}/gestion")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("À faire")
    yield page
    context.close()


def flyer(folder: Path, amount: str) -> Path:
    document = docx.Document()
    document.add_heading("Aide au recrutement du Val-Clair", 0)
    document.add_paragraph("Publié le 12 mai 2026 par la CPTS du Val-Clair.")
    document.add_heading("Quelle aide donne la CPTS du Val-Clair pour recruter ?", 1)
    document.add_paragraph(f"La CPTS du Val-Clair verse {amount} à chaque cabinet qui recrute un assistant médical.")
    put_table(document, ["Jour", "Lieu"], ["Mardi", "Mairie"])
    file = folder / "Aide au recrutement.docx"
    document.save(str(file))
    return file


def test_a_flyer_is_added_checked_corrected_and_removed(
    browser: Browser, served: str, data: Path, tmp_path: Path
) -> None:
    with within_the_room(browser, served) as page:
        page.get_by_role("link", name="Documents").click()
        page.get_by_label("Fichier", exact=True).set_input_files(flyer(tmp_path, "500 euros"))
        page.get_by_role("button", name="Lire ce fichier").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Vérifier « Aide au recrutement.docx »")
        expect(page.get_by_text("1 tableau")).to_be_visible()
        expect(page.locator(".am-tried .am-local").first).to_contain_text("500 euros")
        assert quoted(served) == ""
        page.get_by_label("Éditeur").fill("Bureau de la CPTS")
        page.get_by_role("button", name="Ajouter").click()
        expect(page.get_by_role("status")).to_have_text("Document ajouté. Il sera cité dans la minute.")
        eventually(lambda: "500 euros" in quoted(served))

        page.get_by_label("Texte", exact=True).fill(
            page.get_by_label("Texte", exact=True).input_value().replace("500", "550")
        )
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("status")).to_contain_text("Correction enregistrée.")
        eventually(lambda: "550 euros" in quoted(served))

        page.get_by_label("Fichier", exact=True).set_input_files(flyer(tmp_path, "600 euros"))
        page.get_by_role("button", name="Lire ce fichier").click()
        page.get_by_role("radio", name=re.compile("Oui, il remplace")).check()
        expect(page.get_by_role("textbox", name="Éditeur")).to_have_value("Bureau de la CPTS")
        page.get_by_role("button", name="Remplacer").click()
        expect(page.get_by_role("status")).to_contain_text("Document remplacé.")

        page.get_by_role("link", name="Retirer ce document…").click()
        page.get_by_role("button", name="Retirer").click()
        expect(page.get_by_role("status")).to_have_text(
            "Document retiré. Il cessera d’être cité dans les cinq secondes."
        )
        eventually(lambda: quoted(served) == "")
        page.get_by_role("button", name="Quitter").click()
        page.goto(f"{served}/gestion/documents")
        expect(page.get_by_label("Mot de passe")).to_be_visible()
    audit = [json.loads(line) for line in (data / "gestion/audit.jsonl").read_text("utf-8").splitlines()]
    assert [line["what"] for line in audit if line["about"]] == [
        "document ajouté", "document corrigé : Texte", "document remplacé", "document retiré",
    ]  # fmt: skip


def test_a_value_is_completed_and_answers_after_a_restart(browser: Browser, served: str) -> None:
    question = "de combien augmenter la patientèle à temps plein entre P50 et P70 ?"
    assert "12,5" not in asked(served, question)["text"]
    with within_the_room(browser, served, java_script_enabled=True) as page:
        page.goto(f"{served}/gestion/valeurs/{RATE}")
        page.get_by_label("Valeur, en %").fill("12,5")
        page.get_by_label("Premier jour où elle vaut").fill("2024-06-22")
        page.get_by_label("Titre").fill("Courrier de la caisse")
        page.get_by_label("Qui l’a écrit").fill("CPAM d’exemple")
        page.get_by_label("Lue le").fill("2026-11-02")
        page.get_by_role("button", name="Voir ce qui changerait").click()
        page.get_by_text("Le détail, par situation").click()
        expect(page.get_by_text("non établi devient 12,5")).to_be_visible()
        page.get_by_label("Votre nom").fill("Alix Exemple")
        page.get_by_role("button", name="Signer").click()
        expect(page.get_by_role("status")).to_contain_text("Valeur signée et enregistrée.")
        page.get_by_role("button", name="Redémarrer maintenant").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Redémarrage")
        expect(page.get_by_role("status")).to_be_empty()
        expect(page.get_by_role("status")).to_have_text("L’assistant est de retour.")
        eventually(lambda: ready(served) and "12,5" in asked(served, question)["text"])
        assert "aleur ajoutée par votre CPTS" in asked(served, question)["text"]
        page.get_by_role("link", name="Rouvrir la gestion").click()  # the session outlives the restart
        expect(page.get_by_role("heading", level=1)).to_have_text("À faire")
        page.goto(f"{served}/gestion/valeurs")
        expect(page.get_by_role("button", name="Redémarrer maintenant")).to_have_count(0)


# what is touched and is lower than 24 px; a link amid a sentence may be
_LOW = """[...document.querySelectorAll("main :is(a, button, summary, .am-choices label)")]
    .filter(part => part.getBoundingClientRect().height < 24).map(part => part.textContent)"""


def test_every_page_is_accessible_and_fits_a_phone(browser: Browser, served: str, tmp_path: Path) -> None:
    context = browser.new_context(locale="fr-FR", viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{served}/gestion")
    assert violations(page) == []
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("À faire")
    page.goto(f"{served}/gestion/documents")
    page.get_by_label("Fichier", exact=True).set_input_files(flyer(tmp_path, "500 euros"))
    page.get_by_role("button", name="Lire ce fichier").click()
    deposit = page.url
    pages = ("", "/documents", "/contradictions", "/questions", "/valeurs", f"/valeurs/{RATE}", "/identite", "/etat")
    for address in (deposit, *(f"{served}/gestion{path}" for path in pages)):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        assert violations(page) == [], address
        assert page.evaluate(_LOW) == [], address
    page.goto(f"{served}/gestion/identite")
    page.get_by_label("Mot d’accueil").fill("Bienvenue à tous.")
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.frame_locator("iframe").get_by_text("Bienvenue à tous.")).to_be_visible()
    assert (
        page.frame_locator("iframe").locator(".am-masthead").evaluate("part => getComputedStyle(part).paddingBottom")
        != "0px"
    )
    assert violations(page) == []
    context.close()


def test_the_preview_shows_every_theme_without_scrolling(browser: Browser, served: str) -> None:
    with within_the_room(browser, served, viewport={"width": 1280, "height": 900}) as page:
        page.goto(f"{served}/gestion/identite")
        page.get_by_role("button", name="Voir l’aperçu").click()
        frame, last = page.locator("iframe").bounding_box(), page.frame_locator("iframe").get_by_text("Au cabinet")
        told = last.locator("..").bounding_box()
        assert frame
        assert told
        assert frame["y"] < told["y"] < told["y"] + told["height"] <= frame["y"] + frame["height"]


def test_by_keyboard_alone_one_skips_to_the_contents_and_sends(browser: Browser, served: str) -> None:
    with within_the_room(browser, served) as page:
        page.goto(f"{served}/gestion/documents")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_label("Fichier", exact=True)).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Lire ce fichier")).to_be_focused()


def test_it_is_never_shown_in_another_page(browser: Browser, served: str, host: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    for site in (host, served):  # neither another site nor ours
        page.goto(f"{site}/")
        page.set_content(f'<iframe src="{served}/gestion/entrer"></iframe>')
        frame = page.frame_locator("iframe")
        expect(frame.get_by_label("Mot de passe")).to_have_count(0)
    context.close()
