"""Tables of text and workbooks: each row reads alone, as a person sees it in Excel."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest

from rag.chunking import split_document
from rag.ingest import IngestedDocument
from rag.reading.plain import read_csv
from rag.reading.text import ReadError, Text
from rag.reading.workbook import read_xlsx, shown


def rows_of(text: Text) -> list[str]:
    """What is indexed of a document, row by row."""
    from pathlib import Path  # noqa: PLC0415 - here only

    document = IngestedDocument("a", "T", text.text, Path("a"))
    return [sentence for passage in split_document(document) for sentence in passage.sentences]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_of_any_excel_gives_rows_with_their_columns(encoding: str, delimiter: str) -> None:
    lines = [["Commune", "Référente", "Téléphone"], ["Étel", '"Le Goff, Zoé"', "02 97 00 00 01"], ["Auray", "Léa", ""]]
    text = read_csv("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    assert rows_of(text) == ["Étel : Référente : Le Goff, Zoé ; Téléphone : 02 97 00 00 01", "Auray : Référente : Léa"]


def test_a_first_cell_that_is_a_value_is_named() -> None:
    text = read_csv(b"Annuaire\n\nDate;Atelier;Lieu\n14/01/2027;Fiche de poste;Mairie\n")
    assert rows_of(text) == ["Date : 14/01/2027 ; Atelier : Fiche de poste ; Lieu : Mairie"]


def test_a_label_and_what_it_says_are_no_header() -> None:
    assert rows_of(read_csv(b"Lieu;Mairie\nDate;14 janvier\n")) == ["Lieu : Mairie", "Date : 14 janvier"]


def test_what_excel_says_of_its_delimiter_is_believed() -> None:
    assert "| a;b | c | d |" in read_csv(b"sep=,\nx;y,z,t\na;b,c,d\n").text


def test_a_table_too_large_is_refused() -> None:
    with pytest.raises(ReadError, match="200"):
        read_csv(b"a;b;c\n" + b"d;e;f\n" * 70_000)


def book(fill: Any) -> Text:
    workbook = openpyxl.Workbook()
    fill(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return read_xlsx(out.getvalue())


def test_a_workbook_is_read_sheet_by_sheet_with_its_merged_cells() -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.active
        sheet.append(["Annuaire de la CPTS"])
        sheet.append([])
        sheet.append(["Commune", "Référente", "Téléphone"])
        sheet.append(["Étel", "Zoé", 297000001])
        sheet["C4"].number_format = '0#" "##" "##" "##" "##'
        sheet.append([])
        sheet.append(["Permanences"])
        sheet.append(["Jour", "Heure"])
        sheet.append(["Lundi", time(9, 30)])
        rates = workbook.create_sheet("Barème")
        rates.append(["Temps", "Aide", None])
        rates.append([None, "1re année", "2e année"])
        rates.append(["Mi-temps", 19000, 14000])
        rates.merge_cells("A1:A2")
        rates.merge_cells("B1:C1")
        workbook.create_sheet("Brouillon").append(["secret", "secret"])
        workbook["Brouillon"].sheet_state = "hidden"

    text = book(fill)
    assert rows_of(text) == [
        "Étel : Référente : Zoé ; Téléphone : 02 97 00 00 01",
        "Lundi : Heure : 9 h 30",
        "Mi-temps : Aide, 1re année : 19000 ; Aide, 2e année : 14000",
    ]
    assert [line for line in text.text.splitlines() if line.startswith("#")] == [
        "## Annuaire de la CPTS", "## Permanences", "## Barème",
    ]  # fmt: skip
    assert {remark.kind: remark.count for remark in text.remarks} == {"hidden_sheets": 1}


def test_hidden_rows_and_formulas_without_a_result_are_counted_and_not_read() -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.active
        for row in (["Nom", "Jour", "Prix"], ["A", "lundi", 12], ["B", "mardi", "=C2*2"]):
            sheet.append(row)
        sheet.row_dimensions[2].hidden = True

    text = book(fill)
    assert "lundi" not in text.text
    assert {remark.kind: remark.count for remark in text.remarks} == {"hidden": 1, "empty_formulas": 1}


@pytest.mark.parametrize(
    ("value", "number_format", "read_as"),
    [
        (0.125, "0.0%", "12,5 %"),
        (1500, '#,##0 "€"', "1 500 €"),
        (90.5, "#,##0.00 €", "90,5 €"),
        (2026, "General", "2026"),
        (0.1 + 0.2, "0.00", "0,30"),
        (0.1 + 0.2, "General", "0,3"),
        (12.0, "General", "12"),
        (True, "General", "oui"),
        ("#REF!", "General", ""),
        (date(2026, 5, 3), "dd/mm/yy", "03/05/2026"),
        (datetime(2026, 5, 3, 14, 30), "General", "03/05/2026 14 h 30"),
        (time(9), "h:mm", "9 h"),
        (timedelta(hours=35), "[h]:mm", "35 heures"),
        (timedelta(minutes=90), "[h]:mm", "1 h 30"),
    ],
)
def test_a_value_reads_as_excel_shows_it(value: Any, number_format: str, read_as: str) -> None:
    cell = datetime.combine(value, time()) if type(value) is date else value
    assert shown(cell, number_format).replace("\u202f", " ").replace("\u00a0", " ") == read_as
