"""What this installation knows: our rules and corpus, completed by the staff's own parameters and sources."""

from __future__ import annotations

from pathlib import Path

from corpus import Corpus, load_corpus, read_sources
from rules.dated import ParameterError, Parameters
from rules.dated import load as load_parameters
from rules.parameter_files import SOURCES


def load(parameters_dir: Path | None = None) -> tuple[Parameters, Corpus]:
    """Return parameters and corpus, with those of ``parameters_dir`` (AM_PARAMETERS_DIR) laid over ours.

    A value of the staff rests on one of our sources or on one of their own, in ``sources.yaml`` beside it. Raises
    ``ParameterError`` or ``CorpusError`` on a wrong file.
    """
    parameters, corpus = load_parameters(overlay=parameters_dir), load_corpus()
    if parameters_dir and (theirs := parameters_dir / SOURCES).exists():
        corpus = corpus.model_copy(update={"sources": {**corpus.sources, **read_sources(theirs)}})
    for parameter in parameters.values():
        for value in parameter.values:
            for source in set(value.references) - corpus.sources.keys():
                raise ParameterError(
                    f"{parameter.id}, au {value.since}\u00a0: la source {source!r} n’est dans aucun registre\u202f; "
                    f"ajoutez-la à {SOURCES}, dans le même dossier"
                )
    return parameters, corpus
