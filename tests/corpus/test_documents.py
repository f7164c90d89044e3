"""The shipped corpus keeps its promises."""

import hashlib
import re
import time
from pathlib import Path

import pytest

from assistant.names import periods, problems
from corpus import Corpus, load_corpus, shared_runs
from corpus.linter import paragraphs
from rules.dated import load

ORIGINALS = Path(__file__).parents[3] / "shared" / "sources"
needs_originals = pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the original documents are not in the repository")
TASK = re.compile(r"indispensable pour (\d+) médecins? \(([\d,]+)\s%\), utile pour (\d+) .*?, accessoire pour (\d+) ")
REGIME_NAMES = {  # of sheets on one regime that is not today's: quoted alone, a paragraph must not pass for current law
    "avenant-7": "avenant 7",
    "avenant-7/avenant-8": "avenants? [78]|avant le 1er mai 2023",
    "avenant-8": "avenants? [789]",
    "reglement-arbitral-2023": "règlement arbitral|1er mai 2023",
    "aide-collective-2026": "aide collective",
}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_linter_finds_nothing(corpus: Corpus) -> None:
    assert problems(corpus, load()) == []


def test_there_are_enough_sheets_and_every_source_is_used(corpus: Corpus) -> None:
    used = {source for document in corpus.documents for source in document.sources}
    used |= {id_ for entry in corpus.disagreements for side in entry.positions for id_ in side.sources}
    used |= {id_ for parameter in load().values() for dated in parameter.values for id_ in dated.references}
    assert len(corpus.documents) >= 65
    assert set(corpus.sources) == used


def test_every_regime_has_sheets(corpus: Corpus) -> None:
    """A text that applies only after the sheets were last checked may wait for its own."""
    checked = max(document.checked_on for document in corpus.documents)
    begun = {regime for regime, (first, _) in periods(load()).items() if first is None or first <= checked}
    assert begun <= {regime for document in corpus.documents for regime in document.regimes}


def test_each_paragraph_of_a_sheet_of_one_regime_names_it(corpus: Corpus) -> None:
    for document in corpus.documents:
        names = REGIME_NAMES.get("/".join(document.regimes))
        for paragraph in paragraphs(document.text) if names else []:
            assert re.search(str(names), plain(paragraph)), f"{document.id}: {paragraph[:60]}"


def test_the_survey_of_37_doctors_is_whole_and_adds_up(corpus: Corpus) -> None:
    tasks = [match for document in corpus.documents for match in TASK.findall(plain(document.text))]
    assert len(tasks) == 69
    for essential, share, useful, secondary in tasks:
        assert int(essential) + int(useful) + int(secondary) == 37
        assert round(int(essential) / 37 * 100, 1) == float(share.replace(",", "."))


@pytest.mark.parametrize(
    "words",
    ["ECG", "Holter", "bandelettes urinaires", "NOEMIE", "MDPH", "psychiatrique", "stérilisation", "DMP", "DEP", "INR",
     "amelipro", "drap d’examen", "remplaçants", "gardes", "bordereaux", "photographier", "pansement", "anamnèse"],
)  # fmt: skip
def test_a_task_can_be_found_by_its_name(corpus: Corpus, words: str) -> None:
    survey = [document.text for document in corpus.documents if document.id.startswith("enquete-")]
    assert any(words.lower() in plain(text).lower() for text in survey)


def test_reading_is_fast(corpus: Corpus) -> None:
    best = min(_seconds_to_load() for _ in range(3))
    assert best < 2.0  # a few hundredths of a second in practice: this only catches a wrong YAML loader
    assert corpus.documents


def _seconds_to_load() -> float:
    started = time.perf_counter()
    load_corpus()
    return time.perf_counter() - started


@needs_originals
def test_no_sentence_is_copied_from_the_originals(corpus: Corpus) -> None:
    originals = " ∎ ".join(path.read_text(encoding="utf-8") for path in sorted(ORIGINALS.glob("[0-9]*.txt")))
    said = {document.id: document.text for document in corpus.documents}
    said |= {entry.id: f"{entry.what} ∎ {entry.followed} ∎ {entry.why}" for entry in corpus.disagreements}
    assert {name: runs for name, text in said.items() if (runs := shared_runs(text, originals))} == {}


@needs_originals
def test_the_registered_hashes_are_those_of_the_originals(corpus: Corpus) -> None:
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest() for path in ORIGINALS.glob("[0-9]*.txt")}
    assert {source.sha256 for source in corpus.sources.values() if source.sha256} == hashes


@needs_originals
def test_the_survey_has_the_counts_of_the_original(corpus: Corpus) -> None:
    original = (ORIGINALS / "3-sextant76-grand-havre.txt").read_text(encoding="utf-8")
    rows = re.findall(r"\(=(\d+)\)\t[^\t]*\(=(\d+)\)\t[^\t\n]*\(=(\d+)\)", original)
    ours = [(a, b, c) for document in corpus.documents for a, _, b, c in TASK.findall(plain(document.text))]
    assert sorted(ours) == sorted(rows)


def test_nearly_every_paragraph_has_its_questions_and_none_is_asked_of_two(corpus: Corpus) -> None:
    """A sheet just added may wait for its own; one that replaces another may keep those of the other."""
    written = [document for document in corpus.documents if document.questions]
    assert len(written) >= 0.95 * len(corpus.documents)
    asked: dict[str, set[str]] = {}
    for document in written:
        for question in {question.lower() for questions in document.questions.values() for question in questions}:
            asked.setdefault(question, set()).add("/".join(document.topics))
    assert {question for question, topics in asked.items() if len(topics) > 1} == set()


def test_a_file_of_questions_is_that_of_a_sheet(corpus: Corpus) -> None:
    files = {path.stem for path in (Path(__file__).parents[2] / "corpus" / "questions").glob("*")}
    assert files <= {document.id for document in corpus.documents}


def test_a_paragraph_is_read_by_its_heading(corpus: Corpus) -> None:
    found = corpus.paragraph("cdi-ou-cdd", "Faut-il préférer un CDI ?")
    assert found is not None
    assert found.heading == "Faut-il préférer un CDI\u202f?"
    assert found.text.startswith("Plutôt oui")
    assert found.sources == ("urps-assistants-medicaux", "cpts-issy", "ccn-1147")
    assert corpus.paragraph("cdi-ou-cdd", "Faut-il") is corpus.paragraph("nulle-part", "Faut-il") is None
