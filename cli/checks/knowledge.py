"""What answers: values and identity of the CPTS, documents, models, index, sources, and the tool that reads scans."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import rag
from assistant.installation import load
from cli.checks.finding import Told, bad, good, watch
from cli.installation import build_assistant
from corpus import CorpusError, read_local
from corpus.local import FOLDER
from french import counted, short_day
from rag import e5_weights, embeddings, faults
from rag.reading.ocr import languages
from rules.parameter_files import ParameterError
from ui.cpts import identity
from ui.cpts_file import unwritten
from ui.settings import Settings, SettingsError


def values(given: Settings) -> Iterator[Told]:
    """Whether the values of the CPTS would stop the next start."""
    try:
        parameters, _ = load(given.parameters_dir, date.today())
    except (ParameterError, CorpusError) as error:
        yield bad(str(error).rstrip("."), "Corrigez ce fichier\u00a0: le prochain démarrage serait refusé.")
        return
    added = sum(value.added for parameter in parameters.values() for value in parameter.values)
    where = f"{given.parameters_dir.absolute()}, " if given.parameters_dir else "AM_PARAMETERS_DIR n’est pas donné, "
    yield good(f"{where}{counted(added, 'valeur ajoutée', 'valeurs ajoutées')}")


def own_identity(given: Settings) -> Iterator[Told]:
    """Whether what the CPTS says of itself would stop the next start."""
    try:
        found = identity(given)
    except SettingsError as error:
        yield bad(str(error).rstrip("."), "Corrigez-le\u00a0: le prochain démarrage serait refusé.")
        return
    if given.cpts_file and (why := unwritten(given.cpts_file)):
        told = f"{given.cpts_file.absolute()} {why}\u00a0: rien n’est dit de votre CPTS"
        yield watch(told, "Vérifiez ce chemin (AM_CPTS_FILE), puis remplissez la page Identité de la gestion.")
    elif found.nom:
        yield good(f"{found.nom}{f' ({given.cpts_file.absolute()})' if given.cpts_file else ''}")
    else:
        yield watch("personne ne signe cette page", "Donnez le nom de votre CPTS (AM_CPTS_FILE, ou AM_CPTS_NAME).")


def documents(given: Settings) -> Iterator[Told]:
    """Whether each document of the CPTS can be read."""
    found = read_local(given.data_dir / FOLDER)
    yield good(f"{counted(len(found.documents), 'document', 'documents')}, {(given.data_dir / FOLDER).absolute()}")
    for problem in found.problems:
        yield bad(problem.rstrip("."), "Corrigez-le, ou retirez-le\u00a0: assistant-medical sources remove …")


def models(given: Settings) -> Iterator[Told]:
    """Whether the models that the settings name are on this machine; none is loaded."""
    if given.embedding_model == embeddings.LEXICAL:
        yield good("recherche par les mots seuls (AM_EMBEDDING_MODEL)")
    elif given.embedding_model == embeddings.BUNDLED:
        yield _bundled()
    else:
        yield _on_disk("AM_EMBEDDING_MODEL", given.embedding_model)
    if given.reranker:
        yield _on_disk("AM_RERANKER", given.reranker)


def _bundled() -> Told:
    reason, again = faults.WEIGHTS
    if not e5_weights.available():
        return watch("le modèle fourni n’est pas installé\u00a0: la recherche se fait par les mots seuls", again)
    try:
        e5_weights.E5Weights(e5_weights.find_weights())
    except (e5_weights.WeightsError, OSError):
        return bad(reason, again)
    return good("le modèle fourni est là, et intact")


def _on_disk(setting: str, name: str) -> Told:
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415 — only for a model that is not ours

    if Path(name).is_dir():
        return good(f"{setting}\u00a0: {name}")
    if Path(name).is_absolute() or name.startswith((".", os.sep)):
        return bad(f"{setting}\u00a0: il n’y a pas de dossier {name}", "Corrigez ce chemin.")
    try:
        there = try_to_load_from_cache(name if "/" in name else f"{_OWNER}/{name}", "config.json")
    except ValueError:
        return bad(f"{setting}\u00a0: {name} n’est pas un nom de modèle", "Corrigez ce nom.")
    if isinstance(there, str):
        return good(f"{setting}\u00a0: {name}, déjà sur cette machine")
    told = f"{setting}\u00a0: {name} n’est pas sur cette machine, et serait téléchargé"
    return watch(told, "Vérifiez ce nom, et que le réseau permet ce téléchargement.")


_OWNER = "sentence-transformers"  # of a name that names none


def index(given: Settings) -> Iterator[Told]:
    """Whether the index is there, and is that of today's documents and model."""
    folder = given.data_dir / "index"
    try:
        sheets = build_assistant(given).corpus.documents
        passages, current = rag.standing(folder, sheets, given.embedding_model)
    except (ParameterError, CorpusError, SettingsError):
        yield watch("non vérifié\u00a0: un fichier de la CPTS est faux", "Corrigez-le d’abord.")
    except rag.IndexUnusableError:
        yield watch(f"pas d’index utilisable dans {folder.absolute()}", "Il se construit au démarrage, en une minute.")
    else:
        told = counted(passages, "passage", "passages")
        if current:
            yield good(f"à jour, {told}")
        else:
            yield watch(f"{told}, d’autres documents ou d’un autre modèle", "Il se met à jour au démarrage.")


def sources(given: Settings) -> Iterator[Told]:
    """When the sources were read."""
    try:
        _, corpus = load(given.parameters_dir, date.today())
    except (ParameterError, CorpusError):
        _, corpus = load(None, date.today())
    read = [source for source in corpus.sources.values() if not source.local]
    days = [source.checked_on for source in read]
    told = f"{len(read)} sources, lues du {short_day(min(days))} au {short_day(max(days))}"
    late = [source.id for source in read if source.reread_by < date.today()]
    if late:
        yield watch(f"{told}, dont {len(late)} à relire", "Mettez l’assistant à jour\u00a0: une source a pu changer.")
    else:
        yield good(told)


def scans(_: Settings) -> Iterator[Told]:
    """Whether scanned pages can be read."""
    found = languages()
    if found is None:
        told = "tesseract n’est pas installé\u00a0: les pages numérisées ne sont pas lues (facultatif)"
        yield watch(told, "sudo apt install tesseract-ocr tesseract-ocr-fra")
    elif "fra" not in found:
        told = "tesseract ne connaît pas le français\u00a0: ses pages numérisées seront mal lues"
        yield watch(told, "sudo apt install tesseract-ocr-fra")
    else:
        yield good("tesseract, en français")
