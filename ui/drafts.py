"""Drafts of questions for the evaluation, from what was asked: to be completed by whoever knows the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import yaml

_HEAD = """\
# Brouillons tirés du journal\u00a0: relisez chaque question, retirez ce qui n’a pas à être gardé, puis ajoutez
# ce que la réponse doit contenir (au moins «\u00a0kind\u00a0»)\u00a0: sans cela, l’évaluation refuse le fichier.
"""


def drafted(notes: Mapping[str, str]) -> str:
    """Return a question file of the evaluation: each question with its note, without what to expect of it."""
    named = [{"id": _id(question), "question": question, "note": note} for question, note in notes.items()]
    return _HEAD + yaml.safe_dump({"train": named}, allow_unicode=True, sort_keys=False, width=120)


def expecting(question: str, note: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return a question of the evaluation with what is expected of its answer."""
    return {"id": _id(question), "question": question, **wanted, "note": note}


def _id(question: str) -> str:
    """Return the question's own id, the same in every file of drafts."""
    return f"journal-{hashlib.sha256(question.encode()).hexdigest()[:8]}"
