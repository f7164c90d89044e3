"""A sum that she puts to us is told right or not, with what it is."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from answers import TODAY

from assistant.aspects import aspect
from assistant.deciding import cases
from assistant.heard import Act, Heard
from assistant.installation import load
from assistant.turn import State, Turn
from assistant.understanding import understand
from assistant.wording import leads
from rules.profile import Profile

PARAMETERS = load(None, TODAY)[0]


def _said(text: str, **profile: Any) -> tuple[str | None, str]:
    """The verdict and the sentence of the check of an amount, for a doctor who said ``text``."""
    read = understand(text, TODAY)
    state = State(profile=Profile.model_validate({**read.profile(), **profile}))
    turn = Turn(text, read, replace(Heard(Act.ASK)), state)
    of = aspect("aid.amounts", "check_amount")
    (lead,) = leads(of, cases(of.rule, PARAMETERS, state, TODAY), turn, PARAMETERS, TODAY)
    return lead.verdict, lead.text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "known", "answer", "expected"),
    [
        ("donc 33 000 les deux ensemble, c’est ça ?", {"etp": 0.5}, "yes", "(19 000 + 14 000 €)"),
        ("ça fait 126 000 sur la durée, exact ?", {"etp": 1}, "no", "**132 000 €** au plus sur cinq ans"),
        ("66 000 sur cinq ans, c’est bon ?", {}, "yes", "un mi-temps"),
        ("je trouve 55 000", {"etp": 0.5}, "yes", "Sur cinq ans, l’aide atteint **66 000 €**"),
        ("ça fait bien 52 000 pour deux ans ?", {"etp": 1}, "no", "**66 000 €** sur les deux premières années"),
        ("18 000 puis 13 500, exact ?", {"etp": 0.5, "signed_on": date(2023, 1, 15)}, "yes", "13 500 € la deuxième"),
        ("18 000 puis 13 500, exact ?", {"etp": 0.5}, "no", "14 000 € la deuxième"),
        ("36 000 la première année, c’est bien ça ?", {"etp": 1}, "no", "38 000 €"),
    ],
)
def test_an_amount_put_is_right_or_told_as_it_is(text: str, known: dict[str, Any], answer: str, expected: str) -> None:
    verdict, said = _said(text, **known)
    assert verdict == answer
    assert expected in said
