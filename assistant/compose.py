"""Decisions and explanations → the answer: its parts as data, and the whole of it as one Markdown text."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import date

import french
from assistant import markdown, shown
from assistant.answer import Answer, Kind
from assistant.decided import Case, Decided
from assistant.evidence import gather
from assistant.explanation import Explanation
from assistant.firewall import Proofs, unproved
from assistant.messages import QUESTIONS, question
from assistant.turn import Turn
from assistant.wording import lead, leads
from corpus import Corpus, Source
from rules.catalogue import TOPICS
from rules.contract_years import year_starts_on
from rules.dated import Parameters
from rules.units import Standing
from rules.verdict import Decision

log = logging.getLogger(__name__)


class Composer:
    """Builds answers. Holds only what never changes: parameters and corpus."""

    def __init__(self, parameters: Parameters, corpus: Corpus):
        self.parameters, self.corpus = parameters, corpus

    def from_rules(
        self, turn: Turn, decided: Sequence[Decided], explanation: Explanation | None, today: date
    ) -> Answer:
        """Return the answer the rules give, followed by the explanation when one was asked for."""
        main, corrected = decided[0].decision, decided[0].correction
        put = lead(decided[0].topic, decided[0].cases[0], turn, today).verdict
        verdict = (corrected.verdict if corrected else None) or put or main.verdict
        decisions = [case.decision for topic in decided for case in topic.cases]
        cited = [source for decision in decisions for source in decision.sources]
        cited += corrected.sources if corrected else ()
        sources = self._firmest_first(dict.fromkeys(cited))
        field, missing = self.question(turn, decided, today)
        period = field == "signed_on" and turn.state.signature
        about = "period" if period else TOPICS[decided[0].topic].area
        asked, choices = question(field, about) if field else (None, [])
        table = main.table if len(decided[0].cases) == 1 else None
        days = [*(d.rules_on for d in decisions), *_contract_days(turn, decided)]
        evidence = gather(decisions, self.parameters, turn, sources, days, today)
        parts = [
            *(part for topic in decided for part in markdown.section(turn, topic, today)),
            markdown.provenance(_rules_on(decided[0].cases, main.rules_on, today), _regime(decided[0].cases), sources),
            *([markdown.question(asked, choices)] if asked else []),
        ]
        text = _proved(parts, evidence.proofs)
        if explanation and not (explanation.answered and self._agrees(explanation, decisions)):
            explanation = None
        if explanation:
            text = f"{text}\n\n{explanation.text}"
        return Answer(
            kind=Kind.ELIGIBILITY if verdict else Kind.FIGURE,
            topic=decided[0].topic,
            verdict=verdict.value if verdict else None,
            text=text,
            figures=[shown.figure(figure) for figure in evidence.figures_of(text)],
            table=shown.table(table) if table else None,
            series=shown.series(table) if table else None,
            reasons=[shown.reason(reason) for decision in decisions for reason in decision.reasons],
            changes=[change.text for change in main.changes],
            notes=[*main.notes, *main.announced],
            not_established=list(main.not_established),
            citations=[
                *(shown.citation(source) for source in sources),
                *(explanation.citations if explanation else []),
            ],
            disagreements=[
                entry
                for topic in decided
                for entry in shown.disagreements(
                    topic.topic, topic.decision, self.corpus.disagreements, self.parameters
                )
            ],
            understood=turn.state.known(),
            assumed={name: shown.plain(value) for name, value in main.assumed.items()},
            missing=missing,
            next_question=asked,
            choices=choices,
            dates=shown.dates(main.rules_on, sources, today),
            trace=shown.trace(decisions),
        )

    def _agrees(self, explanation: Explanation, decisions: Iterable[Decision]) -> bool:
        """Whether the words quoted may stand beside the rules': a value of the staff replaces what our sheets say."""
        cited = (source for decision in decisions for value in decision.values for source in value.references)
        theirs = any(self.corpus.sources[source].local for source in cited)
        return not theirs or all(citation.local for citation in explanation.citations)

    def _firmest_first(self, ids: Iterable[str]) -> list[Source]:
        return sorted(
            (self.corpus.sources[id] for id in ids), key=lambda source: [*Standing].index(Standing(source.standing))
        )

    def question(self, turn: Turn, decided: Sequence[Decided], today: date) -> tuple[str | None, list[str]]:
        """Return the one field to ask for, and all that are missing: the day of signature first when it decides."""
        missing: list[str] = []
        for topic in decided:
            told = leads(topic.topic, topic.cases, turn, today)
            covered = {key for lead in told for key in lead.covers}
            missing = ["signed_on", *missing] if len(told) > 1 else missing
            missing += [name for case in topic.cases for name in case.decision.missing if name not in covered]
        missing = list(dict.fromkeys(missing))
        return turn.state.ask(field for field in missing if field in QUESTIONS), missing

    def from_corpus(self, turn: Turn, explanation: Explanation, today: date) -> Answer:
        """Return an explanation: quotations, with their sources."""
        sources = [self.corpus.sources[c.source] for c in explanation.citations if c.source in self.corpus.sources]
        return Answer(
            kind=Kind.EXPLANATION,
            topic=turn.route.topic,
            text="\n\n".join([explanation.text, markdown.provenance(_rules_on([], today, today), None, sources)]),
            citations=explanation.citations,
            understood=turn.state.known(),
            dates=shown.dates(today, sources, today),
        )


def _rules_on(cases: Sequence[Case], day: date, today: date) -> str:
    """Name the day of the rules, or the period when the doctor gave no day."""
    signed = [limit for case in cases for limit in case.signed or ()]
    if not signed:
        return f"au {french.short_day(day)}"
    if max(signed) == today:
        return f"depuis le {french.day(min(signed))}"
    return french.period(min(signed), max(signed))


def _regime(cases: Sequence[Case]) -> str | None:
    """Return the text of the contract; none when it depends on the day of signature."""
    regimes = {case.decision.regime for case in cases}
    return regimes.pop() if len(regimes) == 1 else None


def _contract_days(turn: Turn, decided: Sequence[Decided]) -> Iterable[date]:
    """Yield the days of hiring and signature that the answer may name, with the anniversaries."""
    profile = turn.state.profile
    signed = [profile.signed_on, *(turn.state.signature or ())]
    signed += [day for topic in decided for case in topic.cases for day in case.signed or ()]
    for day in filter(None, signed):
        yield from (year_starts_on(day, year) for year in range(1, 7))
    if profile.hired_on:
        yield profile.hired_on


def _proved(parts: Sequence[str], proofs: Proofs) -> str:
    """Join the parts, leaving out any that states a number nothing proves: that is a bug, and is logged as one."""
    kept = []
    for part in filter(None, parts):
        failures = unproved(part, proofs)
        if failures:
            log.error("left out of an answer, unproved %s: %s", failures, part)
        else:
            kept.append(part)
    return "\n\n".join(kept)
