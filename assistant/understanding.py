"""A question in free French, read into facts: deterministic, with the words each fact came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from assistant.reading import contract_facts, gate, past_rules, places, practice, replies
from assistant.reading.ages import ages
from assistant.reading.dates import Period, is_of_a_year, periods, unreal_days
from assistant.reading.facts import Found, Mention, found
from assistant.reading.group import NO_COUNTS, Counts, counts_said, of_a_group
from assistant.reading.patients import changed_counts, patient_counts, percentiles
from assistant.reading.prepared import prepared
from assistant.reading.quantities import quantities, taken_back
from assistant.reading.same_date import by_the_one_known
from assistant.reading.taken import just_before
from assistant.reading.team import team
from assistant.reading.vocabulary import any_of, lexicon
from assistant.reading.working_time import working_times
from assistant.turn import Task, Understanding
from french import Folded, fold
from rules.profile import FIRST_DAY, LAST_DAY, Profile
from rules.regimes import REGIMES

MAIN_CARE = frozenset({"generaliste", "pediatre"})  # bare « patients » are those who named her médecin traitant


def understand(
    text: str,
    today: date,
    asked: str | None = None,
    signature: tuple[date, date] | None = None,
    known: Profile | None = None,
    said_last: str | None = None,
    counts: Counts = NO_COUNTS,
) -> Understanding:
    """Read ``text``; ``asked`` is the profile field last asked for, so that « oui » or « 1 400 » mean something.

    ``signature`` is the period already known, within which « le 10 » is a day; ``known`` what was said before, from
    which « si je perds 100 patients » is counted; ``said_last`` the field that « non, 840 » replaces;
    ``counts`` the patients of each doctor of the group.
    """
    whole = prepared(text)
    folded = replies.without_what_was_then(whole, known)
    anew = folded is not whole  # « 30, c’était en 2024. Là, c’est 14 % »
    years = contract_facts.years_asked(folded, _year_spoken_of(known, signature))
    asked_years = tuple(sorted({year for numbers, _ in years for year in numbers}))
    spans = [span for span in periods(folded, today) if span.said or not anew]
    signed = signature or (known.signed_on and (known.signed_on,) * 2 if known else None)
    if signed and replies.takes_back(folded.text):  # « pardon, c’était mars 2024 »
        spans = [replace(span, role="signed") if span.role == "rules" else span for span in spans]
    spans = by_the_one_known(folded, spans, signed) if signed else spans
    if signed:  # « la 3e année allait de novembre 2023 à novembre 2024 » asks for no rules of then
        ran = {signed[0].year + year - after for year in asked_years for after in (0, 1)}
        spans = [span for span in spans if span.role != "rules" or span.first.year not in ran]
    spans = _hers(folded, list(_kept(folded, spans)))
    said_here = next((int(item.value) for item in team(folded, collective=True)), None)  # « en SCM à 2 »
    before = (known.members or known.group_size) if known else None
    group = counts_said(folded, counts, said_here or before)
    listed = list(of_a_group(group))
    mentions = _mentions(folded, listed, asked, said_last)
    mentions += gate.judged(folded, (*_dated(spans), *_installed(spans, today)))
    if len(asked_years) == 1:
        mentions += gate.judged(folded, [found("contract_year", asked_years[0], years[0][1])])
    if instead := replies.instead(folded, known):
        (start, end), named = folded.span(instead.start, instead.end), gate.judged(folded, [instead], "stated")
        mentions = [item for item in mentions if item.span[1] <= start or end <= item.span[0]] + list(named)
    said = {item.field for item in mentions if item.counts}
    if not instead and not said & {asked, said_last}:
        beside = _beside(folded, mentions, spans)
        replied = list(replies.correction(beside, asked, said_last, known, anew=anew))
        replied = [] if said and not (anew or replies.mends(folded.text)) else replied
        mentions += gate.judged(folded, replied or (replies.reply(beside, asked) if asked else ()), "stated")
    if signature:
        mentions += gate.judged(folded, replies.day_within(folded, *signature))
    if known:
        supposed = (*changed_counts(folded, known, said_last), *replies.supposed_instead(folded, known))
        mentions += gate.judged(folded, supposed, "supposed")
    mentions = sorted(_distinct(mentions), key=lambda item: item.span)
    facts, ambiguous = _settled(folded, (item for item in mentions if item.counts))
    return Understanding(
        facts=facts,
        mentions=tuple(mentions),
        quantities=quantities(folded, mentions, ((span.start, span.end) for span in spans if not span.counted)),
        counts=group[0] if group else counts,
        partial_signature=_partial(spans, "signed"),
        partial_hiring=_partial(spans, "hired"),
        signed_by_another=any(gate.is_of_another(folded, span.start) for span in spans if span.role == "signed"),
        rules_of=_rules_of(spans),
        compared=past_rules.compared(folded),
        year_begun=_year_begun(folded, spans),
        asked_years=asked_years,
        wants_total=contract_facts.wants_total(folded),
        tasks=_tasks(folded),
        unknown_fields=replies.unknown_fields(folded, asked, {item.field for item in facts}),
        vague=replies.is_vague(folded, asked),
        reset=_starts_again(folded),
        regime=_regime(folded, known=bool(signature or (known and known.signed_on))),
        history_wanted=_HISTORY.search(folded.text) is not None,
        ambiguous=ambiguous,
        unreal=tuple(unreal_days(folded)),
        impossible=frozenset(_ROLES[span.role] for span in spans if span.role in _ROLES and not _clipped(span)),
        corrects=anew or instead is not None,
        supposed=any(gate.suppositions(folded)) or any(item.how == "supposed" for item in facts),
    )


def _year_spoken_of(known: Profile | None, signature: tuple[date, date] | None) -> int | None:
    """Return the contract year that « les suivantes » come after: the first, of a contract that is to be signed."""
    if not known or known.contract_year:
        return known.contract_year if known else None
    return 1 if known.etp and not (signature or known.signed_on) else None


def _beside(text: Folded, mentions: Iterable[Mention], dates: Iterable[Period]) -> Folded:
    """Return the text with what was read of it blanked: « non pardon 1060, secteur 1 » holds one number to place."""
    spans = [mention.span for mention in mentions] + [text.span(period.start, period.end) for period in dates]
    read = (any(start <= at < end for start, end in spans) for at in text.starts)
    left = (" " if seen else char for char, seen in zip(text.text, read, strict=True))
    return replace(text, text="".join(left))


def on_the_day_named(understanding: Understanding, text: str, today: date) -> Understanding:
    """Return what is understood where any day named is the one asked about: « ce qui change le 1er janvier »."""
    folded = prepared(text)
    spans = [replace(span, role="signed") for span in periods(folded, today)]
    facts = {item.field: item for item in (*gate.judged(folded, _dated(spans)), *understanding.facts)}
    partial = understanding.partial_signature or (None if "signed_on" in facts else _partial(spans, "signed"))
    return replace(understanding, facts=tuple(facts.values()), partial_signature=partial)


def _mentions(text: Folded, listed: list[Found], asked: str | None, said_last: str | None) -> list[Mention]:
    """Everything said of anyone, as the gate judges it; what « patients » are depends on her own specialty."""
    hers = list(gate.judged(text, (*practice.specialties(text), *practice.situation(text))))
    mep = any(item.field == "mep" and item.value for item in hers)
    specialties = [item.value for item in hers if item.field == "specialty" and item.counts]
    specialist = bool(specialties) and not mep and not any(value in MAIN_CARE for value in specialties)
    return hers + list(gate.judged(text, (*listed, *_found(text, None if listed else specialist, asked, said_last))))


def _found(text: Folded, specialist: bool | None, asked: str | None, said_last: str | None) -> Iterator[Found]:
    forms = list(contract_facts.legal_forms(text))
    sharing = list(contract_facts.shared(text))
    yield from practice.convention(text)
    yield from places.departments(text)
    yield from places.zones(text)
    yield from ages(text)
    yield from practice.ccam_shares(text)
    if specialist is not None:
        yield from patient_counts(text, specialist, asked)
    yield from percentiles(text)
    yield from working_times(text, asked, said_last)
    yield from contract_facts.assistant_profiles(text)
    yield from contract_facts.certificates(text)
    yield from forms
    yield from sharing
    if not sharing:
        yield from team(text, bool(forms) or contract_facts.COLLECTIVE.search(text.text) is not None)
    yield from contract_facts.objectives(text)
    yield from contract_facts.renewals(text)
    yield from contract_facts.year_held(text)


def _distinct(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Leave out what two patterns read in the same words."""
    last: dict[tuple[object, ...], int] = {}
    for item in sorted(mentions, key=lambda item: item.span):
        key = item.field, item.value, item.whose, item.how
        if item.span[0] >= last.get(key, 0):
            yield item
        last[key] = max(item.span[1], last.get(key, 0))


