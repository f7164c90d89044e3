"""``assistant-medical index``: build the index where it must be, so that servers find it when they start."""

from __future__ import annotations

import argparse

import rag
from assistant.errors import InvalidInput
from cli.installation import build_assistant
from cli.output import write
from french import HARD, counted
from ui.settings import Settings


def run(_: argparse.Namespace) -> int:
    """Build, or find it as it should be; return the exit code. The index in use, if any, answers meanwhile."""
    settings = Settings.read()
    assistant = build_assistant(settings)
    passages, place = len(assistant.retriever().passages), settings.data_dir.absolute() / "index"
    if not rag.standing(place, assistant.corpus.documents, settings.embedding_model).current:
        told = "Il n’a pas pu être mis à jour\u202f; celui d’avant répond."
        raise InvalidInput("index", told, "L’erreur est écrite plus haut.")
    write(f"Index prêt{HARD}: {counted(passages, 'passage', 'passages')}, dans {place}")
    return 0
