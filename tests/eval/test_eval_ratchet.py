"""The ratchet refuses each kind of silent loss, lets accepted ones through, and never names a held-back question."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from eval import ratchet, readme, words
from eval.ratchet import Accepted, RatchetError

Json = dict[str, Any]

FOUND = "Bon document dans les cinq premiers (Success@5)\u00a0: "


def total(rate: float) -> Json:
    return {"n": 10, "passed": 9, "rate": rate, "low": rate, "high": rate}


def run(*failing: str, rate: float = 0.9, found: float = 0.8) -> Json:
    """A run of two questions; ``failing`` names those whose figures are wrong."""
    cases = [
        {"id": name, "split": split, "checks": [{"metric": "figures", "passed": name not in failing}]}
        for name, split in (("open", "train"), ("secret", "held-back"))
    ]
    metrics = {"figures": total(rate), "Success@5": total(found)}
    summary = {
        "questions": {"all": 2, "held-back": 1},
        "passed": {"all": 2 - len(failing), "held-back": int("secret" not in failing)},
        "metrics": {"all": metrics, "held-back": metrics},
        "search_alone": {"words": {"n": 4, "product": 0.75, "naive": 0.5}},
    }
    return {"summary": summary, "cases": cases}


def lost(now: Json, before: Json, allowed: Sequence[Accepted] = (), *, whole: bool = True) -> list[str]:
    return [words.lost(loss) for loss in ratchet.losses(now, ratchet.baseline(before), list(allowed), whole=whole)]


def test_the_same_run_loses_nothing() -> None:
    assert lost(run("open"), run("open")) == []


def test_a_question_that_passed_and_fails_is_a_loss() -> None:
    assert lost(run("open"), run()) == ["open\u00a0: Chiffres exacts (figures), en défaut depuis la référence"]


def test_a_held_back_question_is_named_by_its_hash() -> None:
    (loss,) = lost(run("secret"), run())
    assert loss.startswith("sha256:")
    assert "secret" not in loss + json.dumps(ratchet.baseline(run("secret"))["failing"])


def test_a_rate_that_falls_is_a_loss_even_when_no_question_is() -> None:
    assert lost(run(rate=0.85), run()) == ["Chiffres exacts (figures)\u00a0: 85,0\u202f%, contre 90,0\u202f%"]
    assert lost(run(found=0.7), run()) == [f"{FOUND}70,0\u202f%, contre 80,0\u202f%"]
    assert lost(run(rate=0.895), run()) == []


def test_a_measure_that_is_gone_is_a_loss() -> None:
    now = run()
    del now["summary"]["metrics"]["all"]["Success@5"]
    assert lost(now, run()) == [f"{FOUND}plus mesuré, contre 80,0\u202f%"]


def test_a_question_new_to_the_bank_loses_nothing() -> None:
    before, now = run(), run("open", rate=0.5)
    before["cases"] = [case for case in before["cases"] if case["id"] != "open"]
    assert lost(now, before) == []


def test_a_question_that_is_no_longer_asked_is_a_loss() -> None:
    now = run()
    now["cases"] = [case for case in now["cases"] if case["id"] != "open"]
    assert lost(now, run()) == ["open\u00a0: n’est plus posée"]
    assert lost(now, run(), whole=False) == []


def test_what_fails_no_more_is_a_gain_unless_it_is_no_longer_asked() -> None:
    before, now = ratchet.baseline(run("open", "secret")), run()
    assert {gain["question"][:7] for gain in ratchet.gains(now, before)} == {"open", "sha256:"}
    now["cases"] = [case for case in now["cases"] if case["id"] != "open"]
    assert [gain["question"][:7] for gain in ratchet.gains(now, before)] == ["sha256:"]


def test_rates_of_a_part_of_the_bank_are_not_compared() -> None:
    assert lost(run(rate=0.5), run(), whole=False) == []


def test_an_accepted_loss_goes_through_for_its_metric_alone(tmp_path: Path) -> None:
    path = tmp_path / "accepted-losses.yaml"
    entry = "{question: open, metric: METRIC, reason: the old figure was wrong, date: 2026-11-22}"
    path.write_text("- " + entry.replace("METRIC", "figures"))
    assert lost(run("open"), run(), ratchet.accepted(path)) == []
    path.write_text("- " + entry.replace("METRIC", "verdict"))
    assert lost(run("open"), run(), ratchet.accepted(path)) != []


def test_no_list_accepts_nothing(tmp_path: Path) -> None:
    assert ratchet.accepted(tmp_path / "none.yaml") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {question: open, metric: figures, date: 2026-11-22}", "0.reason\u00a0: "),
        ("- {question: open, metric: figures, reason: ok, date: 2026-11-22}", "0.reason\u00a0: "),
        ("[", "YAML lisible"),
    ],
)
def test_a_loss_is_not_accepted_without_a_reason(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "accepted-losses.yaml"
    path.write_text(text)
    with pytest.raises(RatchetError, match=told):
        ratchet.accepted(path)


@pytest.mark.parametrize("text", ["", "[]", '{"metrics": {}, "failing": {}}'])
def test_a_bad_baseline_says_how_to_write_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text)
    with pytest.raises(RatchetError, match="--update-baseline"):
        ratchet.read(path)


def test_a_baseline_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    ratchet.write(run("open"), path)
    assert ratchet.losses(run("open"), ratchet.read(path), [], whole=True) == []


def test_the_committed_files_can_be_used() -> None:
    ratchet.accepted()
    names = {name for names in ratchet.read()["failing"].values() for name in names}
    from eval.bank import QUESTIONS, load  # noqa: PLC0415 - the bank is read here only

    held_back = {question.id for question in load(QUESTIONS) if question.split == "held-back"}
    assert not names & held_back


def test_the_numbers_of_the_readme_are_those_of_the_baseline() -> None:
    if not readme.README.exists():
        pytest.skip("no README beside the package")
    text = readme.README.read_text(encoding="utf-8")
    assert readme.filled(text, ratchet.read()) == text, "run: python -m eval.readme"


def test_only_the_table_of_the_readme_is_written() -> None:
    text = f"before\n{readme.START}\nold\n{readme.END}\nafter"
    written = readme.filled(text, ratchet.baseline(run()))
    assert written.startswith("before\n") and written.endswith("\nafter")
    assert "| figures exact, in data and in text | 10 | 90.0% |" in written and "old" not in written
    assert "| what must be said is said | 4 | 75.0% | 50.0% |" in written


def test_a_readme_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="evaluation:start"):
        readme.filled("no markers", ratchet.baseline(run()))
