"""Decisions and explanations → the answer: its parts as data, and the whole of it as one Markdown text."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import french
from assistant import parts, shown
from assistant.answer import Answer, Kind, Part, PartKind, Reading
from assistant.aspects import GENERAL
from assistant.decided import Case, Decided
from assistant.evidence import gather
from assistant.explanation import Explanation
from assistant.firewall import Proofs, unproved
from assistant.heard import Act
from assistant.markdown import rendered
from assistant.messages import MESSAGES, QUESTIONS, question
from assistant.reading.prepared import prepared
from assistant.reading.replies import mends
from assistant.turn import Turn
from assistant.wording import asked_about, in_common, matters, regime_name
from corpus import Corpus, Source
from french import HARD
from rules.contract_years import year_starts_on
from rules.dated import Parameters
from rules.units import Standing, Unit
from rules.verdict import Decision, Verdict

log = logging.getLogger(__name__)

Found = Decided | Explanation  # the answer to one question of the message
QUOTED = (
    PartKind.QUOTE,
    PartKind.LOCAL,
    PartKind.REFERENCES,
)  # words of the corpus and of its register, not ours to prove
REPEATED = 0.8  # share of its words told already from which a paragraph is not told again
FIRM = (Standing.OFFICIAL, Standing.AMELI, Standing.PUBLIC)


class Composer:
    """Builds answers. Holds only what never changes: parameters and corpus."""

    def __init__(self, parameters: Parameters, corpus: Corpus):
        self.parameters, self.corpus = parameters, corpus

    def answer(self, turn: Turn, found: Sequence[Found], rivals: Sequence[Decided], today: date) -> Answer:
        """Return the answer to what was asked, in its order; ``rivals`` are what a doubtful question may mean."""
        decided = [item for item in found if isinstance(item, Decided)]
        explained = [item for item in found if isinstance(item, Explanation) and item.answered]
        if not decided and not explained and rivals:
            return self._unsure(turn, rivals, today)
        if not decided:
            return self._from_corpus(turn, explained, rivals, today)
        main = decided[0].decision
        decisions = [case.decision for item in decided for case in item.cases]
        sources = self._sources(decided)
        field, missing = self.question(turn, decided, today)
        days = [*(d.rules_on for d in decisions), *_contract_days(turn, decided)]
        others = [case.decision for item in rivals for case in item.cases]
        told = [lead for item in (*decided, *rivals) for lead in item.leads]
        evidence = gather([*decisions, *others], told, self.parameters, turn, sources, days, today)
        explained = [item for item in explained if self.agrees(item, decisions)]
        made = [
            *self._leading(turn, decided, sources),
            *_bodies([item for item in found if isinstance(item, Decided) or item in explained], turn),
            *_readings(rivals),
            Part(kind=PartKind.NOTES, items=shown.added(decisions, self.parameters, self.corpus.sources)),
            *_corrected(turn),
            parts.provenance(_rules_on(turn, decided[0], today), sources, today),
            *_asked(turn, decided, field),
        ]
        kept = [part for part in made if rendered(part) and (part.kind in QUOTED or _is_proved(part, evidence.proofs))]
        text = "\n\n".join(filter(None, map(rendered, kept)))
        shows = decided[0].leads[0].shows if len(decided) == 1 else frozenset[str]()
        changes = {True: Verdict.YES, False: Verdict.NO, None: None}[turn.heard.changes]
        first = changes or decided[0].verdict
        verdict = first or next((item.verdict for item in decided if item.verdict), None)
        table = main.table if len(decided[0].cases) == 1 and "table" in shows else None
        return Answer(
            kind=Kind.ELIGIBILITY if first else Kind.FIGURE,
            topic=decided[0].topic,
            regime=main.regime,
            verdict=verdict.value if verdict else None,
            sous_reserve=_conditions(decided[0]),
            text=text,
            figures=[shown.figure(figure) for figure in evidence.figures_of(text)],
            table=shown.table(table) if table else None,
            series=shown.series(table) if table else None,
            reasons=[shown.reason(reason) for d in decisions for reason in d.reasons],
            changes=[change.text for change in main.changes],
            notes=[*main.closed, *(main.notes if "notes" in shows else ()), *main.announced],
            not_established=list(main.not_established),
            citations=[
                *(shown.citation(source) for source in sources),
                *(citation for item in explained for citation in item.citations),
            ],
            extracts=[extract for item in explained for extract in item.extracts],
            disagreements=[
                entry
                for item in decided
                for entry in shown.disagreements(item.topic, item.decision, self.corpus.disagreements, self.parameters)
            ],
            understood=turn.state.known(),
            assumed={name: shown.plain(value) for name, value in main.assumed.items()},
            missing=missing,
            next_question=next((part.text for part in kept if part.kind is PartKind.NEXT_QUESTION), None),
            choices=next((part.items for part in kept if part.kind is PartKind.NEXT_QUESTION), []),
            dates=shown.dates(main.rules_on, sources, today),
            trace=[
                *shown.trace(decisions),
                *shown.sums(figure for lead in told for figure in lead.figures),
                *(step for item in explained for step in item.steps),
            ],
            parts=kept,
            readings=_as_readings(rivals),
            heard=shown.heard(turn),
        )

    def _sources(self, decided: Sequence[Decided]) -> list[Source]:
        cited = [source for item in decided for source in _cited(item)]
        cited += [source for item in decided for lead in item.leads for f in lead.figures for source in f.sources]
        cited += [source for item in decided if item.correction for source in item.correction.sources]
        return self._firmest_first(dict.fromkeys(cited))

    def _leading(self, turn: Turn, decided: Sequence[Decided], sources: Sequence[Source]) -> list[Part]:
        """What comes before the answer when the message is about the one given before."""
        if turn.heard.act is Act.SOURCE:
            return [parts.references(sources)]
        if turn.heard.changes is not None:
            return [Part(kind=PartKind.MESSAGE, text=MESSAGES["changes" if turn.heard.changes else "unchanged"])]
        if turn.heard.act is Act.DOUBT and not decided[0].correction and not mends(prepared(turn.text).text):
            firm = any(Standing(source.standing) in FIRM for source in sources)
            return [Part(kind=PartKind.MESSAGE, text=MESSAGES["confirmed" if firm else "unconfirmed"])]
        if turn.heard.act is Act.DONT_KNOW:
            return [Part(kind=PartKind.MESSAGE, text=MESSAGES["without_it"])]
        if turn.heard.act is Act.COMPLAIN:
            return [Part(kind=PartKind.MESSAGE, text=MESSAGES["sorry"].format(name=decided[0].aspect.name))]
        return []

    def agrees(self, explanation: Explanation, decisions: Iterable[Decision]) -> bool:
        """Whether the words quoted may stand beside the rules': a value of the staff replaces what our sheets say."""
        cited = (source for decision in decisions for value in decision.values for source in value.references)
        theirs = any(self.corpus.sources[source].local for source in cited)
        return not theirs or explanation.local

    def _firmest_first(self, ids: Iterable[str]) -> list[Source]:
        return sorted(
            (self.corpus.sources[id] for id in ids), key=lambda source: [*Standing].index(Standing(source.standing))
        )

    def question(self, turn: Turn, decided: Sequence[Decided], today: date) -> tuple[str | None, list[str]]:
        """Return the one field to ask for, and all that are missing: the day of signature first when it decides.

        What cannot change the answer is not asked. What two readers did not hear alike is asked before the rest.
        """
        missing: list[str] = []
        if turn.each:  # one answer would not be that of each
            return None, missing
        for item in decided:
            missing = ["signed_on", *missing] if len(item.leads) > 1 else missing
            missing += _missing(item, turn)
        missing = list(dict.fromkeys(missing))
        worth = (
            field
            for field in (*sorted(turn.understanding.doubted), *missing)
            if field in QUESTIONS and any(matters(field, item, turn, self.parameters, today) for item in decided)
        )
        return turn.state.ask(worth), missing

    def _unsure(self, turn: Turn, readings: Sequence[Decided], today: date) -> Answer:
        """Return what a question that was not understood may mean, each with the answer it would get."""
        answer = self.answer(turn, readings, [], today)
        kept = [part for part in answer.parts if part.kind is PartKind.PROVENANCE]
        told = Part(kind=PartKind.READINGS, title=MESSAGES["unsure"], items=_lines(readings))
        asked = parts.question(MESSAGES["which"], [item.aspect.name for item in readings])
        made = [told, *kept, asked]
        update = {
            "kind": Kind.CLARIFICATION, "verdict": None, "parts": made, "text": "\n\n".join(map(rendered, made)),
            "next_question": asked.text, "choices": asked.items, "readings": _as_readings(readings),
            "table": None, "reasons": [], "changes": [], "notes": [], "not_established": [], "missing": [],
        }  # fmt: skip
        return answer.model_copy(update=update)

    def _from_corpus(
        self, turn: Turn, explained: Sequence[Explanation], rivals: Sequence[Decided], today: date
    ) -> Answer:
        citations = [citation for item in explained for citation in item.citations]
        sources = [self.corpus.sources[c.source] for c in citations if c.source in self.corpus.sources and not c.local]
        made = [part for item in explained for part in item.parts]
        if not all(item.local for item in explained):  # no rule of ours, no source of ours
            made.append(parts.provenance(f"au {french.short_day(today)}", sources, today))
        return Answer(
            kind=Kind.EXPLANATION,
            topic=turn.topic,
            text="\n\n".join(map(rendered, made)),
            citations=citations,
            extracts=[extract for item in explained for extract in item.extracts],
            understood=turn.state.known(),
            dates=shown.dates(today, sources, today),
            trace=[step for item in explained for step in item.steps],
            parts=made,
            readings=_as_readings(rivals),
            heard=shown.heard(turn),
        )


