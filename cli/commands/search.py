"""``assistant-medical search``: passages of the documents, ours or those of any other index."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import rag
from assistant.errors import InvalidInput
from cli.batch import run_batch
from cli.installation import build_assistant
from cli.output import write, write_json
from ui.settings import Settings

_MAX = 100


def run(arguments: argparse.Namespace) -> int:
    """Search and return the exit code."""
    retriever = _retriever(arguments.index)
    if arguments.batch:
        return run_batch(arguments.batch, lambda value: _batch_line(retriever, value, arguments.k))
    found = _search(retriever, arguments.query, arguments.k)
    if arguments.json:
        write_json(found)
    else:
        write("\n\n".join(f"{hit['document']} ({hit['score']:.3f})\n{hit['text']}" for hit in found) or "Rien trouvé.")
    return 0


def _retriever(index: Path | None) -> rag.Retriever:
    if index is None:
        return build_assistant().retriever()
    settings = Settings.read()
    try:
        return rag.open_index(index, embedding=settings.embedding_model, chroma_url=settings.chroma_url)
    except rag.IndexUnusableError:
        raise InvalidInput(
            "--index", "Ce dossier ne contient pas d’index.", "Créez-le avec\u00a0: assistant-medical ingest."
        ) from None


def _batch_line(retriever: rag.Retriever, value: Any, k: int) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("query"), str):
        raise InvalidInput("query", "Ce champ manque ou n’est pas un texte.", 'Attendu\u00a0: {"id", "query", "k"}.')
    wanted = value.get("k", k)
    if not isinstance(wanted, int) or isinstance(wanted, bool):
        raise InvalidInput("k", "Cette valeur est impossible.", f"Attendu\u00a0: un nombre entier de 1 à {_MAX}.")
    return {"id": value.get("id"), "results": _search(retriever, value["query"], wanted)}


def _search(retriever: rag.Retriever, query: str, k: int) -> list[dict[str, Any]]:
    if not query.strip():
        raise InvalidInput("query", "La recherche est vide.", "Écrivez quelques mots.")
    if not 1 <= k <= _MAX:
        raise InvalidInput("k", "Cette valeur est impossible.", f"Attendu\u00a0: un nombre entier de 1 à {_MAX}.")
    return [
        {
            "document": hit.passage.document,
            "source": ", ".join(hit.passage.sources) or hit.passage.document,
            "text": hit.passage.text,
            "score": round(hit.score, 6),
        }
        for hit in retriever.search(query, k=k)
    ]
