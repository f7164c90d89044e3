"""Holds the corpus to its promises: sources that exist, dates that match regimes, passages that stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from urllib.parse import urlsplit

from corpus.carried import OURS, Carried
from corpus.models import Corpus, Disagreement, Document, Source
from corpus.periods import Period, span

PARAGRAPH_WORDS = (25, 120)  # a paragraph is a passage of the index: shorter says nothing alone, longer is diluted
WINDOW = 8  # words in a row that count as copied
_EXPECTED = {
    "source": "an id of sources.yaml",
    "topic": "a topic of the rules",
    "regime": "a regime of the rules",
}
_ENDED = re.compile(r"[.!?…:;][\s»)*_]*$")

_NUMBERED = r"(?<!RNCP\u00a0)(?<!IDCC\u00a0)(?<!n°\u00a0)(?<!L\. )"  # a number after these is a name
_TYPOGRAPHY = {
    r"['\"]": "a typographic apostrophe or « »",
    r"(?<!\u202f)[;?!%€]": "U+202F before ; ? ! % €",
    r"(?<!\u00a0):(?=\s|$)": "U+00A0 before :",
    r"«(?!\u00a0)|(?<!\u00a0)»": "U+00A0 inside « »",
    _NUMBERED + r"\b(?!(?:19|20)\d\d\b)\d{4,}|\d[ \u00a0]\d{3}\b": "U+202F between thousands",
    r"\.\.\.": "…",
    r"(?<!-)\bA [a-zà-ÿ]|\bE(?:tat|tre|tabli|tape|valu|chang|ligib|quip|tud)": "accents on capitals",
    r"[^\S\n]{2,}|[^\S\n]$": "single spaces, none at the end of a line",
}


def lint(corpus: Corpus, *, topics: Set[str], regimes: Mapping[str, Period]) -> list[str]:
    """Every problem of the corpus, in English, one line each; empty when it keeps its promises.

    ``topics`` and ``regimes`` are the names it may use; each topic needs a sheet.
    """
    problems = _unknown_names(corpus, topics=topics, regimes=regimes)
    problems += [problem for document in corpus.documents for problem in _lint_document(document, regimes)]
    problems += [problem for source in corpus.sources.values() for problem in _lint_source(source)]
    problems += [problem for entry in corpus.disagreements for problem in _lint_disagreement(entry)]
    covered = {topic for document in corpus.documents for topic in document.topics}
    return problems + [f"topic {topic}: no document; expected at least one" for topic in sorted(topics - covered)]


def _unknown_names(corpus: Corpus, *, topics: Iterable[str], regimes: Iterable[str]) -> list[str]:
    """Every source, topic and regime that the corpus names and nobody knows, in English, one line each."""
    known = {"source": frozenset(corpus.sources), "topic": frozenset(topics), "regime": frozenset(regimes)}
    return [
        f"{where}: {kind} {name!r} found; expected {_EXPECTED[kind]}"
        for where, kind, used in _used(corpus)
        for name in sorted(set(used) - known[kind])
    ]


def _used(corpus: Corpus) -> Iterator[tuple[str, str, Iterable[str]]]:
    for source in corpus.sources.values():
        yield f"sources.yaml: {source.id}", "regime", source.regimes
    for document in corpus.documents:
        where = f"documents/{document.id}.md"
        yield where, "source", document.sources
        yield where, "topic", document.topics
        yield where, "regime", document.regimes
    for entry in corpus.disagreements:
        where = f"disagreements.yaml: {entry.id}"
        yield where, "source", (id_ for side in entry.positions for id_ in side.sources)
        yield where, "topic", entry.topics


def shared_runs(text: str, other: str, length: int = WINDOW) -> list[str]:
    """Runs of ``length`` words found in both texts, whatever case and punctuation: the sign of a copied sentence."""
    theirs = set(_runs(other, length))
    return [" ".join(run) for run in _runs(text, length) if run in theirs]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a sheet's Markdown, headings left out."""
    return [block for block in re.split(r"\n\s*\n", text) if block.strip() and not block.startswith("#")]


def _runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[start:] for start in range(length)), strict=False)


def _lint_source(source: Source) -> Iterator[str]:
    where = f"sources.yaml: {source.id}"
    yield from () if source.local else _lint_french(where, source.title, source.publisher, source.copy_of or "")
    host = urlsplit(source.url or "").hostname or ""
    if source.standing == "official" and not (source.copy_of or host.endswith(".gouv.fr")):
        yield f"{where}: official, found at {host or 'no address'}; expected copy_of: the text that it is a copy of"


def _lint_document(document: Document, regimes: Mapping[str, Period]) -> Iterator[str]:
    where = f"documents/{document.id}.md"
    if not document.local:
        yield from _lint_dates(where, document, regimes)
    yield from _lint_carried(where, document)
    if re.search(r"^#[^\n]*\s*(?=^#|\Z)", document.text, re.MULTILINE):
        yield f"{where}: an empty section; expected text under each heading"
    least, most = PARAGRAPH_WORDS
    for paragraph in paragraphs(document.text):
        if not least <= (count := len(paragraph.split())) <= most:
            yield f"{where}: {count} words in {paragraph[:40]!r}…; expected {least} to {most}"
    yield from _lint_french(where, document.title, document.text)


def _lint_carried(where: str, document: Document) -> Iterator[str]:
    if not document.carried and not document.local:
        yield f"{where}: no source found; expected [^id] after sentences, [^{OURS}] after our own words"
    for sentences in document.carried:
        if problem := _problem_of(sentences):
            yield f"{where}: {problem}, at {sentences.text[-40:]!r}"


def _problem_of(sentences: Carried) -> str:
    if not re.search(r"\w", sentences.text):
        return "sources after no sentence; expected them after its full stop"
    if not sentences.sources:
        return "a paragraph that ends without its sources; expected [^id] after its last sentence"
    if sentences.text.startswith("#"):
        return "a heading that names sources; expected them after sentences only"
    if OURS in sentences.sources and len(sentences.sources) > 1:
        return f"[^{OURS}] beside a source; expected one or the other"
    listed = sentences.text.startswith(("|", "-", "*"))  # a cell or an item may lack a full stop
    whole = listed or _ENDED.search(sentences.text)
    return "" if whole else "sources in the middle of a sentence; expected them after its full stop"


def _lint_disagreement(entry: Disagreement) -> Iterator[str]:
    where = f"disagreements.yaml: {entry.id}"
    said = [text for position in entry.positions for text in (position.value, position.period or "")]
    yield from _lint_french(where, entry.what, entry.followed, entry.why, *said)


def _lint_dates(where: str, document: Document, regimes: Mapping[str, Period]) -> Iterator[str]:
    """A sheet lies within the texts it speaks of, and ends with them: an amendment may open or close one meanwhile."""
    first, last = span([regime for regime in document.regimes if regime in regimes], regimes)
    since, until = document.valid_from, document.valid_to
    too_early = first and (since is None or since < first)
    too_late = last and any(day and day > last for day in (since, until))
    if document.regimes and (too_early or too_late):
        yield f"{where}: valid {since} to {until}; expected days between {first} and {last}, as its regimes"
    if since and until and since > until:
        yield f"{where}: valid {since} to {until}; expected valid_from first"


def _lint_french(where: str, *texts: str) -> Iterator[str]:
    for text in texts:
        for wrong, expected in _TYPOGRAPHY.items():
            if match := re.search(wrong, text, re.MULTILINE):
                around = text[max(0, match.start() - 20) : match.end() + 20]
                yield f"{where}: found {around!r}; expected {expected}"
