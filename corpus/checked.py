"""A record held to its model: the first field that is wrong is told in French, with its file and line."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from french.refusals import FileError, nearest
from french.yaml_files import Fields, line_of


class CorpusError(FileError):
    """The corpus cannot be read: the message names the file, the line, the key, what was found and expected."""


class Names(NamedTuple):
    """What a corpus may name, and the day it is read on; None: anything, any day."""

    topics: Collection[str] | None = None
    regimes: Collection[str] | None = None
    sources: Collection[str] | None = None
    today: date | None = None


ANY = Names()
# Told by the name of the entry or file, or by where it was read.
NOT_WRITTEN = ("id", "text", "carried", "questions", "local")
Model = TypeVar("Model", bound=BaseModel)
_CUSTOM = "told"


def build(file: Path, model: type[Model], fields: Fields, names: Names = ANY) -> Model:
    """Return the record of ``fields``, whose ``id`` heads every key of a message. Raises CorpusError."""
    try:
        return model.model_validate(fields, context=names)
    except ValidationError as error:
        problems = error.errors()
        first = next((one for one in problems if one["type"] == "extra_forbidden"), problems[0])
        key = ".".join(str(part) for part in (fields["id"], *first["loc"]) if not isinstance(part, int))
        found, expected = _told(model, first)
        raise CorpusError.at(file, line_of(fields, first["loc"]), key, expected, found) from error


def wrong(expected: str) -> PydanticCustomError:
    """Return the error of a validator that says itself, in French, what was expected."""
    return PydanticCustomError(_CUSTOM, "{expected}", {"expected": expected})


def known(kind: Literal["topics", "regimes", "sources"], expected: str) -> Callable[[str, ValidationInfo], str]:
    """Return the validator of a name that whoever reads the corpus knows."""

    def check(value: str, info: ValidationInfo) -> str:
        names = getattr(info.context, kind, None)
        if names is not None and value not in names:
            raise wrong(expected + nearest(value, names))
        return value

    return check


def keys_of(model: type[BaseModel]) -> list[str]:
    """Return the keys that a person may write."""
    return [name for name in model.model_fields if name not in NOT_WRITTEN]


def _told(model: type[BaseModel], problem: ErrorDetails) -> tuple[object, str]:
    """Return what was found and what was expected."""
    owner, expected = _field(model, problem["loc"])
    if problem["type"] == "extra_forbidden":
        word, keys = problem["loc"][-1], keys_of(owner)
        return str(word), f"l’une de ces clés : {', '.join(keys)}{nearest(word, keys)}"
    if problem["type"] == _CUSTOM:
        return problem["input"], problem["ctx"]["expected"]
    return (None if problem["type"] == "missing" else problem["input"]), expected


def _field(model: type[BaseModel], path: tuple[Any, ...]) -> tuple[type[BaseModel], str]:
    """Return the model that ``path`` ends in, and what its field expects."""
    expected = ""
    for name in (part for part in path if part in model.model_fields):
        field = model.model_fields[name]
        expected = field.description or ""
        inner = [kind for kind in get_args(field.annotation) if isinstance(kind, type) and issubclass(kind, BaseModel)]
        model = inner[0] if inner else model
    return model, expected
