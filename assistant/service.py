"""The assistant: one question in, one typed answer out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rag
from assistant import clock, fixed, shown
from assistant.answer import Answer, Request, ShownHeard
from assistant.answering import ABOUT_THE_AID, ENOUGH, EXPLAINED
from assistant.aspects import GENERAL, Aspect, Claim, aspect, aspects
from assistant.changed import what_changes
from assistant.clock import day_of
from assistant.compose import Composer, Found, as_wanted
from assistant.contradictions import Contradiction, Ruled
from assistant.conversation import is_private
from assistant.decided import Decided
from assistant.deciding import cases
from assistant.encoder import load_encoder
from assistant.errors import Unavailable
from assistant.explanation import Explanation, explain, quoted, reworded
from assistant.following import Following, Shelf
from assistant.heard import DOUBTFUL, EXPLANATION, GUESSED, Act, Ask
from assistant.hearing import FACTS_ONLY, topic_of_facts
from assistant.installation import load
from assistant.listening.listener import Listener
from assistant.messages import QUESTIONS, asked_in
from assistant.nameless import nameless
from assistant.names import periods
from assistant.our_cpts import NOBODY, OurCpts
from assistant.own_aid import AMOUNTS, OF_HERS
from assistant.own_sums import monthly_cost
from assistant.premises import correction
from assistant.put_to_the_cpts import as_put
from assistant.reader import WORDS_ALONE, Reader
from assistant.reading.prepared import prepared
from assistant.reading.replies import takes_back
from assistant.recorded import Recorded
from assistant.register import register
from assistant.repeats import COLLECTIVE, never_twice
from assistant.rivals import rivals
from assistant.searched import of_its_clause, regimes_of, words_of
from assistant.searching import Searching, Standing, Status
from assistant.simulating import simulate_between
from assistant.staff import Staff
from assistant.stopwatch import Stopwatch
from assistant.turn import State, Turn
from assistant.two_readers import take_turn_twice
from assistant.wording import gist, leads, plainly, told_of
from corpus import Corpus, with_local
from rag.generation import LanguageModel
from rules.catalogue import TOPICS
from rules.dated import Parameters
from rules.profile import Profile
from rules.simulation import Simulation, simulate

if TYPE_CHECKING:
    from threading import Event

    from rag import Retriever

# « vous êtes là le mercredi ? » may be put to the CPTS
_TALK = frozenset({Act.IDENTITY, Act.HELP, Act.UNCLEAR, Act.COMPLAIN, Act.DISTRESS})
STATED = 0.5  # probability from which a sentence of a document is believed to speak of a topic


class Assistant:
    """Answers from rules and corpus. Thread-safe: nothing of a conversation is kept between two questions."""

    listener: Listener | None = None  # a language model that hears messages too

    def __init__(  # noqa: PLR0913 - what it answers from, and what for
        self,
        parameters: Parameters,
        corpus: Corpus,
        open_retriever: Callable[[], Retriever],
        today: Callable[[], date],
        model: LanguageModel | None = None,
        reader: Reader = WORDS_ALONE,
        *,
        cpts: OurCpts = NOBODY,
        record: Callable[[Sequence[Contradiction]], None] = lambda _: None,
        shelf: Shelf | None = None,
    ):
        self.parameters, self.corpus, self.today, self.model = parameters, corpus, today, model
        self._composer = Composer(parameters, corpus)
        self._reader = self._whole_reader = reader
        self._searching, self._shelf = Searching(open_retriever, corpus.documents), shelf
        self.edition = 0  # of the documents
        self._rulings = lru_cache(maxsize=4096)(self._ruled)
        self.staff = Staff(corpus, cpts, lambda: self._reader, lambda day: partial(self._rulings, today=day), record)

    @property
    def ready(self) -> bool:
        """Whether the index is open."""
        return self._searching.ready

    @property
    def standing(self) -> Standing:
        """How explanations stand: figures need only a clock that is not of before the aid."""
        return Standing(Status.FAILED, clock.WRONG) if clock.is_wrong(self.today()) else self._searching.standing

    def never_wait(self) -> None:
        """Read by the linear models, and search by words, until `warm_up` is done: a server keeps nobody waiting."""
        self._reader, self._searching.waits = WORDS_ALONE, False

    def warm_up(self) -> None:
        """Get ready for every question, in the background. What fails is told by `standing`."""
        self._whole_reader.open()
        self._reader = self._whole_reader
        self._rulings.cache_clear()  # heard by the linear models alone
        self._searching.warm_up()
        for asked in (self.model, self.listener):
            if asked:
                asked.warm_up()

    def follow(self, stop: Event) -> None:
        """Keep up with the documents and the index on disk, whoever changes them, until ``stop``."""
        if self._shelf:
            Following(self._shelf, self._searching, self.corpus_is).until(stop)

    def corpus_is(self, corpus: Corpus) -> None:
        """Answer from these documents from now on."""
        self.staff.corpus_is(corpus)
        self._searching.documents_are(corpus.documents)
        self._composer, self.corpus, self.edition = Composer(self.parameters, corpus), corpus, self.edition + 1

    def contradictions(self) -> list[Contradiction]:
        """Return what the documents of the staff say otherwise than the rules do today."""
        return self.staff.contradictions(self.today())

    def simulate(self, profile: dict[str, Any], today: date | None = None) -> Simulation:
        """Return the five contract years of a profile, which must have been validated."""
        return simulate(self.parameters, Profile.model_validate(profile), day_of(today, self.today()))

    def simulate_between(self, profile: dict[str, Any], first: date, last: date) -> Simulation | None:
        """Return what holds whichever day was that of the signature; nothing where the day changes it."""
        known, today = Profile.model_validate(profile), day_of(None, self.today())
        return simulate_between(self.parameters, known, first, last, today)

    def sources(self) -> dict[str, Any]:
        """Return the register of sources, their disagreements and the whole barème as JSON values."""
        return register(self.corpus, self.parameters, self.today())

    def retriever(self) -> Retriever:
        """Return the open index; the first call opens it, the others wait. Raises what keeps it from opening."""
        return self._searching.whole()

    def hear(self, request: Request) -> ShownHeard:
        """Return what is heard in a question, nothing decided; of a message that identifies a patient, nothing."""
        if is_private(request.question):
            return ShownHeard(act="personal_data")
        today = day_of(request.as_of, self.today())
        return shown.heard(self._take_turn(self._replay(request, today), request.question, today, new=True))

    def ask(self, request: Request) -> Answer:
        """Answer a question. Whatever its text, there is an answer; the profile must have been validated."""
        return next(answer for answer, whole in self.stream(request) if whole)

    def stream(self, request: Request) -> Iterator[tuple[Answer, bool]]:
        """Yield the answer as it is proved, and whether it is whole: the last is, and the only one without a model."""
        watch, today = Stopwatch(), day_of(request.as_of, self.today())
        said, heard = dict[str, Any](id=request.id), list[Any]()
        if is_private(request.question):
            answers = iter([(fixed.patient_data(today), True)])
        else:
            turn = self._take_turn(state := self._replay(request, today), request.question, today, new=True)
            watch.lap("understand")
            heard = shown.listened(turn)
            said["monthly_cost"] = monthly_cost(turn.state.cost, self.parameters)
            answers = self._answers(turn, today, watch)
            if turn.heard.going_on and turn.heard.act is Act.ASK and request.history:
                answers = never_twice(answers, turn, state, request.history[-1].content, self._on, today)
        for answer, whole in answers:
            said |= {"trace": [*heard, *answer.trace], "timings_ms": watch.laps()}
            yield answer.model_copy(update=said), whole

    def _replay(self, request: Request, today: date) -> State:
        """Rebuild the conversation from the doctor's own messages; the request's profile comes on top of it."""
        state = State()
        for message, following in zip_longest(request.history, request.history[1:]):
            if message.role == "user" and not is_private(message.content):
                turn = self._take_turn(state, message.content, today)
                answered = following is not None and following.role == "assistant"
                asked = asked_in(following.content) if answered else self._asked_after(turn, today)
                state = replace(turn.state, asked=(*turn.state.asked, asked) if asked else turn.state.asked)
        if request.profile:
            state = state.with_profile(request.profile)
        return state

    def _take_turn(self, state: State, text: str, today: date, *, new: bool = False) -> Turn:
        """Understand a message; facts alone that change nothing of what was spoken of are about their own topic."""
        taken = take_turn_twice(self.listener, state, text, today, self._reader, new=new)
        turn = what_changes(state, taken, lambda label, known: self._told(label, known, taken, today))
        named, about = topic_of_facts(turn.understanding), aspects().get(state.about or "")
        if named and about and TOPICS[about.topic].area == COLLECTIVE and TOPICS[named].summed_up:
            named = TOPICS[named].collective or named  # « montant année 1 ? » of a group is that of the group's aid
        if turn.heard.reason != FACTS_ONLY or not turn.heard.going_on or not about or named in (None, about.topic):
            return turn
        answers = about.answered_by in turn.understanding.profile()
        answers = answers or turn.state.about != about.label  # « et la 2e ? » of when it is paid
        if answers or turn.corrected or takes_back(prepared(text).text):  # the same question, of what is now known
            return turn
        of_a_doctor = TOPICS[about.topic].area == COLLECTIVE != TOPICS[named].area  # of the group
        if of_a_doctor or (named == AMOUNTS and about.rule in OF_HERS):  # « et la 2e ? », of what is left to pay
            return turn
        before = replace(turn.state, profile=state.profile, signature=state.signature, regime=state.regime)
        for label in (about.label, f"{about.topic}/{GENERAL}"):
            if self._told(label, turn.state, turn, today) != self._told(label, before, turn, today):
                return turn
        ask = replace(turn.heard.asks[0], topic=named, aspect=GENERAL)
        heard = replace(turn.heard, asks=(ask,), going_on=False)
        return replace(turn, heard=heard, state=replace(turn.state, about=ask.label))

    def _told(self, label: str, known: State, turn: Turn, today: date) -> list[object]:
        """Return what answers on an aspect for what is ``known``."""
        return [gist(lead) for lead in self._decided(aspects()[label], replace(turn, state=known), today).leads]

    def _asked_after(self, turn: Turn, today: date) -> str | None:
        """Return the field the answer to this turn asked for, where the client does not send that answer back."""
        decided = [item for item in self._decide(turn, today) if item]
        asked = self._composer.question(turn, decided, today)[0] if decided else None
        return asked if asked in QUESTIONS else None

    def _decide(self, turn: Turn, today: date) -> list[Decided | None]:
        """Return the decision on each question, ``None`` for those that no rule answers."""
        if turn.impossible:
            return []
        return [
            replace(self._decided(aspects()[ask.label], of_its_clause(turn, ask), today), of=ask.of)
            if ask.label in aspects()
            else None
            for ask in turn.heard.asks
        ]

    def _decided(self, asked: Aspect, turn: Turn, today: date) -> Decided:
        found = cases(asked.rule, self.parameters, turn.state, today)
        told = leads(asked, found, turn, self.parameters, today)
        answers_itself = asked.id != GENERAL and told[0].verdict is not None
        corrected = correction(asked.topic, found[0].decision, turn, self.parameters, told[0], answered=answers_itself)
        if corrected and corrected.text:  # which answers what was put forward
            told = leads(asked, found, plainly(turn), self.parameters, today)
        return Decided(asked, told_of(asked, found, told, turn, self.parameters, today), told, corrected)

    def _answers(self, turn: Turn, today: date, watch: Stopwatch) -> Iterator[tuple[Answer, bool]]:
        if turn.impossible:
            yield fixed.impossible(turn, today), True
            return
        decided = self._decide(turn, today)
        watch.lap("rules")
        found = self._found(turn, decided, today)
        watch.lap("retrieve")
        may_be = rivals(turn, decided, lambda other: self._decided(other, turn, today)) if len(found) == 1 else []
        last = found[-1] if 0 < len(found) <= 2 else None
        if self.model and isinstance(last, Explanation) and last.answered and not last.local:
            if ruled := found[:-1]:
                yield self._composed(turn, ruled, may_be, today), False
            for said, whole in reworded(nameless(turn.text), last, self.corpus, self.model):
                found = [*ruled, said]
                if not whole:
                    yield self._composed(turn, found, may_be, today), False
            watch.lap("generate")
        yield self._composed(turn, found, may_be, today), True

    def _on(self, label: str, turn: Turn, today: date) -> Answer:
        """Return the answer of another aspect to the facts of a turn."""
        topic, _, id = label.partition("/")
        # what was put forward was put of the first aspect: « Non, elle peut… » would answer nobody
        ask = replace(turn.heard.asks[0], topic=topic, aspect=id, puts=Claim.OPEN)
        other = replace(turn, heard=replace(turn.heard, asks=(ask,)))
        return self._composed(other, self._found(other, self._decide(other, today), today), [], today)

    def _found(self, turn: Turn, decided: Sequence[Decided | None], today: date) -> list[Found]:
        """Return the answer to each question; the rules' alone, and that the rest cannot be, where nothing searches."""
        try:
            return self._looked_up(turn, decided, today)
        except Unavailable as reason:
            asked = [pair for pair in zip(turn.heard.asks, decided, strict=True) if pair[1]]
            if not asked:
                raise
            untold = [Explanation(reason.message, [], "", answered=True)] if len(asked) < len(decided) else []
            return [*(one for pair in asked for one in self._ours(turn, *pair, today, alone=False)), *untold]

    def _looked_up(self, turn: Turn, decided: Sequence[Decided | None], today: date) -> list[Found]:
        """Return the answer to each question: a rule's, or what the sheets say, with what the staff's documents do."""
        staff, regimes = self.staff.now(today), regimes_of(turn, self.parameters, today)
        if turn.heard.act is Act.OUT_OF_SCOPE or (turn.heard.act in _TALK and staff.is_asked(turn.text)):
            return staff.of_something_else(as_put(turn, None, turn.text), self._searching.now, today, regimes)
        found: list[Found] = []
        if len(decided) > 1 and not turn.heard.going_on and self._searching.may_look:
            whole = as_put(turn, max(turn.heard.asks, key=lambda ask: ask.share), turn.text)
            if staff.is_put_to_them(whole, self._searching.now, today, regimes):
                asked = zip(turn.heard.asks, decided, strict=True)
                ours = [one for ask, item in asked for one in self._ours(turn, ask, item, today, alone=False)]
                kept = ours if staff.is_about_the_cpts(whole.text) else []  # else a clause would be answered beside it
                return staff.with_theirs(whole, kept, self._searching.now, today, regimes) or ours
        for ask, item in zip(turn.heard.asks, decided, strict=True):
            ours = self._ours(turn, ask, item, today, alone=len(decided) == 1)
            question = words_of(turn, ask)
            if self._reads_theirs(staff, turn, item, question):
                ours = staff.with_theirs(as_put(turn, ask, question), ours, self._searching.now, today, regimes)
            found += ours
        return found

    def _ours(self, turn: Turn, ask: Ask, item: Decided | None, today: date, *, alone: bool) -> list[Found]:
        """Return what a rule decides, or what our sheets say; the sheets add to it where they were asked too."""
        if item is None:
            return [self._search(turn, ask, today)]
        found = self.staff.told_whom(as_wanted(item, turn.heard.act))
        if item.aspect.quote:
            words = quoted(*item.aspect.quote, self.corpus)
            if item.aspect.say or self._composer.agrees(words, [case.decision for case in item.cases]):
                found.append(words)
            else:  # a value of the staff replaces what the sheet says: the rule itself speaks
                found[-1] = self._decided(aspect(item.topic), turn, today)
        elif alone and (explanation := self._besides(turn, ask, today)):
            found = [explanation, *found] if ask.share < GUESSED else [*found, explanation]
        return found

    def _reads_theirs(self, staff: Staff, turn: Turn, item: Decided | None, question: str) -> bool:
        """Whether the documents of the staff are read too."""
        if turn.heard.going_on and turn.heard.act is not Act.ASK:
            return False
        about = not turn.heard.going_on and staff.is_about_the_cpts(question)
        return about or (bool(staff.passages) and (item is None or self._searching.may_look))

    def _besides(self, turn: Turn, ask: Ask, today: date) -> Explanation | None:
        """Return what our sheets add to a rule, where the question is general or only guessed."""
        general = ask.explained and ask.aspect == GENERAL
        guessed = ask.share < GUESSED and not turn.heard.going_on  # the words of a sequel alone find anything
        if not self._searching.settled or turn.heard.act is not Act.ASK or not (guessed or general):
            return None
        explanation = self._search(turn, ask, today)
        return explanation if explanation.answered else None

    def _composed(self, turn: Turn, found: Sequence[Found], may_be: Sequence[Decided], today: date) -> Answer:
        asks = turn.heard.asks
        if len(found) == 1 and isinstance(found[0], Explanation) and found[0].instead:
            return fixed.no_document(turn, found[0].instead, today)
        if len(asks) == 1 and asks[0].share < DOUBTFUL and asks[0].topic != EXPLANATION:
            guessed = [item for item in found if isinstance(item, Decided) and item.aspect.say]
            found, may_be = [item for item in found if isinstance(item, Explanation)], [*guessed, *may_be]
        if may_be or any(isinstance(item, Decided) or item.answered for item in found):
            return self._composer.answer(turn, found, may_be, today)
        if not found:
            return fixed.off_topic(turn, today)
        nearest = found[0].nearest if isinstance(found[0], Explanation) else ()
        return fixed.no_source(turn, nearest, today)

    def _search(self, turn: Turn, ask: Ask, today: date) -> Explanation:
        """Search our sheets."""
        surely = EXPLAINED if ask.topic == EXPLANATION else ABOUT_THE_AID
        regimes, enough = regimes_of(turn, self.parameters, today), surely if ask.sure else ENOUGH
        return explain(words_of(turn, ask), self._searching.now(), self.corpus, today, regimes, enough)

    def _ruled(self, text: str, today: date) -> Ruled:
        """Hear a sentence of a document as a question, and decide on what it surely speaks of."""
        turn = self._take_turn(State(), text, today)
        surely = [ask for ask in turn.heard.asks if ask.label in aspects() and ask.share >= STATED]
        return turn, [self._decided(aspects()[ask.label], of_its_clause(turn, ask), today) for ask in surely]


