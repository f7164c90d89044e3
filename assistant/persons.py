"""People called by their name in a conversation: what is told of each is hers, and comes back when she is named again.

« Nadia est aide-soignante, Sandrine a le bac. […] Et Sandrine ? »; « mon associé Paul en a 640. […] Et Paul ? »
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any

from assistant import colleagues
from assistant.heard import Heard
from assistant.hearing import going_back
from assistant.turn import State, Turn, with_facts
from assistant.understanding import understand
from french import bare

_NAME = re.compile(  # « Hélène 690 », « moi 1 210 », « Claire Martin »
    r"(?<![\w’'-])(?P<name>[A-ZÉÈ][a-zà-ÿ]{2,}(?:[- ][A-ZÉÈ][a-zà-ÿ]+)*|[Mm]oi(?=,? (?:j['’]en ai )?\d))(?![\w’'])"
)
_NAMED_TOGETHER = re.compile(  # « Drs Tanguy et Cozic », « le Dr Blin et le Dr Roux », « mes médecins, Petit et Costa »
    r"\b(?:[Dd](?:rs?|octeure?s?)|[Mm]édecins)[.,:]? (?P<one>[A-ZÉÈ][\w’'-]+) et "
    r"(?:(?:le |la )?[Dd](?:r|octeure?)\.? )?(?P<other>[A-ZÉÈ][\w’'-]+)"
)
ME = "moi"
_MOST = 6  # people
_INTRODUCED = re.compile(  # « mon associé Paul », « le Dr Petit »
    r"\b(?:(?:mon|ma|notre|une?) (?:\w+ )?(?:associ\w+|coll[eè]gue|confr[eè]re|cons(?:œ|oe)ur|assistante?|"
    r"secr[ée]taire|femme|mari|voisine?|copine?|amie?|infirmi\w+|aide-soignante?|rempla\w+)|dr|docteure?)\.?,? $",
    re.IGNORECASE,
)
_DOES = re.compile(  # « Léa est infirmière », « Sandrine qui n’a que le bac », « Marie fait 35 h », « Tom secrétaire »
    r",? (?:qui|elle|il|lui|a|en a|est|fait|n['’]a|avait|était|s['’]est|travaille|passe)\b| ?\(|"
    r" (?:secr[ée]taire|infirmi|aide-soignant|g[ée]n[ée]raliste|[\wé]+(?:logue|iatre)\b)|"
    r", (?:une? |la |ma |mon |notre )?[a-zà-ÿ]|,? (?:elle |lui )?(?:en )?\d[\d\s.]{2,}"
)
_VERB = re.compile(r" (?:a|en a|est|fait|n['’]a|avait|était|s['’]est|travaille|passe)$")
_OF_A_PLACE = re.compile(
    r"\b(?:[àaÀ]|dans|en|de|du|des|la|le|les|au|aux|sur|vers|chez|cabinet|msp)\s$|[ld]['’]$", re.IGNORECASE
)
_HERSELF = re.compile(
    r"(?:\b(?:je (?:suis|m['’]appelle)|moi c['’]est|ici)|\b(?:bonjour|bonsoir|salut)\W*) ?$", re.IGNORECASE
)
_STOPS = re.compile(r"[.?!;\n](?!\d)|\b(?:on|nous|je|j['’]|(?<!comme )moi)\b", re.IGNORECASE)
_COUNT = re.compile(r"(?<![\w,./])\d{1,2}[\s.]?\d{3}(?!\d)|(?<![\w,./])\d{3}(?!\d)")
_QUESTION = re.compile(r"[^.?!;\n]*\?|(?<=[.!;\n])[^.?!;\n]+$")
_BESIDE = re.compile(  # « et pour Paul alors, avec ses 310 ? » asks the question before
    r"\b(?:et|pour|alors|donc|elle|lui|du coup|maintenant|dr|docteure?|le|la|avec|ses|son|sa|en revanche|par contre|"
    r"patients?|qui|en|a|n'?a?|que)\b|[^a-z]"
)
_AND_ME = re.compile(r"\b(?:et (?:pour )?moi|moi et)\b", re.IGNORECASE)
_OF_AN_ASSISTANT = frozenset({"assistant_profile", "assistant_certified", "etp", "current_etp"})
_OF_A_DOCTOR = colleagues.SAID_OF_HER - {"etp", "specialty", "zone", "department"}  # never hers and mine at once

Told = Mapping[str, Mapping[str, Any]]  # facts by the name of who they are told of


@dataclass(frozen=True, slots=True)
class Named:
    """Who a message is of: what is to be heard of it, from which state, and whether it asks the question before."""

    state: State
    text: str
    asked: tuple[str, ...] = ()
    again: Heard | None = None


def named(state: State, text: str, today: date) -> Named:
    """Return a message read of the one person it names that facts are known of, hers in the place of another's."""
    places = _stretches(text)
    if len(places) > _MOST:  # each is read by itself
        return Named(state, text)
    told = {name: facts for name, at in places.items() if (facts := _facts(text, at, today))}
    if not told and (joint := _told_together(text, today)):
        return Named(replace(state, told={**state.told, **joint}), text)
    known = {**state.told, **{name: {**state.told.get(name, {}), **facts} for name, facts in told.items()}}
    if not known:
        return Named(state, text)
    asked = _asked(text, known, anew=bool(told))
    if not asked and len(told) == 1 and told.keys() <= state.told.keys() and not colleagues.speaks_of_me(text):
        asked = tuple(told)  # « Cozic est radiologue. Éligible ? »
    if asked and ME not in asked and _AND_ME.search(_questions(text)):
        asked = (*asked, ME)
    new = len(told) == len(asked) == 1 and asked[0] not in state.told  # what is said is hers
    state = replace(state, told=known)
    of_the_group = understand(text, today, counts=state.counts).counts != state.counts  # « pour Vasseur, c’est 1 180 »
    if new or of_the_group or (state.of_a_named_doctor and not asked):
        return Named(state, text, () if new else asked)
    others = [at for name, at in places.items() if name in told and (name,) != asked and _apart(told, name)]
    left = _blanked(text, others)
    if len(asked) == 1 and asked[0] != ME:
        again = going_back(colleagues.same_question(state.about)) if state.about and _alone(left, asked[0]) else None
        return Named(of(state, asked[0], text), left, asked, again)
    hers_too = understand(left, today).profile().keys() & _OF_A_DOCTOR  # who writes tells of herself besides
    return Named(state, left if asked or hers_too else text, asked)


