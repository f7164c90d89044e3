"""Significance, search and latency, each against a value worked out by hand."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from eval.bank import Question
from eval.latency import percentiles, stages
from eval.metrics import Check
from eval.retrieval import found_at, ranked_by
from eval.significance import changes, mcnemar
from eval.summary import Case, metrics, route_cost
from rag import Hit, Retriever

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("fixed", "broken", "p"),
    [(0, 0, 1.0), (1, 0, 1.0), (3, 3, 1.0), (5, 0, 0.0625), (0, 6, 0.03125), (9, 2, 0.06543)],
)
def test_mcnemar_is_a_fair_coin_on_the_questions_that_changed(fixed: int, broken: int, p: float) -> None:
    assert mcnemar(fixed, broken) == pytest.approx(p, abs=1e-5)


def a_run(**passed: bool) -> Json:
    cases = [
        {"id": name, "passed": right, "checks": [{"metric": "route", "passed": right}]}
        for name, right in passed.items()
    ]
    return {"cases": cases}


def test_runs_are_compared_over_shared_questions_alone() -> None:
    moved = changes(a_run(a=True, b=False, c=True, new=False), a_run(a=False, b=True, c=False, gone=True))
    assert (moved.fixed, moved.broken) == (["a", "c"], ["b"])
    assert moved.metrics["route"].difference == pytest.approx(1 / 3)
    assert moved.questions.p == 1.0


def test_runs_with_nothing_in_common_do_not_move() -> None:
    assert changes(a_run(a=True), a_run(b=True)).questions.difference == 0


def retriever(*found: str, said: Sequence[str] = ("Rien.",)) -> Retriever:
    """A search that always finds the passages of these documents, in this order; each rests on its namesake source."""
    texts: Json = {"id": "x", "heading": "", "text": " ".join(said), "sentences": said}
    passages = [SimpleNamespace(document=name, sources=(f"source-{name}",), **texts) for name in found]
    scores = [1 - place / 10 for place in range(len(said))]
    hits = [SimpleNamespace(passage=passage, score=1.0, sentence_scores=scores) for passage in passages]
    return cast("Retriever", SimpleNamespace(passages=passages, search=lambda query, k, on: hits[:k]))


def question(*documents: str) -> Question:
    return Question(id="q", question="quelles missions ?", kind="explanation", documents=list(documents), split="train")


def ranks_of(found: str, right: str) -> dict[str, float]:
    ranks = ranked_by(retriever(*found))(question(right))
    assert ranks is not None
    return ranks


def test_a_document_counts_once_at_its_best_passage() -> None:
    ranks = ranks_of("aab", "source-b")
    assert (ranks["Success@1"], ranks["Success@5"], ranks["RR@10"]) == (0, 1, 0.5)


def test_a_document_beyond_the_fifth_is_not_among_the_first_five() -> None:
    ranks = ranks_of("abcdef", "source-f")
    assert ranks["Success@5"] == 0 and ranks["RR@10"] == pytest.approx(1 / 6)


def test_a_swapped_source_is_seen() -> None:
    right, swapped = (ranks_of(order, "source-a") for order in ("ab", "ba"))
    assert right["Success@1"] == right["nDCG@10"] == 1
    assert swapped["Success@1"] == 0 and swapped["nDCG@10"] < 1


def test_the_gain_is_that_of_trec_to_the_fourth_decimal() -> None:
    # trec_eval on the same ranks: the second is right, the eleventh too late, a third right document is not found.
    assert found_at("·a········b", {"a", "b", "c"}) == pytest.approx(
        {"Success@1": 0, "Success@5": 1, "RR@10": 0.5, "nDCG@10": 0.2961}, abs=5e-5
    )


def test_a_question_without_expected_documents_is_not_ranked() -> None:
    assert ranked_by(retriever("a"))(question()) is None
    assert ranked_by(retriever("a"))(question("source-unknown")) is None


def test_the_wanted_fact_is_looked_for_in_the_two_best_sentences() -> None:
    said = (
        "Chaque matin, l’assistante accueille les patients du cabinet médical.",
        "Chaque midi, une personne range la salle, les papiers et le matériel.",
        "Chaque soir, le médecin prépare la consultation suivante avec son équipe.",
    )
    search = ranked_by(retriever("a", said=said))
    wanted = {text: question().model_copy(update={"must_say": [text]}) for text in ("accueille", "consultation")}
    assert search(wanted["accueille"]) == {"fact@2": 1}
    assert search(wanted["consultation"]) == {"fact@2": 0}
    assert search(wanted["accueille"].model_copy(update={"kind": ["figure"]})) is None


def test_search_is_asked_the_words_the_product_asks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def search(query: str, k: int, on: date) -> list[Hit]:
        seen.append(query)
        return []

    monkeypatch.setattr(searched := retriever("a"), "search", search)
    ranked_by(searched)(question("source-a").model_copy(update={"question": "l’AM fait quoi ?"}))
    assert seen == ["l’assistant médical fait quoi ?"]


def test_a_stage_counts_the_answers_that_went_through_it() -> None:
    times: list[Json] = [{"timings_ms": {"rules": ms, "generate": 0.0}} for ms in range(1, 101)]
    assert stages([*times, {"kind": "error"}]) == {"rules": {"n": 100, "p50": 50, "p95": 95}}


def test_percentiles_do_not_depend_on_the_order() -> None:
    assert percentiles([3, 1, 2]) == {"p50": 2, "p95": 2}


@pytest.mark.parametrize(("passed", "low", "high"), [(True, 0.05**0.1, 1.0), (False, 0.0, 1 - 0.05**0.1)])
def test_ten_cases_that_agree_leave_a_doubt(passed: bool, low: float, high: float) -> None:
    cases = [Case(question(), {"kind": "explanation"}, [Check("route", passed)], 0.01)] * 10
    total = metrics(cases)["route"]
    assert (total["low"], total["high"]) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("expected", "given", "cost"),
    [
        ("out_of_scope", "explanation", 10),
        ("out_of_scope", "refusal", 1),
        ("figure", "explanation", 5),
        ("figure", "refusal", 3),
        ("figure", "error", 3),
        ("figure", "clarification", 1),
    ],
)
def test_a_wrong_route_costs_what_its_reader_loses(expected: str, given: str, cost: int) -> None:
    assert route_cost({expected: {expected: 9, given: 1}}) == pytest.approx(10 * cost)
