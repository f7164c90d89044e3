"""The forms that CPTS staff fill are ones GitHub takes, in good French, and keep patients out of public messages."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from french.typography import spaced

ROOT = Path(__file__).parents[1]
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[0-9]*.yml"))
ASKING = {"textarea", "input", "dropdown", "checkboxes"}


def form(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return read


def test_there_is_one_for_an_answer_a_rule_and_a_failure() -> None:
    assert [path.stem[2:] for path in FORMS] == ["reponse-fausse", "regle-changee", "panne"]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_github_takes_the_form(path: Path) -> None:
    read = form(path)
    assert read.keys() == {"name", "description", "title", "body"}
    fields = [part for part in read["body"] if part["type"] != "markdown"]
    assert all(part.keys() <= {"type", "id", "attributes", "validations"} for part in fields)
    assert {part["type"] for part in fields} <= ASKING
    assert len({part["id"] for part in fields}) == len(fields)
    assert len({part["attributes"]["label"] for part in fields}) == len(fields)
    for part in fields:
        assert ("options" in part["attributes"]) == (part["type"] in {"dropdown", "checkboxes"})


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_its_french_is_set_as_on_the_page(path: Path) -> None:
    text = path.read_text("utf-8")
    told = "\n".join(line.partition(": ")[2] for line in text.splitlines())  # past the keys of YAML
    assert spaced(told) == told
    assert "'" not in told and "..." not in told


@pytest.mark.parametrize("path", [path for path in FORMS if "regle" not in path.stem], ids=lambda path: path.stem)
def test_who_tells_what_was_asked_is_reminded_that_patients_are_not_named(path: Path) -> None:
    (reminder,) = (part for part in form(path)["body"] if part.get("id") == "personne")
    assert reminder["attributes"]["options"][0]["required"] is True
