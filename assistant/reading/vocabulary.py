"""The files of `assistant/lexicon/`, read once and never changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LEXICON = Path(__file__).parents[1] / "lexicon"


@cache
def lexicon(name: str) -> Any:
    """Return the content of ``lexicon/<name>.yaml``."""
    return yaml.safe_load((LEXICON / f"{name}.yaml").read_text(encoding="utf-8"))


def any_of(patterns: Iterable[str], to_the_end: bool = False) -> re.Pattern[str]:
    """Compile alternatives that start at a word's start; ``to_the_end`` takes the rest of the last word too."""
    rest = "[a-z]*" if to_the_end else ""
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(f"(?:{pattern})" for pattern in patterns) + ")" + rest)
