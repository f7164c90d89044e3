"""What a document says of itself: title, publisher, date and regimes, from its front matter, metadata and text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

import yaml

from french import MONTH_NUMBERS, MONTHS, bare
from rag.readers import ReadError, Text

_DAYS = re.compile(
    rf"\b(?P<iso>20\d\d-\d\d-\d\d)\b|\b(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/(?P<y>20\d\d)\b"
    rf"|\b(?P<day>\d{{1,2}})(?:er)? (?P<month>{'|'.join(map(bare, MONTHS))}) (?P<year>20\d\d)\b"
)
_OPENING = 1000  # characters: a date further on is seldom that of the document
_PARTIAL = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")
_NOBODY = frozenset(
    {"", "python-docx", "microsoft office user", "utilisateur", "user", "admin", "anonymous", "un-named"}
)


@dataclass(frozen=True)
class Attributes:
    """`published`: an ISO date, in full or in part; empty texts and None are what nothing said."""

    title: str
    publisher: str = ""
    published: str = ""
    regimes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


def attributes_of(read: Text, name: str) -> tuple[Attributes, str]:
    """The attributes, and the text without its front matter. Raises ReadError when the front matter is wrong."""
    matter, body = _front_matter(read.text)
    publisher = _line(matter.get("publisher") or read.publisher)
    return Attributes(
        title=_line(matter.get("title")) or _line(read.title) or _title(body, name),
        publisher="" if publisher.lower() in _NOBODY else publisher,
        published=_published(matter, read, body),
        regimes=_words(matter.get("regimes") or matter.get("regime")),
        topics=_words(matter.get("topics")),
        sources=_words(matter.get("sources")),
        valid_from=_day(matter, "valid_from"),
        valid_to=_day(matter, "valid_to"),
    ), body


def named(text: str, cues: Mapping[str, str]) -> tuple[str, ...]:
    """The names that a text uses; a cue is a regular expression, met in bare lower case."""
    folded = " ".join(bare(text).split())
    return tuple(name for name, cue in cues.items() if re.search(cue, folded))


def first_day(text: str) -> str:
    """The first full date in the opening of a text, in ISO; empty when there is none."""
    for found in _DAYS.finditer(" ".join(bare(text[:_OPENING]).split())):
        parts = found.groupdict()
        try:
            if parts["iso"]:
                return date.fromisoformat(parts["iso"]).isoformat()
            year, month = parts["y"] or parts["year"], parts["m"] or MONTH_NUMBERS[parts["month"]]
            return date(int(year), int(month), int(parts["d"] or parts["day"])).isoformat()
        except ValueError:  # the 31st of February
            continue
    return ""


def _published(matter: dict[str, Any], read: Text, body: str) -> str:
    """A date found by itself is kept when it is one; one that was written on purpose must be one."""
    written = matter.get("published") or matter.get("date")
    if written is None:
        return read.published if is_partial_date(read.published) else first_day(body)
    if not is_partial_date(str(written)):
        raise ReadError("« published » dans l’en-tête : écrivez AAAA, AAAA-MM ou AAAA-MM-JJ.")
    return str(written)


def is_partial_date(text: str) -> bool:
    """Whether a text is a year, a month or a day, in ISO."""
    if not _PARTIAL.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    if not text.startswith("---\n") or "\n---" not in text[3:]:
        return {}, text
    head, _, body = text[4:].partition("\n---")
    try:
        matter = yaml.safe_load(head)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: the 31st of February
        raise ReadError("L’en-tête entre « --- » n’est pas du YAML valide : corrigez-le ou retirez-le.") from error
    return (matter, body.lstrip("-").strip()) if isinstance(matter, dict) else ({}, text)


def _line(value: Any) -> str:
    return " ".join(str(value or "").split())


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, Sequence) else ()


def _day(matter: dict[str, Any], name: str) -> date | None:
    value = matter.get(name)
    if value is None or (isinstance(value, date) and type(value) is date):
        return value
    raise ReadError(f"« {name} » dans l’en-tête : écrivez une date AAAA-MM-JJ, ou retirez la ligne.")


def _title(text: str, name: str) -> str:
    """The first heading, or a short first line, or the name of the file."""
    lines = [line.strip() for line in text.splitlines() if any(map(str.isalpha, line))]
    heading = next((line.lstrip("# ") for line in lines if line.startswith("#")), "")
    first = lines[0] if lines and len(lines[0]) <= 120 and not lines[0].startswith(("-", "|")) else ""
    return heading or first or PurePath(name).stem.replace("-", " ").replace("_", " ")
