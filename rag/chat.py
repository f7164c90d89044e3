"""A chat model behind LangChain, asked once and within bounds: of time for the whole text, and of its length.

What it returns is raw text: whoever asks must prove it before anybody reads it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator, Iterator, Mapping
from queue import Empty, Queue
from time import monotonic
from typing import Any

log = logging.getLogger(__name__)

# Requests to a model at a time. Each holds a thread of those that answer (`ui.api`, 32): were they all to wait for
# models, one that rewords and one that listens, nobody else would have an answer.
AT_ONCE = 12

Messages = list[tuple[str, str]]  # who speaks (« system », « human ») and what is said


class GenerationError(Exception):
    """The model gave nothing usable: unreachable, too slow, broken off, too long, busy. The message says which."""


class ChatModel:
    """A chat model by its LangChain name (`ollama:…`, `mistralai:…`, `openai:…`), loaded at the first call."""

    def __init__(
        self,
        name: str,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float = 20.0,
        *,
        longest: int = 4_000,
        tokens: int | None = None,
    ):
        """``timeout`` is in seconds, ``longest`` in characters; ``tokens`` bounds what the provider generates."""
        self.name, self.base_url, self._api_key, self.timeout = name, base_url, api_key, timeout
        self._longest, self._tokens = longest, tokens
        self._lock, self._places = threading.Lock(), threading.BoundedSemaphore(AT_ONCE)
        self._model: Any = None

    def warm_up(self) -> None:
        """Load the provider's client, which takes seconds; say in the log why it cannot be. Calls nobody."""
        try:
            self._opened()
        except Exception as error:  # noqa: BLE001 - each provider has its own errors; ours stands without a model
            log.warning("the language model %s cannot be used, %s", self.name, _named(error))

    def say(self, messages: Messages, schema: Mapping[str, Any] | None = None) -> Generator[str]:
        """Yield the model's text as it comes, within `timeout` seconds; closing the iterator leaves the model.

        With a JSON ``schema`` the provider is asked for an object of that form; what comes is not validated.
        Raises GenerationError, at once where as many as may be are waiting for the model already.
        """
        if not self._places.acquire(blocking=False):
            raise GenerationError(f"{AT_ONCE} requests are waiting for the model")
        pieces: Queue[str | Exception | None] = Queue()
        left = threading.Event()
        threading.Thread(target=self._stream, args=(messages, schema, pieces, left), daemon=True).start()
        try:
            yield from self._until_deadline(pieces)
        finally:
            left.set()
            self._places.release()

    def _until_deadline(self, pieces: Queue[str | Exception | None]) -> Iterator[str]:
        deadline, length = monotonic() + self.timeout, 0
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, deadline - monotonic()))
            except Empty:
                raise GenerationError(f"no complete answer within {self.timeout:g} s") from None
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise GenerationError(f"the model failed, {_named(piece)}") from piece
            length += len(piece)
            if length > self._longest:
                raise GenerationError(f"more than {self._longest} characters")
            yield piece

    def _stream(
        self,
        messages: Messages,
        schema: Mapping[str, Any] | None,
        pieces: Queue[str | Exception | None],
        left: threading.Event,
    ) -> None:
        """Feed the queue from a thread of its own: a provider that stalls cannot hold the reader."""
        try:
            from langsmith import tracing_context  # noqa: PLC0415 - heavy, and only where a model is configured

            with tracing_context(enabled=False):  # whatever the environment says, nothing goes to a third party
                for piece in _pieces(self._opened(), messages, schema):
                    if left.is_set():
                        return
                    pieces.put(piece)
            pieces.put(None)
        except Exception as error:  # noqa: BLE001 - each provider has its own errors; all mean « without it »
            pieces.put(error)

    def _opened(self) -> Any:
        with self._lock:
            if self._model is None:
                from langchain.chat_models import init_chat_model  # noqa: PLC0415 - loaded at the first call only

                self._model = init_chat_model(self.name, temperature=0, **self._options())
            return self._model

    def _options(self) -> dict[str, Any]:
        """Time-out, length, address and key, as each provider names them."""
        ollama = self.name.startswith("ollama:")
        seconds = max(1, round(self.timeout))  # a whole number for some clients; the deadline is kept apart
        options: dict[str, Any] = {"client_kwargs": {"timeout": seconds}} if ollama else {"timeout": seconds}
        if not ollama:
            options["max_retries"] = 0
        if self._tokens:
            options["num_predict" if ollama else "max_tokens"] = self._tokens
        if self.base_url:
            options["base_url"] = self.base_url
        if self._api_key or (self.base_url and not ollama):  # a local server asks for no key, its client does
            options["api_key"] = self._api_key or "none"
        return options


def _pieces(model: Any, messages: Messages, schema: Mapping[str, Any] | None) -> Iterator[str]:
    if schema is None:
        yield from (str(chunk.text) for chunk in model.stream(messages))
        return
    structured = model.with_structured_output(dict(schema), method="json_schema", include_raw=True)
    # Its second step parses the text again at each piece: on a text without end, it never ends.
    for part in structured.first.stream(messages):
        yield str(part["raw"].text)


def _named(error: Exception) -> str:
    """Return the error's kind, with its message where it names a missing package or provider and can hold no key."""
    name = type(error).__name__
    return f"{name}: {error}" if type(error) in (ImportError, ValueError) else name
