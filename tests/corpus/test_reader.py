"""The reader: what it gives, and errors a maintainer can act on."""

from datetime import date
from pathlib import Path

import pytest

from corpus import CorpusError, Names, load_corpus, read_document

SHEET = """---
id: fiche
title: "Une fiche"
topics: [aid.amounts]
regimes: [convention-2024]
valid_from: 2024-06-22
valid_to: null
checked_on: 2026-11-21
reviewed_by: null
---

## Une question

Une réponse.[^ameli-2024-06]
"""


SOURCE = """\
a:
  {title: t, publisher: t, published: 2024, url: null, standing: ameli, read: full, checked_on: 2026-11-01, regimes: []}
"""
DISAGREEMENT = """\
delai:
  what: Quel délai ?
  topics: [training.deadline]
  positions:
    - value: deux ans
      sources: [a]
  followed: deux ans
  why: parce que
"""


def write(folder: Path, text: str, name: str = "fiche.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sheet_is_read_with_its_front_matter_and_its_markdown(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, SHEET))
    assert document.valid_from == date(2024, 6, 22)
    assert document.regimes == ("convention-2024",)
    assert document.text == "## Une question\n\nUne réponse."
    assert not document.local


NAMES = Names(topics={"aid.amounts"}, regimes={"convention-2024"}, sources={"ameli-2024-06"})


def said(error: pytest.ExceptionInfo[CorpusError]) -> str:
    return str(error.value).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("id: fiche", "id: autre", "ligne 2 : id : trouvé « autre » ; attendu le nom du fichier, fiche"),
        (
            "topics: [aid.amounts]",
            "topics: []",
            "ligne 4 : fiche.topics : trouvé une liste ; attendu une liste de sujets",
        ),
        (
            "aid.amounts",
            "aid.amount",
            "ligne 4 : fiche.topics : trouvé « aid.amount » ; attendu un sujet des règles ; voul",
        ),
        (
            "valid_from: 2024-06-22",
            "valid_from: bientôt",
            "ligne 6 : fiche.valid_from : trouvé « bientôt » ; attendu une",
        ),
        (
            "convention-2024",
            "convention-2042",
            "ligne 5 : fiche.regimes : trouvé « convention-2042 » ; attendu un texte",
        ),
        (
            "[convention-2024]",
            "convention-2024",
            "ligne 5 : fiche.regimes : trouvé « convention-2024 » ; attendu une liste",
        ),
        ("reviewed_by: null\n", "", "fiche.reviewed_by : trouvé rien ; attendu le nom de qui signe"),
        (
            "reviewed_by: null",
            "reviewed_by: null\nauthor: x",
            "ligne 10 : fiche.author : trouvé « author » ; attendu l’une",
        ),
        (
            "reviewed_by: null",
            "review_by: null",
            "ligne 9 : fiche.review_by : trouvé « review_by » ; attendu l’une de ces",
        ),
        ("reviewed_by: null", "reviewed_by: null\nid: fiche", "ligne 10 : trouvé « id » ; attendu chaque clé une fois"),
        (
            "reviewed_by: null",
            "reviewed_by: null\nsources: [x]",
            "ligne 10 : sources : trouvé une liste ; attendu rien",
        ),
        (
            "[^ameli-2024-06]",
            "[^ameli-2024-07]",
            "ligne 14 : fiche.sources : trouvé « ameli-2024-07 » ; attendu une source",
        ),
        ('"Une fiche"', '"Une fiche', 'ligne 3 : trouvé « title: "Une fiche » ; attendu du YAML'),
        ("---\nid", "id", "ligne 1 : trouvé « id: fiche » ; attendu des lignes « clé: valeur » entre deux lignes"),
        (
            SHEET.partition("---\n\n")[0],
            "---\n- a\n",
            "ligne 2 : trouvé une liste ; attendu des lignes « clé: valeur »",
        ),
    ],
)
def test_a_sheet_that_is_wrong_is_refused_where_it_stands(tmp_path: Path, wrong: str, right: str, message: str) -> None:
    assert wrong in SHEET
    with pytest.raises(CorpusError) as error:
        read_document(write(tmp_path, SHEET.replace(wrong, right, 1)), NAMES)
    assert "fiche.md" in said(error)
    assert message in said(error)


