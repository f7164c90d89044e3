"""What a conversation has established, replayed from the doctor's own messages: any server can answer any turn."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from assistant.messages import choice
from assistant.reading.prepared import prepared
from assistant.reading.privacy import personal_data, without_contacts
from assistant.routing import FOLLOW_UP, route
from assistant.sequels import SUMMED_UP
from assistant.topics import kind_of
from assistant.turn import Route, State, Turn, Understanding
from assistant.understanding import on_the_day_named, understand
from rules.catalogue import TOPICS
from rules.profile import Profile
from rules.regimes import AIDE_COLLECTIVE


def take_turn(state: State, text: str, today: date) -> Turn:
    """Understand one message after ``state``; what it says replaces what was said before."""
    if state.topic and (someone := _SOMEONE_ELSE.match(text)):
        others = text[: someone.start(1)] + text[someone.end(1) :]
        turn = _turn(_without_the_doctor(state), others, today)
        if turn.route.reason == FOLLOW_UP:
            return replace(turn, text=text)
    return _turn(state, text, today)


def _turn(state: State, text: str, today: date) -> Turn:
    asked = state.asked[-1] if state.asked else None
    understanding, clicked = understand(text, today, asked, state.signature), choice(asked, text)
    before, words = State() if understanding.reset else state, prepared(text).text
    decided = route(without_contacts(text), understanding, before.topic)
    if clicked is not None and before.topic:  # an answer to our question goes back to what was asked about
        decided = Route(kind_of(before.topic), before.topic, reason=FOLLOW_UP)
    if before.firm and (decided.reason != FOLLOW_UP or _MY_CASE.search(words)):
        before = _no_longer_supposed(before, before.firm)
    if _TODAY.match(words):
        before = replace(before, profile=before.profile.model_copy(update={"signed_on": None}), **_NO_SIGNATURE)
    if decided.topic in _DATED:
        understanding = on_the_day_named(understanding, text, today)
    facts: dict[str, Any] = {fact.field: fact.value for fact in understanding.facts} if clicked is None else clicked
    profile, impossible = _with_facts(before.profile, facts)
    signature = _signature(understanding, facts, before)
    collective = signature["regime"] == AIDE_COLLECTIVE or before.topic in _INDIVIDUAL
    if collective and _ON_ONE_S_OWN.search(words) and "collecti" not in words:
        decided = _moved(decided, _INDIVIDUAL)
        signature, profile = _NO_SIGNATURE, profile.model_copy(update=dict.fromkeys(_OF_THE_GROUP))
    elif collective:
        decided = _moved(decided, _COLLECTIVE)
    if understanding.wants_total and decided.topic in SUMMED_UP and "contract_year" not in facts:
        profile = profile.model_copy(update={"contract_year": None})  # it was asked about before
    after = replace(
        before,
        profile=profile,
        topic=decided.topic or before.topic,
        declined=before.declined | understanding.unknown_fields | ({asked} if asked and clicked == {} else set()),
        firm=before.firm or (replace(before, asked=()) if understanding.supposed else None),
        **signature,
    )
    if after.signature or after.regime:
        after = replace(after, profile=after.profile.model_copy(update={"signed_on": None}))
    return Turn(text, understanding, decided, after, (*impossible, *sorted(understanding.impossible)))


_DATED = frozenset(topic.id for topic in TOPICS.values() if topic.dated)
_NO_SIGNATURE: dict[str, Any] = {"signature": None, "regime": None}
_TODAY = re.compile(r"^ ?(?:(?:et|mais|ok|bon|alors|non)[ ,]+)*(?:si c'(?:est|etait) |pour )?aujourd'hui ?[?.!]*$")
_MY_CASE = re.compile(
    r"\b(?:(?:pour|et) moi|mon (?:vrai |propre )?cas|ma (?:vraie |propre )?situation|en vrai|en realite)\b"
)
_ON_ONE_S_OWN = re.compile(r"\b(?:individuel\w*|chacun (?:de son cote|le sien)|seule? de mon cote)\b")
_SOMEONE_ELSE = re.compile(
    r"\W*(?:(?:et|mais|ok|alors|sinon|bon|donc|du coup|maintenant)\b\W*)*(?:(?:pour|chez|quid de)\s+)?"
    r"((?:mon|ma|mes|notre|nos|une?|l['’])\s*(?:autres?\s+|future?s?\s+|jeunes?\s+)?"
    r"(?:coll[eè]gues?|associ[ée]e?s?|confr[eè]res?|cons(?:œ|oe)urs?|mari|femme|conjointe?|copine?))\b",
    re.IGNORECASE,
)
_OF_THE_DOCTOR = (
    "secteur", "optam", "mep", "patientele_mt", "file_active", "percentile", "age", "ccam_share", "status",
    "new_installer", "current_etp", "objectives_reached",
)  # fmt: skip
_OF_THE_GROUP = ("legal_form", "members", "average_patientele_mt")


def _without_the_doctor(state: State) -> State:
    """« et pour ma collègue ? »: a doctor of the same practice, known by what is said now."""
    profile = state.profile.model_copy(update=dict.fromkeys(_OF_THE_DOCTOR))
    return replace(state, profile=profile, firm=state.firm or state, asked=(), declined=frozenset())


def _no_longer_supposed(state: State, firm: State) -> State:
    """A question of its own ends « et si j’étais en ZIP ? »; « et à P93 ? » or an answer to our question goes on."""
    asked = tuple(dict.fromkeys((*firm.asked, *state.asked)))
    return replace(firm, topic=state.topic, asked=asked, declined=state.declined | firm.declined)


# The aide collective has objectives of its own: three topics are its amounts, and going back leads to the first.
_COLLECTIVE = {topic.id: topic.collective for topic in TOPICS.values() if topic.collective}
_INDIVIDUAL = {collective: topic for topic, collective in reversed(_COLLECTIVE.items())}


def _moved(decided: Route, topics: dict[str, str]) -> Route:
    """« et combien ? » is about the aide collective, « et en individuel ? » no longer, once a conversation is on it."""
    topic = topics.get(decided.topic or "")
    return replace(decided, topic=topic, kind=kind_of(topic)) if topic else decided


def _signature(understanding: Understanding, facts: dict[str, Any], before: State) -> dict[str, Any]:
    """A new signature replaces the old one, whether it is a day, a period or only the name of the text."""
    if "signed_on" in facts:
        return {"signature": None, "regime": None}
    if understanding.partial_signature:
        return {"signature": understanding.partial_signature, "regime": None}
    if understanding.regime:
        return {"signature": None, "regime": understanding.regime}
    return {"signature": before.signature, "regime": before.regime}


def _with_facts(profile: Profile, facts: dict[str, Any]) -> tuple[Profile, tuple[str, ...]]:
    """Add facts one by one, so that an impossible one is named and the others are kept."""
    impossible = []
    for name, value in facts.items():
        try:
            profile = profile.updated(**{name: value})
        except ValidationError:
            impossible.append(name)
    return profile, tuple(impossible)


def is_private(text: str) -> bool:
    """Whether a message identifies a patient: it is neither answered, searched nor remembered."""
    return personal_data(text) is not None
