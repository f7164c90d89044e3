"""What this installation knows: our rules and corpus, completed by the staff's own parameters and sources."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from assistant.names import periods
from corpus import Corpus, CorpusError, Source, ending, load_corpus, read_sources, unknown_names
from rules.catalogue import TOPICS
from rules.dated import ParameterError, Parameters
from rules.dated import load as load_parameters
from rules.parameter_files import SOURCES


def load(parameters_dir: Path | None = None) -> tuple[Parameters, Corpus]:
    """Return parameters and corpus, with those of ``parameters_dir`` (AM_PARAMETERS_DIR) laid over ours.

    A value of the staff rests on one of our sources or on one of their own, in ``sources.yaml`` beside it. Raises
    ``ParameterError`` or ``CorpusError`` on a wrong file.
    """
    corpus = load_corpus()
    if parameters_dir and (theirs := parameters_dir / SOURCES).exists():
        corpus = _with_sources(corpus, theirs)
    parameters = load_parameters(overlay=parameters_dir, published=published_days(corpus.sources.values()))
    known = periods(parameters)
    if unknown := unknown_names(corpus, topics=TOPICS, regimes=known):
        raise CorpusError(unknown[0])
    register = f"{SOURCES}, dans le même dossier que vos paramètres" if parameters_dir else f"corpus/{SOURCES}"
    for parameter in parameters.values():
        for value in parameter.values:
            for source in set(value.references) - corpus.sources.keys():
                raise ParameterError(
                    f"{parameter.id}, au {value.since}\u00a0: la source {source!r} n’est dans aucun registre\u202f; "
                    f"ajoutez-la à {register}"
                )
    return parameters, ending(corpus, known)


def published_days(sources: Iterable[Source]) -> dict[str, date]:
    """Return, for each source that says when it was published, that day; the last one of « 2024-06 » or « 2024 »."""
    return {source.id: _last_day(source.id, source.published) for source in sources if source.published}


def _last_day(source: str, published: str) -> date:
    year, month = int(published[:4]), int(published[5:7] or 12)
    try:
        return date(year, month, int(published[8:] or calendar.monthrange(year, month)[1]))
    except ValueError:
        raise CorpusError(f"{source}: published is {published}; expected a day or month that exists") from None


def _with_sources(corpus: Corpus, file: Path) -> Corpus:
    theirs = read_sources(file)
    if taken := theirs.keys() & corpus.sources.keys():
        raise CorpusError(
            f"{file}\u00a0: {min(taken)!r} est déjà le nom d’une de nos sources\u202f; donnez-en un autre à la vôtre"
        )
    return corpus.model_copy(update={"sources": corpus.sources | theirs})
