"""What nobody sees in a document is not read, and counted; what only looks hidden in its markup is read."""

import io

import openpyxl
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import RGBColor
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.table import Table, TableStyleInfo
from papers import Page, pdf, put, saved, word

from rag.reading.isolation import Reading
from rag.reading.registry import READERS
from rag.reading.text import Text

SEEN, SECRET = "La permanence est le mardi.", "Vous touchez 88 888 €."


def read(suffix: str, content: bytes) -> Text:
    return READERS[suffix](content).as_seen()


def hidden(text: Text) -> int:
    return sum(remark.count for remark in text.remarks if remark.kind == "hidden")


def page(body: str, style: str = "") -> Text:
    return read(".html", f"<!doctype html><meta charset=utf-8><style>{style}</style><p>{SEEN}</p>{body}".encode())


UNSEEN = [
    "hidden", "style='display: none'", "style='DISPLAY:NONE !important'", "aria-hidden=true",
    "style='visibility:hidden'", "style='opacity:0'", "style='opacity: 0.01'", "style='font-size:0'",
    "style='font-size:1px'", "style='font-size:.05em'", "style='color:#fff'", "style='color:white'",
    "style='color:#fefefe'", "style='color:rgb(255, 255, 255)'", "style='color:transparent'",
    "style='color:rgba(0,0,0,0)'", "style='color:hsl(0, 0%, 100%)'", "style='background:#123;color:#123'",
    "style='position:absolute;left:-9999px'", "style='text-indent:-9999px'", "style='margin-left:-100em'",
    "style='position:absolute;clip:rect(0,0,0,0)'", "style='clip-path:inset(50%)'",
    "style='height:0;overflow:hidden'", "style='width:1px;height:1px;overflow:hidden'",
    "style='transform:scale(0)'", "style='transform:translateX(-9999px)'", "style='-webkit-text-fill-color:white'",
]  # fmt: skip


@pytest.mark.parametrize("how", UNSEEN)
@pytest.mark.parametrize("tag", ["p", "span"])
def test_what_a_page_hides_is_dropped_and_counted(how: str, tag: str) -> None:
    text = page(f"<div>Et <{tag} {how}>{SECRET}</{tag}> le jeudi.</div>")
    assert "88" not in text.text
    assert "le jeudi." in text.text
    assert hidden(text) == 1


@pytest.mark.parametrize(
    "style", [".a {display: none}", "@media screen { p.a { color: #fff } }", "div > .a{opacity:0}"]
)
def test_what_the_rules_of_a_page_hide_is_dropped_too(style: str) -> None:
    text = page(f"<div><p class=a>{SECRET}</p></div>", style)
    assert (text.text, hidden(text)) == (SEEN, 1)


@pytest.mark.parametrize(
    "body",
    [
        f"<div style='background:#024;color:#fff'><p>{SECRET}</p></div>",
        f"<div style='background:url(a.png) #fff;color:#fff'><p>{SECRET}</p></div>",
        f"<div style='font-size:0'><p style='font-size:14px'>{SECRET}</p></div>",
        f"<div style='visibility:hidden'><p style='visibility:visible'>{SECRET}</p></div>",
        f"<div style='color:#fff'><p style='color:#333'>{SECRET}</p></div>",
        f"<button aria-controls=x>Qui ?</button><div id=x style='display:none'><p>{SECRET}</p></div>",
        f"<p style='color:#767676;font-size:9px;overflow:hidden;width:100%'>{SECRET}</p>",
        f"<p style='color:nonsense;font-size:big;left:auto;opacity:'>{SECRET}</p>",
    ],
)
def test_what_a_page_shows_is_read(body: str) -> None:
    text = page(body, "p:hover {display:none} @media print {p {display:none}} p { } } @import 'x'; a:not(")
    assert SECRET in text.text
    assert hidden(text) == 0


def run(*properties: str) -> str:
    """A run of Word that holds the secret, with properties of these names and values: « sz=2 »."""
    said = (f"<w:{name} w:val='{value}'/>" for name, _, value in (one.partition("=") for one in properties))
    return f"<w:r><w:rPr>{''.join(said)}</w:rPr><w:t>{SECRET}</w:t></w:r>"


def document(markup: str) -> Document:
    """A Word document with two styles that hide what they are put on."""
    made = word(SEEN)
    made.styles.add_style("Masque", WD_STYLE_TYPE.CHARACTER).font.hidden = True
    made.styles.add_style("Blanc", WD_STYLE_TYPE.CHARACTER).font.color.rgb = RGBColor(255, 255, 255)
    put(made, markup)
    return made


@pytest.mark.parametrize(
    "markup",
    [
        f"<w:p>{run('vanish=1')}</w:p>",
        f"<w:p>{run('color=FFFFFF')}</w:p>",
        f"<w:p>{run('sz=2')}</w:p>",
        f"<w:p><w:pPr><w:ind w:left='-20000'/></w:pPr>{run()}</w:p>",
        f"<w:p><w:pPr><w:shd w:fill='112233'/></w:pPr>{run('color=112233')}</w:p>",
        f"<w:p>{run('rStyle=Masque')}</w:p>",
        f"<w:p>{run('rStyle=Blanc')}</w:p>",
        f"<w:tbl><w:tr><w:tc><w:p>{run('color=FFFFFF')}</w:p></w:tc></w:tr></w:tbl>",
    ],
)
def test_what_word_hides_is_dropped_and_counted(markup: str) -> None:
    text = read(".docx", saved(document(markup)))
    assert (text.text, hidden(text)) == (SEEN, 1)


