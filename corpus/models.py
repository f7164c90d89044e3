"""The records of the corpus, frozen and typed: sources, fact sheets, disagreements.

The ``description`` of a field is what a message says was expected of it.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
)
from pydantic.functional_validators import AfterValidator

from corpus.carried import Carried, carriers
from corpus.checked import Names, known, wrong
from corpus.paragraphs import Paragraph, paragraph_of, same_heading
from corpus.spoken import written
from french import short_day

_URL = TypeAdapter(HttpUrl)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def is_past(until: date | None, today: date) -> bool:
    """Return whether a last day is behind; what has none never ends."""
    return until is not None and until < today


def last_day(published: str) -> date:
    """Return the last day of « 2024-06-27 », « 2024-06 » or « 2024 ». Raises ValueError when there is none."""
    return _bound(published, last=True)


def _bound(published: str, *, last: bool) -> date:
    parts = _PARTIAL.fullmatch(published)
    if parts is None:
        raise ValueError("expected YYYY, YYYY-MM or YYYY-MM-DD")
    year, month = int(parts[1]), int(parts[2] or (12 if last else 1))
    first = date(year, month, 1)
    return first.replace(day=int(parts[3] or (calendar.monthrange(year, month)[1] if last else 1)))


def _as_text(value: object) -> object:
    """Return the text of a day or a year that YAML reads as such."""
    return str(value) if isinstance(value, date | Decimal) else value


def _existing(value: str) -> str:
    try:
        last_day(value)
    except ValueError:
        raise wrong("une date qui existe, AAAA-MM-JJ, AAAA-MM ou AAAA, ou null") from None
    return value


def _not_to_come(value: date, info: ValidationInfo) -> date:
    """Refuse a day after the one the register is read on, or before the source was published."""
    if not isinstance(info.context, Names):
        return value
    published = info.data.get("published")
    if published and value < (first := _bound(published, last=False)):
        raise wrong(f"le jour où la source a été lue, après sa publication (published : {first})")
    if info.context.today and value > info.context.today:
        raise wrong(f"le jour où la source a été lue, au plus tard aujourd’hui, {short_day(info.context.today)}")
    return value


def _checked_url(value: str) -> str:
    try:
        _URL.validate_python(value)
    except ValidationError:
        raise wrong("une adresse entière, qui commence par https:// ou http://, ou null") from None
    return value  # as registered: pydantic would rewrite it


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Regime = Annotated[
    Id, AfterValidator(known("regimes", "un texte que les règles connaissent, ou d’abord ajouté à rules/regimes.py"))
]
Topic = Annotated[str, AfterValidator(known("topics", "un sujet des règles"))]
SourceId = Annotated[Id, AfterValidator(known("sources", "une source de sources.yaml"))]
Url = Annotated[str, AfterValidator(_checked_url)]
PartialDate = Annotated[str, BeforeValidator(_as_text), AfterValidator(_existing)]

AN_ID = Field(description="un nom en minuscules sans accent, chiffres et traits d’union, comme reponse-cpam")
A_TEXT = Field(min_length=1, description="un texte, entre guillemets s’il a la forme d’un nombre ou d’une date")
A_DAY = Field(description="une date AAAA-MM-JJ qui existe")
A_DAY_OR_NONE = Field(description="une date AAAA-MM-JJ qui existe, ou null")
REGIMES = Field(description="une liste de textes entre crochets, comme [convention-2024], ou []")
A_HASH = r"^[0-9a-f]{64}$"


REREAD = timedelta(days=182)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Entry):
    """A text the answers rest on. ``standing`` is the firmest this source can be; ``published`` may be partial."""

    id: Id = AN_ID
    title: str = A_TEXT
    publisher: str = A_TEXT
    published: PartialDate | None = Field(
        description="une date AAAA-MM-JJ, AAAA-MM ou AAAA, ou null si elle n’est pas dite"
    )
    url: Url | None = Field(description="une adresse https://…, ou null")
    other_urls: tuple[Url, ...] = Field((), description="une liste d’adresses https://… entre crochets")
    standing: Literal["official", "ameli", "public", "secondary", "unconfirmed"] = Field(
        description="l’un de : official, ameli, public, secondary, unconfirmed"
    )
    # The official text, where this one is a copy of it found elsewhere.
    copy_of: str | None = Field(None, description="le nom du texte officiel dont c’est une copie")
    official_url: Url | None = Field(None, description="une adresse https://…, ou null")  # of the text itself
    read: Literal["full", "excerpt"] = Field(description="full (texte entier) ou excerpt (extrait)")
    checked_on: Annotated[date, AfterValidator(_not_to_come)] = A_DAY
    sha256: str | None = Field(None, pattern=A_HASH, description="64 chiffres et lettres de a à f, ou rien")
    # Of the original the hash was taken from: its name, and the fingerprint of what it says.
    file: str | None = Field(None, description="un nom de fichier")
    words: str | None = Field(
        None, pattern=A_HASH, description="64 chiffres et lettres de a à f, ou rien"
    )  # of its text
    regimes: tuple[Regime, ...] = REGIMES
    local: bool = False

    @property
    def reread_by(self) -> date:
        """The day by which it should be read again: half a year after the last time."""
        return self.checked_on + REREAD


class Document(_Entry):
    """A fact sheet: one topic under one regime (none: it holds whatever the regime). ``text`` is Markdown.

    ``carried``: its sentences, and the sources that carry them; nothing in a document of the staff, its own source.
    """

    id: Id = AN_ID
    title: str = A_TEXT
    topics: tuple[Topic, ...] = Field(min_length=1, description="une liste de sujets entre crochets, un au moins")
    regimes: tuple[Regime, ...] = REGIMES
    valid_from: date | None = A_DAY_OR_NONE
    valid_to: date | None = A_DAY_OR_NONE
    sources: tuple[SourceId, ...]
    checked_on: date = A_DAY
    reviewed_by: str | None = Field(description="le nom de qui signe, ou null")
    text: str
    carried: tuple[Carried, ...] = ()
    questions: dict[str, tuple[str, ...]] = Field({}, description="rien : elles s’écrivent dans corpus/questions")
    local: bool = False
    quoted_until: date | None = None  # the last day that the staff gave a document of theirs
    settled: tuple[str, ...] = ()  # sentences of the staff's, that they say are of theirs and not of the texts

    def is_over(self, today: date) -> bool:
        """Whether the last day of a document of the staff is past: it is quoted no more."""
        return is_past(self.quoted_until, today)

    def sources_of(self, passage: str) -> tuple[str, ...]:
        """Return the sources that carry the sentences found in a passage or a quote of this sheet, first use first.

        None where the words are our own.
        """
        return carriers(passage, self.carried) if self.carried else self.sources

    def questions_of(self, heading: str) -> tuple[str, ...]:
        """Return the questions that the paragraph under ``heading`` answers, in the words that are searched."""
        asked = (questions for name, questions in self.questions.items() if same_heading(name, heading))
        return tuple(written(question) for question in next(asked, ()))


class Position(_Entry):
    """One side of a disagreement, with the period it is said of when that explains it.

    ``followed`` names the texts under which the answers follow this side, or is true where the text matters not.
    """

    value: str = A_TEXT
    sources: tuple[SourceId, ...] = Field(min_length=1, description="une liste de sources entre crochets, une au moins")
    period: str | None = Field(None, description="un texte, ou null")
    followed: bool | tuple[Regime, ...] = Field(False, description="true, ou une liste de textes entre crochets")


class Disagreement(_Entry):
    """Sources that contradict each other: what about, who says what, the side followed and why."""

    id: Id = AN_ID
    what: str = A_TEXT
    topics: tuple[Topic, ...] = Field(min_length=1, description="une liste de sujets entre crochets, un au moins")
    parameters: tuple[str, ...] = Field((), description="une liste de paramètres")
    positions: tuple[Position, ...] = Field(min_length=1, description="une liste de {value: …, sources: […]}")
    followed: str = A_TEXT
    why: str = A_TEXT


class Corpus(_Entry):
    """Everything read: sources by id, fact sheets by file name, disagreements as written."""

    sources: dict[str, Source]
    documents: tuple[Document, ...]
    disagreements: tuple[Disagreement, ...]

    def sheet(self, id_: str) -> Document | None:
        """Return the fact sheet of that id, if there is one."""
        return next((document for document in self.documents if document.id == id_), None)

    def paragraph(self, id_: str, heading: str) -> Paragraph | None:
        """Return what stands under a heading of a sheet, with what carries it; None where there is no such place."""
        document = self.sheet(id_)
        return paragraph_of(document, heading) if document else None
