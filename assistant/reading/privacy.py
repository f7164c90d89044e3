"""Find what identifies a patient, before anything is searched, stored or answered.

Rather a question refused than a patient stored: a name said together with anything medical is enough. The doctor's own
name, phone or mail identify no patient: `without_contacts` drops them and the rest is answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.reading.taken import just_before
from assistant.reading.vocabulary import any_of, lexicon
from french import Folded, fold

Kind = Literal["nir", "name", "birth_date", "phone", "mail", "address"]


@dataclass(frozen=True)
class PersonalData:
    """What identifies a patient in a question: the question is refused, and nothing of it is kept."""

    kind: Kind


_SEP = r"[ .\-/]*"
_NIR = re.compile(
    rf"(?<!\d)[1-478]{_SEP}\d{{2}}{_SEP}(?:0[1-9]|1[0-2]|[2-9]\d){_SEP}(?:\d{{2}}|"
    rf"2[ab]){_SEP}\d{{3}}{_SEP}\d{{3}}(?:{_SEP}\d{{2}})?(?!\d)"
)
_NIR_START = re.compile(r"(?<!\d)[12] \d{2} (?:0[1-9]|1[0-2])(?: (?:\d{2}|2[ab])\b| ?(?:\.\.\.|…))")
_NIR_NAMED = re.compile(
    r"\b(?:nir|numero de securite sociale|n°? ?(?:de )?(?:secu|ss)|numero (?:de )?secu\w*|"
    r"secu)\b[^a-z?]{0,6}(?=[\d .]{9,})"
)
_PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)33 ?(?:\(0\))?|0)[1-9](?:[ .\-/]?\d{2}){4}(?!\d)")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+")  # tried once a word, however long the word
_BIRTH = re.compile(
    r"\b(?:nee?s?(?: le| en|:)?|ddn ?:?|date de naissance ?:?|"
    r"naissance ?:?) ?(?:le )?(?:\d{1,2}[ ./-]+(?:\d{1,2}|[a-z]{3,9})[ ./-]+\d{2,4}|\d{4}\b)"
)
_ADDRESS = re.compile(r"\b\d{1,3} ?(?:bis |ter )?,? (?:rue|avenue|boulevard|impasse|allee|chemin|place) [a-z]")
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’À-ÿ-]+"
_TITLED = re.compile(
    rf"\b(?:[Mm]me|[Mm]rs?\.?|MME|MR|M\.|[Mm]onsieur|[Mm]adame|[Mm]lle|MLLE|[Mm]ademoiselle)\s+({_CAPITAL}|"
    rf"[A-Z]\.?(?=\s|$|,))(?:\s+{_CAPITAL})*"
)
_LOWER_TITLED = re.compile(r"\b(?:mme|madame|monsieur|mr|mlle) ([a-z]{2,}[a-z-]*)")
_PATIENT_NAMED = re.compile(
    rf"\b(?:[Pp]atiente?|PATIENTE?|[Mm]alade|[Ee]nfant)\s+(?:est\s+|s['’]appelle\s+|nommée?\s+|appelée?\s+|"
    rf":\s*)?({_CAPITAL})(?:\s+{_CAPITAL})+"
    rf"|\b(?:ma|mon|la|le|une|un)\s+patiente?\s*,?\s+(?:s['’]appelle\s+|nommée?\s+|appelée?\s+)?({_CAPITAL})\b"
    rf"|\bpatiente?\s+(?:s['’]appelle|nommée?|appelée?|du nom de)\s+(\w+)"
)
_FULL_NAME = re.compile(rf"\b({_CAPITAL})\s+({_CAPITAL})\b")
_DOCTOR = re.compile(
    r"(?:\b(?:dr|docteur|doctoresse|pr|professeur|confrere|consoeur|associee?|secretaire|assistante?|"
    r"remplacante?|deleguee?|collegue|cpam|dam|infirmiere?|appelle|suis|"
    r"cordialement)\b[ .,:]*(?:medicale? )?(?:est |c'est |s'appelle |nommee? )?)$"
)


def personal_data(text: str) -> PersonalData | None:
    """Return what identifies a patient in ``text``, or ``None``."""
    kind = _patient_kind(text, fold(text))
    return PersonalData(kind) if kind else None


def without_contacts(text: str) -> str:
    """Return ``text`` without phone numbers and mails: the doctor's own identify no patient, and are of no use."""
    for _, pattern in _CONTACTS:
        text = pattern.sub(" ", text)
    return text