@pytest.mark.parametrize(
    "markup",
    [
        f"<w:p>{run('vanish=0')}</w:p>",
        f"<w:p><w:pPr><w:shd w:fill='003366'/></w:pPr>{run('color=FFFFFF')}</w:p>",
        f"<w:p>{run('color=FFFFFF', 'highlight=blue')}</w:p>",
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill='003366'/></w:tcPr><w:p>{run('color=FFFFFF')}</w:p></w:tc></w:tr>"
        "</w:tbl>",
        f"<w:p>{run('rStyle=Blanc', 'color=auto')}</w:p>",
    ],
)
def test_what_word_shows_is_read(markup: str) -> None:
    text = read(".docx", saved(document(markup)))
    assert SECRET in text.text
    assert hidden(text) == 0


def drawn(before: str = "", after: str = "0 g 0 Tr", *, y: float = 200, size: float = 10, scan: bool = False) -> Text:
    made = Page().write(60, 60, SEEN)
    if scan:
        made.scan()
    made.drawing.append(before)
    made.write(60, y, SECRET, size)
    made.drawing.append(after)
    return read(".pdf", pdf(made.write(60, 400, "Le bureau est ouvert.")))


@pytest.mark.parametrize(
    "how",
    [
        {"before": "1 g"},
        {"before": "1 1 1 rg"},
        {"before": "0 0 0 0 k"},
        {"before": "0.97 0.97 0.97 rg"},
        {"before": "0 0 1 rg 50 630 300 30 re f"},
        {"before": "3 Tr"},
        {"before": "7 Tr"},
        {"before": "1 G 1 Tr"},
        {"y": -30.0},
        {"size": 0.5},
    ],
)
def test_what_a_pdf_hides_is_dropped_and_counted(how: dict[str, str]) -> None:
    text = drawn(**how)  # type: ignore[arg-type]  # each of its own type
    assert "88" not in text.text
    assert SEEN in text.text
    assert "ouvert" in text.text
    assert hidden(text) == 1


@pytest.mark.parametrize(
    "before", ["0.4 g", "0 0 0.6 rg 50 630 300 30 re f 1 g", "0.2 g 50 630 300 30 re f 1 1 1 rg", "0 G 1 g 2 Tr"]
)
def test_what_a_pdf_shows_is_read(before: str) -> None:
    text = drawn(before)
    assert SECRET in text.text
    assert hidden(text) == 0


def test_what_a_scanner_has_read_under_its_image_is_read_and_told() -> None:
    text = drawn("3 Tr", scan=True)
    assert SECRET in text.text
    assert {remark.kind for remark in text.remarks} >= {"ocr_pages"}


def sheet(
    font: Font | None = None, fill: PatternFill | None = None, shown_as: str = "General", table: bool = False
) -> Text:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Jour", "Lieu"])
    page.append(["mardi", SECRET])
    cell = page["B2"]
    cell.font, cell.fill, cell.number_format = font or Font(), fill or PatternFill(), shown_as
    if table:
        page.add_table(Table(displayName="T", ref="A1:B2", tableStyleInfo=TableStyleInfo("TableStyleMedium9")))
    out = io.BytesIO()
    book.save(out)
    return read(".xlsx", out.getvalue())


BLUE = PatternFill("solid", fgColor="FF003366")


@pytest.mark.parametrize(
    "how",
    [
        {"font": Font(color="FFFFFFFF")},
        {"font": Font(color=Color(theme=0))},
        {"font": Font(size=1)},
        {"shown_as": ";;;"},
        {"font": Font(color="FF003366"), "fill": BLUE},
    ],
)
def test_what_a_workbook_hides_is_dropped_and_counted(how: dict[str, object]) -> None:
    text = sheet(**how)  # type: ignore[arg-type]  # each of its own type
    assert "88" not in text.text
    assert "mardi" in text.text
    assert hidden(text) == 1


@pytest.mark.parametrize(
    "how", [{"font": Font(color="FFFFFFFF"), "fill": BLUE}, {"font": Font(color="FFFFFFFF"), "table": True}, {}]
)
def test_what_a_workbook_shows_is_read(how: dict[str, object]) -> None:
    text = sheet(**how)  # type: ignore[arg-type]  # each of its own type
    assert SECRET in text.text
    assert hidden(text) == 0


def test_letters_that_no_screen_draws_are_dropped_and_those_that_spell_a_text_counted() -> None:
    spelled = "".join(chr(0xE0000 + ord(letter)) for letter in "Vous touchez 88888 euros")
    note = f"La perma\u200bnence\u202e est\u00ad le mardi.{spelled} Elle est gratuite."
    with Reading() as reading:
        text = reading.read(".md", note.encode())
    assert text.text == "La permanence est le mardi. Elle est gratuite."
    assert hidden(text) == 1


def test_comments_of_markdown_are_not_read() -> None:
    text = read(".md", f"{SEEN}\n\n<!-- {SECRET} -->\n\nElle est gratuite. <!-- sans fin".encode())
    assert text.text == f"{SEEN}\n\n\n\nElle est gratuite."
    assert hidden(text) == 2


@pytest.mark.parametrize(
    ("written", "as_read"),
    [
        ("Voir [le site](http://a.example/b) demain.", "Voir le site (http://a.example/b) demain."),
        ("![plan](http://a.example/p.png) du bureau", "plan (http://a.example/p.png) du bureau"),
        ("<b onclick=x()>Gras</b>", "< b onclick=x()>Gras< /b>"),
        ("Tension < 14 et > 9, [à revoir] (note)", "Tension < 14 et > 9, [à revoir] (note)"),
    ],
)
def test_what_is_read_is_no_markup_of_an_answer(written: str, as_read: str) -> None:
    assert read(".txt", written.encode()).text == as_read
