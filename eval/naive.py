"""What most assistants of this kind are: passages found, pasted before a language model, its text shown as it comes.

A baseline on LangChain for `eval.duel`, to see what the rules and the proofs bring; and search without a model, its
passages shown as they stand. Never shown to a reader.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.answer import Kind
from corpus import written

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from rag import Hit, Retriever

Json = dict[str, Any]
_PASSAGES = 5
_REFUSES = "HORS SUJET"
_SYSTEM = f"""Vous répondez en français à un médecin sur l’aide à l’emploi d’un assistant médical, à partir des passages
ci-dessous. Nous sommes le {{today}}. Si la question est sans rapport ou concerne un patient, répondez seulement
« {_REFUSES} ».

{{passages}}"""


def load(name: str, **options: Any) -> BaseChatModel:
    """Return a chat model by its LangChain name (`ollama:…`, `openai:…`); its package must be installed."""
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 - heavy, for this comparison only

    model: BaseChatModel = init_chat_model(name, temperature=0, **options)
    return model


def chain(model: BaseChatModel, retriever: Retriever) -> Callable[[Json], Json]:
    """Return an ``ask`` like the product's, answered by search and ``model`` alone."""
    from langchain_core.output_parsers import StrOutputParser  # noqa: PLC0415 - heavy, for this comparison only
    from langchain_core.prompts import ChatPromptTemplate  # noqa: PLC0415

    prompt = ChatPromptTemplate.from_messages(
        [("system", _SYSTEM), ("placeholder", "{history}"), ("human", "{question}")]
    )
    answer = prompt | model | StrOutputParser()

    def ask(request: Json) -> Json:
        today = date.fromisoformat(request["as_of"])
        hits = retriever.search(request["question"], _PASSAGES, today)
        history = [(turn["role"], turn["content"]) for turn in request["history"]]
        passages = "\n\n".join(hit.passage.text for hit in hits)
        given = {"today": today, "passages": passages, "history": history, "question": request["question"]}
        text = "".join(answer.stream(given))  # as the product asks its model
        kind = Kind.OUT_OF_SCOPE if _REFUSES in text else Kind.EXPLANATION
        return {"kind": kind, "text": text, "citations": [_citation(hit) for hit in hits], "dates": {"today": today}}

    return ask


def alone(retriever: Retriever) -> Callable[[Json], Json]:
    """Return an ``ask`` answered by search alone: the passages of the two sentences that answer best, rules unread."""
    from rag import best_sentences  # noqa: PLC0415 - heavy, and not needed to load a model

    def ask(request: Json) -> Json:
        asked = written(request["question"])  # as the product searches: the rules make the difference
        hits = retriever.search(asked, _PASSAGES, date.fromisoformat(request["as_of"]))
        passages = {quote.passage.id: quote.passage.text for quote in best_sentences(asked, hits)}
        return {"kind": Kind.EXPLANATION, "text": "\n\n".join(passages.values())}

    return ask


def _citation(hit: Hit) -> Json:
    """Return a passage as a citation: a number the model took from it is proved, as in the product's answers."""
    passage = hit.passage
    return {"source": next(iter(passage.sources), ""), "quote": passage.text, "title": passage.title}