def build(  # noqa: PLR0913 - one keyword per setting
    data_dir: Path,
    parameters_dir: Path | None = None,
    embedding_model: str = "bundled",
    chroma_url: str | None = None,
    today: Callable[[], date] = date.today,
    *,
    reranker: str = "",
    llm: str = "",
    llm_base_url: str | None = None,
    llm_api_key: str | None = None,
    llm_timeout: float = 20.0,
    cpts: OurCpts = NOBODY,
    progress: Callable[[int, int], None] | None = None,
) -> Assistant:
    """Return the assistant over the bundled rules and corpus. Fast: the index is opened at the first explanation.

    ``llm`` names the model that may reword explanations, ``reranker`` the one that reads passages again; empty, none is
    loaded. ``progress`` is told the texts indexed and their total, when the index must be built.
    """
    parameters, ours = load(parameters_dir, today())
    model = LanguageModel(llm, llm_base_url, llm_api_key, llm_timeout) if llm else None

    def opened(corpus: Corpus | None) -> Retriever:
        second, sheets = rag.Reranker(reranker) if reranker else None, corpus.documents if corpus else None
        return rag.open_index(data_dir / "index", sheets, embedding_model, chroma_url, progress, second)

    shelf = Shelf(data_dir, lambda documents: with_local(ours, documents, periods(parameters)), opened)
    corpus = shelf.read()
    reader = WORDS_ALONE if embedding_model == rag.LEXICAL else Reader(load_encoder)
    record, first = Recorded(data_dir).add, partial(shelf.opened, corpus)
    return Assistant(parameters, corpus, first, today, model, reader, cpts=cpts, record=record, shelf=shelf)
