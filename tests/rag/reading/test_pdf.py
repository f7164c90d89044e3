"""PDF files are read as a person reads them, and what could not be read is counted with its pages."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from papers import Page, pdf

from rag.reading.pdf import read_pdf
from rag.reading.text import ReadError, Text

LEFT = [
    "La coordination du Plateau se",
    "réunit le premier jeudi de mois",
    "à la maison des associations,",
    "salle Ormeau, dès vingt heures.",
]
RIGHT = [
    "Les frais de déplacement sont",
    "remboursés sur facture dans la",
    "limite de quarante centimes par",
    "kilomètre, au-delà de dix.",
]


def read(*pages: Page, **more: Any) -> Text:
    return read_pdf(pdf(*pages, **more))


def remarks(text: Text) -> dict[str, tuple[int, tuple[int, ...]]]:
    return {remark.kind: (remark.count, remark.pages) for remark in text.remarks}


def test_columns_are_read_one_after_the_other_under_a_title_of_two_lines() -> None:
    page = Page().write(60, 60, "Recruter votre assistant médical : la CPTS", 18)
    page.write(60, 82, "vous aide à chaque étape", 18)
    text = read(page.lines(60, 130, LEFT).lines(320, 130, RIGHT))
    assert text.text == (
        "# Recruter votre assistant médical : la CPTS vous aide à chaque étape\n\n"
        + " ".join(LEFT) + "\n\n" + " ".join(RIGHT)
    )  # fmt: skip
    assert text.title == "Recruter votre assistant médical : la CPTS vous aide à chaque étape"


def test_columns_whose_lines_are_not_level_are_not_mixed() -> None:
    text = read(Page().lines(60, 130, LEFT).lines(320, 136.5, RIGHT))
    assert " ".join(LEFT) in text.text
    assert " ".join(RIGHT) in text.text


def test_each_table_stands_in_its_place_and_tables_that_touch_are_two() -> None:
    page = (
        Page()
        .write(60, 60, "Indemnités de tutorat")
        .table(60, 70, [150, 100], [["Durée", "Montant"], ["Un mois", "90 €"]])
    )
    page.write(60, 140, "Elle est versée à terme échu, par virement, au cabinet qui accueille.")
    page.write(60, 175, "Indemnités de réunion")
    page.table(60, 190, [150, 100], [["Durée", "Montant"], ["Une heure", "35 €"]])
    page.table(60, 230, [80, 120, 50], [["Jour", "Lieu", "Prix"], ["Lundi", "Mairie", "12 €"]])
    assert read(page).text == (
        "## Indemnités de tutorat\n\n| Durée | Montant |\n|---|---|\n| Un mois | 90 € |\n\n"
        "Elle est versée à terme échu, par virement, au cabinet qui accueille.\n\n"
        "## Indemnités de réunion\n\n| Durée | Montant |\n|---|---|\n| Une heure | 35 € |\n\n"
        "| Jour | Lieu | Prix |\n|---|---|---|\n| Lundi | Mairie | 12 € |"
    )


def test_merged_cells_give_their_label_to_all_they_cover() -> None:
    rows: list[list[str | None]] = [
        ["Temps", "Aide par année", None],
        ["", "1re année", "2e année"],
        ["Mi-temps", "19 €", "14 €"],
    ]
    text = read(Page().table(60, 70, [100, 80, 80], rows))
    assert "| Temps | Aide par année, 1re année | Aide par année, 2e année |" in text.text
    assert "| Mi-temps | 19 € | 14 € |" in text.text


def test_a_table_without_rules_is_read_row_by_row() -> None:
    page = Page()
    for number, (left, right) in enumerate([("Durée", "Montant"), ("Un mois", "90 €"), ("Deux mois", "170 €")]):
        page.write(60, 60 + 14 * number, left).write(260, 60 + 14 * number, right)
    assert "| Un mois | 90 € |\n| Deux mois | 170 € |" in read(page).text


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["L’assistant prépare la téléconsul-", "tation du matin."], "la téléconsultation du matin."),
        (["Le contrat peut être à mi-", "temps ou à temps plein."], "être à mi-temps ou"),
        (["Chacun prend rendez-", "vous au secrétariat."], "prend rendez-vous au"),
        (["Il habite à Saint-", "Malo depuis peu."], "à Saint-Malo depuis"),
        (["La télé-gestion est là ; la télé-", "gestion reste."], "la télé-gestion reste"),
    ],
)
def test_a_word_cut_at_the_end_of_a_line_is_joined_and_a_true_hyphen_kept(lines: list[str], whole: str) -> None:
    assert whole in read(Page().lines(60, 60, lines)).text


def test_letters_drawn_twice_are_read_once() -> None:
    page = (
        Page()
        .write(60, 60, "Permanence de la CPTS, salle Ormeau")
        .write(60.4, 60, "Permanence de la CPTS, salle Ormeau")
    )
    assert "Permanence de la CPTS, salle Ormeau" in read(page).text


def test_letters_that_stand_for_nothing_are_taken_out_and_counted() -> None:
    page = (
        Page().write(60, 60, "La permanence se tient le mardi à la mairie.").write(60, 90, "\x01\x02\x01\x03", font="U")
    )
    text = read(page)
    assert "cid" not in text.text
    assert remarks(text)["unmapped_letters"] == (2, (1,))


def test_scanned_pages_are_counted_by_number_and_a_scanned_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # no tesseract
    said = Page().write(60, 60, "Consignes générales : les plannings sont affichés le lundi.")
    text = read(said, Page().scan(), Page(), Page().scan().write(60, 800, "Page 4"))
    assert remarks(text) == {"scanned_pages": (2, (2, 4))}
    assert text.pages == 4
    with pytest.raises(ReadError, match="ocrmypdf"):
        read(Page().scan())


def test_a_scanned_page_is_read_where_tesseract_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tesseract"
    program.write_text('#!/bin/sh\n[ "$1" = --list-langs ] && echo fra && exit\ncat >/dev/null\necho "Lu en $4."\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    text = read(Page().scan())
    assert text.text == "Lu en fra."
    assert remarks(text) == {"ocr_pages": (1, (1,))}


@pytest.mark.parametrize(
    ("program", "before"),
    [
        (b"\x7fELF", b""),  # of another machine
        (b"#!/bin/sh\nexit 3\n", b""),
        (b"#!/bin/sh\ncat >/dev/null\necho fra\n", b" " * 2000),  # works, on a file that pdfium does not open
    ],
)
def test_a_page_that_cannot_be_recognised_is_counted_and_the_others_are_read(
    program: bytes, before: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tesseract").write_bytes(program)
    (tmp_path / "tesseract").chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    text = read_pdf(before + pdf(Page().write(60, 60, "Les plannings sont affichés."), Page().scan()))
    assert text.text == "Les plannings sont affichés."
    assert remarks(text) == {"scanned_pages": (1, (2,))}


def test_values_of_a_form_are_read_in_their_place_and_empty_fields_counted() -> None:
    page = Page().write(60, 60, "Nom du référent :").text_field(160, 60, "Marie Lantier").write(60, 90, "Téléphone :")
    text = read(page.text_field(160, 90, ""))
    assert "Nom du référent : Marie Lantier" in text.text
    assert remarks(text)["empty_fields"] == (1, (1,))


def test_running_titles_and_page_numbers_are_left_aside_and_a_sentence_goes_on_over_the_page() -> None:
    pages = []
    for number in range(4):
        page = Page().write(60, 30, "CPTS du Plateau").write(290, 820, f"Page {number + 1} / 4")
        pages.append(
            page.lines(60, 100, [f"La règle numéro {number} vaut pour les cabinets du", "territoire et pour ceux"])
        )
    text = read(*pages)
    assert "Page" not in text.text
    assert "CPTS" not in text.text
    assert remarks(text)["furniture"] == (2, ())


def test_what_repeats_in_the_text_of_pages_is_no_furniture() -> None:
    pages = [
        Page().lines(60, 40, ["Ce cabinet est ouvert à tous.", "Il ferme à midi.", f"Son code : {n}."])
        for n in range(5)
    ]
    assert read(*pages).text.count("Ce cabinet est ouvert à tous. Il ferme à midi.") == 5


def test_scripts_and_joined_files_are_told_and_never_opened() -> None:
    page = Page().write(60, 60, "La permanence se tient le mardi à la mairie.")
    text = read(
        page,
        catalog="/OpenAction << /S /JavaScript /JS (app.alert) >> /Names << /EmbeddedFiles << /Names [(a) 7 0 R] >> >>",
    )
    assert remarks(text)["scripts"][0] >= 1
    assert remarks(text)["attachments"] == (1, ())


def test_a_locked_pdf_is_refused() -> None:
    locked = f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"
    with pytest.raises(ReadError, match="mot de passe"):
        read_pdf(pdf(Page().write(60, 60, "secret"), trailer="/Encrypt 8 0 R /ID [<00><00>]", more=[locked]))


def test_memory_does_not_grow_with_pages() -> None:
    line = "La communauté réunit les cabinets du territoire afin de partager un secrétariat commun."
    content = pdf(*(Page().lines(60, 80, [f"{number}. {line}"] * 10) for number in range(60)))
    import tracemalloc  # noqa: PLC0415 - costly: for this test alone

    tracemalloc.start()
    assert read_pdf(content).pages == 60
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


def test_points_of_a_list_are_apart() -> None:
    lines = ["Pour adhérer :", "- remplir la fiche,", "- la signer.", "1. Envoyer.", "2. Attendre."]
    assert read(Page().lines(60, 60, lines)).text.split("\n") == [
        "Pour adhérer :", "", "- remplir la fiche,", "- la signer.", "", "1. Envoyer.", "", "2. Attendre.",
    ]  # fmt: skip
