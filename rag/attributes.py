"""What a document says of itself: title, publisher, date and regimes, from its front matter, metadata and text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any, Literal

import yaml

from french import MONTH_NUMBERS, MONTHS, bare
from rag.margins import publisher_of
from rag.reading.text import ReadError, Text

_MONTH = rf"(?P<month>{'|'.join(map(bare, MONTHS))})"
_DAY = (
    r"(?:(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b|(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>20\d\d)\b"
    rf"|(?:(?P<day>\d{{1,2}})(?:er)? )?{_MONTH} (?P<year>20\d\d)\b)"
)
# What says that a day is the one a text was written or published on; any other may be that of an event.
_WRITTEN = re.compile(
    r"\b(?:publiee?s?|mise? (?:a jour|en ligne)|actualisee?|modifiee?|redigee?|etablie?|fait|datee?|version|"
    r"edition|revision|note|lettre|courrier|communique|compte[ -]rendu|proces[ -]verbal|circulaire|bulletin|fiche)"
    rf"(?: (?:[\w’']+ ){{0,3}}?(?:le|du|de|en|au)|,| :| -)? *{_DAY}"
)
_ALONE = re.compile(rf"(?:date ?: ?|le |[\w’' -]{{2,40}}, (?:le )?)?{_DAY}\.?")  # « Vannes, le 3 mai 2026 »
_YEAR = re.compile(r"\b20\d\d\b")
_MARGINS, _FILE = "margins", "file"  # where a date was found, when not in the text
_OPENING = 40  # lines: a date alone further on is seldom that of the document
_LONG = 2000  # letters of a line that are looked at
_LONGEST_MATTER = 20_000  # letters, a second to parse
# What is read of a front matter.
_READ = (
    "title", "titre", "publisher", "auteur", "published", "date", "regimes", "regime", "topics", "sources",
    "valid_from", "valid_to",
)  # fmt: skip
_HOLDERS = (list, dict, set, tuple)
_PARTIAL = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")
_NOBODY = frozenset(
    {"", "python-docx", "microsoft office user", "utilisateur", "user", "admin", "anonymous", "un-named"}
)
# What software writes where a title is wanted.
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)\b.*|(?:document|presentation|classeur|book|feuil)(?: ?\d+| sans titre)?|"
    r"(?:sans titre|untitled|title|titre|mise en page)\b.{0,4}|(?:diapositive|slide|powerpoint presentation)\b.*|"
    r".*\.(?:docx?|pdf|xlsx?|pptx?|odt|rtf|indd|pub|html?|txt|md)"
)


@dataclass(frozen=True)
class Attributes:
    """`published`: an ISO date, in full or in part; empty texts and None are what nothing said.

    `of_the_file`: whether that date is the one the file carries, which may be that of its printing; `of_the_margins`:
    whether it stands above or below the text of its pages. `impossible`: a date of theirs that is none, as it is
    written, where no other told more than the file. `publisher_of` says likewise where the publisher was found.
    """

    title: str
    publisher: str = ""
    publisher_of: Literal["", "margins", "file"] = ""
    published: str = ""
    of_the_file: bool = False
    of_the_margins: bool = False
    impossible: str = ""
    regimes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


def attributes_of(read: Text, name: str, today: date) -> tuple[Attributes, str]:
    """The attributes, and the text without its front matter; no date is later than `today`.

    Raises ReadError when the front matter is wrong.
    """
    matter, body = _front_matter(read.text)
    publisher, publisher_of = _publisher(matter, read)
    published, place = _published(matter, read, body, today)
    return Attributes(
        title=_line(matter.get("title") or matter.get("titre")) or _title(read.title, body, name),
        publisher=publisher,
        publisher_of=publisher_of,
        published=published,
        of_the_file=place == _FILE,
        of_the_margins=place == _MARGINS,
        impossible="" if published and place != _FILE else _impossible(read.margins),
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


def written_on(text: str, today: date) -> str:
    """The day, or the month, on which a text says it was written or published, in ISO; empty when it does not.

    A day after `today` is that of an event, and so is one in the middle of a sentence that says nothing of the text.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    opening, end = (
        [" ".join(bare(line[:_LONG]).split()).strip(" #*_()|") for line in part]
        for part in (lines[:_OPENING], lines[-_OPENING // 4 :])
    )
    found = [_iso(match) for line in opening for match in _WRITTEN.finditer(line)]
    found += [_iso(match) for line in opening if (match := _ALONE.fullmatch(line))]
    found += [_iso(match) for line in end for match in _WRITTEN.finditer(line)]
    return next((day for day in found if day and day <= today.isoformat()), "")


def _iso(match: re.Match[str]) -> str:
    """A date that was found, in ISO; empty for the 31st of February."""
    parts = match.groupdict()
    if parts["month"] and not parts["day"]:
        return f"{parts['year']}-{MONTH_NUMBERS[parts['month']]:02d}"
    try:
        if parts["iso"]:
            return date.fromisoformat(parts["iso"]).isoformat()
        year, month = parts["y"] or parts["year"], parts["m"] or MONTH_NUMBERS[parts["month"]]
        return date(int(year), int(month), int(parts["d"] or parts["day"])).isoformat()
    except ValueError:
        return ""


def _publisher(matter: dict[str, Any], read: Text) -> tuple[str, Literal["", "margins", "file"]]:
    """Who publishes a document, and where it is told: the author of a file may be whoever typed it."""
    if (written := _line(matter.get("publisher") or matter.get("auteur"))).lower() not in _NOBODY:
        return written, ""
    if named := publisher_of(read.margins):
        return named, "margins"
    carried = _line(read.publisher)
    return ("", "") if carried.lower() in _NOBODY else (carried, "file")


def _published(matter: dict[str, Any], read: Text, body: str, today: date) -> tuple[str, str]:
    """The date of a document, and the place it was found in; one that was written on purpose must be one."""
    written = matter.get("published") or matter.get("date")
    if written is not None and not is_partial_date(str(written)):
        raise ReadError("« published » dans l’en-tête : écrivez AAAA, AAAA-MM ou AAAA-MM-JJ.")
    if told := str(written or "") or written_on(body, today):
        return told, ""
    margins = " ".join(bare(read.margins).split())
    days = (day for match in re.finditer(_DAY, margins) if (day := _iso(match)))
    if told := next((day for day in days if day <= today.isoformat()), ""):
        return told, _MARGINS
    carried = read.published if is_partial_date(read.published) and read.published <= today.isoformat() else ""
    if not carried or _is_older_than_its_words(carried, f"{body} {margins}", today):
        return "", ""
    return carried, _FILE


def _impossible(margins: str) -> str:
    """A date of the margins that no calendar has, as it is written: « 32 novembre 2026 »."""
    for match in re.finditer(_DAY, " ".join(bare(margins).split())):
        if not _iso(match):
            month = match["month"]
            return match[0].replace(month, MONTHS[MONTH_NUMBERS[month] - 1]) if month else match[0]
    return ""


def _is_older_than_its_words(carried: str, text: str, today: date) -> bool:
    """Whether a text speaks of a year that has come since: the date is then that of a template, or of another version.

    The year after is left to who writes of the next one in December.
    """
    return any(int(carried[:4]) + 1 < int(year) <= today.year for year in _YEAR.findall(text))


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
    if len(head) > _LONGEST_MATTER:
        return {}, text  # a text between two rules
    try:
        matter = _Loader(head).get_single_data()
        if isinstance(matter, dict):
            matter = {name: _plain(matter[name]) for name in _READ if name in matter}
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: the 31st of February, 5 000 digits
        raise ReadError("L’en-tête entre « --- » n’est pas du YAML valide : corrigez-le ou retirez-le.") from error
    return (matter, body.lstrip("-").strip()) if isinstance(matter, dict) else ({}, text)


class _Loader(yaml.SafeLoader):
    """Safe YAML without alias: merged (« <<: [*a, *a] »), a few of them make a billion while they are read."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


def _plain(value: Any) -> Any:
    """A text, a day or a list of texts. What is deeper is no value of ours."""
    if isinstance(value, list):
        return [str(one) for one in value if not isinstance(one, _HOLDERS)]
    if isinstance(value, _HOLDERS):
        return None
    return value if value is None or isinstance(value, date) else str(value)


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


def _title(found: str, text: str, name: str) -> str:
    """The title that was read, the first heading, a short first line, or the name of the file; never a software's."""
    lines = [line.strip() for line in text.splitlines() if any(map(str.isalpha, line))]
    heads = [line for line in lines if line.startswith("#")]
    level = len(heads[0]) - len(heads[0].lstrip("#")) if heads else 0
    alone = level == 1 or sum(line.startswith("#" * level + " ") for line in heads) == 1  # else that of a part
    heading = heads[0].lstrip("# ") if heads and alone else ""
    first = lines[0] if lines and len(lines[0]) <= 120 and not lines[0].startswith(("-", "|", "#")) else ""
    spoken = (heading, first) if first.endswith((".", ":", ";")) else (first, heading)
    titles = (_line(title) for title in (found, *spoken) if not _NO_TITLE.fullmatch(bare(_line(title))))
    return next(filter(None, titles), PurePath(name).stem.replace("-", " ").replace("_", " "))
