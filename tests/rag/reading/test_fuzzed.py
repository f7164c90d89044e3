"""Files that nobody wrote: whatever their bytes, a text or a refusal in French, and nothing that a screen hides."""

import io
import json
import unicodedata
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from papers import Page, pdf, put_table, saved, word

from rag.reading.isolation import _answer
from rag.reading.registry import READERS

SEEN = "La permanence de la CPTS se tient le mardi, de 9 h à 12 h, à la mairie."
TEXT = SEEN.replace("permanence", "perma\u200bnence").replace("mardi", "\u202emardi")  # letters that nobody sees


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Jour", "Lieu"])
    book.active.append(["mardi", TEXT])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _word() -> bytes:
    document = word(TEXT)
    put_table(document, ["Jour", "Lieu"], ["mardi", "mairie"])
    return saved(document)


PAGE = f"<html><style>p {{color: #000}}</style><h1>Avis</h1><p style='font-size:12px'>{TEXT}</p></html>".encode()
FILES = {
    ".csv": f"Jour;Lieu\nmardi;{TEXT}\n".encode(),
    ".docx": _word(),
    ".htm": PAGE,
    ".html": PAGE,
    ".md": f"# Avis\n\n{TEXT}\n\n<!-- rien -->\n".encode(),
    ".pdf": pdf(Page().write(60, 60, SEEN).table(60, 100, [80, 80], [["Jour", "Lieu"], ["mardi", "mairie"]])),
    ".txt": TEXT.encode(),
    ".xlsx": _workbook(),
}
KNOWN = (
    b"<", b"\x00", b"%PDF-", b"PK\x03\x04", b"style='color:", b"font-size:1e999em;", b"{", b"\xff\xfe", b"<!--",
    b"endobj", b"stream", b"9" * 40, b"1 rg 3 Tr ", b"/F 0 Tf ", "\u202e\u200b".encode(), b"w:val=''", b"<w:vanish/>",
    b"<table><tr><td rowspan=99999>", b" q 0 0 0 0 0 0 cm ",
)  # fmt: skip
PIECES = st.binary(max_size=12) | st.sampled_from(KNOWN)


def damaged(content: bytes, data: st.DataObject) -> bytes:
    """A content in which some bytes are others, or missing."""
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        until = place + data.draw(st.integers(0, 20))
        content = content[:place] + data.draw(PIECES) + content[until:]
    return content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content


def damaged_within(suffix: str, data: st.DataObject) -> bytes:
    """A file whose envelope is whole, and not what is in it: a part of an archive, the drawing of a page."""
    if suffix == ".pdf":
        page = Page().write(60, 60, SEEN)
        page.drawing.insert(
            data.draw(st.integers(0, 1)), damaged(page.drawing[0].encode(), data).decode("cp1252", "ignore")
        )
        return pdf(page)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FILES[suffix])) as source, zipfile.ZipFile(out, "w") as copy:
        chosen = data.draw(st.sampled_from(source.namelist()))
        for name in source.namelist():
            part = source.read(name)
            copy.writestr(name, damaged(part, data) if name == chosen else part)
    return out.getvalue()


def test_each_type_that_is_read_is_tried() -> None:
    assert FILES.keys() == READERS.keys()
    assert all(SEEN in _answer(suffix, content)["text"] for suffix, content in FILES.items())


@pytest.mark.parametrize("suffix", FILES)
@settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # to look for the smallest damage takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(suffix: str, data: st.DataObject) -> None:
    within = suffix in (".pdf", ".docx", ".xlsx") and data.draw(st.booleans())
    content = damaged_within(suffix, data) if within else damaged(FILES[suffix], data)
    answer = _answer(suffix, content)
    json.dumps(answer)
    if "refused" in answer:
        assert answer["refused"].endswith((".", "!"))
        return
    assert not any(unicodedata.category(letter) == "Cf" for letter in answer["text"] + answer["title"])
    assert all(remark["count"] >= 1 for remark in answer["remarks"])