def _dated(spans: Iterable[Period]) -> Iterator[Found]:
    for period in spans:
        if period.role in _ROLES and period.first == period.last and _clipped(period):
            yield Found(_ROLES[period.role], period.first, period.start, period.end)


def _kept(text: Folded, spans: Iterable[Period]) -> Iterator[Period]:
    """Leave out a day that the next one takes back: « en mars 2021, non, mars 2023 »."""
    before: Period | None = None
    for span in spans:
        instead = before and taken_back(text.text[before.end : span.start])
        if before and not instead:
            yield before
        before = replace(span, role=before.role, said=before.said) if before and instead else span
    if before:
        yield before


def _hers(text: Folded, spans: list[Period]) -> list[Period]:
    """Leave out the signature of another, where her own is told too."""
    others = [span for span in spans if span.role == "signed" and gate.is_of_another(text, span.start)]
    own = any(span.role == "signed" and span not in others for span in spans) or _TO_SIGN.search(text.text)
    return [span for span in spans if span not in others] if own else spans


_TO_SIGN = re.compile(r"\b(?:je|nous|on) (?:re)?signer(?:ais|ai|ait|ons|ions)\b")
_NEW, _SETTLED = timedelta(days=365), timedelta(days=3 * 365)  # since an installation: between the two, who knows