def _conditions(item: Decided) -> list[str]:
    """What a yes still waits for."""
    if item.verdict is not Verdict.YES or item.aspect.id != GENERAL:
        return []
    return [reason.text for reason in item.decision.reasons if reason.met is None]


def _cited(item: Decided) -> Iterable[str]:
    """The sources of what the sentences name, or of the whole decision where they rest on it."""
    told = [source for lead in item.leads for source in lead.sources]
    return told or (source for case in item.cases for source in case.decision.sources)


def _bodies(found: Sequence[Found], turn: Turn) -> Iterable[Part]:
    """Yield what is said of each question; of several, one that repeats what was said is left out."""
    alone, said = sum(isinstance(item, Decided) for item in found) == 1, ""
    topics = set[str | None]()
    for rank, item in enumerate(found, 1):
        if isinstance(item, Decided):
            title = f"{rank})" if turn.heard.numbered else _title(item.of)
            for part in parts.of_decision(item, title, alone=alone):
                other = part.verdict and part.topic not in topics  # « Oui » to another question is no repetition
                if alone or part.title or other or in_common(part.text, said) < REPEATED:
                    said += part.text
                    topics.add(part.topic)
                    yield part
        elif item.answered:
            yield from item.parts


def _title(of: str) -> str:
    """Return what stands before the answer of one doctor, or of one file: « Dr Roy : », « a) »."""
    return of if of.endswith(")") or not of else f"{of}{HARD}:"


