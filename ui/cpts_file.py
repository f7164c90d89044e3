"""The file of a CPTS, read strictly: what cannot be used is told with its line, its key and what is expected."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from french.refusals import FileError, nearest
from french.yaml_files import Fields, line_of, read_text, read_yaml
from ui.settings import SettingsError

Checked = TypeVar("Checked", bound=BaseModel)

_INDENTED = re.compile("^ *([\t\u00a0\u202f])", flags=re.M)
_NOT_SPACES = {
    "\t": "une tabulation décale cette ligne",
    "\u00a0": "une espace insécable décale cette ligne",
    "\u202f": "une espace insécable décale cette ligne",
}


def read_fields(file: Path, expected: str) -> Fields:
    """Return the keys of ``file``, of which ``expected`` says what there may be.

    A file that nobody wrote yet says nothing. Raise ``SettingsError`` when it is not a list of keys in YAML and UTF-8.
    """
    if unwritten(file):
        return Fields()
    try:
        text = read_text(file, FileError)
        _check_spaces(file, text)
        tree = read_yaml(file, text, FileError)
    except FileError as error:
        raise SettingsError(f"Réglage AM_CPTS_FILE inutilisable. {error}.") from None
    if tree is None:  # comments alone
        return Fields()
    if not isinstance(tree, Fields):
        raise wrong(file, "", expected)
    return tree


def unwritten(file: Path) -> str:
    """Return why a file says nothing yet, in French: the staff's room writes it. Empty where there is one to read."""
    try:
        if not file.exists() and file.parent.is_dir():
            return "n’existe pas encore"
        return "est vide" if file.is_file() and not file.stat().st_size else ""
    except OSError:  # a folder that cannot be entered: reading tells it
        return ""


def checked(model: type[Checked], file: Path, tree: Fields, expected: dict[str, str]) -> Checked:
    """Return ``tree`` as ``model``. ``expected`` says what each key takes, ``""`` which there are."""
    fields: dict[str, Any] = {str(key): value for key, value in tree.items()}
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        path = [str(part) for part in problem["loc"]]
        unknown = problem["type"] == "extra_forbidden"
        about = path[:-1] if unknown else path
        known = [key for key in (".".join(about), *reversed(about), "") if key in expected]
        told = expected[known[0]] + (nearest(path[-1], expected) if unknown else "")
        raise wrong(file, ".".join(path), told, line_of(tree, problem["loc"])) from None


def wrong(file: Path, key: str, expected: str, line: int | None = None) -> SettingsError:
    """Return the refusal of one ``key`` of ``file``."""
    where = f"{f', ligne {line}' if line else ''}{f', clé {key}' if key else ''}"
    stop = "" if expected.endswith("?") else "."
    return SettingsError(f"Fichier {file} (AM_CPTS_FILE){where} : inutilisable. Attendu : {expected}{stop}")


def _check_spaces(file: Path, text: str) -> None:
    """Refuse what looks like spaces at the start of a line: YAML would see no indentation, or another key."""
    if found := _INDENTED.search(text):
        line = text[: found.start()].count("\n") + 1
        raise FileError.at(file, line, "", f"des espaces ordinaires : {_NOT_SPACES[found[1]]}")
