"""Take who wrote a text, and whom it speaks of, out of it: what a journal of questions may keep.

No list of names is long enough, so a word is kept for being ours, not left out for being a name: those that our sheets,
topics and lexicons write in lower case stay, and « … » stands for the others. A name that is such a word as well
(« Petit ») is known by its capital, by the title before it, or by the name beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from assistant.aspects import TOPICS_FOLDER
from assistant.reading.privacy import BIRTH, without_contacts
from assistant.reading.vocabulary import LEXICON, lexicon
from corpus.reader import FOLDER as CORPUS
from french import bare, fold

GONE = "…"
_WORD = re.compile(r"[^\W\d_]+")
_BESIDE = re.compile(r"[ \t.\-'’]{1,3}")
_LINKS = frozenset("d l de du des la le van von ben el al".split())  # inside a name
_SHORT = frozenset("m mm pr".split())  # titles that are other words as well, where no capital follows
_TITLES = _SHORT | set(
    "dr mr mme mlle melle docteur docteure doctoresse monsieur madame professeur professeure".split()
)
_OPENING = " \t\r\u00a0\u202f\"'’«»()[]*•–—-0123456789"  # between the end of a sentence and its first word
_INITIALS = 4  # letters: « ECG », « SISA »
_READ = {".md", ".txt", ".yaml"}
_OF_NAMES = {"departements", "donnees_patient"}  # lexicons whose words are names of places and of people
_NUMBERS_AND_PLACES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?:https?://|www\.)\S+|(?<![\w.-])[\w-]++(?:\.[\w-]++)++/\S*",
        r"(?<!\S)\S+\s?(?:\(at\)|\[at\]|\barobase\b)\s?\S+(?:\s(?:point|dot)\s\w+)*",
        r"\b\d{1,4}(?:\s?(?:bis|ter|quater)\b)?,?\s(?:rue|avenue|av|boulevard|bd|impasse|all[ée]e|chemin|place|quai|"
        r"route|square|faubourg)\b[^,;:!?\n]{0,60}?(?=[,;:!?\n]|\s\d{5}\b|$)",
        r"(?<!\d)\d{5}(?=\s+(?-i:[A-ZÀ-Þ]))",  # a postcode
        r"\d(?:[ .\-]?\d){8,}",  # an RPPS, a SIREN: nine digits or more, where a date has eight
    )
)


class _Word(NamedTuple):
    text: str
    bare: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def nameless(written: str, *, reread: bool = False) -> str:
    """Return ``written`` with « … » for names, contacts, addresses, dates of birth and the numbers of a person.

    ``reread``: somebody answers for its words; of names, those that have a title still go.
    """
    text = without_contacts(written)
    folded = fold(text)
    for born in reversed(list(BIRTH.finditer(folded.text))):
        text = f"{text[: folded.starts[born.start()]]}{GONE}{text[folded.ends[born.end() - 1] :]}"
    for pattern in _NUMBERS_AND_PLACES:
        text = pattern.sub(GONE, text)
    for start, end in reversed(list(_names(text, reread))):
        text = f"{text[:start]}{GONE}{text[end:]}"
    return " ".join(text.split())


def _names(text: str, reread: bool) -> Iterator[tuple[int, int]]:
    """Yield where each name stands, its title included, in order."""
    words = [_Word(match[0], bare(match[0]), *match.span()) for match in _WORD.finditer(text) if match[0].isalpha()]
    gone = [not reread and _is_strange(word, text) for word in words]
    near = [bool(_BESIDE.fullmatch(text, one.end, two.start)) for one, two in pairwise(words)]
    for index, close in enumerate(near):
        if close and words[index].bare in _TITLES and _is_entitled(words[index], words[index + 1]):
            gone[index] = gone[index + 1] = True
    for index in [*range(len(near)), *reversed(range(len(near)))]:  # « Clotilde Boulanger », « Boulanger Clotilde »
        for one, two in ((index, index + 1), (index + 1, index)):
            if near[index] and gone[one] and words[one].capital and words[two].capital and not _is_common(words[two]):
                gone[two] = True
    yield from _runs(text, words, gone)


def _runs(text: str, words: list[_Word], gone: list[bool]) -> Iterator[tuple[int, int]]:
    """Join what goes, word after word, with the links between: « Anne de la Tour » is one name."""
    start = end = -1
    for word, goes in zip(words, gone, strict=True):
        if not goes:
            continue
        between = [*map(bare, _WORD.findall(text, end, word.start))] if end >= 0 else []
        if end >= 0 and set(between) <= _LINKS and not re.search(r"[^\w\s.\-'’]", text[end : word.start]):
            end = word.end
            continue
        if end >= 0:
            yield start, end
        start, end = word.start, word.end
    if end >= 0:
        yield start, end


def _is_strange(word: _Word, text: str) -> bool:
    """Whether a word is none of ours, or has a capital where ours has none; initials are nobody's name."""
    if len(word.bare) == 1 or _is_common(word):
        return False
    if word.bare in _first_names():
        return True
    if text.isupper():
        return word.bare not in _ours()
    if word.text.isupper() and len(word.text) <= _INITIALS:
        return False
    before = text[: word.start].rstrip(_OPENING)
    raised = word.capital and before and before[-1] not in ".!?:…\n"
    return word.bare not in (_proper() if raised else _ours())


def _is_entitled(title: _Word, word: _Word) -> bool:
    return not _is_common(word) and (word.capital or title.bare not in _SHORT)


def _is_common(word: _Word) -> bool:
    kept = lexicon("donnees_patient")
    return word.bare in kept["common"].split() or word.bare in kept["not_names"].split()


@cache
def _first_names() -> frozenset[str]:
    return frozenset(lexicon("donnees_patient")["first_names"].split())


@cache
def _ours() -> frozenset[str]:
    """Every word that our files write in lower case, folded."""
    return _written(CORPUS, TOPICS_FOLDER, LEXICON, keep=str.islower) - _first_names()


@cache
def _proper() -> frozenset[str]:
    """Every word that our sheets write with a capital, folded."""
    return _written(CORPUS / "documents", keep=str.istitle) | _written(CORPUS / "documents", keep=str.isupper)


def _written(*folders: Path, keep: Callable[[str], bool]) -> frozenset[str]:
    files = [file for folder in folders for file in folder.rglob("*.*") if file.suffix in _READ]
    files = [file for file in files if file.stem not in _OF_NAMES]
    words = {word for file in files for word in _WORD.findall(file.read_text("utf-8"))}
    return frozenset(bare(word) for word in words if keep(word))
