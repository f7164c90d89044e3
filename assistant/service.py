"""The assistant: one question in, one typed answer out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from assistant import fixed
from assistant.answer import Answer, Request
from assistant.compose import Composer
from assistant.conversation import is_private, take_turn
from assistant.decided import Decided
from assistant.deciding import cases
from assistant.explanation import Explanation, explain, reworded
from assistant.installation import load
from assistant.messages import QUESTIONS, asked_in
from assistant.names import ended, periods
from assistant.premises import correction
from assistant.reading.privacy import without_contacts
from assistant.register import register
from assistant.routing import UNSURE
from assistant.turn import State, Turn
from corpus import Corpus, with_local
from corpus.local import FOLDER as LOCAL_DOCUMENTS
from rules.catalogue import TOPICS
from rules.dated import Parameters
from rules.profile import Profile
from rules.simulation import Simulation, simulate

if TYPE_CHECKING:
    from rag import Retriever
    from rag.generation import LanguageModel

NOT_SEARCHED = frozenset({"injection", "language"})  # reasons of a route that no document may answer


class Assistant:
    """Answers from rules and corpus. Thread-safe: nothing of a conversation is kept between two questions."""

    def __init__(
        self,
        parameters: Parameters,
        corpus: Corpus,
        open_retriever: Callable[[], Retriever],
        today: Callable[[], date],
        model: LanguageModel | None = None,
    ):
        self.parameters, self.corpus, self.today, self.model = parameters, corpus, today, model
        self._composer = Composer(parameters, corpus)
        self._open_retriever = open_retriever
        self._retriever: Retriever | None = None
        self._lock = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether explanations can be answered at once; figures always can."""
        return self._retriever is not None

    def warm_up(self) -> None:
        """Get ready for explanations, in the background."""
        self.retriever()
        if self.model:
            self.model.warm_up()

    def simulate(self, profile: dict[str, Any], today: date | None = None) -> Simulation:
        """Return the five contract years of a profile, which must have been validated."""
        return simulate(self.parameters, Profile.model_validate(profile), today or self.today())

    def sources(self) -> dict[str, Any]:
        """Return the register of sources, their disagreements and the whole barème as JSON values."""
        return register(self.corpus, self.parameters, self.today())

    def retriever(self) -> Retriever:
        """Return the open index; the first call opens it and loads the model (seconds), the others wait for it."""
        with self._lock:
            if self._retriever is None:
                self._retriever = self._open_retriever()
            return self._retriever

    def ask(self, request: Request) -> Answer:
        """Answer a question. Whatever its text, there is an answer; the profile must have been validated."""
        return next(answer for answer, whole in self.stream(request) if whole)

    def stream(self, request: Request) -> Iterator[tuple[Answer, bool]]:
        """Yield the answer as it is proved, each time with whether it is whole; the last one is.

        Only a language model takes long enough to be worth waiting for: without one there is a single answer.
        """
        watch, today = Stopwatch(), request.as_of or self.today()
        if is_private(request.question):
            answers = iter([(fixed.patient_data(today), True)])
        else:
            turn = take_turn(self._replay(request, today), request.question, today)
            watch.lap("understand")
            answers = self._answers(turn, today, watch)
        for answer, whole in answers:
            yield answer.model_copy(update={"id": request.id, "timings_ms": watch.laps()}), whole

    def _replay(self, request: Request, today: date) -> State:
        """Rebuild the conversation from the doctor's own messages; the request's profile comes on top of it."""
        state = State()
        for message, following in zip_longest(request.history, request.history[1:]):
            if message.role == "user" and not is_private(message.content):
                turn = take_turn(state, message.content, today)
                answered = following is not None and following.role == "assistant"
                asked = asked_in(following.content) if answered else self._asked_after(turn, today)
                state = replace(turn.state, asked=(*turn.state.asked, asked) if asked else turn.state.asked)
        if request.profile:
            state = state.with_profile(request.profile)
        return state

    def _asked_after(self, turn: Turn, today: date) -> str | None:
        """Return the field the answer to this turn asked for, where the client does not send that answer back."""
        decided = self._decide(turn, today)
        asked = self._composer.question(turn, decided, today)[0] if decided else None
        return asked if asked in QUESTIONS else None

    def _decide(self, turn: Turn, today: date) -> list[Decided]:
        if turn.impossible or turn.route.topic is None or turn.route.kind not in ("figure", "eligibility", "both"):
            return []
        topics = [topic for topic in (turn.route.topic, *turn.route.also) if topic in TOPICS]
        return [self._decided(topic, turn, today) for topic in topics]

    def _decided(self, topic: str, turn: Turn, today: date) -> Decided:
        found = cases(topic, self.parameters, turn.state, today)
        return Decided(topic, found, correction(topic, found[0].decision, turn, self.parameters))

    def _answers(self, turn: Turn, today: date, watch: Stopwatch) -> Iterator[tuple[Answer, bool]]:
        if turn.impossible:
            yield fixed.impossible(turn, today), True
            return
        decided = self._decide(turn, today)
        watch.lap("rules")
        explanation: Explanation | None = None
        if not self.ready and decided:  # a figure waits for no model
            pass
        elif turn.route.kind in ("explanation", "both"):
            found = self._search(turn, today)
            watch.lap("retrieve")
            if self.model and decided:
                yield self._composed(turn, decided, None, today), False
            for explanation, whole in self._reworded(turn, found):
                if not whole:
                    yield self._composed(turn, decided, explanation, today), False
            if self.model:
                watch.lap("generate")
        else:
            explanation = self._of_the_staff(turn, today)
            watch.lap("retrieve")
            decided = decided if turn.route.sure or not explanation else []
        yield self._composed(turn, decided, explanation, today), True

    def _composed(self, turn: Turn, decided: Sequence[Decided], explanation: Explanation | None, today: date) -> Answer:
        if decided:
            answer = self._composer.from_rules(turn, decided, explanation, today)
        elif explanation is None:
            return fixed.off_topic(turn, today)
        elif explanation.answered:
            answer = self._composer.from_corpus(turn, explanation, today)
        else:
            return fixed.no_source(turn, explanation.closest, today)
        steps = explanation.steps if explanation else ()
        return answer.model_copy(update={"trace": [*answer.trace, *steps]})

    def _of_the_staff(self, turn: Turn, today: date) -> Explanation | None:
        """Return what a document added by the staff says, where it says more than anything of ours."""
        asked = turn.route.kind not in ("small_talk", "refusal") and turn.route.reason not in NOT_SEARCHED
        if not asked or not any(document.local for document in self.corpus.documents):
            return None
        explanation = self._search(turn, today)
        local = explanation.answered and explanation.citations[0].local
        return explanation if local else None

    def _reworded(self, turn: Turn, explanation: Explanation) -> Iterator[tuple[Explanation, bool]]:
        """Yield the explanation in the model's words, where one is configured and as far as they are proved."""
        if self.model and explanation.answered:
            yield from reworded(without_contacts(turn.text), explanation, self.corpus, self.model)
        else:
            yield explanation, True

    def _search(self, turn: Turn, today: date) -> Explanation:
        """Search what is in force today; a past text is searched only when the doctor asks for it."""
        regimes = frozenset({turn.state.regime}) if turn.state.regime else None
        if regimes is None and turn.understanding.history_wanted:
            regimes = ended(self.parameters, today)
        question, known = without_contacts(turn.text), turn.route.kind in ("explanation", "both")
        sure = known and turn.route.reason != UNSURE
        return explain(question, self.retriever(), self.corpus, today, regimes, about_the_aid=sure)


