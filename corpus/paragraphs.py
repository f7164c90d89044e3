"""What stands under one heading of a sheet: the paragraph that a topic, or a question, names without any search."""

from __future__ import annotations

import re
from typing import NamedTuple, Protocol

from french import slug

_HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)


class Paragraph(NamedTuple):
    """A paragraph as readers see it, in Markdown, and the ids of the sources that carry its words."""

    document: str
    title: str
    heading: str
    text: str
    sources: tuple[str, ...]


class Sheet(Protocol):
    """What is read of a sheet here: the model of it opens this door, and cannot be imported."""

    @property
    def id(self) -> str: ...  # noqa: D102 - named by the class docstring
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    def sources_of(self, passage: str, /) -> tuple[str, ...]: ...  # noqa: D102


def headings(text: str) -> list[str]:
    """Return the headings of a sheet's Markdown, in reading order."""
    return _HEADING.findall(text)


def same_heading(one: str, other: str) -> bool:
    """Return whether two headings are the same one: spaces, accents, case and signs are not held against who types."""
    return slug(one) == slug(other)


def paragraph_of(document: Sheet, heading: str) -> Paragraph | None:
    """Return what ``document`` says under ``heading``; None where it has no such heading."""
    # Before the first heading, then by turns a heading and what stands under it.
    _, *parts = _HEADING.split(document.text)
    for title, text in zip(parts[::2], parts[1::2], strict=True):
        if same_heading(title, heading):
            said = text.strip()
            return Paragraph(document.id, document.title, title, said, document.sources_of(said))
    return None
