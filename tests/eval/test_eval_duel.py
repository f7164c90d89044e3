"""The comparison with a language model and search alone, on a stub model: no network, no model."""

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from langchain_core.language_models import FakeListChatModel
from model_server import serving

from cli.main import main
from eval import duel, naive
from eval.asking import Ask, Product, answered
from eval.bank import Question
from eval.summary import Case
from rag import Retriever

Json = dict[str, Any]

AMOUNT = Question(
    id="amount", question="combien ?", kind="figure", figures=["19000 EUR"], forbidden_figures=["18000 EUR"],
    history=["je signe pour un mi-temps"], split="train",
)  # fmt: skip
OUTSIDE = Question(id="outside", question="cotation de l’ECG ?", kind="out_of_scope", split="train")
PASSAGE = SimpleNamespace(sources=("ameli-2024-06",), text="Mi-temps : 19 000 € la première année.", title="Aide")
RIGHT = {"kind": "figure", "text": "19 000 €", "figures": [{"value": "19000", "unit": "EUR", "sources": []}]}


def naive_ask(*replies: str, seen: list[tuple[str, str]] | None = None) -> Ask:
    def search(query: str, k: int, on: date) -> list[SimpleNamespace]:
        if seen is not None:
            seen.append((query, str(on)))
        return [SimpleNamespace(passage=PASSAGE)]

    return naive.chain(FakeListChatModel(responses=list(replies)), cast("Retriever", SimpleNamespace(search=search)))


def product(request: Json) -> Json:
    return RIGHT if request["id"] == "amount" else {"kind": "out_of_scope", "text": "Voyez votre CPAM."}


def cases(*questions: Question) -> list[Case]:
    return [answered(Product(product), question) for question in questions]


def test_the_naive_chain_searches_at_the_question_s_date_and_quotes_what_it_found() -> None:
    seen: list[tuple[str, str]] = []
    ask = naive_ask("19 000 €", seen=seen)
    answer = ask({"question": "combien ?", "as_of": "2026-11-21", "history": [{"role": "user", "content": "bonjour"}]})
    assert seen == [("combien ?", "2026-11-21")]
    assert (answer["kind"], answer["text"]) == ("explanation", "19 000 €")
    assert answer["citations"][0]["quote"] == PASSAGE.text


def test_a_model_that_declines_has_given_no_answer() -> None:
    assert naive_ask("HORS SUJET")({"question": "q", "as_of": "2026-11-21", "history": []})["kind"] == "out_of_scope"


def test_each_fault_of_the_model_is_counted_where_it_belongs() -> None:
    replies = ["d’accord", "18 000 €, puis 7 123 € de prime", "Cotez DEQP003."]
    result = duel.fight(cases(AMOUNT, OUTSIDE), naive_ask(*replies))
    assert result["figures_written"] == {
        "n": 1, "product": 1, "naive": 0, "only_product": 1, "only_naive": 0, "p": 1.0,
    }  # fmt: skip
    assert (result["false_answer"]["product"], result["false_answer"]["naive"]) == (1, 0)
    assert (result["firewall"]["product"], result["firewall"]["naive"]) == (1, 0.5)


def test_a_model_that_answers_right_is_not_blamed_for_its_form() -> None:
    result = duel.fight(cases(AMOUNT), naive_ask("d’accord", "19 000 € la première année"))
    assert result["figures_written"]["naive"] == result["firewall"]["naive"] == 1


def passage(text: str) -> SimpleNamespace:
    return SimpleNamespace(id=text, text=text, heading="", sentences=(text,))


def test_search_alone_shows_the_passages_of_the_question_s_day_and_never_refuses() -> None:
    seen: list[tuple[str, str]] = []

    def search(query: str, k: int, on: date) -> list[SimpleNamespace]:
        seen.append((query, str(on)))
        return [SimpleNamespace(passage=passage("L’aide est de 18 000 €."), score=1.0, sentence_scores=(0.9,))]

    alone = naive.alone(cast("Retriever", SimpleNamespace(search=search)))
    result = duel.search_alone(cases(AMOUNT, OUTSIDE), alone)
    assert seen == [("combien ?", "2026-11-21")]
    assert set(result) == {"figures_written"}
    assert (result["figures_written"]["product"], result["figures_written"]["naive"]) == (1, 0)


def test_the_comparison_is_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = duel.fight(cases(AMOUNT), naive_ask("oui", "rien"))
    duel.show(result, "stub:model", tmp_path)
    assert "stub:model" in capsys.readouterr().err
    assert json.loads((tmp_path / "duel.json").read_text())["measures"]["figures_written"]["naive"] == 0


def test_an_unknown_provider_is_named() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        naive.load("nowhere:model")


def test_the_command_compares_with_any_configured_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as server:
        server.reply = "L’aide est de 18 000 €, plus 7 123 € de prime."
        monkeypatch.setenv("AM_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("AM_EMBEDDING_MODEL", "lexical")
        monkeypatch.setenv("AM_LLM_BASE_URL", server.url)
        monkeypatch.setenv("AM_LLM_API_KEY", "none")
        assert main(["eval", "--llm", "openai:stub", "--id", "^aid24-half", "--out", str(tmp_path)]) == 0
    told = json.loads((tmp_path / "duel.json").read_text(encoding="utf-8"))
    written = told["measures"]["figures_written"]
    assert told["model"] == "openai:stub" and written["n"] >= 3
    assert (written["product"], written["naive"]) == (1, 0)
    assert told["measures"]["firewall"]["naive"] == 0
