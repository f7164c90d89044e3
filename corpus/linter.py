"""Holds the corpus to its promises: dates that match regimes, sentences with their sources, passages that stand alone.

What it finds is told in French, with the file and what to do: staff and jurists read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from datetime import date
from urllib.parse import urlsplit

from corpus.carried import OURS, Carried
from corpus.models import Corpus, Disagreement, Document, Source
from corpus.paragraphs import headings, same_heading
from corpus.periods import Period, span
from corpus.questions import LEAST
from corpus.typography import faults
from french import HARD, THIN
from french import day as french_day
from french.refusals import shown

PARAGRAPH_WORDS = (25, 120)  # a paragraph is a passage of the index: shorter says nothing alone, longer is diluted
WINDOW = 8  # words in a row that count as copied
_ENDED = re.compile(r"[.!?…:;][\s»)*_]*$")


def lint(corpus: Corpus, *, topics: Set[str], regimes: Mapping[str, Period]) -> list[str]:
    """Every problem of the corpus, in French, one line each; empty when it keeps its promises.

    ``regimes`` gives the days of the texts it speaks of; each of ``topics`` needs a sheet.
    """
    problems = [problem for document in corpus.documents for problem in _lint_document(document, regimes)]
    problems += [problem for source in corpus.sources.values() for problem in _lint_source(source)]
    problems += [problem for entry in corpus.disagreements for problem in _lint_disagreement(entry)]
    covered = {topic for document in corpus.documents for topic in document.topics}
    to_do = f"ajoutez-le aux «{HARD}topics{HARD}» d’une fiche, ou écrivez-en une"
    return problems + [_told("documents", f"aucune fiche sur {topic}", to_do) for topic in sorted(topics - covered)]


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


def _told(where: str, wrong: str, to_do: str) -> str:
    return f"{where}{HARD}: {wrong}{THIN}; {to_do}"


def _lint_source(source: Source) -> Iterator[str]:
    where = f"sources.yaml{HARD}: {source.id}"
    yield from () if source.local else _lint_french(where, source.title, source.publisher, source.copy_of or "")
    host = urlsplit(source.url or "").hostname or ""
    if source.standing == "official" and not (source.copy_of or host.endswith(".gouv.fr")):
        place = f"trouvée sur {host}" if host else "sans adresse"
        to_do = "nommez dans copy_of le texte dont c’est une copie, ou abaissez standing"
        yield _told(where, f"source officielle (standing) {place}", to_do)


def _lint_document(document: Document, regimes: Mapping[str, Period]) -> Iterator[str]:
    where = f"documents/{document.id}.md"
    if not document.local:
        yield from _lint_dates(where, document, regimes)
    yield from _lint_carried(where, document)
    if re.search(r"^#[^\n]*\s*(?=^#|\Z)", document.text, re.MULTILINE):
        yield _told(where, "une section est vide", "écrivez sous chaque titre, ou retirez-le")
    least, most = PARAGRAPH_WORDS
    for paragraph in paragraphs(document.text):
        if not least <= (count := len(paragraph.split())) <= most:
            yield _told(where, f"{shown(paragraph)} compte {count} mots", f"un paragraphe en a de {least} à {most}")
    yield from _lint_french(where, document.title, document.text)
    if document.questions:
        yield from _lint_questions(document)


def _lint_questions(document: Document) -> Iterator[str]:
    """A new sheet may wait for its questions, which the search does without; it may not have those of another."""
    where, titles = f"questions/{document.id}.txt", headings(document.text)
    for name in document.questions:
        if not any(same_heading(name, title) for title in titles):
            yield _told(where, f"la fiche n’a pas de titre {shown(name)}", "reprenez-y l’un des siens")
    for title in titles:
        if (count := len(document.questions_of(title))) < LEAST:
            wrong = f"{shown(title)} a {count} question{'s' * (count > 1)}"
            yield _told(where, wrong, f"écrivez-en {LEAST} au moins, comme les gens les posent")


def _lint_carried(where: str, document: Document) -> Iterator[str]:
    if not document.carried and not document.local:
        to_do = f"écrivez [^id] après les phrases qu’elle porte, [^{OURS}] après nos propres mots"
        yield _told(where, "aucune source", to_do)
    for sentences in document.carried:
        if problem := _problem_of(sentences):
            yield _told(f"{where}{HARD}: {shown(sentences.text[-40:])}", *problem)


def _problem_of(sentences: Carried) -> tuple[str, str] | None:
    """What is wrong in how sentences name their sources, and what to do."""
    if not re.search(r"\w", sentences.text):
        return "des sources sans phrase", "placez-les après son point"
    if not sentences.sources:
        return "un paragraphe finit sans ses sources", "écrivez [^id] après sa dernière phrase"
    if sentences.text.startswith("#"):
        return "un titre nomme des sources", "placez-les après les phrases seulement"
    if OURS in sentences.sources and len(sentences.sources) > 1:
        return f"[^{OURS}] à côté d’une source", "gardez l’un ou l’autre"
    listed = sentences.text.startswith(("|", "-", "*"))  # a cell or an item may lack a full stop
    whole = listed or _ENDED.search(sentences.text)
    return None if whole else ("des sources au milieu d’une phrase", "placez-les après son point")


def _lint_disagreement(entry: Disagreement) -> Iterator[str]:
    where = f"disagreements.yaml{HARD}: {entry.id}"
    said = [text for position in entry.positions for text in (position.value, position.period or "")]
    yield from _lint_french(where, entry.what, entry.followed, entry.why, *said)


def _lint_dates(where: str, document: Document, regimes: Mapping[str, Period]) -> Iterator[str]:
    """A sheet lies within the texts it speaks of, and ends with them: an amendment may open or close one meanwhile."""
    first, last = span(document.regimes, regimes)
    since, until = document.valid_from, document.valid_to
    too_early = first and (since is None or since < first)
    too_late = last and any(day and day > last for day in (since, until))
    if document.regimes and (too_early or too_late):
        wrong = f"la fiche vaut {_stretch(since, until)}, ses textes {_stretch(first, last)}"
        yield _told(where, wrong, "corrigez valid_from et valid_to, ou regimes")
    if since and until and since > until:
        wrong = f"valid_from ({french_day(since)}) vient après valid_to ({french_day(until)})"
        yield _told(where, wrong, "corrigez l’un des deux")


def _stretch(first: date | None, last: date | None) -> str:
    """« à partir du 22 juin 2024, sans fin »."""
    start = f"à partir du {french_day(first)}" if first else "sans premier jour"
    return f"{start}, {f'jusqu’au {french_day(last)}' if last else 'sans fin'}"


def _lint_french(where: str, *texts: str) -> Iterator[str]:
    for text in texts:
        yield from (_told(where, f"trouvé {shown(found)}", f"écrivez {expected}") for found, expected in faults(text))