def _installed(spans: Iterable[Period], today: date) -> Iterator[Found]:
    """« installée en mai 2026 » is a new installer’s, « installé en 2009 » is not."""
    for span in spans:
        if span.role == "installed" and (today - _NEW <= span.first <= today or span.last < today - _SETTLED):
            yield Found("new_installer", span.first >= today - _NEW, span.start, span.end)


def _partial(spans: Iterable[Period], role: str) -> tuple[date, date] | None:
    found = (_clipped(span) for span in spans if span.role == role and span.first != span.last)
    return next((period for period in found if period), None)


def _rules_of(spans: Iterable[Period]) -> tuple[date, date] | None:
    """Return the time whose rules are asked about; a signature in the same message says which rules are hers."""
    told = list(spans)
    if any(span.role == "signed" for span in told):
        return None
    return next(((span.first, span.last) for span in told if span.role == "rules"), None)


def _year_begun(text: Folded, spans: Iterable[Period]) -> tuple[date, date] | None:
    begun = (span for span in spans if span.role == "other" and is_of_a_year(text, span.start, span.end))
    return next(((span.first, span.last) for span in begun), None)


def _clipped(period: Period) -> tuple[date, date] | None:
    """Return the part of a period in which a contract can be signed, ``None`` if there is none."""
    first, last = max(period.first, FIRST_DAY), min(period.last, LAST_DAY)
    return (first, last) if first <= last else None


_ROLES = {"signed": "signed_on", "hired": "hired_on"}
_CORRECTION = re.compile(
    r"\b(?:non|plutot|pardon|en fait|finalement|je voulais dire|erreur|faux|mais|desormais|maintenant)\b"
)


_FIRST_SAID = frozenset({"group_size", "members", "shared_between", "ccam_share"})  # « un cabinet de 3, dont 2 MEP »


def _settled(text: Folded, counted: Iterable[Mention]) -> tuple[tuple[Mention, ...], frozenset[str]]:
    """Keep one value a field: the last after a correction, none between two alternatives."""
    by_field: dict[str, list[Mention]] = {}
    for item in sorted(counted, key=lambda item: item.span):
        by_field.setdefault(item.field, []).append(item)
    kept: list[Mention] = []
    ambiguous: set[str] = set()
    for field, said in by_field.items():
        items = [item for item in said if item.how == "supposed"] or said  # the supposition is what is asked about
        asking = [item for item in items if field == "etp" and _is_asked_of(text, item)]
        introduced = field == "specialty" and not text.original[: items[0].span[0]].strip()  # « Pneumologue, […] »
        taken_back = replies.just_taken_back(fold(text.original[: items[0].span[0]]).text)  # « non pardon 4 ETP, pas… »
        if len({item.value for item in items}) == 1 or field in _FIRST_SAID or introduced or taken_back:
            kept.append(items[0])
        elif _CORRECTION.search(fold(text.original[items[0].span[1] : items[-1].span[0]]).text):
            kept.append(items[-1])
        elif len({item.value for item in asking}) == 1:  # « et pour le mi-temps ? Parce que plein temps… »
            kept.append(asking[0])
        else:
            ambiguous.add(field)
    return tuple(sorted(kept, key=lambda item: item.span)), frozenset(ambiguous)


