"""Several files, or several doctors, prepared in one conversation: « dossier 2 : … », « je reviens au Dr Humbert »."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
_OF_MINE = re.compile(r"\b(?:et|pour|quant a) moi\b|\bmon (?:propre )?cas\b")  # who writes, beside those she named
_SENTENCE = re.compile(r"[^.!?;\n]+")
_LIKE_THE_LAST = re.compile(
    r"\b(?:idem|pareil|memes? (?:secteur|specialite|situation|zone|profil|cas|contrat|date|jour|annee|quotite|"
    r"temps|duree|option)|"
    r"(?:situation|cas) (?:\w+ ){0,3}la meme|comme (?:lui|elle))\b"
)
_OF_THE_PRACTICE = ("legal_form", "members", "group_size", "average_patientele_mt", "department", "coordinated")


_NTH = {"1": 0, "p": 0, "2": 1, "s": 1, "deu": 1, "3": 2, "t": 2, "der": -1}  # by how the word begins
_RANKED = re.compile(  # « et le premier médecin, il a droit ? », « le second ? », not « le second contrat »
    r"\b(?P<article>le|la|du|au|de la|à la) "
    r"(?P<rank>premi[eè]re?|1er|1[eè]?re|deuxi[eè]me|2[eè](?:me)?|seconde?|troisi[eè]me|3[eè](?:me)?|derni[eè]re?)"
    r"(?:(?P<noun> (?:m[eé]decin|docteure?|praticien(?:ne)?|confr[eè]re|cons(?:œ|oe)ur|sp[eé]cialiste)\b)|"
    r"(?=,? (?:il|elle|lui|s['’](?:il|elle)|a|est|aura\w*|touch\w+|peut|pourra\w*|doit|devra\w*|n['’]\w+|qui)\b)|"
    r"(?=\W*$|[,?.]))",
    re.IGNORECASE,
)


def called_by_name(state: State, text: str) -> str:
    """Return a message with the names of those it calls by the order they were told of: « et le second ? »."""
    doctors = [name for name in dict.fromkeys((*state.dossiers, state.dossier)) if name.startswith(OF_A_DOCTOR)]
    people = doctors or [name.title() for name in state.told if name != "moi"]

    def called(match: re.Match[str]) -> str:
        alone = (
            not match["noun"] and match["article"].lower().endswith("la") and match.end() == len(text.rstrip(" ?.!"))
        )
        rank = next(nth for begins, nth in _NTH.items() if match["rank"].lower().startswith(begins))
        return match[0] if alone or rank >= len(people) else people[rank]  # « et la deuxième ? » is a year

    return _RANKED.sub(called, text) if len(people) > 1 else text


def told_one_by_one(state: State, each: Mapping[str, State], *, numbered: bool) -> Mapping[str, State]:
    """Return the files kept of a message that tells of several, by number or by the name of a doctor: « Hamdi »."""
    if numbered:
        return {bare(name).strip("()°"): of for name, of in each.items()}
    if state.profile.known().keys() & colleagues.SAID_OF_HER:  # who writes is one of them
        return state.dossiers
    named = {OF_A_DOCTOR + bare(name).removeprefix("dr "): of for name, of in each.items()}
    told = {name: replace(of, dossier=name, dossiers={}, firm=None, theirs=False) for name, of in named.items()}
    return {**state.dossiers, **told}


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
    elif state.of_a_named_doctor and _OF_MINE.search(words):
        name = ""
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
