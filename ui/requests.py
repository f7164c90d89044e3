"""Read what a person or a program sent, strictly: anything unexpected is named, nothing received is repeated."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from assistant.answer import MOST_SAID, Request
from assistant.errors import InvalidInput
from assistant.reading.privacy import personal_data
from rules.profile import FIRST_DAY, LAST_DAY, Profile
from rules.specialties import SPECIALTIES

Model = TypeVar("Model", bound=BaseModel)

_DAY = "une date AAAA-MM-JJ, du 2019-09-01 au 2029-12-31"
_PATIENTS = "un nombre entier de patients, de 0 à 20000"
_YES_NO = "true ou false"
_BODY = "un objet JSON en UTF-8, sans NaN ni Infinity"

EXPECTED = {
    "question": "un texte de 1 à 4000 caractères",
    "history": (
        "une liste de 60 messages au plus, chacun avec « role » et « content », "
        f"dont {MOST_SAID} caractères du médecin au plus"
    ),
    "role": "« user » ou « assistant »",
    "content": "un texte de 20000 caractères au plus",
    "as_of": _DAY,
    "profile": "un objet JSON avec les champs du profil, ou null",
    "specialty": f"l’une de {', '.join(SPECIALTIES)}",
    "secteur": "1, 2 ou 3",
    "optam": _YES_NO,
    "mep": _YES_NO,
    "patientele_mt": _PATIENTS,
    "children": _PATIENTS,
    "file_active": _PATIENTS,
    "percentile": "un nombre de 0 à 100, ou deux bornes : « 90-94 »",
    "age": "un nombre entier d’années, de 23 à 100",
    "department": "un numéro de département sur deux ou trois caractères, en texte : « 22 », « 2A », « 974 »",
    "zone": "« zip », « zac » ou « hors zone »",
    "new_installer": _YES_NO,
    "group_size": "un nombre entier de médecins, de 1 à 500",
    "coordinated": _YES_NO,
    "ccam_share": "une part des honoraires, de 0 à 100",
    "status": "« libéral », « mixte » ou « remplaçant »",
    "etp": "un temps de travail supérieur à 0 : 0.5, 1, « 1/3 »",
    "current_etp": "un temps de travail, de 0 à 10",
    "signed_on": _DAY,
    "contract_year": "un nombre entier de 1 à 5",
    "renewal": _YES_NO,
    "objectives_reached": _YES_NO,
    "shared_between": "un nombre entier de médecins, de 1 à 20",
    "legal_form": "« SCP », « SCM », « SISA », « SEL », « GE » ou « individuel »",
    "members": "un nombre entier, de 1 à 500",
    "average_patientele_mt": _PATIENTS,
    "assistant_profile": (
        "« infirmier », « aide-soignant », « auxiliaire de puériculture », « secrétaire » ou « autre »"
    ),
    "assistant_certified": _YES_NO,
    "hired_on": _DAY,
    "useful": _YES_NO,
    "comment": "un texte de 500 caractères au plus, sans nom ni numéro de patient",
}

_MESSAGES = {
    "extra_forbidden": "Ce champ n’existe pas.",
    "missing": "Ce champ manque.",
    "string_too_short": "Ce texte est vide.",
    "string_too_long": "Ce texte est trop long.",
    "too_long": "Cette liste est trop longue.",
    "too_much_said": "Cette conversation est trop longue.",
}


class Feedback(BaseModel):
    """What a reader thought of the answer to a question."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str = Field(min_length=1, max_length=4_000)
    useful: bool
    comment: str = Field("", max_length=500)


def read_json(body: bytes | str) -> Any:
    """Parse ``body`` as strict JSON. NaN, lone surrogates and endless nesting would break further on: refused here."""
    try:
        value = json.loads(body)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise InvalidInput("corps", "Ce n’est pas du JSON utilisable.", f"Envoyez {_BODY}.") from None
    return value


def read_question(value: Any, *, as_of: date | None = None) -> Request:
    """Return the question ``value`` asks; ``as_of`` is used when it names none. Raise ``InvalidInput``."""
    fields = _object(value)
    check_day(fields.get("as_of"), "as_of")
    if fields.get("as_of") is None and as_of is not None:
        fields = {**fields, "as_of": as_of}
    request = _validated(Request, fields)
    if not request.question.strip():
        raise _invalid("question", "string_too_short", Request)
    if request.profile is not None:
        _validated(Profile, request.profile, "profile.")
    return request


def read_simulation(value: Any) -> tuple[dict[str, Any], date | None]:
    """Return the profile and the optional « today » (``as_of``) of a simulation. Raise ``InvalidInput``."""
    fields = _object(value)
    day = check_day(fields.get("as_of"), "as_of")
    profile = {name: fact for name, fact in fields.items() if name != "as_of"}
    _validated(Profile, profile)
    return profile, day


def read_feedback(value: Any) -> Feedback:
    """Return what a reader thought of an answer; a comment that identifies a patient raises ``InvalidInput``."""
    feedback = _validated(Feedback, _object(value))
    if personal_data(feedback.comment) is not None:
        raise InvalidInput(
            "comment",
            "Ce commentaire peut identifier un patient\u00a0: il n’a pas été gardé.",
            "Écrivez-le sans nom, date de naissance ni numéro.",
        )
    return feedback


def check_day(value: Any, field: str) -> date | None:
    """Return the date written ``value``; raise ``InvalidInput`` on another type or outside the known texts."""
    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InvalidInput(field, "Ce n’est pas une date.", f"Attendu\u00a0: {_DAY}.") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise InvalidInput(field, "Aucun texte connu ne couvre cette date.", f"Attendu\u00a0: {_DAY}.")
    return day


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidInput("corps", "Ce n’est pas un objet JSON.", f"Envoyez {_BODY}.")
    return value


def _validated(model: type[Model], fields: dict[str, Any], prefix: str = "") -> Model:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        problem: ErrorDetails = error.errors(include_url=False, include_input=False)[0]
        path = ".".join(str(part) for part in problem["loc"]) or "corps"
        raise _invalid(prefix + path, problem["type"], model) from None


def _invalid(path: str, kind: str, model: type[BaseModel]) -> InvalidInput:
    """Name the field when its name can be shown: an unknown name is shown only if it looks like one."""
    shown = path if re.fullmatch(r"[a-z0-9_.]{1,60}", path) else path.rpartition(".")[0] or "corps"
    if kind == "extra_forbidden":
        return InvalidInput(shown, _MESSAGES[kind], f"Champs connus\u00a0: {', '.join(model.model_fields)}.")
    known = [part for part in path.split(".") if part in EXPECTED]
    return InvalidInput(
        shown,
        _MESSAGES.get(kind, "Cette valeur est impossible."),
        f"Attendu\u00a0: {EXPECTED[known[-1]] if known else _BODY}.",
    )
