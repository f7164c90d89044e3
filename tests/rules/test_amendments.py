"""« Qu’est-ce qui change ? », answered from the dated values of a made-up amendment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rules.amounts import amount_of
from rules.catalogue import decide
from rules.dated import PARAMETERS, Parameters, load
from rules.differences import days_of_change, differences
from rules.profile import Profile
from rules.verdict import Decision

PUBLISHED, TODAY, FIRST = date(2028, 11, 20), date(2028, 11, 28), date(2029, 1, 1)
Ask = Callable[..., Decision]


@pytest.fixture(scope="module")
def parameters(tmp_path_factory: pytest.TempPathFactory) -> Parameters:
    """Ours, and an amendment: one amount from January, one exclusion."""
    folder = tmp_path_factory.mktemp("parameters")
    for file in PARAMETERS.glob("*.yaml"):
        text = file.read_text("utf-8")
        text = _dated(text, "aide.yaml", file, "mi_temps", "annee_1", "24680")
        text = _dated(text, "specialites.yaml", file, "", "exclues", "[radiologue, geneticien]")
        (folder / file.name).write_text(text, "utf-8")
    return load(folder, published={"avenant-essai": PUBLISHED})


def _dated(text: str, name: str, file: Path, group: str, key: str, value: str) -> str:
    """Add a value under a parameter's ``values``."""
    if file.name != name:
        return text
    start = text.index(f"{key}:\n", text.index(f"{group}:\n") if group else 0)
    at = text.index("values:\n", start) + len("values:\n")
    indent = " " * (len(text[at:]) - len(text[at:].lstrip(" ")))
    line = f"{indent}2029-01-01: {{value: {value}, references: [avenant-essai], standing: official}}\n"
    return text[:at] + line + text[at:]


@pytest.fixture
def ask(parameters: Parameters) -> Ask:
    def _ask(today: date = TODAY, **facts: object) -> Decision:
        return decide("regimes.changes", parameters, Profile.model_validate(facts), today)

    return _ask


def _rows(decision: Decision) -> dict[str, tuple[str, ...]]:
    rows = decision.table.rows if decision.table else ()
    return {row.heading: tuple(amount_of(cell) for cell in row.cells if cell) for row in rows}


@pytest.mark.parametrize("facts", [{}, {"signed_on": FIRST}, {"signed_on": "2029-06-30"}])
def test_a_published_text_is_told_before_and_after(ask: Ask, facts: dict[str, object]) -> None:
    decision = ask(**facts)
    assert decision.reasons[0].text == "Voici ce qui change à partir du 1er janvier 2029."
    rows = _rows(decision)
    assert rows.keys() == {
        "Aide annuelle, mi-temps (0,5 ETP), 1re année",
        "Aide annuelle, mi-temps (0,5 ETP), chaque année, patientèle P95 et plus",
    }
    assert {after for _, after in rows.values()} == {"24\u202f680\u202f€"}
    assert all(before != after for before, after in rows.values())
    assert any("en plus, généticien" in reason.text and "en moins" in reason.text for reason in decision.reasons)
    assert "avenant-essai" in decision.sources
    assert "Les contrats déjà signés gardent leurs montants." in decision.notes


@pytest.mark.parametrize("today", [date(2028, 11, 19), date(2028, 1, 10)])
def test_a_text_not_yet_published_changes_nothing(ask: Ask, today: date) -> None:
    decision = ask(today, signed_on=FIRST)
    assert decision.reasons[0].met is False
    assert decision.table is None
    assert "avenant-essai" not in decision.sources
    assert decision.not_established == ("Ce que changera un texte qui n’est pas encore publié.",)


def test_once_in_force_it_is_the_last_change(ask: Ask) -> None:
    decision = ask(date(2029, 2, 1))
    assert "le dernier changement date du 1er janvier 2029" in decision.reasons[0].text
    assert len(_rows(decision)) == 2


def test_before_the_first_text_nothing_had_changed(ask: Ask) -> None:
    assert ask(signed_on="2019-09-15").not_established


def test_a_long_table_is_cut_and_says_so(ask: Ask) -> None:
    short = ask(signed_on="2025-04-25")
    whole = ask(signed_on="2024-06-22")
    assert len(_rows(whole)) == 15
    assert any("laisse de côté" in note for note in whole.notes)
    assert not any("laisse de côté" in note for note in short.notes)


def test_what_was_counted_on_a_day_is_no_change(ask: Ask) -> None:
    decision = ask(date(2024, 12, 31), signed_on="2024-10-31")
    assert not any("ontrats signés" in heading for heading in _rows(decision))


def test_two_days_under_the_same_texts_do_not_differ(parameters: Parameters) -> None:
    assert list(differences(parameters, date(2028, 11, 21), TODAY)) == []
    assert FIRST in days_of_change(parameters, PUBLISHED)
    assert FIRST not in days_of_change(parameters, date(2028, 11, 19))
