"""What the tests serve, each in a process of its own."""

import time

from fake import FakeAssistant, StreamingAssistant

from assistant.answer import Answer, Request
from ui import server
from ui.commands.common import build_assistant
from ui.settings import Settings


def serve() -> None:
    """Serve the page with the hand-made answers, as ``assistant-medical serve`` does with real ones."""
    raise SystemExit(server.serve(FakeAssistant(), Settings.read()))


def serve_rules() -> None:
    """Serve the real rules, without loading the search: figures and simulations need none."""
    settings = Settings.read()
    assistant = build_assistant(settings)
    assistant.warm_up = lambda: None  # type: ignore[method-assign]  # nothing here is searched
    raise SystemExit(server.serve(assistant, settings))


class SlowAssistant(FakeAssistant):
    """One whose documents are still loading: it answers after a while."""

    def warm_up(self) -> None:
        """Stay unready."""

    def ask(self, request: Request) -> Answer:
        time.sleep(4)
        return super().ask(request)


def serve_streaming() -> None:
    """Serve an assistant whose explanations take their time."""
    raise SystemExit(server.serve(StreamingAssistant(pause=2), Settings.read()))


def serve_slow() -> None:
    """Serve an assistant that is not ready yet."""
    raise SystemExit(server.serve(SlowAssistant(ready=False), Settings.read()))
