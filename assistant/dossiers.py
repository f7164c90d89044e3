"""Several files, or several doctors, prepared in one conversation: « dossier 2 : … », « je reviens au Dr Humbert »."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import colleagues
from assistant.reading.prepared import prepared
from assistant.turn import OF_A_DOCTOR, State
from french import Folded, bare

_NUMBERED = re.compile(  # « dossier 2 : … », « client B, même question », not « mon cabinet a deux médecins »
    r"\bdossiers? (?:n ?° ?|numero )?(\d)\b(?! ?(?:%|ans|mois|h\b|medecin|assistant|patient|pages?\b|fois\b|jours?\b|"
    r"semaines?\b|exemplaires?\b|pieces?\b|copies?\b|feuill))|"
    r"\b(?:dossier|cas|client|cabinet) (?:n ?° ?|numero )?(\d|[a-e])(?= ?(?:[:,;)?]|\.(?!\d)|$))|"
    r"^\W*n ?° ?(\d)(?= ?[:,;]| idem\b| pareil\b)|"
    r"\brev(?:ien|en)\w* (?:au|sur le) n ?° ?(\d)\b"
)
_ONE_OF_THEM = re.compile(  # « et pour le 2, l’an prochain ? », where files were numbered
    r"\W*(?:et )?(?:pour |sur |dans |avec )?(?=[a-z]{2})(?:(?:le|la|du|au) )?(?:(?:contrat|cas|dossier|cabinet) )?"
    r"(?:n ?° ?)?([1-9]|[a-e])(?:e|er)?(?= ?(?:[),;:?.]|$)| (?:se|est|doit|va|touche|sera|finit|commence)\b)"
)
_KNOWN = re.compile(r"\b(?:client|dossier|cas|cabinet|contrat) ([1-9]|[a-e])\b")  # « et le client A l’an prochain ? »
_NEXT = re.compile(
    r"\W*(?:(?:bon|ok|merci|bien)\W+)*(?:(?:dossier|client|cas|cabinet) suivant|"
    r"autre (?:dossier|client|cas(?! de\b)|cabinet(?! (?:ou|qui|que|dans|de|pour|medical)\b)))\b"
)
_DOCTOR = re.compile(  # « le docteur Le Goff », not « un docteur junior »
    r"\b(?:[Dd]r|DR|[Dd]octeure?|[Dd]octoresse)\.? "
    r"((?:(?:[Ll]e|[Dd]e|[Dd]u|[Ll]a) )?[A-ZÉÈ][\w-]+|[A-Z](?![\w'’-])|(?<=dr )[a-z]{4,})"
)
_BY_SURNAME = re.compile(  # « Marchal avait signé en 2022 », where doctors are named one after the other
    r"\W*(?:(?:[Ee]t|[Pp]uis|[Mm]aintenant|[Ee]nsuite)\W+)*([A-ZÉÈ][a-zà-ÿ-]{3,}) "
    r"(?:a|avait|est|était|sera|veut|voudrait|touche|signe|signerait|n['’])\b"
)
_MINE = re.compile(r"\b(?:mon|ma|mes)\b", re.IGNORECASE)  # « mon associé le Dr Petit »: of a doctor
_SENTENCE = re.compile(r"[^.!?;\n]+")
_LIKE_THE_LAST = re.compile(
    r"\b(?:idem|pareil|memes? (?:secteur|specialite|situation|zone|profil|cas|contrat|date|jour|annee|quotite|"
    r"temps|duree|option)|"
    r"(?:situation|cas) (?:\w+ ){0,3}la meme|comme (?:lui|elle))\b"
)
_OF_THE_PRACTICE = ("legal_form", "members", "group_size", "average_patientele_mt", "department", "coordinated")


def opened(state: State, text: str) -> State:
    """Return the state of the file or doctor that a message names, as it was left or with nothing said of it yet.

    The question goes on from one to the other: « et pour le dossier 1 ? ».
    """
    folded = prepared(text)
    words = folded.text
    named = {match[match.lastindex or 0] for match in _NUMBERED.finditer(words) if not _is_a_verb(folded, match)}
    doctors = _doctors(state, text)
    if (one := _ONE_OF_THEM.match(words) or _KNOWN.search(words)) and one[1] in state.dossiers:
        named = {one[1]}
    if len(named) == 1:
        name = named.pop()
    elif _NEXT.match(words):
        name = f"+{len(state.dossiers)}"
    else:
        name = doctors.pop() if len(doctors) == 1 else state.dossier
    if name == state.dossier:
        return state
    kept = {**state.dossiers, state.dossier: replace(state, dossiers={})}
    return replace(
        kept.get(name) or _new(state, words),
        dossier=name,
        dossiers=kept,
        of_the_assistant=state.of_the_assistant,
        about=state.about,
        also=state.also,
        question=state.question,
    )


def _new(state: State, words: str) -> State:
    """Return the state of who was not spoken of yet: in the same practice, and all alike where the message says so."""
    if _LIKE_THE_LAST.search(words):
        return state
    known = state.profile.known() if state.of_a_named_doctor or not state.dossier else {}
    return State().with_profile({name: known[name] for name in _OF_THE_PRACTICE if name in known})


def _doctors(state: State, text: str) -> set[str]:
    """Return the doctors that somebody who is none of them names: a manager, a coordinator.

    A doctor who names a colleague comes back to her own case: see ``assistant.colleagues``.
    """
    of_managers = state.of_a_named_doctor
    if not of_managers and (state.dossier or state.profile.known().keys() & colleagues.SAID_OF_HER):
        return set()
    named = set()
    for match in _DOCTOR.finditer(text):
        sentence = next(part for part in _SENTENCE.finditer(text) if part.end() > match.start(1))
        if of_managers or not (colleagues.speaks_of_me(sentence[0]) or _MINE.search(sentence[0])):
            named.add(OF_A_DOCTOR + bare(match[1]))
    surname = _BY_SURNAME.match(text) if of_managers and not named else None
    if surname and not colleagues.is_a_word(bare(surname[1])):
        named.add(OF_A_DOCTOR + bare(surname[1]))
    known = {name for name in state.dossiers if name.startswith(OF_A_DOCTOR)}
    called = {name: name.removeprefix(OF_A_DOCTOR) for name in known}
    again = {name for name, one in called.items() if len(one) > 1 and re.search(rf"\b{re.escape(one)}\b", bare(text))}
    return named | again


def _is_a_verb(text: Folded, match: re.Match[str]) -> bool:
    """Whether « a » is no letter: « mon client a, à ce jour, 900 patients », not « client A, même question »."""
    return match[2] == "a" and text.original[slice(*text.span(*match.span(2)))] != "A"
