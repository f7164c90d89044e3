"""A question as its readers read it."""

from __future__ import annotations

import re
from functools import cache, lru_cache, partial

from assistant.reading.numbers import in_digits
from assistant.reading.typos import corrected
from assistant.reading.vocabulary import any_of, lexicon
from french import Folded, fold

_SPELT = re.compile(  # dictated letter by letter: « c q p »
    r"\b(?:o r l|c c a m|c q p|f a e|z i p|z a c|c p a m|a l d|r q t h|s i s a|m s p|c p t s|e t p|s c m|d a m)\b"
)
_ELIDED = re.compile(r"\b(l|d|j|n|c|qu) (?=[aeiouyh]\w)")  # « l objectif », « j ai »
_TYPED = re.compile(  # « c quoi », « g signé », not « client C possède » nor « 10 g de »
    r"(?<!client )(?<!dossier )(?<!cas )(?<!contrat )(?<!cabinet )\bc (?!et\b|ou\b)(?=[a-z]{2,})|"
    r"(?<!\d )(?<!consultation )(?<!cotation )\bg (?!et\b|ou\b)(?=[a-z]{2,}|\d)"
)
_OF_A_DOCTOR = re.compile(r"\b(?:associee?|collegue|confrere|consoeur|docteure?|dr|medecin|patronn?e?)\b[^.?!;]*$")
_PER_CENT = re.compile(r"\bpour ?cents?\b(?! (?:patients?|euros?|mille))")


@lru_cache(maxsize=256)  # a question is read for its facts, then for its route
def prepared(text: str) -> Folded:
    """Fold a question, expand its abbreviations, correct its typos and put its numbers in digits."""
    folded = fold(text).replace(_SPELT, lambda match: match[0].replace(" ", ""))
    folded = corrected(folded).replace(_ELIDED, lambda match: f"{match[1]}'")
    folded = folded.replace(_TYPED, lambda match: "c'est " if match[0] == "c " else "j'ai ")
    for plainly, said in _departures().items():
        folded = folded.replace(said, partial(_of_an_assistant, plainly))
    return in_digits(folded.replace(_PER_CENT, lambda _: "%"))


@cache
def _departures() -> dict[str, re.Pattern[str]]:
    """Return how one says that an assistant leaves, by the plain words for it."""
    return {plainly: any_of(said) for plainly, said in lexicon("vocabulaire")["departs"].items()}


def _of_an_assistant(plainly: str, match: re.Match[str]) -> str | None:
    """Return the plain words for what is said, unless it is said of a doctor."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    return None if _OF_A_DOCTOR.search(before) else plainly
