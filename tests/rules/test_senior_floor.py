"""How many patients a doctor of 65 may lose, whether the number known is the one at the start or the one left."""

from datetime import date
from decimal import Decimal

import pytest

from rules.catalogue import decide
from rules.profile import Profile
from tests.rules.test_cases import PARAMETERS

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize("start", [1, 9, 10, 775, 1001, 1240, 1340, 2999])
def test_a_loss_is_judged_the_same_from_the_start_and_from_what_is_left(start: int) -> None:
    decision = decide("objectives.senior", PARAMETERS, Profile(age=67, patientele_mt=start), TODAY)
    figures = {figure.key: figure.value for figure in decision.figures if isinstance(figure.value, Decimal)}
    within, beyond, drop = figures["perte_toleree"], figures["perte_sure"], figures["baisse_toleree"]
    for loss in range(start):
        if loss <= within:
            assert loss * 100 <= start * drop, "tolerated of the start known"
            assert loss * 100 <= (start + loss) * drop, "and of a larger one"
        if loss > beyond:
            assert loss * 100 > (start + loss) * drop, "too many, even of a larger start"


@pytest.mark.parametrize(("age", "reached"), [(57, False), (59, False), (60, None), (64, None)])
def test_65_is_out_of_reach_only_where_the_contract_ends_before(age: int, reached: bool | None) -> None:
    decision = decide("objectives.senior", PARAMETERS, Profile(age=age), TODAY)
    assert {reason.id: reason.met for reason in decision.reasons}.get("age_atteint_en_cours") is reached
