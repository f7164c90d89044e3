"""The assistant of this installation, as the evaluation asks it."""

from __future__ import annotations

from typing import Any

from assistant.errors import InvalidInput
from assistant.service import Assistant
from cli.installation import build_assistant
from eval import naive, retrieval
from eval.asking import Product
from eval.reading import verbatim_in
from ui.requests import read_question


def product(assistant: Assistant | None = None) -> Product:
    """Return ``assistant``, by default this installation's, ready to be asked: its index is opened (seconds)."""
    assistant = assistant or build_assistant()
    retriever = assistant.retriever()

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        try:
            return assistant.ask(read_question(request)).model_dump(mode="json")
        except InvalidInput as error:
            return dict(error.as_json())

    verbatim = verbatim_in(passage.text for passage in retriever.passages)
    return Product(ask, verbatim, retrieval.ranked_by(retriever), naive.alone(retriever))
