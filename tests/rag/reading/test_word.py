"""A Word file is read as it prints once its changes are accepted; what is left out is counted."""

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from papers import put, run, saved, word

from rag.reading.text import ReadError, Text
from rag.reading.word import read_docx

FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8"?><w:footnotes '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="2"><w:p><w:r><w:t>Sauf contrats de moins de six mois. Voir le bureau.'
    "</w:t></w:r></w:p></w:footnote>"
    "</w:footnotes>"
)
BOX = f"<w:txbxContent><w:p>{run('Encadré : le bureau ferme à midi.')}</w:p></w:txbxContent>"
SHAPE = (
    f"<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></a:graphicData>"
    "</a:graphic></wp:anchor></w:drawing>"
)


def read(*markup: str) -> Text:
    document = word()
    put(document, *markup)
    return read_docx(saved(document))


def remarks(text: Text) -> dict[str, int]:
    return {remark.kind: remark.count for remark in text.remarks}


def test_tracked_changes_are_read_as_accepted_and_counted() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>neuf heures</w:delText></w:r></w:del>'
    inserted = f"<w:ins w:id='2'>{run('quatorze heures')}</w:ins>"
    text = read(
        f"<w:p>{run('Elle ouvre à ')}{deleted}{inserted}{run(' précises.')}</w:p>",
        f"<w:p><w:ins w:id='3'>{run('Un paragraphe inséré.')}</w:ins></w:p>",
        f"<w:p><w:pPr><w:rPr><w:del w:id='5'/></w:rPr></w:pPr>{run('Deux paragraphes ')}</w:p>",
        f"<w:p>{run('en un seul.')}</w:p>",
        f"<w:p><w:moveFrom w:id='6'>{run('Parti.')}</w:moveFrom><w:moveTo w:id='7'>{run('Arrivé.')}</w:moveTo></w:p>",
    )
    assert text.text == (
        "Elle ouvre à quatorze heures précises.\n\nUn paragraphe inséré.\n\nDeux paragraphes en un seul.\n\nArrivé."
    )
    assert remarks(text)["tracked_changes"] == 5


def test_controls_fields_and_text_boxes_are_read_and_hidden_text_is_not() -> None:
    text = read(
        f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('Sous contrôle.')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p>{run('Le ')}<w:sdt><w:sdtContent>{run('12 mai')}</w:sdtContent></w:sdt>{run('.')}</w:p>",
        f"<w:p><w:fldSimple w:instr='DATE'>{run('Champ simple.')}</w:fldSimple></w:p>",
        f"<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Cliquez ici')}</w:sdtContent></w:sdt>"
        "</w:p>",
        f"<w:p><w:r>{SHAPE}</w:r></w:p>",
        f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'>{SHAPE}</mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{BOX}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Caché.</w:t></w:r></w:p>",
        "<w:p><m:oMath><m:r><m:t>a = b</m:t></m:r></m:oMath></w:p>",
    )
    box = "Encadré : le bureau ferme à midi."
    assert text.text.split("\n\n") == ["Sous contrôle.", "Le 12 mai.", "Champ simple.", box, box, "a = b"]
    assert remarks(text) == {"hidden": 1, "formulas": 1, "empty_fields": 1}


@pytest.mark.parametrize(
    ("before", "after", "read_as"),
    [
        (
            "La prime est de 250 €",
            "",
            "La prime est de 250 € (note : Sauf contrats de moins de six mois. Voir le bureau)",
        ),
        ("Elle est due.", " Fin.", "Elle est due (note : Sauf contrats de moins de six mois. Voir le bureau). Fin."),
    ],
)
def test_a_note_stands_in_the_sentence_it_qualifies(before: str, after: str, read_as: str) -> None:
    document = word()
    put(document, f"<w:p>{run(before)}<w:r><w:footnoteReference w:id='2'/></w:r>{run(after)}</w:p>")
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), content_type, FOOTNOTES.encode(), document.part.package)
    document.part.relate_to(part, relation)
    assert read_docx(saved(document)).text == read_as


def test_the_title_is_that_of_its_style_and_headings_come_under_it() -> None:
    document = word()
    document.core_properties.title = "Microsoft Word - Document1.docx"
    document.add_paragraph("Charte du groupement", style="Title")
    document.add_heading("Objet", 1)
    document.add_paragraph("Le groupement emploie.")
    document.add_paragraph("un premier point", style="List Bullet")
    document.add_paragraph("un second", style="List Bullet")
    text = read_docx(saved(document))
    assert text.title == "Charte du groupement"
    assert text.text == (
        "# Charte du groupement\n\n## Objet\n\nLe groupement emploie.\n\n- un premier point\n- un second"
    )


def test_sections_of_the_highest_level_are_no_titles() -> None:
    document = word()
    for name in ("Adhésion", "Sortie"):
        document.add_heading(name, 1)
        document.add_paragraph("Elle est libre.")
    assert read_docx(saved(document)).text.startswith("## Adhésion\n\nElle est libre.\n\n## Sortie")


def test_merged_and_nested_tables_give_rows_that_read_alone() -> None:
    document = word()
    table = document.add_table(5, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Aide annuelle"
    for column, name in enumerate(("Temps", "1re année", "2e année")):
        table.cell(1, column).text = name
    table.cell(2, 0).merge(table.cell(3, 0)).text = "Mi-temps"
    for row, column, amount in ((2, 1, "19 €"), (2, 2, "14 €"), (3, 1, "9 €")):
        table.cell(row, column).text = amount
    nested = table.cell(3, 2).add_table(1, 2)
    nested.cell(0, 0).text, nested.cell(0, 1).text = "P30", "7 €"
    table.cell(4, 0).text, table.cell(4, 1).text = "Plein temps", "38 €"
    text = read_docx(saved(document))
    assert text.text.split("\n\n")[-1].splitlines() == [
        "| Temps | 1re année | 2e année |", "|---|---|---|", "| Mi-temps | 19 € | 14 € |",
        "| Mi-temps | 9 € | P30 : 7 € |", "| Plein temps | 38 € |  |",
    ]  # fmt: skip
    assert remarks(text)["nested_tables"] == 1


def test_what_is_not_read_is_counted() -> None:
    document = word()
    document.sections[0].header.paragraphs[0].text = "CPTS du Plateau"
    paragraph = document.add_paragraph("La permanence est le mardi.")
    document.add_comment(paragraph.runs, text="À revoir", author="A")
    read = read_docx(saved(document))
    assert remarks(read) == {"comments": 1, "headers": 1}
    assert read.margins == "CPTS du Plateau"


def test_the_date_of_a_template_that_nobody_saved_is_none() -> None:
    document = docx.Document()  # as the library makes it, of 2013
    document.add_paragraph("La permanence est le mardi.")
    assert read_docx(saved(document)).published == ""
    document.core_properties.last_modified_by = "Alix Exemple"
    assert read_docx(saved(document)).published == "2013-12-23"


def test_a_damaged_document_is_refused() -> None:
    with pytest.raises(ReadError, match="endommagé"):
        read_docx(saved(word("Un texte."))[:2000])
