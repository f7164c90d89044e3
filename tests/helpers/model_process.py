"""A language model in a process of its own, that hears rightly: `python model_process.py`, which prints its port.

It speaks the protocols of OpenAI (`/v1`) and Ollama (`/api/chat`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from model_server import ModelServer
from scripted import KNOWN, Json, asking, scripted

from assistant.listening.sent import sent
from assistant.listening.shortlist import name
from cli.checks.ear import QUESTIONS


@contextmanager
def model_process() -> Iterator[str]:
    """Start one and give its address, without a path."""
    folder = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(folder.parents[1])])}
    with subprocess.Popen([sys.executable, __file__], env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def main() -> None:
    """Serve until it is ended."""
    topics = {sent(text): name(topic) for text, topic in QUESTIONS.items()}  # as the model reads them

    def hears(one: Json, known: dict[str, str]) -> Json:
        return asking(KNOWN.get(one["text"]) or topics.get(one["text"], ""), known)

    server = ModelServer()
    scripted(server, hears)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