def _as_readings(rivals: Sequence[Decided]) -> list[Reading]:
    return [
        Reading(
            topic=item.topic,
            aspect=item.aspect.id,
            name=item.aspect.name,
            lead=item.leads[0].text if len(item.leads) == 1 else parts.by_day(item.leads),
        )
        for item in rivals
    ]


def _lines(readings: Sequence[Decided]) -> list[str]:
    return [f"**{french.upper_first(reading.name)}**{HARD}: {reading.lead}" for reading in _as_readings(readings)]


def _readings(rivals: Sequence[Decided]) -> list[Part]:
    """What else the question may have meant, each with the answer it would get."""
    lines = _lines(rivals)
    title = "Si votre question portait sur autre chose"
    return [Part(kind=PartKind.READINGS, title=title, items=lines)] if lines else []


def _corrected(turn: Turn) -> list[Part]:
    """« C’est corrigé : 840 patients. », where she takes back what she said: « et à mi-temps ? » takes nothing back."""
    if not mends(prepared(turn.text).text):
        return []
    said = {fact.field: fact.text for fact in turn.understanding.facts}
    words = [said[name] for name in turn.corrected if name in said]
    return [Part(kind=PartKind.CORRECTED, text=f"*C’est corrigé{HARD}: {french.listed(words)}.*")] if words else []


