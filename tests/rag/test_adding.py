"""Staff's documents are added one by one, known again, and never lost."""

import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from corpus.local import read_local, save_local
from rag.adding import Adding, AddingReport
from rag.reading import isolation
from rag.reading.archive import MAX_UNZIPPED
from rag.reading.text import ReadError

TODAY = date(2026, 11, 1)
ROOT = Path(__file__).parents[2]
NOTE = "# Permanence du mardi\n\nNote du 12 mars 2025. La permanence suit la convention médicale 2024.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "documents"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    return tmp_path / "source"


REGIMES = {"avenant-7": r"\bavenant (?:n ?[°o] ?)?7\b", "convention-2024": r"\bconvention (?:medicale )?2024"}


def add(folder: Path, *paths: Path, **given: Any) -> AddingReport:
    return Adding(folder, TODAY, given, regimes=REGIMES).add([str(path) for path in paths])


def note(source: Path, name: str = "Note de la CPTS.md", text: str = NOTE) -> Path:
    (source / name).write_text(text, encoding="utf-8")
    return source / name


def reasons(report: AddingReport) -> dict[str, str]:
    return {Path(origin).name: reason for origin, reason in report.refused}


def test_what_a_document_says_of_itself_is_kept(folder: Path, source: Path) -> None:
    (added,) = add(folder, note(source)).added
    assert (added.id, added.title) == ("local-note-de-la-cpts", "Permanence du mardi")
    assert (added.published, added.regimes, added.added_on) == ("2025-03-12", ("convention-2024",), TODAY)
    assert added.publisher is None
    assert read_local(folder) == ((added,), ())


def test_what_a_person_decides_comes_first_and_survives_an_update(folder: Path, source: Path) -> None:
    path = note(source)
    add(folder, path, publisher="CPTS du Val", regimes=("avenant-7",))
    note(source, text=NOTE + "\nElle change de salle.\n")
    (updated,) = add(folder, path, published="2025").updated
    assert (updated.publisher, updated.regimes, updated.published) == ("CPTS du Val", ("avenant-7",), "2025")
    assert "Elle change de salle." in updated.text
    assert len(read_local(folder).documents) == 1


def test_the_same_file_again_changes_nothing(folder: Path, source: Path) -> None:
    path = note(source)
    add(folder, path)
    before = (folder / "local-note-de-la-cpts.md").stat().st_mtime_ns
    report = Adding(folder, date(2027, 1, 1), regimes=REGIMES).add([str(path)])
    assert [document.id for document in report.unchanged] == ["local-note-de-la-cpts"]
    assert (folder / "local-note-de-la-cpts.md").stat().st_mtime_ns == before


def test_a_copy_is_a_duplicate_and_a_namesake_is_not(folder: Path, source: Path) -> None:
    add(folder, note(source))
    copy = note(source, "copie.txt")
    (source / "ailleurs").mkdir()
    namesake = note(source / "ailleurs", text="Une tout autre note, sur un autre sujet.")
    report = add(folder, copy, namesake)
    assert [(origin, original.id) for origin, original in report.duplicates] == [(str(copy), "local-note-de-la-cpts")]
    assert [document.id for document in report.added] == ["local-note-de-la-cpts-2"]


def test_one_title_is_not_given_to_two_documents(folder: Path, source: Path) -> None:
    with pytest.raises(ReadError, match="un par un"):
        add(folder, note(source), note(source, "b.md", "Une autre note, bien différente."), title="Le titre")
    assert not folder.exists()


def test_a_person_is_asked_about_one_document_only(folder: Path, source: Path) -> None:
    asked: list[str] = []

    def ask(document: Any) -> dict[str, Any]:
        asked.append(document.id)
        return {"publisher": "CPTS du Val"}

    adding = Adding(folder, TODAY, ask=ask)
    (added,) = adding.add([str(note(source))]).added
    adding.add([str(note(source, "b.md", "Une autre note.")), str(note(source, "c.md", "Une troisième note encore."))])
    assert (asked, added.publisher, added.given) == (["local-note-de-la-cpts"], "CPTS du Val", ("publisher",))


