"""What a message asks in the light of its words: the aspect that stands for the one its words are like."""

from __future__ import annotations

import pytest

from assistant.asked_anew import in_the_light_of
from assistant.hearing import going_back
from assistant.turn import State, Understanding


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Soit par mois ?", "aid.amounts/per_month"),
        ("soit combien par mois", "aid.amounts/per_month"),
        ("donc rapporté au mois ?", "aid.amounts/per_month"),
        ("et c’est versé par mois ?", "contract.payment/monthly"),
    ],
)
def test_an_amount_is_brought_to_the_month(text: str, label: str) -> None:
    heard = in_the_light_of(Understanding(), going_back("contract.payment/monthly"), State(), text, again=False)
    assert heard.asks[0].label == label