def _asked(turn: Turn, decided: Sequence[Decided], field: str | None) -> list[Part]:
    return [parts.question(*question(field, asked_about(field, turn, decided[0].topic)))] if field else []


def _missing(decided: Decided, turn: Turn) -> list[str]:
    """The fields that would change this answer: those the aspect names, or all that the rule lacks."""
    if decided.aspect.asks_for is not None:
        dated = {"signed_on"} if turn.state.signature or turn.state.regime or turn.state.rules_of else set[str]()
        dated |= {"hired_on"} if turn.state.hired else set()
        lacks = {name for case in decided.cases for name in case.decision.missing}
        settled = not lacks and decided.decision.verdict in (Verdict.YES, Verdict.NO)
        known = {*turn.state.known(), *dated}
        asks = () if settled else decided.aspect.asks_for
        return [name for name in asks if name not in known and (not lacks or name in lacks)]
    covers = {key for lead in decided.leads for key in lead.covers}
    return [name for case in decided.cases for name in case.decision.missing if name not in covers]


def _rules_on(turn: Turn, item: Decided, today: date) -> str:
    """Name the day of the rules with their text, or the period when the doctor gave no day.

    A running contract of « mars 2023 » is paid the amounts of a later text, from an anniversary on: they are dated too.
    """
    signed = [limit for case in item.cases for limit in case.signed or ()]
    if not signed and turn.state.hired and item.decision.assumed.get("signed_on", today) != today:
        signed = list(turn.state.hired)
    regime = _regime(item.cases)
    of = f" ({regime_name(regime)})" if regime else ""
    last = max(signed, default=item.decision.rules_on)
    paid = [figure for lead in item.leads for figure in lead.figures] or item.decision.figures
    since = max((figure.since for figure in paid if figure.since and figure.unit is Unit.EUR), default=last)
    later = f", montants du {french.short_day(since)}" if last < since <= today else ""
    if not signed:
        return f"au {french.short_day(last)}{of}{later}"
    if last == today:
        return f"depuis le {french.day(min(signed))}{of}"
    return f"{french.period(min(signed), last)}{of}{later}"


def _regime(cases: Sequence[Case]) -> str | None:
    """Return the text of the contract; none when it depends on the day of signature."""
    regimes = {case.decision.regime for case in cases}
    return regimes.pop() if len(regimes) == 1 else None


def _contract_days(turn: Turn, decided: Sequence[Decided]) -> Iterable[date]:
    """Yield the days of hiring and signature that the answer may name, with the anniversaries."""
    profile = turn.state.profile
    signed = [profile.signed_on, *(turn.state.signature or ())]
    signed += [day for topic in decided for case in topic.cases for day in case.signed or ()]
    yield from (day for item in decided for case in item.cases for days in case.within.values() for day in days)
    for day in filter(None, signed):
        yield from (year_starts_on(day, year) for year in range(1, 7))
    yield from filter(None, (profile.hired_on, *(turn.state.hired or ())))


def _is_proved(part: Part, proofs: Proofs) -> bool:
    """Whether each number of a part is proved; one that is not is a bug, logged as one, and the part is left out."""
    text = rendered(part.model_copy(update={"title": ""}))  # « 3) » counts the questions
    proved = not unproved(text, proofs)
    if not proved:
        log.error("a part of an answer, %s, was unproved and left out", part.kind)  # its words may be the doctor's
    return proved


def as_wanted(decided: Decided, act: Act) -> Decided:
    """Return what was decided as a message on the answer before wants it told: why, or in plain words."""
    told = {Act.WHY: frozenset({"reasons", "notes"}), Act.ASK: None, Act.DONT_KNOW: None}
    shows = told.get(act, frozenset[str]())
    if shows is None:
        return decided
    plain = act is Act.PLAINLY
    leads = [replace(lead, shows=shows, more="" if plain else lead.more) for lead in decided.leads]
    return replace(decided, leads=leads)
