"""Since when a value is known: the publication of its last source, its own first day at the latest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from rules.dated import load

DAYS = {"text": date(2026, 11, 20), "old": date(2019, 5, 1), "comment": date(2027, 3, 1)}


@pytest.mark.parametrize(
    ("value", "published", "known_from"),
    [
        ("{value: 2, references: [text], standing: official}", DAYS, date(2026, 11, 20)),
        ("{value: 2, references: [old, text], standing: official}", DAYS, date(2026, 11, 20)),
        ("{value: 2, references: [text, undated], standing: official}", DAYS, date(2026, 11, 20)),
        ("{value: 2, references: [text, comment], standing: official}", DAYS, date(2027, 1, 1)),
        ("{value: null, references: [old, text]}", DAYS, date(2027, 1, 1)),
        ("{value: 2, references: [text], standing: official}", {}, date(2027, 1, 1)),
    ],
)
def test_a_value_is_known_from_the_publication_of_its_last_source(
    tmp_path: Path, value: str, published: Mapping[str, date], known_from: date
) -> None:
    head = "rate:\n  description: A rate\n  metadata: {unit: count}\n  values:\n"
    file = f"{head}    2019-09-01: {{value: null}}\n    2027-01-01: {value}\n"
    (tmp_path / "a.yaml").write_text(file, "utf-8")
    assert load(tmp_path, published=published)["a.rate"].values[-1].known_from == known_from
