"""What is known of a doctor, her practice and her contract. Every field is optional: what is absent is unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from rules.specialties import SPECIALTIES

FIRST_DAY = date(2019, 9, 1)  # first contracts of the aid (avenant 7)
LAST_DAY = date(2029, 12, 31)  # the convention ends in 2029: later signatures are guesses


class Zone(StrEnum):
    """Zone of the practice for access to care: priority (zip), complementary (zac), or neither."""

    ZIP = "zip"
    ZAC = "zac"
    NONE = "hors zone"


ZONE_NAMES = {
    Zone.ZIP: "zone d’intervention prioritaire (ZIP)",
    Zone.ZAC: "zone d’action complémentaire (ZAC)",
    Zone.NONE: "dehors de ces zones",
}


def named_zones(zones: Sequence[str]) -> str:
    """Return the zones of a list after « en »: « zone d’intervention prioritaire (ZIP) ou en zone … »."""
    if set(zones) == set(Zone):
        return "toute zone"
    return " ou en ".join(ZONE_NAMES[Zone(zone)] for zone in zones)


class AssistantProfile(StrEnum):
    """Training the assistant comes with. The first three are care diplomas."""

    NURSE = "infirmier"
    NURSING_AUXILIARY = "aide-soignant"
    CHILDCARE_AUXILIARY = "auxiliaire de puériculture"
    SECRETARY = "secrétaire"
    OTHER = "autre"

    @property
    def is_care(self) -> bool:
        """Whether the diploma opens the short training (FAE) and the three groups of missions."""
        return self in (self.NURSE, self.NURSING_AUXILIARY, self.CHILDCARE_AUXILIARY)


_WORKING_TIME = re.compile(r"\d{1,3}(\.\d{1,20})?|\d{1,3}/[1-9]\d{0,2}", re.ASCII)


def _etp(value: Any) -> Any:
    """Accept 0.5, "0,5", "1/2": working time is exact, never a binary float. Raise ``ValueError`` on anything else.

    No exponent: a fraction spells « 1e99999999 » out, digit by digit.
    """
    if isinstance(value, Fraction) or value is None:
        return value
    text = str(value).strip().replace(",", ".")
    if isinstance(value, bool) or not _WORKING_TIME.fullmatch(text):
        raise ValueError("expected a decimal or a fraction, without exponent")
    return Fraction(text).limit_denominator(12)


def _etp_json(value: Fraction) -> float | str:
    return str(value) if value.denominator == 3 else float(value)


def _percentile(value: Any) -> Any:
    """Accept 92, "P92", "90-94" or (90, 94): one percentile is a range of width zero."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return (value, value)
    if isinstance(value, str):
        bounds = value.upper().replace("P", "").replace("–", "-").split("-")
        if all(bound.strip().isdigit() for bound in bounds) and len(bounds) in (1, 2):
            return (int(bounds[0]), int(bounds[-1]))
    return value


def _percentile_json(value: tuple[int, int]) -> int | str:
    low, high = value
    return low if low == high else f"{low}-{high}"


def _number(value: Any) -> Any:
    """Refuse a yes or no, which pydantic would take for 1 or 0."""
    if isinstance(value, bool):
        raise ValueError("expected a number, not true or false")
    return value


def _share(value: Any) -> Any:
    """Accept 15 or 0.15 for 15 %: up to 1 is a fraction, above is a percentage."""
    return value * 100 if isinstance(_number(value), int | float) and 0 <= value <= 1 else value


def _specialty(value: str) -> str:
    if value not in SPECIALTIES:
        raise ValueError(f"expected one of {', '.join(SPECIALTIES)}")
    return value


def _ordered(value: tuple[int, int]) -> tuple[int, int]:
    if value[0] > value[1]:
        raise ValueError("expected the lower percentile first")
    return value


LegalForm = Literal["SCP", "SCM", "SISA", "SEL", "GE", "individuel"]
Specialty = Annotated[str, AfterValidator(_specialty)]  # id of rules/specialties.py
Etp = Annotated[Fraction, BeforeValidator(_etp), PlainSerializer(_etp_json, return_type=float | str, when_used="json")]
Whole = Annotated[int, BeforeValidator(_number)]
Percent = Annotated[Whole, Field(ge=0, le=100)]
PercentileRange = Annotated[
    tuple[Percent, Percent],
    BeforeValidator(_percentile),
    AfterValidator(_ordered),
    PlainSerializer(_percentile_json, return_type=int | str, when_used="json"),
]
Patients = Annotated[Whole, Field(ge=0, le=20_000)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]


YesNo = Annotated[bool, Field(strict=True)]  # pydantic would take 0.0, 1 and « on » too


class Profile(BaseModel):
    """Facts read from a question, a form or a request. Unknown names and impossible values are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    specialty: Specialty | None = None
    secteur: Annotated[Literal[1, 2, 3], BeforeValidator(_number)] | None = None
    optam: YesNo | None = None  # OPTAM, OPTAM-CO or OPTAM-ACO
    mep: YesNo | None = None
    patientele_mt: Patients | None = None
    children: Patients | None = None  # under 16, of patientele_mt: avenant 7 did not count them
    file_active: Patients | None = None
    percentile: PercentileRange | None = None
    age: Annotated[Whole, Field(ge=23, le=100)] | None = None
    department: Annotated[str, Field(pattern=r"^(\d{2}|2[AB]|97[1-8])$")] | None = None
    zone: Zone | None = None
    new_installer: YesNo | None = None
    group_size: Annotated[Whole, Field(ge=1, le=500)] | None = None
    coordinated: YesNo | None = None
    ccam_share: Annotated[float, BeforeValidator(_share), Field(ge=0, le=100)] | None = None  # percent of fees
    status: Literal["libéral", "mixte", "remplaçant"] | None = None
    etp: Annotated[Etp, Field(gt=0, le=10)] | None = None
    current_etp: Annotated[Etp, Field(ge=0, le=10)] | None = None
    signed_on: Day | None = None
    contract_year: Annotated[Whole, Field(ge=1, le=5)] | None = None
    renewal: YesNo | None = None
    objectives_reached: YesNo | None = None
    shared_between: Annotated[Whole, Field(ge=1, le=20)] | None = None
    legal_form: LegalForm | None = None
    members: Annotated[Whole, Field(ge=1, le=500)] | None = None
    average_patientele_mt: Patients | None = None
    assistant_profile: AssistantProfile | None = None
    assistant_certified: YesNo | None = None
    hired_on: Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)] | None = None

    def known(self) -> dict[str, Any]:
        """Return the fields that are known, as they go into JSON."""
        return self.model_dump(mode="json", exclude_none=True)

    def updated(self, **facts: Any) -> Profile:
        """Return a copy with ``facts`` added or replaced, validated again."""
        return Profile.model_validate({**self.model_dump(exclude_none=True), **facts})
