"""Two rooms that never meet in the code say the same things: the sheets' figures are the rules' figures."""

import re
from decimal import Decimal

import pytest

from corpus import Corpus, load_corpus
from rules.catalogue import decide
from rules.dated import Parameters, load
from rules.options import OPTIONS
from rules.profile import Profile
from rules.units import Standing

AMOUNTS = re.compile(r"\d[\d ]*(?:,\d+)?(?: (?:à|ou|et) \d[\d ]*(?:,\d+)?)* €")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load()


def amounts(text: str) -> set[Decimal]:
    plain = text.replace("\u202f", " ").replace("\u00a0", " ")
    numbers = [number for run in AMOUNTS.findall(plain) for number in re.findall(r"\d[\d ]*(?:,\d+)?", run)]
    return {Decimal(number.replace(" ", "").replace(",", ".")) for number in numbers}


def worked_out(parameters: Parameters) -> set[Decimal]:
    """Amounts that the rules work out, as of each day an amount changes: five-year totals, what is left to pay."""
    opened = parameters["regimes.individuel"].values[0].since
    euros = [dated.since for parameter in parameters.values() if parameter.unit == "EUR" for dated in parameter.values]
    decisions = [
        decide(topic, parameters, Profile(etp=option.etp, signed_on=day), day)
        for day in {max(opened, since) for since in euros}
        for option in OPTIONS.values()
        for topic in ("aid.amounts", "salary.employer_cost", "salary.grid")
    ]
    figures = [figure for decision in decisions for figure in decision.figures if figure.computed_from]
    return {abs(figure.value) for figure in figures if isinstance(figure.value, Decimal)}


def test_what_the_rules_work_out_follows_their_amounts(parameters: Parameters) -> None:
    amounts = worked_out(parameters)
    assert {42000, 63000, 126000, 66000, 132000, 190000, 9344, 656} <= amounts
    assert 66100 not in amounts


def test_every_amount_in_euros_is_one_of_the_rules(corpus: Corpus, parameters: Parameters) -> None:
    known = {dated.value for parameter in parameters.values() for dated in parameter.values} | worked_out(parameters)
    assert len(set().union(*(amounts(document.text) for document in corpus.documents))) > 40
    unknown = {document.id: left for document in corpus.documents if (left := amounts(document.text) - known)}
    assert unknown == {}


def test_every_reference_of_the_rules_is_registered(corpus: Corpus, parameters: Parameters) -> None:
    cited = {source for parameter in parameters.values() for dated in parameter.values for source in dated.references}
    assert cited <= set(corpus.sources)


def test_every_disagreement_is_about_parameters_of_the_rules(corpus: Corpus, parameters: Parameters) -> None:
    for entry in corpus.disagreements:
        assert entry.parameters, entry.id
        assert set(entry.parameters) <= set(parameters), entry.id


def test_every_other_value_of_a_parameter_is_in_the_register(corpus: Corpus, parameters: Parameters) -> None:
    """Two values from two sources for one parameter and period: the register must say which is followed and why."""
    contested = [
        (parameter.id, source)
        for parameter in parameters.values()
        for dated in parameter.values
        for other in dated.others
        for source in other.references
    ]
    registered = {
        (parameter, source)
        for entry in corpus.disagreements
        for parameter in entry.parameters
        for side in entry.positions
        for source in side.sources
    }
    assert len(contested) > 10
    assert [pair for pair in contested if pair not in registered] == []


def test_no_value_is_firmer_than_the_sources_behind_it(corpus: Corpus, parameters: Parameters) -> None:
    order = list(reversed(Standing))
    for parameter in parameters.values():
        for dated in parameter.values:
            if dated.references and dated.standing:
                firmest = max(order.index(Standing(corpus.sources[id].standing)) for id in dated.references)
                assert order.index(dated.standing) <= firmest, f"{parameter.id} since {dated.since}"
