"""What sentences on amounts may name of her own contract: the sums are those of the rules, told in words."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from answers import TODAY

from assistant.aspects import Claim, aspect
from assistant.decided import Lead
from assistant.deciding import cases
from assistant.heard import Act, Ask, Heard
from assistant.installation import load
from assistant.own_aid import names, own
from assistant.reading.quantities import Quantity
from assistant.turn import State, Turn, Understanding
from assistant.wording import leads
from rules.profile import Profile

PROFILES: tuple[dict[str, Any], ...] = (
    {},
    {"etp": 1, "percentile": 92, "signed_on": "2023-05-12"},
    {"etp": 1, "signed_on": "2020-01-05"},
)
PARAMETERS = load(None, TODAY)[0]


def _said(
    label: str,
    text: str = "",
    euros: int = 0,
    percent: str = "",
    years: tuple[int, ...] = (),
    regime: str | None = None,
    put: bool = False,
    **profile: Any,
) -> Lead:
    """The first sentence of an aspect for a doctor who said ``text``, and ``put`` its own proposition."""
    said: list[Quantity] = [Quantity("euros", Decimal(euros), (0, 1))] if euros else []
    said += [Quantity("percent", Decimal(percent), (0, 1))] if percent else []
    understanding = Understanding(quantities=tuple(said), asked_years=years)
    state = State(profile=Profile.model_validate(profile), regime=regime)
    of = aspect(*label.split("/"))
    asked = Ask(of.topic, of.id, puts=(of.claim or Claim.OPEN) if put else Claim.OPEN)
    turn = Turn(text, understanding, Heard(Act.ASK, (asked,)), state)
    (lead,) = leads(of, cases(of.rule, PARAMETERS, state, TODAY), turn, PARAMETERS, TODAY)
    return lead


def _text(*args: Any, **known: Any) -> str:
    return _said(*args, **known).text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("label", "known", "expected"),
    [
        ("aid.amounts/some_years", {"years": (1, 2, 3), "etp": 0.5}, "**44 000 €** au plus sur les trois"),
        ("aid.amounts/some_years", {"years": (3, 4, 5), "etp": 0.5, "percentile": 95}, "**57 000 €** au plus"),
        ("aid.amounts/some_years", {"years": (1, 2)}, "**66 000 €** sur les deux premières années à temps plein"),
        ("aid.amounts/full_or_half", {}, "**66 000 € de plus** sur tout le contrat pour un temps plein"),
        ("aid.amounts/full_or_half", {"years": (3,), "percentile": 92}, "**13 000 € de plus** la troisième année"),
        ("aid.amounts/than_before", {"etp": 1}, "**2 000 € de plus** la première année (38 000 € au lieu de 36 000 €)"),
        ("aid.amounts/than_before", {"etp": 1}, "soit 6 000 € de plus sur tout le contrat"),
        ("aid.amounts/this_year", {"etp": 1, "signed_on": date(2023, 5, 12)}, "**quatrième année**, jusqu’au 11 mai"),
        ("aid.amounts/this_year", {"etp": 1, "signed_on": date(2020, 11, 3)}, "terme** le 2 novembre 2025"),
        ("aid.amounts/next_year", {"etp": 0.5, "signed_on": date(2025, 1, 10)}, "**11 000 €** au plus pour un mi"),
        ("aid.amounts/per_month", {"etp": 0.5, "percentile": 97}, "**1 583,33 € par mois**"),
        ("aid.amounts/busy", {"etp": 0.5, "percentile": 97}, "soit 29 000 € de plus sur tout le contrat"),
        ("aid.amounts/busy", {"etp": 0.5, "percentile": 92, "years": (3,)}, "**2 000 € de plus** la troisième année"),
        ("aid.amounts/so_far", {"etp": 0.5, "signed_on": date(2023, 1, 15)}, "**53 500 €** au plus depuis"),
        ("aid.amounts/to_come", {"etp": 0.5, "signed_on": date(2024, 1, 15)}, "il reste **22 000 €** au plus jusqu’à"),
        ("aid.amounts/one_year", {"etp": 0.5, "years": (1, 2)}, "première année et 14 000 € la deuxième"),
        ("aid.amounts/twice", {"signed_on": date(2023, 1, 15)}, "Sur tout le contrat : 129 000 € contre 64 500 €"),
        ("aid.amounts/how_much_less", {"etp": 1}, "**10 000 € de moins** la deuxième année"),
        ("aid.nature/taxable", {}, "L’aide est imposable"),
        ("aid.amounts/third_or_half", {}, "depuis le 1er mai 2023"),
        ("aid.amounts/how_much_less", {"etp": 1, "years": (1, 3)}, "**16 000 € d’écart**"),
        ("aid.amounts/first_or_now", {"etp": 0.5, "signed_on": date(2021, 12, 6)}, "**7 000 € de moins** que la"),
        ("aid.amounts/next_year", {"etp": 1, "signed_on": date(2021, 12, 6)}, "**aucune aide n’est prévue ensuite**"),
        ("aid.amounts/one_year", {"text": "et après ?", "etp": 1, "years": (1,)}, "28 000 € la deuxième, puis 22 000"),
        ("aid.amounts/one_year", {"text": "la 2e ? et après ?", "years": (2,)}, "**14 000 € la deuxième année**, puis"),
        ("aid.amounts/one_year", {"text": "après la 2e année ?", "etp": 1, "years": (2,)}, "aide est de **28 000 €**"),
        ("aid.amounts/one_year", {"etp": 1, "years": (2,), "shared_between": 2}, "**28 000 €** pour tous ceux"),
        ("aid.amounts/raise_percent", {"etp": 0.5, "years": (1,)}, "**5,56 % la première année**"),
        ("aid.amounts/raise_percent", {}, "**5,56 % la première année, 3,7 % la deuxième et 4,76 % par an"),
        ("aid.amounts/still_old", {"etp": 1, "signed_on": date(2022, 10, 12)}, "**22 000 €** au plus"),
        ("aid.amounts/one_year", {"text": "Après ?", "etp": 1, "contract_year": 1}, "28 000 € la deuxième, puis 22"),
        ("aid.amounts/full_or_half", {"text": "écart par an, en moyenne"}, "**13 200 € par an** en moyenne"),
    ],
)  # fmt: skip
def test_a_sum_is_told_first(label: str, known: dict[str, Any], expected: str) -> None:
    assert expected in _text(label, **known)


@pytest.mark.parametrize(
    ("euros", "known", "answer"),
    [
        (38000, {"etp": 1}, "yes"),
        (36000, {"etp": 1}, "no"),
        (36000, {"etp": 1, "signed_on": date(2023, 7, 15)}, "yes"),
        (27000, {"etp": 1, "years": (2,)}, "no"),
        (19000, {}, "yes"),
        (36000, {}, "no"),
        (22000, {"signed_on": date(2022, 4, 3), "etp": 1}, "yes"),
    ],
)
def test_an_amount_put_is_compared_with_hers(euros: int, known: dict[str, Any], answer: str) -> None:
    assert _said("aid.amounts/check_amount", euros=euros, **known).verdict == answer


@pytest.mark.parametrize(
    ("label", "known", "answer"),
    [
        ("aid.amounts/degressive", {"etp": 0.5}, "yes"),
        ("aid.amounts/degressive", {"etp": 0.5, "percentile": 96}, "no"),
        ("aid.amounts/stays", {"etp": 0.5}, "no"),
        ("aid.amounts/stays", {"etp": 0.5, "percentile": 96}, "yes"),
        ("salary.employer_cost/covers", {"etp": 1}, "no"),
        ("salary.employer_cost/covers", {"etp": 1, "years": (1,)}, "yes"),
        ("salary.employer_cost/covers", {"etp": 1, "percentile": 96}, "yes"),
        ("salary.employer_cost/costs_me", {"etp": 1}, "yes"),
        ("salary.employer_cost/costs_me", {"etp": 1, "years": (1,)}, "no"),
        ("aid.amounts/old_contract", {"etp": 1, "signed_on": date(2022, 3, 3)}, "yes"),
        ("aid.amounts/still_old", {"etp": 1, "signed_on": date(2022, 3, 3)}, "no"),
        ("aid.amounts/still_old", {}, "no"),
        ("aid.nature/loan", {}, "no"),
        ("aid.nature/indexed", {}, "unknown"),
        ("aid.amounts/objectives_missed", {"etp": 0.5}, "unknown"),
    ],
)
def test_the_verdict_is_about_her_own_case(label: str, known: dict[str, Any], answer: str) -> None:
    assert _said(label, put=True, **known).verdict == answer


@pytest.mark.parametrize(("percent", "year", "answer"), [("5", 1, "no"), ("5.56", 1, "yes"), ("5.6", 1, "yes")])
def test_a_rise_put_is_compared_with_that_of_the_amounts(percent: str, year: int, answer: str) -> None:
    assert _said("aid.amounts/raise_percent", percent=percent, years=(year,), etp=1).verdict == answer


def test_a_former_text_s_later_years_are_paid_at_the_latest_amounts() -> None:
    told = _text("aid.amounts/one_year", years=(2,), regime="reglement-arbitral-2023", etp=1)
    assert "**27 000 €** pour un temps plein" in told
    assert "mais de **28 000 €** si cette année a commencé à partir du 22 juin 2024" in told


def test_a_gross_pay_leaves_no_remainder_and_a_whole_cost_does() -> None:
    gross = _text("salary.employer_cost/with_my_pay", "2000 brut, reste à charge ?", euros=2000, etp=1)
    assert "**24 000 € par an**, avant charges patronales" in gross
    assert "14 000 € de plus la première année, 4 000 € de plus la deuxième et 2 000 € de moins par an" in gross
    whole = _text("salary.employer_cost/with_my_pay", "elle coûte 2 900 charges comprises", euros=2900, etp=1)
    assert "**34 800 € par an** charges comprises" in whole
    assert "de 6 800 € la deuxième" in whole


def test_an_aid_above_the_cost_of_the_whole_contract_is_told() -> None:
    told = _text("salary.employer_cost/left_in_all", "elle coûte 2 150 tout compris", euros=2150, etp=1)
    assert "l’aide le dépasse de **3 000 € au plus sur tout le contrat**" in told


def test_the_aid_itself_is_not_taken_for_a_pay() -> None:
    told = _text("salary.employer_cost/general", "vous donnez 38 000, elle coûte combien ?", euros=38000, etp=1)
    assert told.startswith("Comptez environ **28 656 € par an**")


def test_every_name_given_is_one_that_sentences_may_use() -> None:
    known = set(names())
    for rule in ("aid.amounts", "salary.employer_cost", "aid.nature"):
        for profile in PROFILES:
            state = State(profile=Profile.model_validate(profile))
            turn = Turn("2000 € brut", Understanding(asked_years=(1, 2)), Heard(Act.ASK), state)
            for case in cases(rule, PARAMETERS, state, TODAY):
                given = own(case, turn, PARAMETERS, "", TODAY)
                assert {*given.figures, *given.texts} <= known


def test_of_a_net_pay_and_its_whole_cost_the_cost_is_counted() -> None:
    text = "1 600 net, 2 388 par mois tout compris : reste ?"
    said = tuple(Quantity("euros", Decimal(value), (0, 1)) for value in (1600, 2388))
    turn = Turn(text, Understanding(quantities=said, asked_years=(3,)), Heard(Act.ASK), State(profile=Profile(etp=1)))
    (case,) = cases("salary.employer_cost", PARAMETERS, turn.state, TODAY)
    hers = own(case, turn, PARAMETERS, "", TODAY)
    assert hers.figures["pay.loaded_year"].value == 28656
    assert "6 656" in hers.texts["pay.left"].replace("\u202f", " ")
    assert hers.texts["pay.covered"] == "non"
