"""What the tests serve, each in a process of its own."""

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

from fake import FakeAssistant, StreamingAssistant

from assistant.answer import Answer, Request
from cli.installation import build_assistant
from rules.simulation import Simulation
from ui import admission, connections, logs, server
from ui.cpts import read
from ui.listening import listen
from ui.port import Assistant
from ui.settings import Settings
from ui.staff import restart


def _serve(assistant: Assistant, settings: Settings) -> None:
    logs.set_up(settings.log_format, requests=settings.log_requests)
    with listen(settings.host, settings.port) as listening:
        raise SystemExit(server.serve(assistant, settings, read(settings), listening))


def serve() -> None:
    """Serve the page with the hand-made answers, as ``assistant-medical serve`` does with real ones."""
    _serve(FakeAssistant(), Settings.read())


def serve_rules() -> None:
    """Serve the real rules, without loading the search: figures and simulations need none."""
    settings = Settings.read()
    assistant = build_assistant(settings)
    assistant.never_wait()
    assistant.warm_up = lambda: None  # type: ignore[method-assign]  # nothing here is searched
    _serve(assistant, settings)


def serve_real() -> None:
    """Serve what an installation has, as ``assistant-medical serve`` does."""
    settings = Settings.read()
    assistant = build_assistant(settings)
    assistant.never_wait()
    _serve(assistant, settings)


def serve_replica() -> None:
    """Serve as ``serve_real``, soon after another server when both start again."""
    restart.EVERY, restart.LATER, restart.SPREAD = 0.2, 0.5, 500
    serve_real()


class SlowAssistant(FakeAssistant):
    """One whose documents are still loading: it answers after a while."""

    def warm_up(self) -> None:
        """Stay unready."""

    def ask(self, request: Request) -> Answer:
        time.sleep(4)
        return super().ask(request)

    def simulate(self, profile: dict[str, Any], today: date | None = None) -> Simulation:
        """Take as long to simulate."""
        time.sleep(4)
        return super().simulate(profile, today)


class UnhurriedAssistant(FakeAssistant):
    """One whose answers take a while each."""

    def stream(self, request: Request) -> Iterator[tuple[Answer, bool]]:
        time.sleep(0.1)
        yield self.ask(request), True


TAKEN = 16


def serve_unhurried() -> None:
    """Serve an assistant that takes its time, and few requests at a time."""
    admission.Admission.__init__.__defaults__ = (TAKEN,)
    _serve(UnhurriedAssistant(), Settings.read())


class ExplodingAssistant(FakeAssistant):
    """One that fails, and whose errors repeat what was asked."""

    def stream(self, request: Request) -> Iterator[tuple[Answer, bool]]:
        """Fail, one error after another."""
        try:
            raise KeyError(request.question)
        except KeyError as error:
            raise ValueError(f"no answer to {request}") from error


def serve_exploding() -> None:
    """Serve what fails at each question."""
    _serve(ExplodingAssistant(), Settings.read())


def serve_streaming() -> None:
    """Serve an assistant whose explanations take their time."""
    _serve(StreamingAssistant(pause=2), Settings.read())


def serve_slow() -> None:
    """Serve an assistant that is not ready yet."""
    _serve(SlowAssistant(ready=False), Settings.read())


def serve_hurried() -> None:
    """Serve with short deadlines for connections, and room for few of them."""
    connections.HEAD_SECONDS, connections.MOST, connections.MOST_EACH = 0.5, 20, 8
    serve()
