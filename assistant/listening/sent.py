"""What is sent of a message to a model: no more than it needs, and nothing that names anybody."""

from __future__ import annotations

import re

from assistant.nameless import nameless

MOST_SENT = 1_200  # characters: a longer message is cut, and so are the facts a model may find in it
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)  # controls, and marks without a form


def sent(text: str) -> str:
    """Return the message without names, addresses, numbers that identify somebody, nor letters that nobody sees."""
    return _UNSEEN.sub(" ", nameless(text))[:MOST_SENT].strip()
