"""A document given to the staff’s room, read, added and audited as the tests do it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from staff import Staff, entered, room

from assistant.service import Assistant
from corpus.local import LocalDocument, read_local

FLYER = """# Aide au recrutement du Val-Clair

Publié le 12 mai 2026 par la CPTS du Val-Clair.

## Quelle aide donne la CPTS du Val-Clair pour recruter ?

La CPTS du Val-Clair verse 500 euros à chaque cabinet qui recrute un premier assistant médical.

## Les radiologues ont-ils droit à l’aide ?

Oui, les radiologues ont droit à l’aide de l’Assurance Maladie.

## Permanences

| Jour | Heure |
|---|---|
| Mardi | 14 h à 16 h |
""".encode()
NEXT = FLYER.replace(b"500 euros", b"600 euros").replace(b"12 mai 2026", b"3 novembre 2026")


@contextmanager
def at_documents(data: Path, assistant: Assistant) -> Iterator[Staff]:
    """Somebody who has entered the room of ``assistant``, before the list of documents."""
    with room(data, assistant) as served:
        somebody = entered(served)
        somebody.open("documents")
        yield somebody


def stored(data: Path) -> tuple[LocalDocument, ...]:
    return read_local(data / "documents").documents


def give(staff: Staff, content: bytes = FLYER, name: str = "aide.md", **fields: str) -> str:
    """Give a file; return the name of what waits."""
    staff.give(name, content, **fields)
    return staff.page.url.path.removeprefix("/gestion/")


def add(staff: Staff, content: bytes = FLYER, name: str = "aide.md", **fields: str) -> None:
    waiting = give(staff, content, name)
    staff.send(f"/gestion/{waiting}", action="ajouter", **{**staff.form(waiting), **fields})


def audit(data: Path) -> list[tuple[str, str]]:
    lines = map(json.loads, (data / "gestion/audit.jsonl").read_text("utf-8").splitlines())
    return [(line["what"], line["about"]) for line in lines if line["about"]]