def test_a_sheet_saved_on_windows_is_read(tmp_path: Path) -> None:
    (tmp_path / "fiche.md").write_bytes(b"\xef\xbb\xbf" + SHEET.replace("\n", "\r\n").encode())
    assert read_document(tmp_path / "fiche.md", NAMES).text == "## Une question\n\nUne réponse."


def test_a_missing_register_is_said(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"sources\.yaml.*attendu un fichier à cet endroit"):
        load_corpus(tmp_path)


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("sources: [a]", "sources: [b]", "ligne 6 : delai.positions.sources : trouvé « b » ; attendu une source"),
        ("value: deux ans", "valeur: deux ans", "ligne 5 : delai.positions.valeur : trouvé « valeur » ; attendu l’une"),
        ("  why: parce que", "", "delai.why : trouvé rien ; attendu un texte"),
        (DISAGREEMENT, "- a\n", "ligne 1 : trouvé une liste ; attendu des entrées, chacune sous son nom"),
        (DISAGREEMENT, "delai: 3\n", "ligne 1 : delai : trouvé 3 ; attendu ses champs"),
        (
            "  what:",
            "  id: autre\n  what:",
            "ligne 2 : delai.id : trouvé « id » ; attendu l’une de ces clés : what, topics",
        ),
    ],
)
def test_a_disagreement_that_is_wrong_is_refused_where_it_stands(
    tmp_path: Path, wrong: str, right: str, message: str
) -> None:
    write(tmp_path, SOURCE, "sources.yaml")
    write(tmp_path, DISAGREEMENT, "disagreements.yaml")
    assert load_corpus(tmp_path).disagreements[0].positions[0].value == "deux ans"
    assert wrong in DISAGREEMENT
    write(tmp_path, DISAGREEMENT.replace(wrong, right, 1), "disagreements.yaml")
    with pytest.raises(CorpusError) as error:
        load_corpus(tmp_path)
    assert "disagreements.yaml" in said(error)
    assert message in said(error)


def test_the_shipped_corpus_is_read_and_frozen() -> None:
    corpus = load_corpus()
    assert corpus.sources["ameli-2024-06"].published == "2024-06-27"
    assert corpus.sources["arr2019"].standing == "official"
    assert len({entry.id for entry in corpus.disagreements}) == len(corpus.disagreements) >= 24
    with pytest.raises(ValueError, match="frozen"):
        corpus.sources["arr2019"].title = "autre"  # type: ignore[misc]


def test_the_questions_of_a_sheet_stand_beside_it(tmp_path: Path) -> None:
    for folder in ("documents", "questions"):
        (tmp_path / folder).mkdir()
    write(tmp_path / "questions", "## Une question\nc’est combien pour une AM ?\n\nmontant svp\n", "fiche.txt")
    document = read_document(write(tmp_path / "documents", SHEET))
    assert document.questions == {"Une question": ("c’est combien pour une AM ?", "montant svp")}
    assert document.questions_of("une question ?") == ("c’est combien pour une assistant médical ?", "montant")
    assert document.questions_of("Une autre") == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [("c’est combien ?\n", 1), ("## Une question\nc’est combien ?\n\nc’est combien ?\n", 4)],
)
def test_a_question_under_no_heading_or_twice_is_refused(tmp_path: Path, text: str, line: int) -> None:
    for folder in ("documents", "questions"):
        (tmp_path / folder).mkdir()
    write(tmp_path / "questions", text, "fiche.txt")
    with pytest.raises(CorpusError, match=rf"fiche.txt.*{line}"):
        read_document(write(tmp_path / "documents", SHEET))
