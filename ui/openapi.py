"""What the OpenAPI says beyond the routes: bodies that are read by hand, answers as events, examples in French."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from assistant.answer import Request
from rules.profile import Profile
from ui.requests import Feedback

DESCRIPTION = (
    "L’aide à l’emploi d’un assistant médical : montants, éligibilité, objectifs, contrat. Les chiffres viennent de "
    "règles datées, les explications de documents cités. Une réponse est indicative : la CPAM décide."
)
_ERROR = {
    "error": {
        "field": "profile.secteur",
        "message": "Cette valeur est impossible.",
        "expected": "Attendu\u00a0: 1, 2 ou 3.",
    }
}
ERRORS: dict[int | str, dict[str, Any]] = {
    422: {
        "description": "Demande inutilisable : le champ, ce qui ne va pas, ce qui est attendu",
        "content": {"application/json": {"example": _ERROR}},
    },
    429: {"description": "Trop de demandes : l’en-tête Retry-After dit quand réessayer"},
}
ANSWERS: dict[int | str, dict[str, Any]] = {
    **ERRORS,
    200: {
        "description": (
            "La réponse. Avec « Accept: text/event-stream », des événements : « partial », ce qui est déjà établi, "
            "puis « answer », la réponse entière, ou « error », si elle n’a pas pu être établie"
        ),
        "content": {
            "text/event-stream": {
                "schema": {"type": "string"},
                "example": 'event: answer\ndata: {"kind": "figure", "text": "Pour un mi-temps…"}\n\n',
            }
        },
    },
}


def _body(model: type[BaseModel], **examples: dict[str, Any]) -> dict[str, Any]:
    """Describe a body that is read by hand, so that its errors are ours."""
    named = {name: {"summary": name.replace("_", " "), "value": value} for name, value in examples.items()}
    schema = model.model_json_schema(mode="validation")
    content = {"schema": _inlined(schema, schema.pop("$defs", {})), "examples": named}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def _inlined(node: Any, models: dict[str, Any]) -> Any:
    """Return a schema that holds the models it names: pydantic’s references lead nowhere in a larger document."""
    if isinstance(node, list):
        return [_inlined(one, models) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(models[node["$ref"].rpartition("/")[2]], models)
    return {name: _inlined(value, models) for name, value in node.items()}


QUESTION = _body(
    Request,
    un_montant={"question": "cb pour 0,5 etp ?", "as_of": "2026-11-21"},
    une_situation={
        "question": "Ai-je droit à l’aide ?",
        "profile": {"specialty": "generaliste", "secteur": 1, "patientele_mt": 1300},
        "id": 1,
    },
    une_suite={
        "question": "et pour un temps plein ?",
        "history": [
            {"role": "user", "content": "cb pour 0,5 etp ?"},
            {"role": "assistant", "content": "Pour un mi-temps (0,5 ETP), l’aide est de…"},
        ],
    },
)
SIMULATION = _body(
    Profile,
    un_mi_temps={"specialty": "generaliste", "secteur": 1, "etp": 0.5},
    un_temps_plein_signe_en_2023={"etp": 1, "signed_on": "2023-07-15", "percentile": "90-94"},
)
FEEDBACK = _body(
    Feedback,
    une_reponse_utile={"question": "cb pour 0,5 etp ?", "useful": True},
    une_reponse_a_revoir={"question": "cb pour 0,5 etp ?", "useful": False, "comment": "Il manque la date."},
)
