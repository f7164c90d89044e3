"""One assistant for the session: real rules and corpus, a fixed day, words only (no embedding model)."""

from typing import Any

import pytest
from answers import TODAY, Ask

from assistant.answer import Answer, Message, Request
from assistant.service import Assistant, build


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    built = build(tmp_path_factory.mktemp("data"), embedding_model="lexical", today=lambda: TODAY)
    built.warm_up()  # the sheets may be quoted: what is answered until then would depend on the order of the tests
    return built


@pytest.fixture
def ask(assistant: Assistant) -> Ask:
    """Ask a question after the doctor's earlier messages, oldest first."""

    def _ask(question: str, *earlier: str, **fields: Any) -> Answer:
        history = [Message(role="user", content=text) for text in earlier]
        return assistant.ask(Request(question=question, history=history, **fields))

    return _ask