def of(state: State, name: str, text: str) -> State:
    """Return the state for what is asked of somebody: her facts in the place of those of another."""
    facts = dict(state.told.get(name, {}))
    if name == ME:
        return replace(state, profile=with_facts(state.profile, facts)[0])
    if facts.keys() <= _OF_AN_ASSISTANT:
        profile = state.profile.model_copy(update=dict.fromkeys(("assistant_profile", "assistant_certified")))
        return replace(state, profile=with_facts(profile, facts)[0], person=name)
    if not state.of_a_named_doctor:
        state = colleagues.without_the_doctor(state, text)
        state = replace(state, signature=None, regime=None)
    signature = facts.pop("signature", None)
    counted = "patientele_mt" if "patientele_mt" in facts else state.said_last
    return replace(
        state,
        profile=with_facts(state.profile, facts)[0],
        signature=signature or state.signature,
        said_last=counted,
        person=name,
    )


def one_by_one(state: State, asked: tuple[str, ...], text: str) -> dict[str, Named]:
    """Return what is asked of each of those named, from ``state``, of who writes: « Léa et moi, on y a droit ? »."""
    shown = {bare(match["name"]): match["name"] for match in _NAME.finditer(text)} | {ME: "Vous"}
    question = _questions(text)
    of_others = _AND_ME.sub(" ", question)
    return {
        shown.get(name, name.capitalize()): Named(of(state, name, text), question if name == ME else of_others)
        for name in asked
    }


