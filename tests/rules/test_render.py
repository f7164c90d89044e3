"""The rules as Markdown: what a jurist reads, and the generated document kept up to date."""

from datetime import date
from pathlib import Path

from rules.catalogue import decide
from rules.dated import load
from rules.profile import Profile
from rules.render import TITLES, document, explain, table

PARAMETERS = load()
DOCUMENT = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_document_is_up_to_date() -> None:
    same = DOCUMENT.read_text(encoding="utf-8") == document(PARAMETERS)
    assert same, "a parameter changed: run `python -m rules.render > docs/rules.md`"


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
    assert "Règles au 1er mars 2025 (convention-2024)." in text
    assert "38\u202f000\u202f€" in text
    assert "`aide.temps_plein.annee_1`" in text
    assert "ameli-2024-06" in text


def test_a_no_explained_gives_conditions_and_changes() -> None:
    profile = Profile(specialty="generaliste", secteur=3, patientele_mt=900)
    text = explain(decide("eligibility.doctor", PARAMETERS, profile, date(2026, 11, 21)), PARAMETERS)
    assert "**Non**" in text
    assert "✗ Le secteur 3 n’ouvre pas droit à l’aide." in text
    assert "- passer en secteur 1" in text