def test_every_bad_file_is_refused_with_its_reason_and_the_good_one_is_read(folder: Path, source: Path) -> None:
    note(source)
    (source / "vide.txt").write_text(" \n")
    (source / "binaire.txt").write_bytes(b"\x7fELF\x01\x00\x02" * 30)
    (source / "film.mp4").write_bytes(b"0")
    (source / "scripts.html").write_text("<html><script>" + "alert(1);" * 500 + "</script></html>")
    (source / "profond.html").write_text("<div>" * 10_000 + "<p>Un texte au fond du puits.</p>" + "</div>" * 10_000)
    with (source / "gros.txt").open("wb") as file:
        file.truncate(200_000_000)
    (source / "boucle").symlink_to(source, target_is_directory=True)
    (source / "cercle.txt").symlink_to(source / "cercle.txt")
    (source / "mort.txt").symlink_to(source / "absent.txt")
    os.mkfifo(source / "tube.txt")
    (source / "fiche.md").write_text("---\nregimes: [avenant-12]\n---\nUn texte bien assez long.", encoding="utf-8")
    (source / "envers.md").write_text(
        "---\nvalid_from: 2025-01-01\nvalid_to: 2024-01-01\n---\nUn texte bien assez long.", encoding="utf-8"
    )
    report = add(folder, source)
    assert [document.title for document in report.added] == ["Permanence du mardi"]
    assert {name: word in reasons(report)[name] for name, word in {
        "vide.txt": "vide", "binaire.txt": "c’est un programme", "film.mp4": "non pris en charge",
        "scripts.html": "Aucun texte", "profond.html": "Aucun texte", "gros.txt": "trop gros (200 Mo)",
        "boucle": "Lien vers un dossier", "cercle.txt": "tourne en rond", "mort.txt": "absent",
        "tube.txt": "ordinaire", "fiche.md": "avenant-12", "envers.md": "valid_from",
    }.items()} == dict.fromkeys(reasons(report), True)  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="nothing is closed to this user")
def test_a_file_or_folder_closed_to_us_is_refused(folder: Path, source: Path) -> None:
    note(source).chmod(0)
    (source / "ferme").mkdir(mode=0)
    assert all("droits" in reason for reason in reasons(add(folder, source)).values())


