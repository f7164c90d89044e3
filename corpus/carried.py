"""Which sources carry each sentence of a sheet: footnote references in its Markdown, taken out of what readers see.

``Oui.[^ameli-2024-06] Deux fois au plus.[^ra-ameli][^ra-aef] Demandez-le à votre CPAM.[^nous]``: a group of references
carries every sentence since the group before it in the same paragraph, list item or table row. ``[^nous]`` stands for
our own words: advice, a sum of figures carried nearby, or that nothing was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

OURS = "nous"
_GROUP = re.compile(r"(?:\[\^[^\]\s]+\])+")
_ID = re.compile(r"\[\^([^\]\s]+)\]")
_ITEM = re.compile(r"\s*(?:[-*]|\d+\.)\s")
_RULE = re.compile(r"\|[\s|:-]+$")
_UNSEEN = re.compile(r"[\W_]+")


class Carried(NamedTuple):
    """Sentences in a row, as readers see them, and the ids that carry them: none where no group follows them."""

    text: str
    sources: tuple[str, ...]


def read_markers(body: str) -> tuple[str, tuple[Carried, ...]]:
    """Return the text readers see, and what carries it in reading order."""
    return _GROUP.sub("", body), tuple(span for block in _blocks(body) for span in _spans(block))


def carriers(passage: str, carried: Sequence[Carried]) -> tuple[str, ...]:
    """Return the ids that carry the sentences found in a passage or a quote of the sheet, first use first.

    Layout does not count: a passage may have lost the sheet's bold type, its line breaks and its table bars.
    """
    whole = "".join(_bare(span.text) for span in carried)
    found = [range_ for line in passage.splitlines() if (range_ := _place(_bare(line), whole))]
    ids: list[str] = []
    end = 0
    for span in carried:
        start, end = end, end + len(_bare(span.text))
        if any(start < place.stop and place.start < end for place in found) or _is_row_of(span.text, passage):
            ids += span.sources
    return tuple(dict.fromkeys(id_ for id_ in ids if id_ != OURS))


def _blocks(body: str) -> Iterator[str]:
    """Paragraphs, list items and table rows: headings, the first row of a table and its rule carry nothing."""
    lines = [*body.splitlines(), ""]
    paragraph = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        alone = line.startswith(("#", "|")) or not line.strip()
        if paragraph and (alone or _ITEM.match(line)):
            yield paragraph
            paragraph = ""
        if not alone:
            paragraph += f"\n{line}"
        elif _GROUP.search(line) or (line.startswith("|") and not _RULE.match(line) and not _RULE.match(following)):
            yield line


def _spans(block: str) -> Iterator[Carried]:
    start = 0
    for group in _GROUP.finditer(block):
        yield Carried(block[start : group.start()].strip(), tuple(_ID.findall(group[0])))
        start = group.end()
    if _bare(left := block[start:]):
        yield Carried(left.strip(), ())


def _bare(text: str) -> str:
    return _UNSEEN.sub("", text)


def _place(passage: str, whole: str) -> range | None:
    start = whole.find(passage) if passage else -1
    return range(start, start + len(passage)) if start >= 0 else None


def _is_row_of(text: str, passage: str) -> bool:
    """Whether the passage holds the cells of a table row, which an index writes beside the names of their columns."""
    return text.startswith("|") and all(cell.strip() in passage for cell in text.strip("|").split("|"))
