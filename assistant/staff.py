"""Where the documents of the staff stand in an answer: first of what is about the CPTS, after the rules otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from math import inf
from typing import TYPE_CHECKING

from assistant import local_words
from assistant.answering import ENOUGH
from assistant.compose import Found
from assistant.contradictions import Contradiction, Rule, contradictions
from assistant.decided import Decided
from assistant.explanation import Explanation
from assistant.heard import GUESSED, Ask
from assistant.local_words import ANYHOW, OF_THE_CPTS, PERHAPS_THEIRS, SURELY_THEIRS, Theirs
from assistant.messages import MESSAGES
from assistant.our_cpts import OurCpts
from assistant.put_to_the_cpts import ALONE, BESIDE, FIRST, Put, odds, signs
from assistant.reader import Reader
from assistant.reading.cpts import (
    addresses_the_cpts,
    asks_for_a_contact,
    asks_what_the_cpts_gives,
    is_only_placed_by_it,
    names_an_aid_of_the_cpts,
    names_the_cpts,
    names_what_it_has,
    names_who_pays,
    speaks_of_belonging,
    speaks_to_people,
    without_the_cpts,
)
from assistant.reading.prepared import prepared
from corpus import Corpus, written
from rag.passages import Passage
from rag.words import stems
from rules.verdict import Verdict

if TYPE_CHECKING:  # rag brings numpy and the vector store: figure answers start without them
    from rag import Hit, Retriever

BELONGING = "eligibility.group"  # topic that the mere word « CPTS » brings to mind
WHOM = "contract.steps"  # topic of « qui contacter ? »
COMPARED = 5  # of our paragraphs


class Staff:
    """What the documents of the staff add to an answer. Thread-safe; ``corpus`` may be replaced at any time."""

    def __init__(
        self, corpus: Corpus, cpts: OurCpts, reader: Callable[[], Reader], rule: Callable[[date], Rule],
        record: Callable[[Sequence[Contradiction]], None],
    ):  # fmt: skip
        self._cpts, self._reader, self._rule, self._record = cpts, reader, rule, record
        self._searched: dict[str, list[Theirs]] = {}  # what one answer has searched: a message, then its clauses
        self.corpus_is(corpus)

    def corpus_is(self, corpus: Corpus) -> None:
        """Follow the documents: what is no longer among them is no longer quoted."""
        passages = local_words.passages(corpus)
        opening = (passage for passage in passages if not passage.heading)
        own = {one.document for one in opening if names_an_aid_of_the_cpts(f"{one.title}. {one.text}")}
        self._known = (corpus, passages, own)

    def now(self, today: date) -> Staff:
        """Return the same with the documents of this moment, for one answer to read: others may come in meanwhile.

        Those whose last day is past are left out.
        """
        staff, (corpus, passages, own) = copy(self), self._known
        staff._searched = {}
        over = {sheet.id for sheet in corpus.documents if sheet.is_over(today)}
        staff._known = (corpus, [passage for passage in passages if passage.document not in over], own)
        return staff

    @property
    def passages(self) -> list[Passage]:
        """The passages of all their documents, as these are now."""
        return self._known[1]

    @property
    def installed(self) -> bool:
        """Whether there is anything of the CPTS to answer with: a document, a name, a contact."""
        return bool(self.passages) or self._cpts.known

    def is_about_the_cpts(self, question: str) -> bool:
        """Whether a question is about the CPTS itself or what it has, and not about belonging to one."""
        if names_what_it_has(question) and any(names_what_it_has(passage.text) for passage in self.passages):
            return True
        away = speaks_of_belonging(question) or is_only_placed_by_it(question)
        return names_the_cpts(question, self._cpts.name) and not away

    def told_whom(self, item: Decided) -> list[Found]:
        """Return an answer; one on whom to ask, with how to reach the delegate that it names, or that none is known."""
        first, *others = item.leads
        if item.aspect.label != f"{WHOM}/contact" or first.verdict is Verdict.UNKNOWN:
            return [item]
        if reached := local_words.contacts(replace(self._cpts, coordination="")):
            return [item, reached]
        unknown = replace(first, text=f"{first.text} {MESSAGES['our_cpts']['no_delegate']}")
        return [replace(item, leads=(unknown, *others))]

    def is_put_to_them(
        self, whole: Put, retriever: Callable[[], Retriever], today: date, regimes: frozenset[str] | None
    ) -> bool:
        """Whether a message of several questions is put to the people of the CPTS, whatever its clauses seem on."""
        if not self.passages or names_who_pays(whole.text):
            return False
        if addresses_the_cpts(whole.text) or speaks_to_people(whole.text):
            return True
        found = self._search(whole.text, retriever, today, regimes)
        return odds(whole, found, self._ahead(whole.text, found, retriever, today, regimes)) >= FIRST

    def signs(
        self, put: Put, retriever: Callable[[], Retriever], today: date, regimes: frozenset[str] | None
    ) -> dict[str, float]:
        """Return what is weighed of a question; nothing where no document is near, or no model tells."""
        found = self._search(put.text, retriever, today, regimes)
        ahead = self._ahead(put.text, found, retriever, today, regimes)
        return signs(put, found, ahead) if ahead > -inf else {}

    def is_asked(self, text: str) -> bool:
        """Whether words that look like mere talk are put to the CPTS, in a word of its documents."""
        if not self.passages or not addresses_the_cpts(text):
            return False
        said = set(stems(text))
        return any(said & set(stems(passage.text)) for passage in self.passages)

    def with_theirs(
        self, put: Put, ours: Sequence[Found], retriever: Callable[[], Retriever], today: date,
        regimes: frozenset[str] | None,
    ) -> list[Found]:  # fmt: skip
        """Return the answer to one question with what the documents say; ``ours`` is that of the rules and sheets."""
        question, ask = put.text, put.ask
        if ask is None:
            return self.of_something_else(put, retriever, today, regimes)
        of_the_word = ask.topic == BELONGING and names_the_cpts(question) and not speaks_of_belonging(question)
        about = of_the_word or self.is_about_the_cpts(question)
        decided = [item for item in ours if isinstance(item, Decided)]
        found = self._search(question, retriever, today, regimes)
        whom = about and asks_for_a_contact(question) and (ask.topic == WHOM or not (decided and ask.sure))
        if whom and (told := self._contacts(self._judged(found, OF_THE_CPTS, (), today))):
            return told
        if about and (told := self._of_the_cpts(question, ask, ours, found, today)):
            return told
        likely = -inf if about else odds(put, found, self._ahead(question, found, retriever, today, regimes))
        if likely >= FIRST and (theirs := self._judged(found, ANYHOW, (), today)):
            said = local_words.explained(theirs, self._known[0])
            return [said, *ours] if decided and ask.sure and likely < ALONE else [said]
        return self._beside(ask, ours, found, likely, today)

    def _beside(
        self, ask: Ask, ours: Sequence[Found], found: Sequence[Theirs], likely: float, today: date
    ) -> list[Found]:
        """Return our answer, with what they say after it where it is of the same topic, or may be what is asked."""
        decided = [item for item in ours if isinstance(item, Decided)]
        if theirs := self._judged(found, ENOUGH, decided, today):
            said = local_words.explained(theirs, self._known[0])
            if likely == -inf and (not decided or ask.share < GUESSED):  # without a model, by their words alone
                return [said]
            if ask.topic in self._topics(theirs[0], today):
                return [*ours, said]
        if likely >= BESIDE and (theirs := self._judged(found, ANYHOW, decided, today)):
            answered = [item for item in ours if isinstance(item, Decided) or item.answered]
            return [*answered, local_words.explained(theirs, self._known[0])]
        return list(ours)

    def _ahead(
        self, question: str, found: Sequence[Theirs], retriever: Callable[[], Retriever], today: date,
        regimes: frozenset[str] | None,
    ) -> float:  # fmt: skip
        """By how much the nearest passage of theirs is nearer than our sheets; without a model, nothing tells."""
        hits = self._sheets(question, retriever, today, regimes) if found else []
        if not found or any(hit.dense_cosine is None for hit in hits):
            return -inf
        ours = (local_words.nearness_of(written(question), hit, 0.0) for hit in hits)
        return found[0].nearness - max(ours, default=-inf)

    def _sheets(
        self, question: str, retriever: Callable[[], Retriever], today: date, regimes: frozenset[str] | None
    ) -> Sequence[Hit]:
        """Return the nearest paragraphs of our own sheets."""
        ours = {sheet.id for sheet in self._known[0].documents if not sheet.local}
        return retriever().search(written(question), COMPARED, today, regimes, ours)

    def _of_the_cpts(
        self, question: str, ask: Ask, ours: Sequence[Found], found: Sequence[Theirs], today: date
    ) -> list[Found]:
        """Return the answer to a question that names the CPTS; nothing where the rules alone seem to be asked.

        Its documents alone where they are sure, or where no rule is; else the rule follows them.
        """
        ruled = any(isinstance(item, Decided) for item in ours) and ask.sure and not asks_what_the_cpts_gives(question)
        alone = not ruled or self._is_of_the_word_alone(question, ask)
        own = alone or names_what_it_has(question)
        theirs = self._judged(found, OF_THE_CPTS if own else PERHAPS_THEIRS, (), today)
        if asks_what_the_cpts_gives(question):
            theirs = local_words.amounts_first(theirs)
        sure = any(item.confidence >= SURELY_THEIRS for item in theirs)
        if not ruled or sure or (alone and ask.topic == BELONGING):
            return self._first(theirs, question, ask, ours)
        return [local_words.explained(theirs, self._known[0]), *ours] if theirs else []

    def of_something_else(
        self, put: Put, retriever: Callable[[], Retriever], today: date, regimes: frozenset[str] | None
    ) -> list[Found]:
        """Return what they say of a question that is not on the aid: their documents may be about anything."""
        about = self.is_about_the_cpts(put.text)
        found = self._search(put.text, retriever, today, regimes)
        if (
            about
            and asks_for_a_contact(put.text)
            and (told := self._contacts(self._judged(found, OF_THE_CPTS, (), today)))
        ):
            return told
        likely = odds(put, found, self._ahead(put.text, found, retriever, today, regimes))
        enough = ANYHOW if likely >= FIRST and not about else OF_THE_CPTS if about else ENOUGH
        if theirs := self._judged(found, enough, (), today):
            return [local_words.explained(theirs, self._known[0])]
        return [self._unanswered()] if about and self.installed else []

    def contradictions(self, today: date) -> list[Contradiction]:
        """Return all that their documents say otherwise than the rules do ``today``."""
        rule = self._rule(today)
        return [found for passage in self.now(today).passages for found in self._contradictions(passage, rule)]

    def _search(
        self, question: str, retriever: Callable[[], Retriever], today: date, regimes: frozenset[str] | None
    ) -> list[Theirs]:
        if not self.passages:
            return []
        if question not in self._searched:
            found = local_words.search(question, retriever(), self.passages, self._cpts, today, regimes)
            self._searched[question] = found
        return self._searched[question]

    def _contacts(self, theirs: Sequence[Theirs]) -> list[Found]:
        """Whom the settings of the site name, then whom the documents do."""
        told = [local_words.contacts(self._cpts), local_words.explained(theirs, self._known[0]) if theirs else None]
        return [item for item in told if item]

    def _first(self, theirs: Sequence[Theirs], question: str, ask: Ask, ours: Sequence[Found]) -> list[Found]:
        """Of a question about the CPTS: its documents alone, else our sheets, else that nothing answers."""
        if theirs:
            return [local_words.explained(theirs, self._known[0])]
        if self.installed and asks_what_the_cpts_gives(question):
            return [self._unanswered()]
        ruled = ask.topic != BELONGING and (ask.sure or not self.installed)
        guessed = any(isinstance(item, Decided) for item in ours) and not ruled
        if not guessed and any(item.answered if isinstance(item, Explanation) else ruled for item in ours):
            return list(ours)
        return [self._unanswered()] if self.installed or ask.topic == BELONGING else list(ours)

    def _is_of_the_word_alone(self, question: str, ask: Ask) -> bool:
        """Whether the rule was heard for the word « CPTS » alone: without it, something else would be."""
        left = without_the_cpts(question, self._cpts.name, nor_what_it_has=True).strip(" ?!.")
        return not left or self._reader().read(prepared(left).text).label.partition("/")[0] != ask.topic

    def _judged(self, found: Sequence[Theirs], enough: float, beside: Sequence[Decided], today: date) -> list[Theirs]:
        """Return the passages that answer, compared with the rules.

        Where no rule stands ``beside`` them, what one says otherwise is left out, and the rest of it is quoted.
        """
        rule = self._rule(today)
        judged = [
            replace(item, contradictions=self._unsettled(self._contradictions(item.quote.passage, rule, beside)))
            for item in local_words.near(found, enough)
        ]
        self._record(list(local_words.said_otherwise(judged)))
        shown = (
            item if beside or not item.contradictions else local_words.without_what_differs(item) for item in judged
        )
        return [item for item in shown if item]

    def _contradictions(self, passage: Passage, rule: Rule, beside: Sequence[Decided] = ()) -> Iterable[Contradiction]:
        return contradictions(passage, rule, beside, own=passage.document in self._known[2])

    def _unsettled(self, found: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
        """Return those of which the staff did not say that they are of theirs."""
        settled = {(sheet.id, said) for sheet in self._known[0].documents for said in sheet.settled}
        return tuple(one for one in found if (one.document, one.said) not in settled)

    def _topics(self, theirs: Theirs, today: date) -> set[str]:
        """The topics of the rules that a passage speaks of."""
        passage, rule = theirs.quote.passage, self._rule(today)
        texts = (f"{passage.heading} {sentence}" for sentence in (*passage.sentences, theirs.quote.text))
        return {item.topic for text in texts for item in rule(text)[1]}

    def _unanswered(self) -> Explanation:
        return Explanation("", [], "", answered=False, instead=self._cpts.unanswered())
