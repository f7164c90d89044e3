"""Reads files in a process of its own: one made to hang or to fill the memory is refused, no more.

python -m rag.reading.isolation        one request a line on standard input: {"suffix", "size"}, then the bytes
"""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from corpus.read_report import Remark
from rag.reading.kinds import FIRST_OF_A_ZIP, check_kind
from rag.reading.plain import read_plain
from rag.reading.registry import READERS
from rag.reading.text import ReadError, Text

TIME_LIMIT_S = 120.0
_MEMORY_LIMIT = 1_000_000_000  # bytes of address space: a file of 400 pages takes a fifth of it
_NO_ANSWER = "Lecture abandonnée : fichier trop complexe ou endommagé. Enregistrez son texte dans un fichier .txt."


class Reading:
    """Reads contents, starting the other process when first needed and again after it was lost."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Reading":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

    def read(self, suffix: str, content: bytes) -> Text:
        """What a content says. Raises ReadError."""
        if READERS[suffix] is read_plain and not content.startswith(FIRST_OF_A_ZIP):  # nothing in plain text can hang
            check_kind(suffix, content)
            return read_plain(content).as_seen()
        answer = self._ask(suffix, content)
        if answer is None:
            self._stop()
            raise ReadError(_NO_ANSWER)
        if "refused" in answer:
            raise ReadError(answer["refused"])
        return Text(**answer | {"remarks": tuple(map(Remark.model_validate, answer["remarks"]))})

    def _ask(self, suffix: str, content: bytes) -> dict[str, Any] | None:
        process = self._process = self._process or _start()
        assert process.stdin and process.stdout  # noqa: S101 - narrows the types: both are pipes
        limit = threading.Timer(TIME_LIMIT_S, process.kill)
        limit.start()
        try:
            process.stdin.write(json.dumps({"suffix": suffix, "size": len(content)}).encode() + b"\n" + content)
            process.stdin.flush()
            return json.loads(process.stdout.readline())  # type: ignore[no-any-return]  # what `main` writes
        except (OSError, ValueError):
            return None
        finally:
            limit.cancel()

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            with suppress(OSError), self._process:  # closes the pipes and waits
                pass
            self._process = None


def main() -> None:
    """Answer requests until standard input is closed."""
    _limit_memory()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is not an answer
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        answer = _answer(request["suffix"], _exactly(sys.stdin.buffer, request["size"]))
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _answer(suffix: str, content: bytes) -> dict[str, Any]:
    try:
        check_kind(suffix, content)
        read = READERS[suffix](content).as_seen()
        return read._asdict() | {"remarks": [remark.model_dump() for remark in read.remarks]}
    except MemoryError:
        return {"refused": "Fichier trop gros ou trop complexe : découpez-le."}
    except ReadError as error:
        return {"refused": str(error)}
    except Exception:  # noqa: BLE001 - whatever a library raises on a file made to break it
        return {"refused": "Fichier endommagé ou illisible."}


def _exactly(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:  # the other side was killed in the middle of a file
        raise SystemExit
    return content


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # not on Windows, not below a limit already set
        import resource  # noqa: PLC0415 - absent on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_LIMIT, _MEMORY_LIMIT))


def _start() -> subprocess.Popen[bytes]:
    home = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, "-m", "rag.reading.isolation"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},  # each thread reserves memory
    )


if __name__ == "__main__":
    main()
