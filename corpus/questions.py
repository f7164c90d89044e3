"""The questions that each paragraph of a sheet answers, as people put them: found by the search, never shown.

They stand beside the sheet, in ``questions/<sheet>.txt``: its headings, and under each, one question a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.checked import CorpusError
from french.yaml_files import read_text

FOLDER = "questions"
LEAST = 5  # questions of a paragraph: fewer do not show in how many ways it is asked
_HEADING = "## "

Questions = Mapping[str, tuple[str, ...]]  # by heading


def questions_of(sheet: Path) -> Questions:
    """Return the questions written for a sheet, none where nobody wrote any. Raises CorpusError."""
    path = sheet.parents[1] / FOLDER / f"{sheet.stem}.txt"
    return read_questions(path) if path.is_file() else {}


def read_questions(path: Path) -> Questions:
    """Read a file of questions. Raises CorpusError where a question stands under no heading, or twice."""
    found: dict[str, list[str]] = {}
    known: set[str] = set()
    heading = ""
    for number, line in _lines(path):
        if line.startswith(_HEADING):
            heading = line.removeprefix(_HEADING)
            found.setdefault(heading, [])
        elif not heading:
            raise CorpusError.at(path, number, "", "un titre de la fiche, comme « ## Qui paie ? », au-dessus", line)
        elif line in known:
            raise CorpusError.at(path, number, "", "une question écrite une seule fois dans le fichier", line)
        else:
            known.add(line)
            found[heading].append(line)
    return {name: tuple(questions) for name, questions in found.items()}


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(read_text(path, CorpusError).splitlines(), 1):
        if line.strip():
            yield number, line.strip()
