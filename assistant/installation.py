"""What this installation knows: our rules and corpus, completed by the staff's own parameters and sources."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from assistant.names import periods
from corpus import Corpus, Names, Period, Source, ending, last_day, load_corpus, read_sources
from rules.catalogue import TOPICS
from rules.dated import ParameterError, Parameters
from rules.dated import load as load_parameters
from rules.parameter_files import SOURCES
from rules.regimes import REGIMES


def load(parameters_dir: Path | None = None, today: date | None = None) -> tuple[Parameters, Corpus]:
    """Return parameters and corpus, with those of ``parameters_dir`` (AM_PARAMETERS_DIR) laid over ours.

    A value of the staff rests on one of our sources or on one of their own, in ``sources.yaml`` beside it, which nobody
    read after ``today``. Raises ``ParameterError`` or ``CorpusError`` on a wrong file.
    """
    names = Names(topics=TOPICS, regimes=REGIMES)
    corpus = load_corpus(names=names)
    if parameters_dir and (theirs := parameters_dir / SOURCES).exists():
        found = read_sources(theirs, names._replace(sources=corpus.sources, today=today))
        added = {id: source.model_copy(update={"local": True}) for id, source in found.items()}
        corpus = corpus.model_copy(update={"sources": corpus.sources | added})
    published = published_days(corpus.sources.values())
    parameters = load_parameters(overlay=parameters_dir, published=published, sources=corpus.sources)
    return parameters, ending(corpus, _dated(parameters))


def published_days(sources: Iterable[Source]) -> dict[str, date]:
    """Return, for each source that says when it was published, that day; the last one of « 2024-06 » or « 2024 »."""
    return {source.id: last_day(source.published) for source in sources if source.published}


def _dated(parameters: Parameters) -> dict[str, Period]:
    """Return the period of every text; refuse one that no value dates, which the sheets may speak of."""
    texts = [parameters["regimes.individuel"], parameters["regimes.collectif"]]
    dated = {value.value for parameter in texts for value in parameter.values}
    if undated := sorted(regime.id for regime in REGIMES.values() if not regime.amends and regime.id not in dated):
        expected = f"le premier jour de chaque texte de rules/regimes.py ; aucune valeur pour {', '.join(undated)}"
        raise ParameterError.at(Path(texts[0].file), None, "regimes", expected)
    return periods(parameters)
