"""Several files prepared in one conversation: « dossier 2 : … », then « je reviens au dossier 1 »."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.reading.prepared import prepared
from assistant.turn import State
from french import Folded

_NUMBERED = re.compile(  # « dossier 2 : … », « client B, même question », not « mon cabinet a deux médecins »
    r"\bdossiers? (?:n ?° ?|numero )?(\d)\b(?! ?(?:%|ans|mois|h\b|medecin|assistant|patient|pages?\b|fois\b|jours?\b|"
    r"semaines?\b|exemplaires?\b|pieces?\b|copies?\b|feuill))|"
    r"\b(?:dossier|cas|client|cabinet) (?:n ?° ?|numero )?(\d|[a-e])(?= ?(?:[:,;)?]|\.(?!\d)|$))"
)
_NEXT = re.compile(
    r"\W*(?:(?:bon|ok|merci|bien)\W+)*(?:(?:dossier|client|cas|cabinet) suivant|"
    r"autre (?:dossier|client|cas(?! de\b)|cabinet(?! (?:ou|qui|que|dans|de|pour|medical)\b)))\b"
)


def opened(state: State, text: str) -> State:
    """Return the state of the file that a message names, as it was left or with nothing said of it yet.

    The question goes on from one to the other: « et pour le dossier 1 ? ».
    """
    folded = prepared(text)
    words = folded.text
    named = {match[1] or match[2] for match in _NUMBERED.finditer(words) if not _is_a_verb(folded, match)}
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


def _is_a_verb(text: Folded, match: re.Match[str]) -> bool:
    """Whether « a » is no letter: « mon client a, à ce jour, 900 patients », not « client A, même question »."""
    return match[2] == "a" and text.original[slice(*text.span(*match.span(2)))] != "A"
