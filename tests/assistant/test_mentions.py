"""What is said, whose it is and how it is said: labelled messages, and what must stay no fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.reading.facts import Mention
from assistant.turn import Understanding
from assistant.understanding import understand
from rules.profile import Profile

TODAY = date(2026, 11, 28)
LABELLED: dict[str, list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("mentions.yaml").read_text("utf-8"))
_LABEL = re.compile(r"(\w+)=(\d+/\d+|[^/~]+)(~?)((?:/\w+)*)")
_WHOSE = ("colleague", "group", "assistant", "secretary", "patient", "other")


@dataclass
class Score:
    """Counts over a list, with a line for each mistake."""

    right: int = 0
    missed: int = 0
    invented: int = 0
    mistakes: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.missed + self.invented)

    def count(self, text: str, wanted: list[str], got: list[str]) -> None:
        self.right += len(set(wanted) & set(got))
        self.missed += len(set(wanted) - set(got))
        self.invented += len(set(got) - set(wanted))
        if set(wanted) != set(got):
            self.mistakes.append(f"{text!r}: {sorted(got)}, expected {sorted(wanted)}")


def read(entry: dict[str, Any]) -> Understanding:
    known = Profile.model_validate(entry["known"]) if "known" in entry else None
    return understand(entry["q"], TODAY, entry.get("asked"), known=known, said_last=entry.get("said_last"))


@pytest.mark.parametrize("part", LABELLED)
def test_mentions_reach_the_gate_with_whose_and_how(part: str) -> None:
    score = Score()
    for entry in LABELLED[part]:
        score.count(entry["q"], [_wanted(label) for label in entry["mentions"]], [*map(_shown, read(entry).mentions)])
    assert len(LABELLED[part]) >= 100
    assert score.f1 >= 0.97, "\n".join(score.mistakes)


@pytest.mark.parametrize("part", LABELLED)
def test_every_number_is_read_with_its_unit(part: str) -> None:
    score = Score()
    for entry in LABELLED[part]:
        if "quantities" in entry:
            got = [f"{item.value.normalize():f} {item.unit}" for item in read(entry).quantities]
            score.count(
                entry["q"], [f"{Decimal(value):f} {unit}" for value, unit in map(str.split, entry["quantities"])], got
            )
    assert score.f1 >= 0.97, "\n".join(score.mistakes)


@pytest.mark.parametrize("entry", [entry for part in LABELLED.values() for entry in part], ids=lambda entry: entry["q"])
def test_what_else_a_message_says(entry: dict[str, Any]) -> None:
    understood = read(entry)
    assert understood.reset is entry.get("reset", False)
    assert understood.vague is entry.get("vague", False)
    if "signed" in entry:
        first, last = understood.partial_signature or (date.min, date.min)
        assert first <= entry["signed"] <= last
    spans = [item.span for item in understood.mentions] + [item.span for item in understood.quantities]
    assert all(entry["q"][start:end] for start, end in spans)
    assert all(item in understood.mentions and item.counts for item in understood.facts)


def test_another_s_value_and_a_condition_are_mentions_but_no_facts() -> None:
    understood = understand("mon associé a 1 500 patients, faut-il être en ZIP ?", TODAY)
    assert understood.profile() == {}
    assert [(item.field, item.whose, item.how) for item in understood.mentions] == [
        ("patientele_mt", "colleague", "stated"),
        ("zone", "me", "required"),
    ]


@pytest.mark.parametrize(
    ("text", "etp"),
    [
        ("mon assistante travaille aux deux tiers", Fraction(2, 3)),
        ("et à 4/5e ?", Fraction(4, 5)),
        ("elle est à 151,67 h/mois", Fraction(1)),
        ("puis-je confier la paie à un tiers ?", None),
        ("puis-je confier la paie de mon assistante à un tiers ?", None),
        ("l'aide est réduite à la moitié ?", None),
        ("l'aide est réduite aux deux tiers ?", None),
    ],
)
def test_a_part_or_hours_are_a_working_time_where_nothing_else_can_be_meant(text: str, etp: Fraction | None) -> None:
    assert understand(text, TODAY).profile().get("etp") == etp


def test_a_loss_is_counted_from_what_is_known_and_for_this_message_only() -> None:
    understood = understand("et si je perds 100 patients ?", TODAY, known=Profile(patientele_mt=840))
    assert (understood.profile(), understood.supposed) == ({"patientele_mt": 740}, True)
    assert understand("et si je perds 100 patients ?", TODAY).profile() == {}


def test_a_bare_number_without_a_question_or_a_correction_is_no_fact() -> None:
    assert understand("840", TODAY).profile() == {}
    assert understand("non 840 pardon", TODAY, known=Profile(age=84)).profile() == {}


def _shown(item: Mention) -> str:
    return _written(item.field, item.value, item.approximate, item.whose, item.how)


@pytest.mark.parametrize(
    ("text", "profile"),
    [
        ("Je pense signer en janvier 2027 avec une aide-soignante à plein temps. Combien par an ?", "aide-soignant"),
        ("et avec une infirmière ?", "infirmier"),
        ("je bosse avec une infirmière, je veux une assistante à mi-temps", None),
        ("avec une secrétaire à l’accueil, puis-je prendre une assistante ?", None),
    ],
)
def test_who_one_signs_with_is_the_assistant_and_who_one_works_with_is_not(text: str, profile: str | None) -> None:
    facts = {item.field: item.value for item in understand(text, TODAY).facts}
    assert facts.get("assistant_profile") == profile


def _wanted(label: str) -> str:
    match = _LABEL.fullmatch(label)
    assert match, label
    said = match[4].split("/")[1:]
    whose = next((name for name in said if name in _WHOSE), "me")
    how = next((name for name in said if name not in _WHOSE), "stated")
    value: Any = {"true": True, "false": False}.get(match[2].lower(), match[2])
    return _written(match[1], value, bool(match[3]), whose, how)


def _written(name: str, value: Any, about: bool, whose: str, how: str) -> str:
    """One spelling a value, through the profile's own validation."""
    if name in ("etp", "current_etp"):
        value = Fraction(str(value))
    elif isinstance(value, str) and re.fullmatch(r"\d+", value) and name not in ("department", "zone"):
        value = int(value)
    return f"{name}={Profile.model_validate({name: value}).known()[name]}{'~' if about else ''}/{whose}/{how}"


def test_the_labels_are_of_every_sort() -> None:
    assert set(_sorts()) >= {*_WHOSE, "asked", "required", "supposed", "denied", "former", "planned"}


def _sorts() -> Iterator[str]:
    for part in LABELLED.values():
        for entry in part:
            for label in entry["mentions"]:
                yield from _wanted(label).split("/")[-2:]
