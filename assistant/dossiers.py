"""Several files prepared in one conversation: « dossier 2 : … », then « je reviens au dossier 1 »."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.reading.prepared import prepared
from assistant.turn import State

_NUMBERED = re.compile(  # « dossier 2 : … », « client B, même question », not « mon cabinet a deux médecins »
    r"\bdossiers? (?:n ?° ?|numero )?(\d)\b(?! ?(?:%|ans|mois|h\b|medecin|assistant))|"
    r"\b(?:dossier|cas|client|cabinet) (?:n ?° ?|numero )?(\d|[a-e])(?= ?(?:[:,;)?]|\.(?!\d)|$))"
)
_NEXT = re.compile(
    r"\W*(?:(?:bon|ok|merci|bien)\W+)*(?:(?:dossier|client|cas|cabinet) suivant|autre (?:dossier|client|cas|cabinet))\b"
)


def opened(state: State, text: str) -> State:
    """Return the state of the file that a message names, as it was left or with nothing said of it yet.

    The question goes on from one to the other: « et pour le dossier 1 ? ».
    """
    words = prepared(text).text
    named = {match[1] or match[2] for match in _NUMBERED.finditer(words)}
    name = named.pop() if len(named) == 1 else f"+{len(state.dossiers)}" if _NEXT.match(words) else state.dossier
    if name == state.dossier:
        return state
    kept = {**state.dossiers, state.dossier: replace(state, dossiers={})}
    return replace(
        kept.get(name, State()),
        dossier=name,
        dossiers=kept,
        about=state.about,
        also=state.also,
        question=state.question,
    )
