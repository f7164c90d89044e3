"""Whether a message is about the CPTS itself, its aid, hours or contacts: its own documents answer, not the rules.

The word alone tells nothing: belonging to a CPTS was a condition of the aid, and a coordinator names hers in any
question.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from assistant.reading.prepared import prepared
from assistant.reading.vocabulary import any_of, lexicon
from french import bare, fold

_BEFORE = r"(?:\b(?:de|a|dans|par|avec|chez|aupres de) )?(?:\b(?:la|le|notre|votre|ma|une|cette|les|des|du) )?"


def names_the_cpts(text: str, name: str = "") -> bool:
    """Whether a message names the CPTS, by what it is or by its ``name``."""
    return bool(_named(name).search(_folded(text)))


def speaks_of_belonging(text: str) -> bool:
    """Whether it is of belonging to one, as the scheme once asked for."""
    return bool(_cue("belonging").search(_folded(text)))


def is_only_placed_by_it(text: str) -> bool:
    """Whether the CPTS only says of whom or what the message is: « un médecin de notre CPTS »."""
    return bool(_cue("placing").search(_folded(text)))


def names_what_it_has(text: str) -> bool:
    """Whether it names what a CPTS may have of its own, such as a group of employers."""
    return bool(_cue("own").search(_folded(text)))


def names_an_aid_of_the_cpts(text: str) -> bool:
    """Whether it names an aid that the CPTS gives: « le soutien de la CPTS à l’embauche »."""
    return any(not _cue("placing").search(match[0]) for match in _cue("giving").finditer(_folded(text)))


def asks_what_the_cpts_gives(text: str) -> bool:
    """Whether it is of what the CPTS gives: « la prime CPTS », « la CPTS donne combien ? »."""
    given = names_an_aid_of_the_cpts(text) or _cue("given").search(_folded(text))
    return bool(given) and not names_who_pays(text)


def addresses_the_cpts(text: str) -> bool:
    """Whether it is said to the people of the CPTS, whose page this is: « vous payez quoi ? », « vos ateliers »."""
    return bool(_cue("addressed").search(_folded(text)))


def speaks_to_people(text: str) -> bool:
    """Whether a clause is said to someone who does more than tell: « Me rendez-vous une partie des frais ? »."""
    said = _cue("courtesy").sub(" ", _folded(text))
    return any(
        _cue("spoken_to").search(clause) and not _cue("told").search(clause) for clause in re.split(r"[.,;:?!…]+", said)
    )


def speaks_of_around_here(text: str) -> bool:
    """Whether it is of who or what is near: « les assistantes du coin »."""
    return bool(_cue("around").search(_folded(text)))


def names_who_pays(text: str) -> bool:
    """Whether it names Assurance Maladie, which pays the aid of the scheme."""
    return bool(_cue("payer").search(_folded(text)))


def asks_for_a_contact(text: str) -> bool:
    """Whether it asks whom to write to or call, or what the CPTS is called."""
    return bool(_cue("contact").search(_folded(text)))


@lru_cache(maxsize=20_000)  # the same passages are compared with each question
def tells_whom(text: str) -> bool:
    """Whether a passage gives a telephone number or an address to write to."""
    return _cue("reached").search(bare(text)) is not None


def without_the_cpts(text: str, name: str = "", *, nor_what_it_has: bool = False) -> str:
    """Return the words left of a message: among documents of the CPTS, its name tells none from another."""
    left = re.sub(rf"{_BEFORE}{_named(name).pattern}", " ", _folded(text))
    left = re.sub(rf"{_BEFORE}{_cue('own').pattern}(?: d'employeurs)?", " ", left) if nor_what_it_has else left
    return " ".join(left.split())


def _folded(text: str) -> str:
    return prepared(text).text


@cache
def _named(name: str) -> re.Pattern[str]:
    own = fold(name).text.lower().removeprefix("cpts ")
    own = re.sub(r"^(?:de la|de l'|du|des|de|d')\s*", "", own)
    return any_of([*([re.escape(own)] if len(own) > 2 else []), *lexicon("cpts")["named"]])


@cache
def _cue(entry: str) -> re.Pattern[str]:
    return any_of(lexicon("cpts")[entry])
