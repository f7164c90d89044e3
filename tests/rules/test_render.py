"""The rules as Markdown: what a jurist reads, and the generated document kept up to date."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rules.amounts import amount
from rules.catalogue import decide
from rules.dated import Value, load
from rules.profile import Profile
from rules.render import TITLES, document, explain, table
from rules.units import Unit

PARAMETERS = load()
DOCUMENT = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_document_is_up_to_date() -> None:
    same = DOCUMENT.read_text(encoding="utf-8") == document(PARAMETERS)
    assert same, "a parameter changed: run `python -m rules.render > docs/rules.md`"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (Decimal(19000), Unit.EUR, "19\u202f000\u202f€"),
        (Decimal(1), Unit.YEARS, "1\u00a0an"),
        (Decimal(1), Unit.DAYS, "1\u00a0jour"),
        (Decimal("17.5"), Unit.HOURS, "17\u00a0h\u00a030"),
        (Decimal(3000), Unit.COUNT, "3\u202f000"),
        (Decimal(2), None, "2"),
        (date(2023, 5, 1), Unit.DATE, "1er mai 2023"),
        (None, Unit.EUR, "non établi"),
        (True, None, "oui"),
        (("a", "b"), None, "a et b"),
        ("p30", None, "p30"),
    ],
)
def test_a_value_is_written_with_its_unit(value: Value, unit: Unit | None, written: str) -> None:
    assert amount(value, unit) == written


def test_every_file_has_a_title() -> None:
    assert {parameter.file.removesuffix(".yaml") for parameter in PARAMETERS.values()} == TITLES.keys()


def test_the_bareme_of_a_day_holds_that_day_s_values_only() -> None:
    before, after = table(PARAMETERS, date(2024, 6, 21)), table(PARAMETERS, date(2024, 6, 22))
    assert "18\u202f000\u202f€" in before
    assert "19\u202f000\u202f€" not in before
    assert "19\u202f000\u202f€" in after
    assert "Pas encore signé." in after


def test_a_decision_explained_names_values_parameters_and_sources() -> None:
    profile = Profile(signed_on=date(2025, 3, 1), etp=1)
    text = explain(decide("aid.amounts", PARAMETERS, profile, date(2026, 11, 21)), PARAMETERS)
    assert "Règles au 1er mars 2025 (convention médicale 2024)." in text
    assert "38\u202f000\u202f€" in text
    assert "`aide.temps_plein.annee_1`" in text
    assert "ameli-2024-06" in text


def test_a_no_explained_gives_conditions_and_changes() -> None:
    profile = Profile(specialty="generaliste", secteur=3, patientele_mt=900)
    text = explain(decide("eligibility.doctor", PARAMETERS, profile, date(2026, 11, 21)), PARAMETERS)
    assert "**Non**" in text
    assert "✗ Le secteur 3 n’ouvre pas droit à l’aide." in text
    assert "- passer en secteur 1" in text