def without_identity(text: str) -> str:
    """Return ``text`` without anything that names or locates a person, doctors included: to be sent elsewhere."""
    text = without_contacts(text)
    for pattern in (_NIR, _BIRTH, _STREET):  # which read folded text
        folded = fold(text)
        for match in reversed(list(pattern.finditer(folded.text))):
            start, end = folded.span(*match.span())
            text = f"{text[:start]}…{text[end:]}"
    for pattern in (_TITLED, _DOCTOR_NAMED):
        text = pattern.sub("…", text)
    known = _words()["first_names"]
    return _FULL_NAME.sub(lambda match: "…" if {fold(name).text for name in match.groups()} & known else match[0], text)


_STREET = re.compile(rf"{_ADDRESS.pattern}[^\s,.;?!]*(?: [^\s,.;?!]+){{0,2}}")  # with the name of the street
_DOCTOR_NAMED = re.compile(
    rf"\b(?:[Dd]re?|[Dd]octeure?|[Dd]octoresse|[Pp]r|[Pp]rofesseure?)\.?\s+{_CAPITAL}(?:\s+{_CAPITAL})*"
)

_CONTACTS: tuple[tuple[Kind, re.Pattern[str]], ...] = (("phone", _PHONE), ("mail", _MAIL))


def _patient_kind(text: str, folded: Folded) -> Kind | None:
    without_phones = _PHONE.sub(" ", folded.text)
    if any(pattern.search(without_phones) for pattern in (_NIR, _NIR_START, _NIR_NAMED)):
        return "nir"
    clinical = _clinical().search(folded.text) is not None
    medical = clinical or _patient_word().search(folded.text) is not None
    named = _person(text, folded)
    if _BIRTH.search(folded.text) and (medical or named):
        return "birth_date"
    called = _PATIENT_NAMED.search(text) and not _only_places(text)
    if called or (named and medical) or (clinical and _bare_name(text)):
        return "name"
    if medical and (clinical or _bare_name(text)):
        found = ((kind, pattern.search(folded.text)) for kind, pattern in (*_CONTACTS, ("address", _ADDRESS)))
        return next((kind for kind, match in found if match), None)
    return None


def _person(text: str, folded: Folded) -> bool:
    """Whether someone other than a colleague is named with a title: « Mme Durand »."""
    words = _words()
    for match in _TITLED.finditer(text):
        if fold(match[1]).text not in words["not_names"] and not _DOCTOR.search(
            fold(just_before(text, match.start())).text
        ):
            return True
    for match in _LOWER_TITLED.finditer(folded.text):
        if (
            match[1] not in words["not_names"]
            and match[1] not in words["common"]
            and not _DOCTOR.search(just_before(folded.text, match.start()))
        ):
            return True
    return False


def _bare_name(text: str) -> bool:
    """Whether a first name and a surname stand there without a title, and are not the doctor's."""
    for match in _FULL_NAME.finditer(text):
        first, last = fold(match[1]).text, fold(match[2]).text
        known = first in _words()["first_names"] or last in _words()["first_names"]
        if known and not _DOCTOR.search(fold(just_before(text, match.start())).text):
            return True
    return False


def _only_places(text: str) -> bool:
    return all(
        fold(name).text in _words()["not_names"]
        for match in _PATIENT_NAMED.finditer(text)
        for name in match.groups()
        if name
    )


@cache
def _words() -> dict[str, frozenset[str]]:
    content = lexicon("donnees_patient")
    return {name: frozenset(content[name].split()) for name in ("not_names", "common", "first_names")}


@cache
def _clinical() -> re.Pattern[str]:
    return any_of(lexicon("donnees_patient")["clinique"])


@cache
def _patient_word() -> re.Pattern[str]:
    return any_of(lexicon("donnees_patient")["patient"])
