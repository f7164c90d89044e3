"""The typed answer: what the page shows, the API returns and the evaluation checks."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError


class Kind(StrEnum):
    """What sort of answer this is. ``refusal`` is for patient data and abuse, ``out_of_scope`` for the rest."""

    FIGURE = "figure"
    ELIGIBILITY = "eligibility"
    EXPLANATION = "explanation"
    CLARIFICATION = "clarification"
    OUT_OF_SCOPE = "out_of_scope"
    REFUSAL = "refusal"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ShownFigure(_Part):
    """A figure of the answer. ``value`` is a plain decimal or ISO date, ``None`` when not established."""

    value: str | None
    unit: str
    label: str
    parameter: str | None
    rule: str
    since: date | None
    standing: str | None
    sources: list[str]


class ShownTable(_Part):
    """Cells are ready to read, in French (« 19 000 € »); the figures behind them are in ``figures``."""

    caption: str = ""
    columns: list[str]
    rows: list[list[str]]


class Series(_Part):
    """Five contract years for the chart, one list of euros per case; ``None`` where not established."""

    years: list[int]
    cases: dict[str, list[float | None]]


class Citation(_Part):
    """A source behind the answer. ``quote`` is verbatim from the indexed text, empty for a figure's source."""

    source: str
    title: str
    publisher: str
    published: str | None
    url: str | None
    standing: str
    quote: str = ""
    document: str | None = None
    local: bool = False
    score: float | None = None


class Span(_Part):
    """Sentences in a row, and the sources that carry them: none where the words are our own advice."""

    text: str
    sources: list[str]


class Extract(_Part):
    """A passage of one of our fact sheets, shown as our own words, with what carries each of its sentences."""

    document: str
    title: str
    text: str
    sources: list[str]
    spans: list[Span]


class Position(_Part):
    """One side of a disagreement between sources."""

    value: str
    sources: list[str]
    followed: bool | list[str] = False  # the texts under which answers follow it; true: under any


class ShownDisagreement(_Part):
    """Sources that contradict each other, the side followed and why."""

    id: str
    what: str
    positions: list[Position]
    followed: str
    why: str


class Dates(_Part):
    """Three dates that are never mixed."""

    rules_on: date
    sources_checked_on: date | None
    today: date


class ShownStep(_Part):
    """One step of « comment ce chiffre est calculé »."""

    rule: str
    text: str
    parameters: list[str] = []


class ShownReason(_Part):
    """One condition of a yes/no answer: met, not met or unknown (``None``)."""

    id: str
    met: bool | None
    text: str
    standing: str | None = None
    sources: list[str] = []


class PartKind(StrEnum):
    """What a part of an answer is; the text, the page and the terminal are renderers of parts."""

    LEAD = "lead"  # the answer to one question
    MORE = "more"  # what completes it
    GRID = "grid"
    FIGURES = "figures"
    REASONS = "reasons"
    CHANGES = "changes"  # what would change the answer
    NOTES = "notes"
    UNKNOWNS = "unknowns"  # what is not established, and whom to ask
    QUOTE = "quote"  # a passage of a sheet
    LOCAL = "local"  # a passage of a document of the staff, in a frame: never our words
    REFERENCES = "references"  # who says so, with addresses
    READINGS = "readings"  # what else the question may have meant
    CORRECTED = "corrected"  # the facts that replace others
    MESSAGE = "message"  # neither rule nor sheet: a greeting, a refusal
    PROVENANCE = "provenance"
    NEXT_QUESTION = "next_question"


class Reading(_Part):
    """What a question may have meant, and the answer it would then get, in one line."""

    topic: str
    aspect: str
    name: str
    lead: str


class Part(_Part):
    """One part of an answer: Markdown in ``text`` or in ``items``, or a table.

    Of a ``local`` part, ``title`` heads the frame and ``origin`` is its foot: name, publisher and date of the document.
    """

    kind: PartKind
    text: str = ""
    title: str = ""
    items: list[str] = []
    table: ShownTable | None = None
    reasons: list[ShownReason] = []  # conditions, met or not
    verdict: Literal["yes", "no", "unknown"] | None = None
    topic: str | None = None
    aspect: str | None = None
    origin: str = ""
    document: str | None = None  # of a local part: the citation that names it
    differs: bool = False  # of a local part: it says otherwise than the rules, which the answer follows


class ShownMention(_Part):
    """A fact heard, and the words that say it."""

    field: str
    value: Any
    words: str
    whose: str = "me"
    how: str = "stated"


class ShownAsk(_Part):
    """One question heard."""

    topic: str
    aspect: str
    words: str
    sure: bool
    rivals: list[str]


class ShownListened(_Part):
    """That a language model heard the message too, and what came of it."""

    model: str
    outcome: str
    dropped: dict[str, int] = {}
    doubted: list[str] = []


class ShownHeard(_Part):
    """What was heard in the message, nothing decided."""

    act: str
    asks: list[ShownAsk] = []
    mentions: list[ShownMention] = []
    reason: str = ""
    listened: ShownListened | None = None  # none: our own reader alone


class Answer(_Part):
    """One answer. ``text`` is the whole of it in Markdown; the other fields are the same content as data."""

    id: Any = None
    kind: Kind
    topic: str | None = None
    regime: str | None = None  # the text that governs, by its id
    # Of several questions, of the first that wants a yes or a no; ``kind`` is « figure » where another comes before it.
    # By the word that opens: « Oui », or « Si » to a question that denies (« je n’ai pas le droit ? »), is a yes.
    verdict: Literal["yes", "no", "unknown"] | None = None
    sous_reserve: list[str] = []  # beside a yes: the conditions that wait for facts
    text: str
    figures: list[ShownFigure] = []
    table: ShownTable | None = None
    series: Series | None = None
    reasons: list[ShownReason] = []
    changes: list[str] = []
    notes: list[str] = []
    not_established: list[str] = []
    citations: list[Citation] = []
    extracts: list[Extract] = []
    disagreements: list[ShownDisagreement] = []
    understood: dict[str, Any] = {}
    monthly_cost: str | None = None  # euros that the employment was said to cost, charges included
    assumed: dict[str, Any] = {}
    missing: list[str] = []
    next_question: str | None = None
    choices: list[str] = []
    dates: Dates
    trace: list[ShownStep] = []
    parts: list[Part] = []
    readings: list[Reading] = []
    heard: ShownHeard | None = None
    timings_ms: dict[str, float] = Field(default_factory=dict)


class Message(_Part):
    """One earlier turn of the conversation, as the request carries it."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=20_000)


MOST_ASKED = 4_000  # characters of one question
MOST_SAID = 12_000  # characters of the doctor's earlier messages, read again at each question


class Request(_Part):
    """A question. ``as_of`` is « today » for the answer: nothing published after it is applied."""

    question: str = Field(min_length=1, max_length=MOST_ASKED)
    history: list[Message] = Field(default=[], max_length=60)
    as_of: date | None = None
    profile: dict[str, Any] | None = None
    id: Any = None

    @field_validator("history")
    @classmethod
    def _bounded(cls, history: list[Message]) -> list[Message]:
        if sum(len(message.content) for message in history if message.role == "user") > MOST_SAID:
            raise PydanticCustomError("too_much_said", "the conversation is too long to be read again")
        return history