class Stopwatch:
    """Milliseconds spent in each stage of an answer."""

    def __init__(self) -> None:
        self._start = self._last = perf_counter()
        self._laps = dict.fromkeys(("understand", "rules", "retrieve", "generate"), 0.0)

    def lap(self, stage: str) -> None:
        """Count the time since the last lap as ``stage``'s."""
        now = perf_counter()
        self._laps[stage] += (now - self._last) * 1000
        self._last = now

    def laps(self) -> dict[str, float]:
        """Return every stage and the total."""
        return {stage: round(ms, 3) for stage, ms in self._laps.items()} | {
            "total": round((perf_counter() - self._start) * 1000, 3)
        }


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
    progress: Callable[[int, int], None] | None = None,
) -> Assistant:
    """Return the assistant over the bundled rules and corpus. Fast: the index is opened at the first explanation.

    ``llm`` names the model that may reword explanations, ``reranker`` the cross-encoder that reads passages again;
    empty, none is ever loaded. ``progress`` is told the texts indexed and their total, when the index must be built.
    """
    from rag.generation import LanguageModel  # noqa: PLC0415 (rag is not needed to import the assistant)

    parameters, corpus = load(parameters_dir, today())
    corpus = with_local(corpus, data_dir / LOCAL_DOCUMENTS, periods(parameters))
    model = LanguageModel(llm, llm_base_url, llm_api_key, llm_timeout) if llm else None

    def open_retriever() -> Retriever:
        from rag import Reranker, open_index  # noqa: PLC0415 (heavy: vector store and model)

        second = Reranker(reranker) if reranker else None
        return open_index(data_dir / "index", corpus.documents, embedding_model, chroma_url, progress, second)

    return Assistant(parameters, corpus, open_retriever, today, model)
