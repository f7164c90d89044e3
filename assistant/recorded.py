"""The contradictions met while answering, kept for the staff: words of their documents and of the rules, none asked."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.contradictions import Contradiction

log = logging.getLogger(__name__)

FILE = "contradictions.jsonl"  # in the data folder: one a line, told once by each process


class Recorded:
    """What was met by this installation, on disk. Thread-safe; several servers may share the file."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / FILE
        self._seen: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def add(self, found: Sequence[Contradiction]) -> None:
        """Keep those not met before; a folder that cannot be written is told in the log, once for each."""
        with self._lock:
            new = [item for item in found if (item.document, item.said) not in self._seen]
            self._seen |= {(item.document, item.said) for item in new}
            if not new:
                return
            try:
                with self.path.open("a", encoding="utf-8") as file:
                    file.writelines(json.dumps(asdict(item), ensure_ascii=False) + "\n" for item in new)
            except OSError as error:
                log.warning("contradictions could not be kept in %s: %s", self.path, error.strerror)

    def read(self, known: Iterable[str]) -> list[Contradiction]:
        """Return those of the documents ``known``, each once; a line that cannot be read is left aside."""
        documents, found = set(known), dict[tuple[str, str], Contradiction]()
        lines = self.path.read_text("utf-8", "replace").split("\n") if self.path.is_file() else []
        for line in lines:  # not splitlines: a sentence may hold U+2028
            try:
                item = Contradiction(**json.loads(line))
                if item.document in documents:
                    found[item.document, item.said] = item
            except (ValueError, TypeError):
                continue
        return list(found.values())
