"""Whatever value a parameter holds, the answers that read it are French, and say nothing that their figures deny.

Each parameter takes in turn the values that staff could write for it: yes and no, none, one, a list of one, its own
without a note. The questions of the bank that read it are asked again, figures only.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from answers import TODAY

from assistant.answer import Answer, Message, PartKind, Request
from assistant.aspects import aspects
from assistant.installation import load
from assistant.markdown import rendered
from assistant.service import Assistant
from assistant.speech import PLACEHOLDER
from eval.bank import QUESTIONS
from eval.bank import load as bank
from french import lower_first
from rules.dated import Parameter, Parameters, Value
from rules.kinds import Kind
from rules.units import Standing, Unit

PARAMETERS, _ = load(today=TODAY)
READERS = 12  # questions asked of a parameter: each is on another topic, or opens on other words
# Which text governs a contract is established, or the installation is refused at its start.
CHANGED = [parameter for parameter in PARAMETERS.values() if parameter.kind is not Kind.REGIME]
LARGE = (Unit.EUR, Unit.PATIENTS)
NONE_AT_ALL = (Unit.EUR, Unit.PATIENTS, Unit.PERCENT)

HOLES = re.compile(
    r"\bNone\b|[ \u00a0\u202f]{2}|[ \u00a0\u202f][.,]|\( ?\)|« ?»|:[ \u00a0\u202f]*\.|\*{4}|\.\.|\{|\}"
    r"|\b(?:de|et|ou|par|en|pour)[ \u00a0\u202f]*[.,;)]"
)
DISAGREEING = re.compile(
    r"\b(?:les|des|ces|plusieurs)[ \u00a0][01][ \u00a0]\w+|\b0[ \u00a0]fois\b|\bun (?:deux|aucun)\b"
    r"|(?<![\d,.\u202f/-])[01](?:,\d+)?[ \u00a0](?!(?:mois|fois|temps|repas|plus|sans|dans)\b)\w+s\b"
)
UNSAID = re.compile(
    r".*(?:n’(?:est|sont) pas établi|ucune (?:de mes sources|source|règle)|n’établi|Rien ne|certain\*\*).*"
)
TITLE = "**Ce qui n’est pas établi**"
VERDICT = "**Ce n’est pas établi**"
OF_NO_PARAMETER = (PartKind.QUOTE, PartKind.READINGS)


def _wants_none(entry: Mapping[str, Any]) -> bool:
    """Whether a sentence is said only where a value is missing."""
    values = [value for name, value in entry.get("data", {}).items() if PARAMETERS[name].unit is not Unit.DATE]
    wanted = [*values, *entry.get("met", {}).values()]  # a day is never filled in
    return None in wanted or entry.get("verdict") == "unknown" or bool({"unknown", "open"} & entry.keys())


TYPED = [
    words
    for aspect in aspects().values()
    for entry in (*aspect.say, {"say": aspect.more or ""})
    if not _wants_none(entry)
    for words in PLACEHOLDER.split(entry["say"])[::2]
    if UNSAID.search(words) or entry.get("answers") == "unknown"
]
YES, NO = re.compile(r"^(?:- )?\*\*(?:Oui|Si)\b", re.MULTILINE), re.compile(r"^(?:- )?\*\*Non\b", re.MULTILINE)


Readers = dict[str, list[Request]]


@pytest.fixture(scope="module")
def questions() -> list[Request]:
    return [
        Request(
            question=asked.question,
            history=[Message(role="user", content=turn) for turn in asked.history],
            as_of=asked.as_of,
            profile=asked.profile,
        )
        for asked in bank(QUESTIONS)
    ]


@pytest.fixture(scope="module")
def readers(assistant: Assistant, questions: list[Request]) -> Readers:
    """The questions whose answer reads each parameter."""
    found: dict[str, dict[tuple[str | None, str], Request]] = defaultdict(dict)
    for question in questions:
        answer = assistant.ask(question)
        opening = re.sub(r"\d", "", answer.text)[:60]
        for name in {name for step in answer.trace for name in step.parameters}:
            found[name].setdefault((answer.topic, opening), question)
    return {name: list(by_opening.values())[:READERS] for name, by_opening in found.items()}


@pytest.mark.parametrize("parameter", CHANGED, ids=lambda parameter: parameter.id)
def test_any_value_is_said_in_french_and_without_contradiction(
    assistant: Assistant, readers: Readers, parameter: Parameter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    wrong = []
    for changed in _changed(parameter):
        parameters = Parameters({**PARAMETERS, parameter.id: changed})
        asked = Assistant(parameters, assistant.corpus, assistant.retriever, lambda: TODAY)
        for question in readers.get(parameter.id, ()):
            answer = asked.ask(question)
            value = changed.values[-1].value
            wrong += [f"{value}, {question.question} → {problem}" for problem in _problems(answer, parameter.id)]
    assert not wrong, "\n".join(dict.fromkeys(wrong))
    assert not caplog.messages, "a part of an answer was left out: it states a number that nothing proves"


def _changed(parameter: Parameter) -> Iterator[Parameter]:
    yield _holding(parameter, None)
    if parameter.kind is Kind.YES_NO:
        yield from (_holding(parameter, value) for value in (True, False))
    elif parameter.unit not in (None, Unit.DATE):
        yield from (_holding(parameter, Decimal(value)) for value in _numbers(parameter))
    elif items := [item for of in parameter.values if isinstance(of.value, tuple) for item in of.value]:
        yield from (_holding(parameter, value) for value in ((items[0],), (items[-1],)))
    yield replace(parameter, values=tuple(replace(of, note="") for of in parameter.values))


def _numbers(parameter: Parameter) -> tuple[int, ...]:
    """One, and zero of what may be none; of what is counted by the hundred, a number of that size."""
    known = [of.value for of in parameter.values if isinstance(of.value, Decimal)]
    if parameter.unit in LARGE if not known else min(known) >= 100:
        return (987,)
    return (0, 1) if parameter.unit in NONE_AT_ALL else (1,)


def _holding(parameter: Parameter, value: Value) -> Parameter:
    """The parameter, worth ``value`` on every day."""
    standing = None if value is None else Standing.OFFICIAL
    values = tuple(replace(of, value=value, standing=standing, others=()) for of in parameter.values)
    return replace(parameter, values=values)


def _problems(answer: Answer, parameter: str) -> Iterator[str]:
    opening = answer.text.partition("\n")[0]
    prose = re.sub(r"^\|.*$", "", answer.text, flags=re.MULTILINE)
    for pattern in (HOLES, DISAGREEING):
        yield from (prose[max(0, found.start() - 40) : found.end() + 20] for found in pattern.finditer(prose))
    if (answer.verdict == "yes" and NO.search(opening)) or (answer.verdict == "no" and YES.search(opening)):
        yield f"{answer.verdict}: {opening}"


def test_what_is_established_is_never_said_not_to_be(assistant: Assistant, questions: list[Request]) -> None:
    """With a value everywhere, no answer says that one is missing, but of what no parameter holds.

    That is a title, the words of a sheet, or a sentence typed whatever is established: its entry wants nothing missing.
    """
    whole = Parameters({id: _filled(of) if of in CHANGED else of for id, of in PARAMETERS.items()})
    answers = (Assistant(whole, assistant.corpus, assistant.retriever, lambda: TODAY).ask(asked) for asked in questions)
    parts = (part for answer in answers if answer.trace for part in answer.parts if part.kind not in OF_NO_PARAMETER)
    wrong = [rendered(part) for part in parts if UNSAID.search(_without_typed(rendered(part)))]
    assert not wrong, "\n".join(wrong)


def _without_typed(text: str) -> str:
    for words in TYPED:
        text = text.replace(words, "")
        if words.startswith("**"):  # « **Oui : une activité mixte est admise** »
            text = text.replace(lower_first(words[2:]), "")
    text = text.replace(TITLE, "")
    return "" if text == VERDICT else text  # the word that opened what was typed


def _filled(parameter: Parameter) -> Parameter:
    known: Value = next((of.value for of in parameter.values if of.value is not None), None)
    if known is None and parameter.unit is not Unit.DATE:
        known = (  # fmt: skip
            True
            if parameter.kind is Kind.YES_NO
            else Decimal(_numbers(parameter)[0])
            if parameter.unit
            else ("un texte",)
            if parameter.kind is Kind.TEXTS
            else "un texte"
        )
    values = (
        of if of.value is not None else replace(of, value=known, standing=Standing.OFFICIAL) for of in parameter.values
    )
    return replace(parameter, values=tuple(replace(of, note="") for of in values))