def _is_asked_of(text: Folded, item: Mention) -> bool:
    """Whether a fact stands in a sentence that asks."""
    end = _SENTENCE_END.search(text.original, item.span[1])
    return end is not None and end[0] == "?"


_SENTENCE_END = re.compile(r"[?!…\n]|\.(?!\d)")


@cache
def _task_patterns() -> tuple[tuple[Task, re.Pattern[str]], ...]:
    topics = lexicon("taches").items()
    return tuple((Task(topic, name), any_of(cues)) for topic, tasks in topics for name, cues in tasks.items())


def _tasks(text: Folded) -> tuple[Task, ...]:
    return tuple(task for task, pattern in _task_patterns() if pattern.search(text.text))


_RESET = re.compile(
    r"\b(?:recommenc\w+|nouvelle (?:conversation|question)|repart\w* (?:de|a)(?= (?:0|zero))|(?:tout )?efface[rz]?|"
    r"oublie[rz]?|remettre a(?= (?:0|zero))|reinitialis\w+|reset)\b"
)
_WITH_A_RESET = re.compile(
    r"\b(?:ok|bon|allez|alors|non|on|je|tu|peux|peut|vous|pouvez|veux|voudrais|tout|toute|la|cette|notre|le|de|a|du|depuis|"
    r"0|zero|debut|conversation|discussion|chat|ce|que|j'ai|dit|svp|stp|merci|s'il|te|plait|maintenant|et|faut|les|mes|"
    r"infos|informations|donnees|va|reprendre)\b"
)


def _starts_again(text: Folded) -> bool:
    """Whether she starts the conversation again, and says nothing else: « l’objectif repart de zéro ? » asks."""
    rest, count = _RESET.subn(" ", text.text)
    return count > 0 and re.search(r"[a-z0-9]", _WITH_A_RESET.sub(" ", rest)) is None


_HISTORY = re.compile(
    r"\b(?:historique|a l'origine|au debut du dispositif|avant (?:la convention|2024|mai 2023|le reglement|"
    r"le 1e mai|2023|juin 2024)|a l'epoque|autrefois|depuis quand|ancien(?:ne|s|nes)?\b|precedent\w*|"
    r"qu'est-ce qui (?:a )?change|evolution|quand (?:l'aide|le dispositif)|sous l'avenant|anciennement|"
    r"etait[- ]|etaient|fallait)"
)
_CUES = {name: re.compile(regime.cue) for name, regime in REGIMES.items()}
_NOW = re.compile(r"\b(?:maintenant|aujourd'hui|desormais|a present)\b")
_IN_THE_TIME_OF = re.compile(
    r"\b(?:du temps|a l'epoque|contrairement a ce qu'il y avait) (?:de |du |sous )?(?:la |le |l')?$"
)
_NOT_UNDER = re.compile(r"(?:avant|veille|jusqu'a|fin de) (?:la |le |du |l'|au )?$")


_UNDER = re.compile(
    r"\b(?:sous|avec|selon|d'apres|dans|contrats? (?:de|d'|du|sous)|pour|signature ?:) ?"
    r"(?:la |le |l'|un |les )?(?:\w+ )?$"
)


def _regime(text: Folded, *, known: bool) -> str | None:
    """Return the text the doctor names, unless she says « avant » it or names two.

    Where the day of signature is ``known``, only « sous la convention 2024 » or « signature : convention 2024 »
    replaces it: « passé d’office à la
    convention 2024 ? » is asked of the contract spoken of.
    """
    named = [(name, match) for name, pattern in _CUES.items() if (match := pattern.search(text.text))]
    before = [(name, just_before(text.text, match.start())) for name, match in named]
    kept = [name for name, words in before if not _NOT_UNDER.search(words) and (not known or _UNDER.search(words))]
    if _NOW.search(text.text):  # « et maintenant ? du temps de l’avenant 7, c’était les plus de 16 ans »
        kept = [name for name, words in before if name in kept and not _IN_THE_TIME_OF.search(words)]
    return kept[0] if len(kept) == 1 else None
