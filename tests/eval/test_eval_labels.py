"""The model of intents on questions it never saw: measured, held by its gate, and shown where it errs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.encoder import load_encoder
from assistant.listening.listener import SURE_ENOUGH
from assistant.listening.second import SUREST
from assistant.reader import Likely, Reader
from assistant.reading.prepared import prepared
from eval import gate, labels, run, words
from eval.asking import Product
from eval.bank import Question
from eval.intents import unseen

Evaluate = Callable[[], tuple[int, str, str]]
QUESTION = Question(id="q", question="bonjour", kind="out_of_scope", split="train")


@pytest.fixture
def evaluate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Evaluate:
    """Run one question and what every run measures; return the exit code and what the reports say."""
    monkeypatch.setattr(run, "load", lambda *folders: [QUESTION])

    def evaluate() -> tuple[int, str, str]:
        product = Product(lambda request: {"kind": "out_of_scope", "text": ""})
        code = run.main(product, run.Options(out=tmp_path))
        summary, page = ((tmp_path / name).read_text(encoding="utf-8") for name in ("summary.md", "report.html"))
        return code, summary, page

    return evaluate


def test_questions_never_seen_are_understood(evaluate: Evaluate) -> None:
    (threshold,) = (one for one in gate.read() if one.metric == labels.METRIC)
    assert threshold.enforced and threshold.least >= 0.85
    total = labels.rates()[0][labels.METRIC]
    assert total["n"] == len(unseen()) > 190
    assert total["low"] < total["rate"] < total["high"] and total["rate"] >= threshold.least
    code, summary, page = evaluate()
    name, rate = words.named(labels.METRIC), words.percent(total["rate"])
    assert code == 0
    assert f"{name} <small>`{labels.METRIC}`</small> | {total['n']} | {rate}" in summary
    assert name in page and rate in page


def test_a_model_that_hears_money_everywhere_turns_the_gate_red_and_is_shown(
    evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    likely = Likely.read({"aid.amounts/general": 1.0, "contract.sharing/general": 0.0, "explanation": 0.0})
    monkeypatch.setattr(Reader, "_read", lambda reader, words: likely)
    monkeypatch.setattr(Reader, "_read_on", lambda reader, words, previous: likely)
    heard = labels.rates()[0]
    assert max(heard[name]["rate"] for name in labels.OF_THE_HAND) < 0.1
    code, summary, page = evaluate()
    assert code == 1
    assert "questions_never_seen" in capsys.readouterr().err
    assert "MANQUÉ" in summary
    assert "→ aid.amounts, attendu\u00a0: contract.sharing" in page


def test_without_its_questions_nothing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "unseen", dict)
    assert labels.rates() == ({}, {})


def test_where_our_reader_is_surest_it_is_right_as_often_as_it_is_believed() -> None:
    alone = [asked for asked in labels.hand() if not asked.previous][::2]
    reader = Reader(load_encoder)
    read = [(asked.label, reader.read(prepared(asked.text).text.strip())) for asked in alone]
    sure = [likely.label == label for label, likely in read if likely.share >= SURE_ENOUGH]
    assert len(sure) >= 300
    assert sum(sure) / len(sure) == pytest.approx(SUREST, abs=0.03)