def remembered(turn: Turn) -> Turn:
    """Return the turn with what it states of the person it is of added to what is known of her."""
    name = turn.state.person
    if not name:
        return turn
    said = {item.field: item.value for item in turn.understanding.facts if item.how == "stated"}
    told = {**turn.state.told, name: {**turn.state.told[name], **said}}
    return replace(turn, state=replace(turn.state, told=told))


def _alone(text: str, name: str) -> bool:
    """Whether a message says but a name: « et pour Paul ? »."""
    return not _BESIDE.sub("", re.sub(_called(name), " ", bare(text))).strip()


def _asked(text: str, known: Told, *, anew: bool) -> tuple[str, ...]:
    """Return who is named in what is asked, or anywhere in a message that tells nothing new of anybody."""
    for words in (bare(_questions(text)), "" if anew else bare(text)):
        if names := tuple(name for name in known if re.search(_called(name), words)):
            return names
    return ()


def _called(name: str) -> str:
    """Return a pattern of how somebody may be called: « Hélène Delattre », « Hélène », « Delattre »."""
    return rf"\b(?:{'|'.join(map(re.escape, (name, *name.split())))})\b"


def _questions(text: str) -> str:
    return " ".join(match[0] for match in _QUESTION.finditer(text)) or text


def _apart(told: Told, name: str) -> bool:
    """Whether what is told of somebody cannot be of another too."""
    facts = told[name].keys()
    return bool(facts & _OF_A_DOCTOR) or (len(told) > 1 and facts <= _OF_AN_ASSISTANT)


def _stretches(text: str) -> dict[str, tuple[int, int]]:
    """Return where each person named is told of: from her name to the next one, or to the end of the sentence."""
    found = [match for match in _NAME.finditer(text) if _is_a_name(text, match)]
    places: dict[str, tuple[int, int]] = {}
    for match, following in zip_longest(found, found[1:]):
        end = following.start() if following else len(text)
        stop = _STOPS.search(text, match.end(), end)
        places.setdefault(bare(match["name"]), (match.start(), stop.start() if stop else end))
    return places


def _is_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether a word with a capital is somebody’s name, and no place, no word, nor the name of who writes."""
    name, before = bare(match["name"]), text[max(0, match.start() - 60) : match.start()]
    if name == ME:
        return True
    if colleagues.is_a_word(name) or _HERSELF.search(before):
        return False
    if _INTRODUCED.search(before):
        return True
    begins = not before.strip() or before.rstrip()[-1] in ".?!;:\n"
    does = _DOES.match(text, match.end())
    return (
        does is not None
        and not _OF_A_PLACE.search(before)
        and not (begins and does[0][0] in ", " and not _VERB.match(does[0]))
    )


def _facts(text: str, at: tuple[int, int], today: date) -> dict[str, Any]:
    """Return what a stretch tells of a person; a bare number is of patients where the message speaks of some."""
    words = text[slice(*at)]
    if re.search(r"\bpatient|\bMT\b", text) and not re.search(r"\bpatient|\bMT\b", words):
        words = _COUNT.sub(lambda match: f"{match[0]} patients médecin traitant", words, count=1)
    said = understand(words, today)
    facts = {item.field: item.value for item in said.mentions if item.how == "stated"}
    kept = {name: value for name, value in facts.items() if name in colleagues.SAID_OF_HER | _OF_AN_ASSISTANT}
    signed = {"signed_on": facts["signed_on"]} if "signed_on" in facts else {}
    return kept | signed | ({"signature": said.partial_signature} if said.partial_signature else {})


def _told_together(text: str, today: date) -> dict[str, dict[str, Any]]:
    """Return what a message tells of two doctors named together: « Drs Tanguy et Cozic, généralistes »."""
    match = _NAMED_TOGETHER.search(text)
    facts = _facts(text, (0, len(text)), today) if match else {}
    alike = {name: value for name, value in facts.items() if name in ("specialty", "secteur", "optam", "zone")}
    return {bare(match[name]): alike for name in ("one", "other")} if match and alike else {}


def _blanked(text: str, places: list[tuple[int, int]]) -> str:
    for start, end in places:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
