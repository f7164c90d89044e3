"""The labelled sentences are many and varied, and a reader that misses a spelling is seen by its own metric."""

import re
from collections.abc import Callable

import pytest

from assistant.spellings import numbers
from eval import extractor, gate, run
from eval.asking import Product
from eval.bank import Question
from eval.extractor import READERS, STRICT, Reader, counting, covering, measure, sentences


def test_the_labelled_set_is_large_and_holds_texts_without_any_number() -> None:
    labelled = sentences()
    assert sum(bool(one.labels) for one in labelled) >= 200
    assert sum(one.group == "without" for one in labelled) >= 100
    assert all(bool(one.labels) != (one.group == "without") for one in labelled)
    assert len({one.text for one in labelled}) == len(labelled)


def test_braces_are_taken_off_and_blanked() -> None:
    one = extractor._sentence("De {2} à {3 ans}.", "figures")
    assert (one.text, [one.text[a:b] for a, b in one.labels]) == ("De 2 à 3 ans.", ["2", "3 ans"])
    assert one.without(*one.labels) == "De … à …."


def test_the_readers_hold_their_gates() -> None:
    thresholds = {threshold.metric: threshold.least for threshold in gate.read()}
    rates, misread = extractor.rates()
    held = {name for name in rates if name in thresholds}
    assert held == {"model_recall", "model_precision", "own_recall", "check_recall"}
    assert {name: misread[name] for name in held if rates[name]["rate"] < thresholds[name]} == {}


def outcomes(reader: Reader, kind: str) -> tuple[list[bool], list[str]]:
    return {name: (right, wrong) for name, right, wrong in measure({"model": reader})}[f"model_{kind}"]


def blind_to(pattern: str) -> Callable[[str], list[tuple[int, int]]]:
    """The product's reader, blind to one spelling."""
    return lambda text: [(a, b) for a, b in numbers(text) if not re.search(pattern, text[a:b])]


@pytest.mark.parametrize(
    ("pattern", "missed"),
    [("k ?€", "38 k€"), ("[Vv]ingt", "Vingt et un"), ("½", "½"), ("%", "50 %"), ("[٠-٩]", "٣٨"), ("XII", "XII")],
)
def test_a_spelling_that_is_not_read_lowers_recall(pattern: str, missed: str) -> None:
    right, wrong = outcomes(covering(blind_to(pattern)), "recall")
    assert sum(right) < sum(outcomes(READERS["model"], "recall")[0])
    assert any(told.startswith(f"{missed} : ") for told in wrong)


def test_an_article_read_as_a_number_lowers_precision() -> None:
    def eager(text: str) -> list[tuple[int, int]]:
        return numbers(text) + [match.span() for match in re.finditer(r"\bune?\b", text)]

    right, wrong = outcomes(covering(eager), "precision")
    assert any("Une aide, un contrat" in told for told in wrong)
    assert sum(right) / len(right) < 0.95


def test_half_a_number_masked_is_not_found() -> None:
    right, _ = outcomes(covering(lambda text: [(a, a + 1) for a, b in numbers(text)]), "recall")
    assert sum(right) < len(right) / 2


def test_only_the_strict_reader_answers_for_names_and_small_words() -> None:
    asked = len(outcomes(counting(READERS["own"].found), "recall")[0])
    assert asked == sum(len(one.labels) for one in sentences() if one.group != STRICT)
    assert asked < len(outcomes(READERS["model"], "recall")[0])


def test_a_missed_spelling_fails_the_run_and_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(extractor, "READERS", {**READERS, "model": covering(blind_to("½|k ?€|%"))})
    question = Question(id="q", question="bonjour", kind="out_of_scope", split="train")
    monkeypatch.setattr(run, "load", lambda *folders: [question])
    assert run.main(Product(lambda request: {"kind": "out_of_scope", "text": ""})) == 1
    told = capsys.readouterr().err
    assert "(numbers_of_a_model_found)\u00a0: 9" in told and "½ : ½ ETP." in told
