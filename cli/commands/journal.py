"""``assistant-medical journal report``: what is badly answered, and drafts of questions for the evaluation."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from assistant.errors import InvalidInput
from cli.batch import unreadable
from cli.output import write, write_folder
from ui.drafts import drafted
from ui.journal import Entry, JournalError, journal_of
from ui.settings import Settings

_NO_TOPIC = "sujet non reconnu"


def run(arguments: argparse.Namespace) -> int:
    """Print the report, and write the drafts when ``--drafts FICHIER`` is given; return the exit code."""
    try:
        entries = journal_of(Settings.read()).entries()
    except JournalError as error:
        raise InvalidInput("journal", error.why, error.mend) from None
    write(report(entries))
    if arguments.drafts:
        _save(arguments.drafts, drafts(entries))
        write_folder(arguments.drafts, "Brouillons")
    return 0


def report(entries: Iterable[Entry]) -> str:
    """Return, in French, the unanswered and the disliked questions by topic, the most frequent first; the comments."""
    entries = list(entries)
    parts = [f"{len(entries)} questions au journal."]
    for title, kept in _kept(entries).items():
        parts.append(f"\n{title}\u00a0: {sum(kept.values())}")
        topics = Counter[str]()
        for (topic, _), times in kept.items():
            topics[topic] += times
        for topic, total in topics.most_common():
            parts.append(f"  {topic} ({total})")
            asked = [(question, times) for (of, question), times in kept.most_common() if of == topic]
            parts += [f"    {times} × {question}" for question, times in asked]
    said = [f"  «\u00a0{entry.comment}\u00a0» — {entry.question}" for entry in entries if entry.comment]
    parts += [f"\nCommentaires\u00a0: {len(said)}", *said] if said else []
    return "\n".join(parts)


def drafts(entries: Iterable[Entry]) -> str:
    """Return a question file of the evaluation, to be completed: each question once, without what to expect of it."""
    notes = {
        question: f"{title.lower()}, {times} fois\u00a0; {topic}"
        for title, kept in _kept(list(entries)).items()
        for (topic, question), times in kept.most_common()
    }
    return drafted(notes)


def _kept(entries: list[Entry]) -> dict[str, Counter[tuple[str, str]]]:
    """Count the questions of each list by (topic, question)."""
    lists = {
        "Sans réponse": [entry for entry in entries if entry.unanswered],
        "Mal jugées": [entry for entry in entries if entry.liked is False and not entry.unanswered],
    }
    return {title: Counter((entry.topic or _NO_TOPIC, entry.question) for entry in of) for title, of in lists.items()}


def _save(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:  # never over questions someone has completed
            file.write(text)
    except FileExistsError:
        raise InvalidInput("drafts", f"{path} existe déjà.", "Donnez un autre nom de fichier.") from None
    except OSError as error:
        raise unreadable(path, error) from None
