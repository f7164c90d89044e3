"""What new values change in the answers, and what must hold of them whatever the texts say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rules.dated import PARAMETERS, Parameters, load
from rules.effects import effects
from rules.invariants import broken

OURS = load()
EVE, FIRST = date(2024, 6, 21), date(2024, 6, 22)


def test_the_convention_moved_the_amounts_and_opened_a_second_assistant() -> None:
    moved = {(effect.topic, effect.profile.etp) for effect in effects(OURS, EVE, FIRST)}
    assert {"aid.amounts", "eligibility.second_assistant", "objectives.senior"} <= {topic for topic, _ in moved}


def test_nothing_moves_between_two_days_under_the_same_values() -> None:
    assert list(effects(OURS, date(2026, 11, 21), date(2026, 11, 28))) == []


def test_our_values_are_in_order() -> None:
    assert list(broken(OURS)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "aide.yaml",
            "{value: 14000,",
            "{value: 20000,",
            "aide.mi_temps.annee_1 vaut 19 000 au 22 juin 2024, moins que",
        ),
        (
            "aide.yaml",
            "{value: 26000,",
            "{value: 39000,",
            "aide.temps_plein.p95 vaut 38 000 au 22 juin 2024, moins que",
        ),
        ("seuils.yaml", "{value: 1045,", "{value: 700,", "p50 vaut 700 au 1er mai 2023, moins que"),
    ],
)
def test_a_slip_that_breaks_the_order_is_named_with_what_to_do(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    found = [line.replace("\u202f", " ") for line in broken(_changed(tmp_path, file, old, new))]
    assert any(said in line and "datez aussi sa nouvelle valeur" in line for line in found), found


def _changed(folder: Path, name: str, old: str, new: str) -> Parameters:
    for file in PARAMETERS.glob("*.yaml"):
        text = file.read_text("utf-8")
        assert file.name != name or old in text
        (folder / file.name).write_text(text.replace(old, new) if file.name == name else text, "utf-8")
    return load(folder)
