"""What a document says of itself: a date that is its own, a title that a person wrote."""

from datetime import date

import pytest

from rag.attributes import attributes_of, written_on
from rag.reading.text import Text

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("# Permanence\n\nNote du 12 mars 2025. Elle suit la convention.", "2025-03-12"),
        ("# Charte\n\nVannes, le 1er juin 2026", "2026-06-01"),
        ("# Charte\n\nUn texte.\n\nFait à Vannes, le 3/05/2026", "2026-05-03"),
        ("Mise à jour : mai 2026\n\nUn texte.", "2026-05"),
        ("Version du 2026-02-03", "2026-02-03"),
        ("# Prime\n\n12 mars 2025", "2025-03-12"),
        ("La CPTS organise le 15 décembre 2026 une rencontre.", ""),
        ("La CPTS a organisé le 15 décembre 2025 une rencontre.", ""),
        ("Selon la convention du 4 juin 2024, l’aide est due.", ""),
        ("Note du 15 décembre 2026", ""),
        ("Note du 31 février 2026", ""),
    ],
)
def test_only_a_date_of_the_text_itself_and_not_to_come_is_its_date(text: str, day: str) -> None:
    assert written_on(text, TODAY) == day


def test_a_date_in_the_text_beats_that_of_the_file_which_is_told_apart() -> None:
    said = attributes_of(Text("Note du 12 mars 2025.", published="2026-11-28"), "a.pdf", TODAY)[0]
    silent = attributes_of(Text("Une note sans date.", published="2026-11-27"), "a.pdf", TODAY)[0]
    to_come = attributes_of(Text("Une note sans date.", published="2031-01-01"), "a.pdf", TODAY)[0]
    assert [(one.published, one.of_the_file) for one in (said, silent, to_come)] == [
        ("2025-03-12", False), ("2026-11-27", True), ("", False),
    ]  # fmt: skip


def test_a_date_of_the_margins_beats_that_of_the_file_which_is_not_older_than_its_words() -> None:
    footer = "CPTS du Val, dépliant imprimé en novembre 2026, version 3"
    read = Text("Le budget de 2027 est voté.", published="2013-12-23", margins=footer)
    told = attributes_of(read, "a.docx", TODAY)[0]
    assert (told.published, told.of_the_margins, told.of_the_file) == ("2026-11", True, False)
    for text, published in (("Créée en janvier 2025.", ""), ("Le budget de 2027 est voté.", "2013-12-23")):
        old = attributes_of(Text(text, published="2013-12-23"), "a.docx", TODAY)[0]
        assert (old.published, old.of_the_file) == (published, bool(published))


@pytest.mark.parametrize(
    ("margins", "publisher", "where"),
    [
        ("CPTS du Val-Clair", "CPTS du Val-Clair", "margins"),
        ("Page 2/4 | La CPTS du Val-Clair mars 2026", "CPTS du Val-Clair", "margins"),
        ("Maison de santé des Trois-Rivières, 02 43 00 11 22", "Maison de santé des Trois-Rivières", "margins"),
        ("CPTS du Val-Clair 02 43 00 11 22", "CPTS du Val-Clair", "margins"),
        ("CPTS du Val-Clair p.2", "CPTS du Val-Clair", "margins"),
        ("CPTS du Val-Clair contact@exemple.fr", "CPTS du Val-Clair", "margins"),
        ("CPTS du Val-Clair : compte rendu du bureau", "CPTS du Val-Clair", "margins"),
        ("Association\u00a0Télésanté du Pagel 1/4", "Association Télésanté du Pagel", "margins"),
        ("Ordre des médecins de la Sarthe", "Ordre des médecins de la Sarthe", "margins"),
        ("Association loi 1901", "Jean Secrétaire", "file"),
        ("Ordre du jour de la réunion du bureau", "Jean Secrétaire", "file"),
        ("La CPTS vous accompagne", "Jean Secrétaire", "file"),
        ("Document réservé aux adhérents de la CPTS", "Jean Secrétaire", "file"),
        ("CPTS", "Jean Secrétaire", "file"),
        ("", "Jean Secrétaire", "file"),
    ],
)
def test_who_the_margins_name_comes_before_the_author_of_the_file(margins: str, publisher: str, where: str) -> None:
    told = attributes_of(Text("Une note.", publisher="Jean Secrétaire", margins=margins), "a.docx", TODAY)[0]
    assert (told.publisher, told.publisher_of) == (publisher, where)
    matter = Text("---\nauteur: Le bureau\n---\n\nUne note.", margins=margins)
    assert attributes_of(matter, "a.md", TODAY)[0].publisher == "Le bureau"
    nobody = Text("---\nauteur: admin\n---\n\nUne note.", publisher="Jean Secrétaire", margins=margins)
    assert attributes_of(nobody, "a.md", TODAY)[0].publisher == publisher


@pytest.mark.parametrize(
    ("margins", "impossible"),
    [("32 novembre 2026", "32 novembre 2026"), ("le 30 FÉVRIER 2026", "30 février 2026"), ("31/11/2026", "31/11/2026"),
     ("31/11/2026, revu le 3/10/2026", ""), ("mars 2026", "")],
)  # fmt: skip
def test_a_date_of_the_margins_that_no_calendar_has_is_told(margins: str, impossible: str) -> None:
    read = Text("Une note.", published="2026-10-02", margins=margins)
    assert attributes_of(read, "a.docx", TODAY)[0].impossible == impossible


@pytest.mark.parametrize(
    "title",
    ["Microsoft Word - Document1.docx", "Document1", "Sans titre", "untitled", "charte_v3.docx", "Classeur1", ""],
)
def test_a_title_that_software_wrote_is_none(title: str) -> None:
    assert attributes_of(Text("Charte du groupement\n\nElle lie ses membres.", title), "a.pdf", TODAY)[0].title == (
        "Charte du groupement"
    )
    assert attributes_of(Text("- un point\n- un autre", title), "note_du_val.pdf", TODAY)[0].title == "note du val"


def test_the_heading_of_a_part_is_no_title() -> None:
    """The first sheet of a workbook names that sheet; a heading alone at its level is the title."""
    parts = "## Équipe\n\n| Nom | Jour |\n|---|---|\n| A | lundi |\n\n## Cabinets\n\nLes visites durent une heure."
    assert attributes_of(Text(parts), "annuaire-cpts.xlsx", TODAY)[0].title == "annuaire cpts"
    assert attributes_of(Text("## Nos aides\n\n- 500 €."), "a.md", TODAY)[0].title == "Nos aides"


def test_the_front_matter_may_be_in_french() -> None:
    matter = "---\ntitre: Foire aux questions\nauteur: Mireille Pastourel\ndate: 2026-11-09\n---\n\nLe bureau ouvre."
    read = attributes_of(Text(matter), "faq.md", TODAY)[0]
    assert (read.title, read.publisher, read.published) == ("Foire aux questions", "Mireille Pastourel", "2026-11-09")
