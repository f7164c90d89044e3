"""Holds the corpus to its promises: sources that exist, dates that match regimes, passages that stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from corpus.carried import OURS, Carried
from corpus.reader import Corpus, Disagreement, Document, Source

# First and last day a contract can be signed under each regime; None is: not established, or still open.
REGIME_DATES: dict[str, tuple[date | None, date | None]] = {
    "avenant-7": (date(2019, 9, 1), date(2023, 4, 30)),
    "avenant-8": (None, date(2023, 4, 30)),
    "reglement-arbitral-2023": (date(2023, 5, 1), date(2024, 6, 21)),
    "convention-2024": (date(2024, 6, 22), None),
    "aide-collective-2026": (date(2026, 2, 25), None),
}

_TOPICS = """
    aid.amounts eligibility.doctor eligibility.option eligibility.second_assistant eligibility.group
    objectives.added objectives.thresholds objectives.evaluation objectives.scope objectives.senior
    objectives.new_installer training.deadline training.hours training.certificate missions.administrative
    missions.consultation missions.coordination contract.duration contract.renewal contract.ending contract.absence
    contract.secretary contract.employer contract.sharing contract.working_time contract.payment contract.steps
    contract.move collective.eligibility collective.aid salary.grid salary.employer_cost national.contracts
    national.targets national.study regimes.dates
"""
TOPICS = frozenset(_TOPICS.split())

PARAGRAPH_WORDS = (25, 120)  # a paragraph is a passage of the index: shorter says nothing alone, longer is diluted
WINDOW = 8  # words in a row that count as copied
ALL_NAME_THEIR_SOURCES = False  # whether a sheet whose sentences name no source is a fault
_ENDED = re.compile(r"[.!?…:;][\s»)*_]*$")

_NUMBERED = r"(?<!RNCP\u00a0)(?<!IDCC\u00a0)(?<!n°\u00a0)(?<!L\. )"  # a number after these is a name
_TYPOGRAPHY = {
    r"['\"]": "a typographic apostrophe or « »",
    r"(?<!\u202f)[;?!%€]": "U+202F before ; ? ! % €",
    r"(?<!\u00a0):(?=\s|$)": "U+00A0 before :",
    r"«(?!\u00a0)|(?<!\u00a0)»": "U+00A0 inside « »",
    _NUMBERED + r"\b(?!(?:19|20)\d\d\b)\d{4,}|\d[ \u00a0]\d{3}\b": "U+202F between thousands",
    r"\.\.\.": "…",
    r"\bA [a-zà-ÿ]|\bE(?:tat|tre|tabli|tape|valu|chang|ligib|quip|tud)": "accents on capitals",
    r"[^\S\n]{2,}|[^\S\n]$": "single spaces, none at the end of a line",
}


def lint(corpus: Corpus) -> list[str]:
    """Every problem of the corpus, in English, one line each; empty when it keeps its promises."""
    problems = [problem for document in corpus.documents for problem in _lint_document(document, corpus)]
    problems += [problem for source in corpus.sources.values() for problem in _lint_source(source)]
    problems += [problem for entry in corpus.disagreements for problem in _lint_disagreement(entry, corpus)]
    covered = {topic for document in corpus.documents for topic in document.topics}
    return problems + [f"topic {topic}: no document; expected at least one" for topic in sorted(TOPICS - covered)]


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


def _lint_document(document: Document, corpus: Corpus) -> Iterator[str]:
    where = f"documents/{document.id}.md"
    yield from _unknown(where, document.sources, document.topics, corpus)
    if not document.local and (document.valid_from, document.valid_to) != _expected_dates(document):
        start, end = _expected_dates(document)
        yield f"{where}: valid {document.valid_from} to {document.valid_to}; expected {start} to {end}, as its regimes"
    yield from _lint_carried(where, document)
    if re.search(r"^#[^\n]*\s*(?=^#|\Z)", document.text, re.MULTILINE):
        yield f"{where}: an empty section; expected text under each heading"
    least, most = PARAGRAPH_WORDS
    for paragraph in paragraphs(document.text):
        if not least <= (count := len(paragraph.split())) <= most:
            yield f"{where}: {count} words in {paragraph[:40]!r}…; expected {least} to {most}"
    yield from _lint_french(where, document.title, document.text)


def _lint_carried(where: str, document: Document) -> Iterator[str]:
    if not document.carried and ((ALL_NAME_THEIR_SOURCES and not document.local) or not document.sources):
        yield f"{where}: no source found; expected [^id] after sentences, [^{OURS}] after our own words"
    for span in document.carried:
        if problem := _problem_of(span):
            yield f"{where}: {problem}, at {span.text[-40:]!r}"


def _problem_of(span: Carried) -> str:
    if not re.search(r"\w", span.text):
        return "sources after no sentence; expected them after its full stop"
    if not span.sources:
        return "a paragraph that ends without its sources; expected [^id] after its last sentence"
    if span.text.startswith("#"):
        return "a heading that names sources; expected them after sentences only"
    if OURS in span.sources and len(span.sources) > 1:
        return f"[^{OURS}] beside a source; expected one or the other"
    whole = _ENDED.search(span.text) or span.text.startswith(("|", "-", "*"))  # a cell or an item may lack a full stop
    return "" if whole else "sources in the middle of a sentence; expected them after its full stop"


def _lint_disagreement(entry: Disagreement, corpus: Corpus) -> Iterator[str]:
    where = f"disagreements.yaml: {entry.id}"
    cited = tuple(source for position in entry.positions for source in position.sources)
    yield from _unknown(where, cited, entry.topics, corpus)
    said = [text for position in entry.positions for text in (position.value, position.period or "")]
    yield from _lint_french(where, entry.what, entry.followed, entry.why, *said)


def _unknown(where: str, sources: tuple[str, ...], topics: tuple[str, ...], corpus: Corpus) -> Iterator[str]:
    for source in sources:
        if source not in corpus.sources:
            yield f"{where}: source {source!r} found; expected an id of sources.yaml"
    for topic in topics:
        if topic not in TOPICS:
            yield f"{where}: topic {topic!r} found; expected one of corpus.linter.TOPICS"


def _expected_dates(document: Document) -> tuple[date | None, date | None]:
    periods = [REGIME_DATES[regime] for regime in document.regimes]
    starts, ends = [start for start, _ in periods if start], [end for _, end in periods]
    latest = None if not ends or None in ends else max(end for end in ends if end)
    return min(starts, default=None), latest


def _lint_french(where: str, *texts: str) -> Iterator[str]:
    for text in texts:
        for wrong, expected in _TYPOGRAPHY.items():
            if match := re.search(wrong, text, re.MULTILINE):
                around = text[max(0, match.start() - 20) : match.end() + 20]
                yield f"{where}: found {around!r}; expected {expected}"
