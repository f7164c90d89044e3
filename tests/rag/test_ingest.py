"""Files of staff are read, or refused with a reason a person can act on; one bad file stops nothing."""

from pathlib import Path

import docx
import pytest
from papers import Page, pdf, put_table

from rag import files as files_module
from rag.chunking import split_document
from rag.ingest import ingest_files

TEXT = "La réunion d’information se tiendra au siège de la communauté.\n"


def only(path: Path) -> str:
    report = ingest_files([path])
    assert report.refused == []
    return report.documents[0].text


def refusal(path: Path) -> str:
    report = ingest_files([path])
    assert report.documents == []
    return report.refused[0][1]


def test_a_folder_goes_on_past_bad_files(tmp_path: Path) -> None:
    (tmp_path / "bon.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "vide.txt").write_text("  \n")
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    (tmp_path / "latin.txt").write_bytes("Réunion à midi, bâtiment Été".encode("cp1252"))
    (tmp_path / "faux.txt").write_bytes(b"\x7fELF\x01\x02\x90\x8d\xff" * 20)
    (tmp_path / "sous").mkdir()
    (tmp_path / "sous" / "note.md").write_text("# Une note\n\nElle dit tout autre chose, en détail.", encoding="utf-8")
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "x.txt").write_text(TEXT)
    steps: list[tuple[int, int]] = []
    report = ingest_files([tmp_path], lambda done, total: steps.append((done, total)))
    assert [d.id for d in report.documents] == ["bon", "latin", "note"]
    reasons = {path.name: reason for path, reason in report.refused}
    assert reasons.keys() == {"vide.txt", "image.png", "faux.txt"}
    assert "vide" in reasons["vide.txt"]
    assert "non pris en charge" in reasons["image.png"]
    assert "programme" in reasons["faux.txt"]
    assert report.documents[1].text == "Réunion à midi, bâtiment Été"
    assert [(path.name, "Windows-1252" in why) for path, why in report.warnings] == [("latin.txt", True)]
    assert steps[-1] == (6, 6)


def test_the_same_content_twice_is_read_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    report = ingest_files([tmp_path])
    assert [d.id for d in report.documents] == ["a"]
    assert report.duplicates == [(tmp_path / "b.md", tmp_path / "a.txt")]


def test_two_files_of_one_name_are_not_mixed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.md").write_text("Un tout autre contenu, bien différent.", encoding="utf-8")
    report = ingest_files([tmp_path])
    assert len(report.documents) == 1
    assert "renommez" in report.refused[0][1]


def test_front_matter_and_titles(tmp_path: Path) -> None:
    path = tmp_path / "fiche-locale.md"
    path.write_text(
        "---\ntitle: Fiche locale\nregimes: [avenant-7]\nvalid_from: 2019-09-01\n---\n# Autre\n\nUn texte assez long.",
        encoding="utf-8",
    )
    document = ingest_files([path]).documents[0]
    assert (document.title, document.regimes, str(document.valid_from)) == (
        "Fiche locale",
        ("avenant-7",),
        "2019-09-01",
    )
    assert document.local
    assert "---" not in document.text
    path.write_text("## Titre trouvé\n\nUn texte bien assez long.", encoding="utf-8")
    assert ingest_files([path]).documents[0].title == "Titre trouvé"


LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)
MERGED = "a0: &a0 {title: x}\n" + "".join(  # a million pairs as soon as it is read
    f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 7)
)


@pytest.mark.parametrize(
    "head",
    [f"{LAUGHS}title: *a9", MERGED, "title: [", "valid_from: hier", f"title: {'[' * 3000}", f"title: 0x{'f' * 5000}"],
)
def test_a_wrong_front_matter_is_explained(tmp_path: Path, head: str) -> None:
    path = tmp_path / "fiche.md"
    path.write_text(f"---\n{head}\n---\nUn texte bien assez long.", encoding="utf-8")
    assert "en-tête" in refusal(path)


def test_a_long_text_between_two_rules_is_no_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "fiche.md"
    path.write_text("---\n" + "mot: un texte\n" * 100_000 + "---\nLa fin.", encoding="utf-8")
    assert only(path).startswith("---\nmot: un texte\n")


def test_too_big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_module, "MAX_BYTES", 10)
    path = tmp_path / "gros.txt"
    path.write_text(TEXT)
    assert "50 Mo" in refusal(path)


def test_missing_file(tmp_path: Path) -> None:
    assert "Introuvable" in refusal(tmp_path / "absent.txt")


def test_pdf_text_and_table(tmp_path: Path) -> None:
    page = Page().write(50, 50, "Les montants par option")
    page.table(50, 140, [150, 150], [["Option", "Montant"], ["Mi-temps", "19 000 euros"]])
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(page))
    text = only(path)
    assert "Les montants par option" in text
    assert "| Mi-temps | 19 000 euros |" in text
    assert text.count("Mi-temps") == 1


def test_scanned_pdf(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf(Page().rule(50, 50, 80, 80)))
    assert "OCR" in refusal(path)


def test_encrypted_pdf(tmp_path: Path) -> None:
    path = tmp_path / "secret.pdf"
    locked = f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"
    path.write_bytes(pdf(Page().write(50, 50, "secret"), trailer="/Encrypt 8 0 R /ID [<00><00>]", more=[locked]))
    assert "mot de passe" in refusal(path)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.html"])
def test_garbage_of_any_type_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x01\x02 not what it says \xff")
    assert refusal(path)


def test_docx_headings_and_tables_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Montants", 1)
    document.add_paragraph("Voici les montants de cette année.")
    put_table(document, ["Option", "Montant"], ["Mi-temps", "19 000 €"])
    path = tmp_path / "a.docx"
    document.save(str(path))
    read = ingest_files([path]).documents[0]
    assert read.title == "Montants"
    assert (
        "Mi-temps : 19 000 €" in split_document(read)[-1].text
        or "Mi-temps : Montant : 19 000 €" in split_document(read)[-1].text
    )


def test_html_keeps_the_article_without_the_menu(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    body = "<p>" + "L’assistant accueille les patients et prépare la consultation du médecin. " * 4 + "</p>"
    path.write_text(
        f"<html><head><title>Le métier</title></head><body><nav><a href='/'>Accueil du site</a></nav>"
        f"<article><h1>Le métier</h1>{body}</article><script>alert(1)</script></body></html>",
        encoding="utf-8",
    )
    report = ingest_files([path])
    assert report.documents[0].title == "Le métier"
    assert "prépare la consultation" in report.documents[0].text
    assert "alert" not in report.documents[0].text


def test_a_text_without_end_is_refused_in_a_moment(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("note du 12 " * 1_000_000, encoding="utf-8")
    assert "trop long" in refusal(path)