def test_a_denied_file_is_refused(folder: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    assert "droits" in reasons(add(folder, note(source)))["Note de la CPTS.md"]


def test_a_zip_bomb_is_refused(folder: Path, source: Path) -> None:
    docx.Document().save(str(source / "bombe.docx"))
    with zipfile.ZipFile(source / "bombe.docx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bombe.bin", b"\0" * (MAX_UNZIPPED + 1))
    assert (source / "bombe.docx").stat().st_size < 1_000_000
    assert "décompressé" in reasons(add(folder, source))["bombe.docx"]


def test_a_file_that_hangs_is_abandoned_and_the_next_one_read(
    folder: Path, source: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stuck = "import time\nfrom rag.reading import isolation\nfrom rag.reading.registry import READERS\n"
    stuck += "def read(content):\n    return time.sleep(600) if b'stuck' in content else READERS['.txt'](content)\n"
    (tmp_path / "stuck.py").write_text(f"{stuck}READERS['.html'] = read\nisolation.main()\n")
    start = subprocess.Popen
    monkeypatch.setattr(
        subprocess,
        "Popen",
        lambda command, **options: start([command[0], str(tmp_path / "stuck.py")], **options),
    )
    monkeypatch.setattr(isolation, "TIME_LIMIT_S", 2.0)
    note(source, "a.html", "stuck")
    note(source, "b.html")
    report = add(folder, source)
    assert "abandonnée" in reasons(report)["a.html"]
    assert [document.id for document in report.added] == ["local-b"]


def test_a_record_that_cannot_be_read_is_kept_and_its_id_not_taken(folder: Path, source: Path) -> None:
    path = note(source)
    add(folder, path)
    (folder / "local-note-de-la-cpts.md").write_text("écrasé", encoding="utf-8")
    (added,) = add(folder, path).added
    assert added.id == "local-note-de-la-cpts-2"
    assert (folder / "local-note-de-la-cpts.md").read_text("utf-8") == "écrasé"


def start(code: str) -> subprocess.Popen[str]:
    head = f"import sys, os, time; sys.path.insert(0, {str(ROOT)!r})\nfrom datetime import date\n"
    head += "from pathlib import Path\nfrom rag.adding import Adding\n"
    return subprocess.Popen([sys.executable, "-c", head + code], stdout=subprocess.PIPE, text=True)


def test_killed_in_the_middle_of_a_write_nothing_is_lost(folder: Path, source: Path) -> None:
    for number in range(6):
        note(source, f"note-{number}.txt", f"Note numéro {number}, qui ne dit rien d’autre que cela.")
    process = start(
        "real, count = os.fsync, []\n"
        "def fsync(file):\n"
        "    count.append(file)\n"
        "    if len(count) == 4:\n"
        "        print('writing', flush=True); time.sleep(600)\n"
        "    real(file)\n"
        "os.fsync = fsync\n"
        f"Adding(Path({str(folder)!r}), date(2026, 11, 1)).add([{str(source)!r}])\n"
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "writing\n"
        process.kill()
        process.wait()
    documents, problems = read_local(folder)
    assert ([document.id for document in documents], problems) == ([f"local-note-{n}" for n in range(3)], ())
    report = add(folder, source)
    assert (len(report.unchanged), len(report.added), report.refused) == (3, 3, [])


def test_two_processes_at_once_lose_nothing_and_a_reader_never_sees_half_a_record(folder: Path, source: Path) -> None:
    for name in ("a", "b"):
        (source / name).mkdir()
        for number in range(15):
            note(source / name, f"note-{number}.txt", f"Note {number} de {name}, écrite pour elle seule. " * 200)
    writers = [
        start(f"Adding(Path({str(folder)!r}), date(2026, 11, 1)).add([{str(source / name)!r}])\n")
        for name in ("a", "b")
    ]
    while any(writer.poll() is None for writer in writers):
        assert read_local(folder).problems == ()
    for writer in writers:
        assert writer.stdout is not None
        writer.stdout.close()
    documents, problems = read_local(folder)
    assert (len(documents), len({document.id for document in documents}), problems) == (30, 30, ())
    shutil.rmtree(source)
    assert read_local(folder).documents == documents


def test_a_footer_says_of_whom_and_when_a_word_document_is(folder: Path, source: Path) -> None:
    document = docx.Document()
    document.add_paragraph("La commission lit chaque dossier sous huit jours.")
    document.core_properties.author = "Une imprimerie"
    document.sections[0].footer.paragraphs[0].text = "CPTS du Val · dépliant imprimé en novembre 2025, version 3"
    document.save(str(source / "depliant.docx"))
    (added,) = Adding(folder, TODAY, ours="CPTS du Val").add([str(source / "depliant.docx")]).added
    assert (added.publisher, added.published) == ("CPTS du Val", "2025-11")
    told = [remark.told() for remark in added.to_check()]
    assert "Date lue dans un en-tête ou un pied de page (11/2025)\u00a0: à vérifier." in told
    assert any("dépliant imprimé en novembre 2025, version 3" in remark.told() for remark in added.remarks())
    save_local(folder, added.model_copy(update={"checked": True}))
    Adding(folder, TODAY, ours="CPTS du Val").add([str(source / "depliant.docx")])
    assert read_local(folder).documents[0].to_check() == []  # nothing new to look at


def test_the_publisher_of_the_margins_comes_before_the_author_and_each_is_told(folder: Path, source: Path) -> None:
    told = {}
    for name, footer in (
        ("plaquette", "Association CPTS Val-Clair et Loir — mars 2026"),
        ("consigne", "Document réservé aux adhérents — 32 novembre 2026"),
    ):
        document = docx.Document()
        document.add_paragraph(f"La commission lit chaque dossier sous huit jours, dit la {name}.")
        document.core_properties.author = "Jean Secrétaire"
        document.sections[0].footer.paragraphs[0].text = footer
        document.save(str(source / f"{name}.docx"))
        (told[name],) = Adding(folder, TODAY).add([str(source / f"{name}.docx")]).added
    assert (told["plaquette"].publisher, told["consigne"].publisher) == (
        "Association CPTS Val-Clair et Loir", "Jean Secrétaire",
    )  # fmt: skip
    said = {name: [remark.told() for remark in one.to_check()] for name, one in told.items()}
    assert (
        "Éditeur pris dans le fichier, et non dans son texte (Jean Secrétaire)\u00a0: à vérifier." in said["consigne"]
    )
    (wrong,) = (words for words in said["consigne"] if "Date impossible" in words)
    assert "32 novembre 2026" in wrong
    assert wrong.endswith("donnez celle du document.")
    assert not any("diteur" in words for words in said["plaquette"])
    assert any("Éditeur lu dans un en-tête" in remark.told() for remark in told["plaquette"].remarks())
    decided = told["consigne"].model_copy(update={"given": ("publisher", "published")})
    assert [remark.kind for remark in decided.to_check()] == []
