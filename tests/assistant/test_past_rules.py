"""A time whose rules are asked about: read as such, decided as the texts stood, while the conversation is on it."""

from datetime import date

import pytest
from answers import TODAY, Ask

from assistant.conversation import take_turn
from assistant.deciding import cases
from assistant.installation import load
from assistant.turn import State
from assistant.understanding import understand
from rules.profile import Profile

PARAMETERS = load(None, TODAY)[0]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("dans les montants de 2021, combien pour un temps plein ?", date(2021, 1, 1), date(2021, 12, 31)),
        ("à l’hiver 2022-2023, un mi-temps valait combien ?", date(2022, 12, 1), date(2023, 2, 28)),
        ("fallait-il être deux au lancement du dispositif ?", date(2019, 9, 1), date(2019, 12, 31)),
        ("Au début, c’était réservé aux généralistes ?", date(2019, 9, 1), date(2019, 12, 31)),
        ("quelles spécialités étaient admises en 2019 ?", date(2019, 9, 1), date(2019, 12, 31)),
        ("à la rentrée 2021, qui pouvait entrer en formation ?", date(2021, 9, 1), date(2021, 9, 30)),
    ],
)
def test_the_time_of_the_rules_is_no_signature(text: str, first: date, last: date) -> None:
    read = understand(text, TODAY)
    assert read.rules_of == (first, last)
    assert read.partial_signature is None


@pytest.mark.parametrize(
    "text",
    [
        "j’ai signé en 2021, c’était combien ?",
        "un contrat de 2022 était payé combien la troisième année ?",
        "si j’étais parti en 2022, c’était combien ?",
        "je me suis installée en 2019, il fallait combien de patients ?",
        "en 2019 il fallait être deux, c’est toujours le cas ?",
        "mi-temps, 2022, combien ?",
        "et sans CQP, au début, elle fait quoi ?",
        "au début, je serai seul : ça change quelque chose ?",
    ],
)
def test_a_contract_a_life_or_the_present_is_no_time_of_rules(text: str) -> None:
    assert understand(text, TODAY).rules_of is None


def test_amounts_are_read_blind_to_what_raised_them() -> None:
    state = State(profile=Profile.model_validate({"etp": 0.5}), rules_of=(date(2022, 1, 1), date(2022, 12, 31)))
    (case,) = cases("aid.amounts", PARAMETERS, state, TODAY)
    assert [case.decision.figure(f"general.annee_{year}").value for year in (1, 2, 3)] == [18000, 13500, 10500]


def test_the_rules_of_a_time_of_today_s_text_are_those_of_today() -> None:
    state = State(profile=Profile.model_validate({"etp": 0.5}), rules_of=(date(2025, 1, 1), date(2025, 12, 31)))
    (case,) = cases("aid.amounts", PARAMETERS, state, TODAY)
    assert case.read_on is None
    assert case.decision.rules_on == TODAY


def test_it_holds_while_the_conversation_goes_on_from_it_and_ends_with_today() -> None:
    state = take_turn(State(), "mi-temps : montants de 2022 ?", TODAY).state
    assert state.rules_of
    assert take_turn(state, "et aujourd’hui ?", TODAY).state.rules_of is None


def test_the_answer_says_which_rules_it_is_about(ask: Ask) -> None:
    text = ask("aide d’un temps plein dans le barème de 2022, combien la première année ?").text
    assert "36\u202f000\u202f€" in text
    assert "règles en vigueur en 2022" in text
