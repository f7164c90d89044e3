"""What is wrong in a file that staff wrote, in French: pydantic's first error, its field and what is expected."""

from __future__ import annotations

from pydantic import ValidationError

from french import HARD

_TOLD = {
    "missing": "ce champ manque",
    "extra_forbidden": "champ inconnu",
    "string_type": f"attendu{HARD}: un texte, entre guillemets",
    "string_too_short": "texte trop court",
    "string_pattern_mismatch": f"attendu{HARD}: des minuscules sans accent, des chiffres et des tirets",
    "enum": f"attendu{HARD}: {{expected}}",
    "list_type": f"attendu{HARD}: une liste",
    "too_short": f"attendu{HARD}: une valeur au moins",
    "value_error": "{error}",
}


def first_problem(invalid: ValidationError) -> tuple[str, str]:
    """Return the field of the first error, empty for the whole entry, and what is wrong with it."""
    error = invalid.errors()[0]
    told = _TOLD.get(error["type"])
    wanted = told.format(**error.get("ctx", {})).replace("' or '", "' ou '") if told else error["msg"]
    return ".".join(map(str, error["loc"])), wanted
