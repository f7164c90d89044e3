"""Files made to harm: refused in French, in bounded time and memory, with nothing executed and nothing half-added."""

import io
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from papers import Page, pdf, saved, word

from rag.adding import Adding, AddingReport
from rag.files import check_name
from rag.reading import isolation
from rag.reading.isolation import Reading
from rag.reading.text import ReadError

GOOD = "La permanence de la CPTS se tient le mardi."
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]><lolz>&lol9;</lolz>"
)


def refusal(suffix: str, content: bytes) -> str:
    with Reading() as reading, pytest.raises(ReadError) as refused:
        reading.read(suffix, content)
    return str(refused.value)


def with_part(name: str, content: str | bytes) -> bytes:
    """A Word file in which one part is another."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(word(GOOD)))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for part in source.namelist():
            if part != name:
                copy.writestr(part, source.read(part))
        copy.writestr(name, content)
    return out.getvalue()


def add(folder: Path, *paths: Path) -> AddingReport:
    return Adding(folder, date(2026, 11, 1)).add([str(path) for path in paths])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml"])
def test_a_billion_laughs_are_refused(part: str, encoding: str) -> None:
    assert "entités XML" in refusal(".docx", with_part(part, LAUGHS.encode(encoding)))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "décompressé" in refusal(".docx", with_part("word/media/b.bin", b"\0" * 200_000_001))
    assert "décompressé" in refusal(".docx", with_part("word/document.xml", b" " * 60_000_001))


def test_a_pdf_that_unpacks_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "TIME_LIMIT_S", 5.0)
    content = pdf(Page([f"% {' ' * 150_000_000}"]).write(60, 60, GOOD))
    assert len(content) < 1_000_000
    start = time.monotonic()
    assert "abandonnée" in refusal(".pdf", content)
    assert time.monotonic() - start < 60


@pytest.mark.parametrize(
    ("suffix", "content", "told"),
    [
        (".pdf", saved(word(GOOD)), "document Word : renommez-le en .docx"),
        (".docx", pdf(Page().write(60, 60, GOOD)), "un PDF : renommez-le en .pdf"),
        (".xlsx", saved(word(GOOD)), "document Word"),
        (".txt", b"MZ\x90\x00" + b"\0" * 50, "un programme"),
        (".pdf", b"<!DOCTYPE html><p>Page</p>", "page web"),
        (".docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "ancien fichier"),
        (".docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (".pdf", "Ceci n’est pas un PDF.".encode(), "endommagé"),
        (".docx", saved(word(GOOD))[:3000], "endommagé"),
        (".html", b"\x89PNG\r\n", "une image"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(suffix: str, content: bytes, told: str) -> None:
    assert told in refusal(suffix, content)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".txt"])
def test_an_archive_of_a_version_to_come_is_refused(suffix: str) -> None:
    content = bytearray(saved(word(GOOD)))
    content[content.rfind(b"PK\x01\x02") + 6] = 250  # the version that is needed to read it
    assert refusal(suffix, bytes(content))


def test_an_archive_compressed_otherwise_or_damaged_is_refused() -> None:
    content = bytearray(with_part("word/document.xml", b"<a>" + bytes(range(32, 60)) * 2000 + b"</a>"))
    begins = content.rfind(b"word/document.xml", 0, content.rfind(b"PK\x01\x02", 0, -60)) + len("word/document.xml")
    content[begins : begins + 20] = b"\xff" * 20
    assert "rouvrez-le dans son logiciel" in refusal(".docx", bytes(content))


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.txt", "a\\b.txt", "..", "", "note\u202efdp.txt", "note\u200b.txt", "note\n.txt",
        "n\udce9.txt",
        "~$note.docx", ".~lock.note.odt#", "a" * 250 + ".txt",
    ],
)  # fmt: skip
def test_a_name_that_deceives_is_refused(name: str) -> None:
    with pytest.raises(ReadError):
        check_name(name)


def test_strange_names_of_a_folder_are_told_and_the_good_file_added(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "note.txt").write_text(GOOD, encoding="utf-8")
    (source / "~$note.docx").write_bytes(b"\x05Marie")
    (source / "n\u202eote.txt").write_text(GOOD + " Deux.", encoding="utf-8")
    strange = source / "caf\udce9.txt"
    try:
        strange.write_text(GOOD + " Trois.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    report = add(tmp_path / "documents", source)
    assert [document.id for document in report.added] == ["local-note"]
    assert len(report.refused) == 2  # the lock of Word is no document, and no fault
    assert all("illisible" in reason for _, reason in report.refused)


def test_a_script_of_a_page_or_a_pdf_is_told_and_never_run(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        f"<html><script>document.write('piège')</script><p onclick='x()'>{GOOD}</p></html>", "utf-8"
    )
    (tmp_path / "b.pdf").write_bytes(
        pdf(Page().write(60, 60, GOOD + " Bis."), catalog="/OpenAction << /S /JavaScript /JS (app.alert) >>")
    )
    report = add(tmp_path / "documents", tmp_path / "a.html", tmp_path / "b.pdf")
    assert [document.text for document in report.added] == [GOOD, GOOD + " Bis."]
    assert sum("jamais exécuté" in told for _, told in report.warnings) == 2


def test_a_file_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "gros.pdf").open("wb") as file:
        file.truncate(1_000_000_000)
    report = add(tmp_path / "documents", tmp_path / "gros.pdf")
    assert "trop gros (1000 Mo)" in report.refused[0][1]
    assert list((tmp_path / "documents").glob("*.md")) == []
