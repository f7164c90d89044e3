"""What a group is told in its own figures: at its ceiling, in proportion, with as many hosts of juniors as it says."""

from __future__ import annotations

import re

import pytest
from answers import Ask

from assistant.asked_anew import in_the_light_of
from assistant.heard import Act, Heard
from assistant.heard import Ask as Asked
from assistant.of_the_group import to_the_group
from assistant.reading.prepared import prepared
from assistant.reading.replies import counted_anew
from assistant.turn import State, Understanding
from rules.profile import Profile

HOSTS = (
    "Contrat collectif, nous sommes 5 médecins et 3 accueillent un docteur junior : combien d’assistants au maximum ?"
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Et si y'en a qu'un finalement ?", 1),
        ("et s'ils n'étaient que deux ?", 2),
        ("en fait il n’y en a que 2", 2),
        ("si deux le font ?", 2),
        ("et aucun ?", 0),
        ("et si personne n'en accueille ?", 0),
        ("et avec trois ?", 3),
        ("et si on est 4 à 35 h ?", None),
        ("un seul contrat ?", None),
        ("et la 2e année ?", None),
    ],
)
def test_what_was_counted_is_counted_anew(text: str, count: int | None) -> None:
    assert counted_anew(prepared(text)) == count


def test_the_ceiling_follows_how_many_host_a_junior(ask: Ask) -> None:
    one = "Contrat collectif, 6 médecins dont 1 accueille un docteur junior : combien d’assistants au maximum ?"
    assert ask(one).text.startswith("**6,5 ETP")  # it was 9
    assert ask(HOSTS).text.startswith("**6,5 ETP")
    assert ask("et s’ils n’étaient que deux ?", HOSTS).text.startswith("**6 ETP")
    assert ask("et aucun ?", HOSTS).text.startswith("**5 ETP")
    assert ask("en fait il n’y en a que 2", HOSTS).understood["members"] == 5


@pytest.mark.parametrize(
    ("year", "amount"), [("1re", "190 000 €"), ("deuxième", "140 000 €"), ("troisième", "110 000 €")]
)
def test_a_year_is_told_at_the_ceiling_too(ask: Ask, year: str, amount: str) -> None:
    answer = ask(f"aide collective, la {year} année, combien ?", "SISA de 5 généralistes, contrat collectif")
    assert amount in re.sub(r"\s", " ", answer.text.split("\n")[0])


@pytest.mark.parametrize(
    ("label", "of"),
    [
        ("objectives.evaluation/partly", "collective.aid/prorata"),
        ("eligibility.second_assistant/how_many", "collective.eligibility/most_assistants"),
        ("objectives.evaluation/general", "collective.aid/objectives"),
        ("objectives.thresholds/file_active", "collective.aid/objectives"),
    ],
)
def test_a_group_is_answered_as_one(label: str, of: str) -> None:
    topic, _, aspect = label.partition("/")
    assert to_the_group(Heard(Act.ASK, (Asked(topic, aspect),))).asks[0].label == of


@pytest.mark.parametrize(
    ("text", "known", "label"),
    [
        ("et si on est à 80 % de l’objectif ?", {}, "prorata"),
        ("elle doit arriver à combien de MT ?", {"new_installer": True}, "newcomer"),
        ("elle doit arriver à combien de MT ?", {}, "objectives"),
        ("quel est l’objectif du groupe ?", {"new_installer": True}, "objectives"),
    ],
)
def test_the_objective_in_the_light_of_what_is_said(text: str, known: dict[str, bool], label: str) -> None:
    heard, state = Heard(Act.ASK, (Asked("collective.aid", "objectives", text),)), State(profile=Profile(**known))
    assert in_the_light_of(Understanding(), heard, state, text, again=False).asks[0].aspect == label
