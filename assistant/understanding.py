"""A question in free French, read into facts: deterministic, with the words each fact came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from assistant.reading import contract_facts, places, practice, replies
from assistant.reading.ages import ages
from assistant.reading.dates import Period, periods
from assistant.reading.facts import Fact, fact
from assistant.reading.patients import patient_counts, percentiles
from assistant.reading.prepared import prepared
from assistant.reading.taken import just_before
from assistant.reading.team import team
from assistant.reading.vocabulary import any_of, lexicon
from assistant.reading.working_time import working_times
from assistant.turn import Task, Understanding
from french import Folded, fold
from rules.profile import FIRST_DAY, LAST_DAY
from rules.regimes import REGIMES

MAIN_CARE = frozenset({"generaliste", "pediatre"})  # bare « patients » are those who named her médecin traitant


def understand(
    text: str, today: date, asked: str | None = None, signature: tuple[date, date] | None = None
) -> Understanding:
    """Read ``text``; ``asked`` is the profile field last asked for, so that « oui » or « 1 400 » mean something.

    ``signature`` is the period already known, within which « le 10 » is a day.
    """
    folded = prepared(text)
    years = contract_facts.years_asked(folded)
    asked_years = tuple(sorted({year for numbers, _ in years for year in numbers}))
    spans = list(periods(folded, today))
    found = list(_facts(folded))
    found += _dated(folded, spans)
    if len(asked_years) == 1:
        found.append(fact(folded, "contract_year", asked_years[0], years[0][1]))
    if asked and asked not in {item.field for item in found}:
        found += replies.reply(folded, asked)
    if signature:
        found += replies.day_within(folded, *signature)
    facts, ambiguous = _settled(folded, found)
    return Understanding(
        facts=facts,
        partial_signature=_partial(spans, "signed"),
        partial_hiring=_partial(spans, "hired"),
        asked_years=asked_years,
        wants_total=contract_facts.wants_total(folded),
        tasks=_tasks(folded),
        unknown_fields=replies.unknown_fields(folded, asked, {item.field for item in facts}),
        reset=_RESET.search(folded.text) is not None,
        regime=_regime(folded),
        history_wanted=_HISTORY.search(folded.text) is not None,
        ambiguous=ambiguous,
        impossible=frozenset(_ROLES[span.role] for span in spans if span.role in _ROLES and not _clipped(span)),
        supposed=_SUPPOSED.search(folded.text) is not None,
    )


def on_the_day_named(understanding: Understanding, text: str, today: date) -> Understanding:
    """Return what is understood where any day named is the one asked about: « ce qui change le 1er janvier »."""
    folded = prepared(text)
    spans = [replace(span, role="signed") for span in periods(folded, today)]
    facts = {item.field: item for item in (*_dated(folded, spans), *understanding.facts)}
    partial = understanding.partial_signature or (None if "signed_on" in facts else _partial(spans, "signed"))
    return replace(understanding, facts=tuple(facts.values()), partial_signature=partial)


def _facts(text: Folded) -> Iterator[Fact]:
    specialties = list(practice.specialties(text))
    mep = any(item.field == "mep" and item.value for item in practice.situation(text))
    specialist = bool(specialties) and not mep and not any(item.value in MAIN_CARE for item in specialties)
    forms = list(contract_facts.legal_forms(text))
    sharing = list(contract_facts.shared(text))
    yield from specialties
    yield from practice.convention(text)
    yield from places.departments(text)
    yield from places.zones(text)
    yield from ages(text)
    yield from practice.situation(text)
    yield from practice.ccam_shares(text)
    yield from patient_counts(text, specialist)
    yield from percentiles(text)
    yield from working_times(text)
    yield from contract_facts.assistant_profiles(text)
    yield from contract_facts.certificates(text)
    yield from forms
    yield from sharing
    if not sharing:
        yield from team(text, bool(forms) or contract_facts.COLLECTIVE.search(text.text) is not None)
    yield from contract_facts.objectives(text)
    yield from contract_facts.renewals(text)


def _dated(text: Folded, spans: Iterable[Period]) -> Iterator[Fact]:
    for period in spans:
        if period.role in _ROLES and period.first == period.last and _clipped(period):
            start, end = text.span(period.start, period.end)
            yield Fact(_ROLES[period.role], period.first, (start, end), text.original[start:end])


def _partial(spans: Iterable[Period], role: str) -> tuple[date, date] | None:
    found = (_clipped(span) for span in spans if span.role == role and span.first != span.last)
    return next((period for period in found if period), None)


def _clipped(period: Period) -> tuple[date, date] | None:
    """Return the part of a period in which a contract can be signed, ``None`` if there is none."""
    first, last = max(period.first, FIRST_DAY), min(period.last, LAST_DAY)
    return (first, last) if first <= last else None


_ROLES = {"signed": "signed_on", "hired": "hired_on"}
_SUPPOSED = re.compile(
    r"\b(?:si|s')(?: \w+'?){0,3}?[ ']\w+(?:ais|ait|ions|aient)\b(?! (?:que|pas si))|"
    r"\b(?:imaginons|supposons|admettons|mettons|au cas ou)\b"
)
_CORRECTION = re.compile(
    r"\b(?:non|plutot|pardon|en fait|finalement|je voulais dire|erreur|mais|desormais|maintenant)\b"
)


def _settled(text: Folded, found: Iterable[Fact]) -> tuple[tuple[Fact, ...], frozenset[str]]:
    """Keep one value a field: the last after a correction, none between two alternatives."""
    by_field: dict[str, list[Fact]] = {}
    for item in sorted(found, key=lambda item: item.span):
        by_field.setdefault(item.field, []).append(item)
    kept: list[Fact] = []
    ambiguous: set[str] = set()
    for field, items in by_field.items():
        if len({item.value for item in items}) == 1:
            kept.append(items[0])
        elif _CORRECTION.search(fold(text.original[items[0].span[1] : items[-1].span[0]]).text):
            kept.append(items[-1])
        else:
            ambiguous.add(field)
    return tuple(sorted(kept, key=lambda item: item.span)), frozenset(ambiguous)


@cache
def _task_patterns() -> tuple[tuple[Task, re.Pattern[str]], ...]:
    topics = lexicon("taches").items()
    return tuple((Task(topic, name), any_of(cues)) for topic, tasks in topics for name, cues in tasks.items())


def _tasks(text: Folded) -> tuple[Task, ...]:
    return tuple(task for task, pattern in _task_patterns() if pattern.search(text.text))


_RESET = re.compile(
    r"\b(?:recommenc\w+|on recommence|nouvelle conversation|repart\w* (?:de|a) zero|tout effacer|efface(?:r|"
    r"z)? tout|oublie(?:r|z)? tout|remettre a zero|reinitialis\w+|reset)\b"
)
_HISTORY = re.compile(
    r"\b(?:historique|a l'origine|au debut du dispositif|avant (?:la convention|2024|mai 2023|le reglement|"
    r"le 1e mai|2023|juin 2024)|a l'epoque|autrefois|depuis quand|ancien(?:ne|s|nes)?\b|precedent\w*|"
    r"qu'est-ce qui (?:a )?change|evolution|quand (?:l'aide|le dispositif)|sous l'avenant|anciennement|"
    r"etait[- ]|etaient|fallait)"
)
_CUES = {name: re.compile(regime.cue) for name, regime in REGIMES.items()}
_NOT_UNDER = re.compile(r"(?:avant|veille|jusqu'a|fin de) (?:la |le |du |l'|au )?$")


def _regime(text: Folded) -> str | None:
    """Return the text the doctor names, unless she says « avant » it or names two."""
    named = [(name, match) for name, pattern in _CUES.items() if (match := pattern.search(text.text))]
    named = [(name, match) for name, match in named if not _NOT_UNDER.search(just_before(text.text, match.start()))]
    return named[0][0] if len(named) == 1 else None
