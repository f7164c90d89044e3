"""What is known of a doctor: spellings accepted, impossible values refused by field."""

import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from rules.profile import AssistantProfile, Profile
from rules.specialties import SPECIALTIES, plural_of


@pytest.mark.parametrize(
    ("facts", "field", "value"),
    [
        ({"etp": "0,5"}, "etp", Fraction(1, 2)),
        ({"etp": 0.33}, "etp", Fraction(1, 3)),
        ({"etp": "1/3"}, "etp", Fraction(1, 3)),
        ({"etp": 1.5}, "etp", Fraction(3, 2)),
        ({"percentile": "P92"}, "percentile", (92, 92)),
        ({"percentile": "90–94"}, "percentile", (90, 94)),
        ({"ccam_share": 0.15}, "ccam_share", 15),
        ({"ccam_share": 15}, "ccam_share", 15),
        ({"department": "2A"}, "department", "2A"),
    ],
)
def test_spellings_are_accepted(facts: dict[str, Any], field: str, value: Any) -> None:
    assert getattr(Profile.model_validate(facts), field) == value


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("patientele_mt", -1),
        ("patientele_mt", 100_000),
        ("percentile", 130),
        ("percentile", "94-90"),
        ("signed_on", "2019-08-31"),
        ("signed_on", "2040-01-01"),
        ("etp", 0),
        ("etp", "beaucoup"),
        ("etp", True),
        ("etp", "1e0"),
        ("etp", "1/0"),
        ("etp", "٠.٥"),
        ("secteur", 4),
        ("secteur", True),
        ("members", True),
        ("ccam_share", True),
        ("renewal", 1),
        ("renewal", "true"),
        ("contract_year", 6),
        ("department", "99999"),
        ("specialty", "sorcier"),
        ("taille", 3),
    ],
)
def test_the_impossible_is_refused_by_field(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        Profile.model_validate({field: value})
    assert refused.value.errors()[0]["loc"][0] == field


def test_no_field_spells_out_an_exponent() -> None:
    """As a fraction, « 1e99999999 » would hold the whole process for minutes: hence another process, and a limit."""
    trying = """
from contextlib import suppress
from pydantic import ValidationError
from rules.profile import Profile
for name in Profile.model_fields:
    for value in ("1e99999999", "1e-99999999", "P1e99999999", "1/1e99999999"):
        with suppress(ValidationError):
            Profile.model_validate({name: value})
"""
    subprocess.run([sys.executable, "-c", trying], check=True, timeout=60)


def test_known_facts_go_back_to_json_and_in_again() -> None:
    profile = Profile.model_validate({"etp": "1/3", "percentile": "90-94", "signed_on": "2022-01-01", "zone": "zip"})
    assert profile.known() == {"etp": "1/3", "percentile": "90-94", "signed_on": "2022-01-01", "zone": "zip"}
    assert Profile.model_validate(profile.known()) == profile
    assert profile.updated(secteur=1).secteur == 1


def test_care_diplomas_are_the_first_three() -> None:
    care = [profile.value for profile in AssistantProfile if profile.is_care]
    assert care == ["infirmier", "aide-soignant", "auxiliaire de puériculture"]


def test_specialties_have_a_name_and_a_plural() -> None:
    assert (SPECIALTIES["gynecologue-medical"], plural_of("gynecologue-medical")) == (
        "gynécologue médical",
        "gynécologues médicaux",
    )
    assert [plural_of(id) for id in ("orl", "medecin-du-travail", "generaliste", "neurochirurgien")] == [
        "ORL",
        "médecins du travail",
        "médecins généralistes",
        "neurochirurgiens",
    ]
    assert all(id.isascii() and id == id.lower() for id in SPECIALTIES)
