"""A model is believed as far as it was right where ours knows to have been: no further, and not for good."""

from __future__ import annotations

import pytest
from scripted import believed

from assistant.heard import Act, Ask, Heard, Outcome
from assistant.listening.record import BEST, TENTHS, Record
from assistant.listening.second import SUREST, Second
from assistant.reader import WORDS_ALONE

SHARES = [(tenth + 0.5) / TENTHS for tenth in range(TENTHS)]


def counted(record: Record, share: float, agrees: int, of: int) -> Record:
    """Count so many messages, of which the model agrees on some, spread evenly."""
    for rank in range(of):
        record.count(share, agrees=(rank + 1) * agrees // of > rank * agrees // of)
    return record


@pytest.mark.parametrize("share", SHARES)
def test_a_model_that_nothing_is_known_of_is_not_believed(share: float) -> None:
    assert Record().worth(share) == 0


@pytest.mark.parametrize("share", [0.25, 0.55, 0.75, 0.85])
def test_who_agrees_as_often_as_ours_is_right_is_surer_than_ours_within_a_few_messages(share: float) -> None:
    assert counted(Record(), share, round(20 * share), 20).worth(share) > share


def test_it_takes_longer_to_be_surer_than_ours_where_ours_hardly_errs() -> None:
    assert counted(Record(), 0.95, 10, 10).worth(0.95) < 0.95
    assert counted(Record(), 0.95, 40, 40).worth(0.95) > 0.95


@pytest.mark.parametrize("share", SHARES[3:])
def test_who_agrees_half_as_often_is_worth_half(share: float) -> None:
    assert counted(Record(), share, round(100 * share), 200).worth(share) == pytest.approx(0.5, abs=0.06)


def test_who_hears_the_easy_messages_alone_is_not_believed_of_the_others() -> None:
    record = counted(counted(Record(), 0.97, 300, 300), 0.65, 0, 30)
    assert record.worth(0.97) > 0.97
    assert record.worth(0.65) == 0


@pytest.mark.parametrize("share", SHARES)
def test_nobody_is_worth_certainty(share: float) -> None:
    assert believed().worth(share) <= BEST < 1


def test_who_betrays_is_soon_believed_no_more_and_may_redeem_itself() -> None:
    record = counted(Record(), 0.65, 195, 300)
    assert record.worth(0.65) > 0.65
    assert counted(record, 0.65, 0, 60).worth(0.65) < 0.65
    assert counted(record, 0.65, 195, 300).worth(0.65) > 0.65


@pytest.mark.parametrize(("worth", "outcome"), [(SUREST + 0.01, Outcome.FOLLOWED), (SUREST - 0.01, Outcome.OURS)])
def test_ours_is_believed_no_further_than_it_is_right_however_sure(worth: float, outcome: Outcome) -> None:
    ours = Heard(Act.ASK, (Ask("aid.amounts", words="combien ?", share=0.9999),))
    second = Second("combien ?", "m", labels=("contract.payment/general",), worth=worth)
    assert second.heard(ours, None, WORDS_ALONE)[1] is outcome
