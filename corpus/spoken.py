"""What doctors type between two consultations, in the words the sheets use."""

import re
from functools import cache
from pathlib import Path

import yaml

_WORD = re.compile(r"[\w’']+")
_THOUSANDS = re.compile(r"\b(?!(?:19|20)\d\d\b)(\d{1,3})(\d{3})\b")  # 1729, but not the year 2021
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)[’']", re.IGNORECASE)


def written(question: str) -> str:
    """Return the question with abbreviations and slang spelt out, numbers in groups: what is searched, never shown."""
    return " ".join(_WORD.sub(lambda match: _spelt_out(match[0]), _THOUSANDS.sub(r"\1 \2", question)).split())


def _spelt_out(word: str) -> str:
    elided = _ELISION.match(word)
    start = elided.end() if elided else 0
    return word[:start] + _spoken().get(word[start:].lower(), word[start:])


@cache
def _spoken() -> dict[str, str]:
    words: dict[str, str] = yaml.safe_load(Path(__file__).with_name("spoken.yaml").read_text(encoding="utf-8"))
    return words
