"""The question bank: its schema, its loader, and the checks that keep the two splits honest."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator
from rapidfuzz import fuzz

from assistant.answer import Kind
from eval.problems import first_problem
from french import HARD, THIN, bare
from rules.catalogue import TOPICS
from rules.profile import Profile
from rules.units import Unit
from rules.verdict import Verdict

QUESTIONS = Path(__file__).parent / "questions"
TODAY = date(2026, 11, 21)  # « today » of a question that gives no date of its own
NEAR_DUPLICATE = 90  # similarity (0-100) above which two questions say the same thing
Split = Literal["train", "held-back"]


class BankError(ValueError):
    """A bank that cannot be used: names the file, the question, the field and what is expected."""


class ExpectedFigure(BaseModel):
    """A figure that must, or must not, be in the answer. Written « 19000 EUR » or « 2023-05-01 date »."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Decimal | date
    unit: Unit

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"


def _figure(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    number, _, unit = value.partition(" ")
    if unit == Unit.DATE:
        return {"value": date.fromisoformat(number), "unit": unit}
    try:
        return {"value": Decimal(number), "unit": unit}
    except InvalidOperation:
        raise ValueError(f"écrivez un chiffre comme 19000 EUR ou 2023-05-01 date, et non {value}") from None


def _several(value: Any) -> Any:
    return value if isinstance(value, list) else [] if value is None else [value]


def _verdict(value: Any) -> Any:
    """Undo YAML's reading of a bare yes or no as a boolean."""
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


Figures = list[Annotated[ExpectedFigure, BeforeValidator(_figure)]]
Strings = Annotated[list[str], BeforeValidator(_several)]


class Question(BaseModel):
    """One question and what the facts determine about its answer. An empty expectation is not graded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    question: Annotated[str, Field(min_length=1)]
    history: list[str] = []  # earlier user turns; the runner asks them in turn
    as_of: date = TODAY
    profile: dict[str, Any] | None = None
    kind: Annotated[list[Kind], BeforeValidator(_several), Field(min_length=1)]  # any of these is right
    topic: Strings = []  # any of these is right
    verdict: Annotated[Verdict | None, BeforeValidator(_verdict)] = None
    figures: Figures = []  # all must be among the answer's figures and in its text
    forbidden_figures: Figures = []  # none may be there
    forbidden_units: list[Unit] = []  # no established figure of this unit may be there
    parameter: Strings = []  # one of these parameter ids must have been read
    sources: Strings = []  # one of these must stand behind a figure, a reason or a citation
    documents: Strings = []  # one of these sources must be cited with a quote
    facts: dict[str, Any] | None = None  # everything the doctor said of herself; a list holds accepted spellings
    facts_optional: list[str] = []  # fields that may also be read without being wrong
    must_say: Strings = []  # regular expressions, case-insensitive
    must_not_say: Strings = []
    not_established: bool = False  # the answer must say that no source gives it
    asks: bool | None = None  # True: a question back is needed; False: it would be needless
    missing: Strings = []  # one of these profile fields must be asked for
    split: Split
    group: str | None = None  # paraphrases of one question: same figures, same verdict
    tags: list[str] = []
    theme: str = ""  # the file's name, filled by the loader
    note: str = ""

    @field_validator("topic")
    @classmethod
    def _known_topics(cls, topics: list[str]) -> list[str]:
        if unknown := set(topics) - TOPICS.keys():
            raise ValueError(f"sujet inconnu{HARD}: {_listed(unknown)}. Attendu{HARD}: {_listed(TOPICS)}")
        return topics

    @field_validator("must_say", "must_not_say")
    @classmethod
    def _valid_patterns(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern} n’est pas une expression régulière{HARD}: {error}") from None
        return patterns

    @field_validator("profile")
    @classmethod
    def _valid_profile(cls, profile: dict[str, Any] | None) -> dict[str, Any] | None:
        Profile.model_validate(profile or {})
        return profile

    @field_validator("facts")
    @classmethod
    def _known_facts(cls, facts: dict[str, Any] | None) -> dict[str, Any] | None:
        if unknown := set(facts or ()) - set(Profile.model_fields):
            raise ValueError(f"fait inconnu{HARD}: {_listed(unknown)}. Attendu{HARD}: {_listed(Profile.model_fields)}")
        return facts

    def on(self, day: date) -> Question:
        """Return the question asked on ``day``, unless it gives a day of its own."""
        return self if "as_of" in self.model_fields_set else self.model_copy(update={"as_of": day})

    @property
    def unanswerable(self) -> bool:
        """Whether a right answer gives no figure or explanation of its own: refused, asked back or not established."""
        answers = {Kind.FIGURE, Kind.ELIGIBILITY, Kind.EXPLANATION}
        return self.not_established or self.asks is True or not answers & set(self.kind)

    @property
    def turns(self) -> str:
        """The whole conversation as one text, for comparing questions."""
        return " / ".join([*self.history, self.question])


def load(*folders: Path) -> list[Question]:
    """Read every ``*.yaml`` of ``folders`` in order; raise `BankError` on the first thing wrong."""
    questions = [question for folder in folders for path in sorted(folder.glob("*.yaml")) for question in _read(path)]
    if not questions:
        raise BankError(f"Aucune question dans {_listed(map(str, folders))}{HARD}: il y faut des fichiers .yaml.")
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise BankError(
                f"{question.theme}.yaml{HARD}: deux questions ont l’id {question.id}. Donnez à chacune le sien."
            )
        seen.add(question.id)
    return questions


def _read(path: Path) -> list[Question]:
    """Read one file: « defaults », then a list of questions for each split."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BankError(f"{path.name}{HARD}: ce n’est pas du YAML lisible{HARD}: {error}") from None
    splits = get_args(Split)
    if not isinstance(content, dict) or (unknown := set(content) - {"defaults", *splits}):
        found = f"{THIN}; trouvé{HARD}: {_listed(map(str, unknown))}" if isinstance(content, dict) else ""
        raise BankError(f"{path.name}{HARD}: attendu{HARD}: defaults, {', '.join(splits)}{found}.")
    defaults = content.get("defaults") or {}
    return [_question(path, split, {**defaults, **entry}) for split in splits for entry in content.get(split) or []]


def _question(path: Path, split: str, entry: dict[str, Any]) -> Question:
    try:
        return Question.model_validate({**entry, "split": split, "theme": path.stem})
    except ValidationError as error:
        field, told = first_problem(error)
        named = entry.get("id", "question sans id")
        raise BankError(f"{path.name}, {named}{HARD}: {field or 'question'}{HARD}: {told}.") from None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def leaks(questions: Iterable[Question]) -> list[str]:
    """List what would let the held-back split be learnt from the training one: shared groups, near-duplicates."""
    questions = list(questions)
    problems = []
    groups: dict[str, set[str]] = {}
    for question in questions:
        if question.group:
            groups.setdefault(question.group, set()).add(question.split)
    problems += [f"group {name!r} is in both splits" for name, splits in groups.items() if len(splits) > 1]
    folded = {split: [(q.id, fold(q.turns)) for q in questions if q.split == split] for split in get_args(Split)}
    for (left, one), (right, other) in itertools.product(*folded.values()):
        if (score := fuzz.ratio(one, other)) >= NEAR_DUPLICATE:
            problems.append(f"{left} (train) and {right} (held-back) are near-duplicates ({score:.0f} %)")
    return problems


def fold(text: str) -> str:
    """Bare letters, single spaces: what makes two spellings the same question."""
    return " ".join(re.findall(r"[a-z0-9€%]+", bare(text)))
