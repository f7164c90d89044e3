"""What a conversation has established, replayed from the doctor's own messages: any server can answer any turn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from assistant import colleagues, persons
from assistant.asked_anew import in_the_light_of
from assistant.asked_beyond import asked_beyond
from assistant.aspects import GENERAL, aspects
from assistant.dossiers import called_by_name, opened, told_one_by_one
from assistant.fees import with_ccam_share
from assistant.heard import EXPLANATION, Act, Ask, Heard
from assistant.hearing import MEANING, SAME_QUESTION, going_back, hear, putting_as_before
from assistant.listening.second import Second, heard_twice, understood_twice
from assistant.messages import choice
from assistant.of_the_group import OF_THE_GROUP, to_one_doctor, to_the_group
from assistant.own_aid import COST
from assistant.own_sums import is_money, is_whole
from assistant.reader import WORDS_ALONE, Reader
from assistant.reading.named import listed, numbered, told_of, without
from assistant.reading.prepared import prepared
from assistant.reading.privacy import personal_data, without_contacts
from assistant.reading.quantities import Quantity
from assistant.reading.replies import counted_anew, mends, takes_back
from assistant.reading.writer import by_the_assistant
from assistant.signing import NO_SIGNATURE, rules_asked, same_day, signature_of, without_the_day_asked
from assistant.turn import State, Turn, Understanding, with_facts
from assistant.understanding import on_the_day_named, understand
from french import bare
from rules.catalogue import TOPICS
from rules.regimes import AIDE_COLLECTIVE


def take_turn(state: State, text: str, today: date, reader: Reader = WORDS_ALONE, second: Second | None = None) -> Turn:
    """Understand one message after ``state``; what it says replaces what was said before.

    ``second`` is what another reader heard in the whole message.
    """
    text = called_by_name(state, text)
    if (hers := by_the_assistant(prepared(text).text)) is not None:
        state = replace(state, of_the_assistant=hers)
    before, state = state, opened(state, text)
    if state is not before and state.said_last:  # « n° 2 : idem, mais 790 »
        text = colleagues.with_its_unit(text, state)
    who = persons.named(replace(state, person=""), text, today)
    if who.state.person:
        turn = _turn(who.state, who.text, today, reader, who.again, second)
        return persons.remembered(replace(turn, text=text))
    told = told_of(text) or _alike(text, _doctors(listed(text)), today)
    turn = replace(_of_one_doctor(who.state, text if told else who.text, today, reader, second), text=text)
    of_files = {} if told else _alike(text, numbered(text), today)  # « 1) signé en 2022 ; 2) signé en 2025. Combien ? »
    if not (told or of_files) and len(who.asked) > 1:
        mine = replace(turn.state, about=state.about, question=state.question)
        people = persons.one_by_one(mine, who.asked, text)
        return _of_each(turn, {name: _turn(of.state, of.text, today, reader) for name, of in people.items()})
    told = told or of_files
    if not 2 <= len(told) <= _MOST_NAMED or turn.understanding.counts.all:
        return turn
    if not (of_files or colleagues.decides(turn.heard)):
        return turn
    known = [name for name, where in told.items() if _told_of_one(text, where, today)]
    each = {name: _of_one_doctor(state, without(text, told, name), today, reader) for name in known}
    each = {name: of for name, of in each.items() if of.heard.asks and (of_files or colleagues.decides(of.heard))}
    if len(each) < 2:
        return turn
    rest = _of_one_doctor(state, without(text, told), today, reader)
    asked = max((of.heard.asks[0] for of in each.values()), key=lambda ask: ask.share)
    heard = replace(turn.heard, asks=tuple(replace(asked, of=name) for name in each))
    dossiers = told_one_by_one(rest.state, {name: of.state for name, of in each.items()}, numbered=bool(of_files))
    state = replace(rest.state, about=asked.label, dossiers=dossiers, told=turn.state.told)
    return replace(turn, heard=heard, state=state, each=each, corrected=())


def _of_each(turn: Turn, each: Mapping[str, Turn]) -> Turn:
    """Return a message that is asked of each of several people, if it is decided on each."""
    heard = [of.heard.asks[0] for of in (turn, *each.values()) if of.heard.asks]
    asked = max(heard, key=lambda ask: ask.share, default=None)
    if asked is None or asked.topic == _SHARED or not all(of.heard.asks for of in each.values()):
        return turn
    asked = replace(asked, aspect=GENERAL) if asked.label == _TO_SORT else asked
    asks = tuple(replace(asked, of=name) for name in each)
    about = replace(turn.state, about=asked.label)
    return replace(turn, heard=replace(turn.heard, asks=asks), state=about, each=each, corrected=())


_SHARED = "contract.sharing"  # asked of both at once
_TO_SORT = "eligibility.doctor/several_doctors"


def _told_of_one(text: str, where: tuple[int, int], today: date) -> set[str]:
    """Return the facts that are stated in a stretch of a message."""
    said = understand(text[slice(*where)], today)
    signed = {"signed_on"} if said.partial_signature else set[str]()
    return {item.field for item in said.mentions if item.how == "stated"} | signed


def _doctors(told: Mapping[str, tuple[int, int]]) -> Mapping[str, tuple[int, int]]:
    """Return a list without what is nobody's name: « Avant : 700 patients. Maintenant : 950 »."""
    return {name: where for name, where in told.items() if not colleagues.is_a_word(bare(name))}


def _alike(text: str, told: Mapping[str, tuple[int, int]], today: date) -> Mapping[str, tuple[int, int]]:
    """Return a list where the same fact is told of two: of doctors, and not « Secteur : 1. Contrat : mai 2023 »."""
    if not 2 <= len(told) <= _MOST_NAMED:
        return {}
    facts = Counter(field for where in told.values() for field in _told_of_one(text, where, today))
    return told if any(times > 1 for times in facts.values()) else {}


def _of_one_doctor(state: State, text: str, today: date, reader: Reader, second: Second | None = None) -> Turn:
    if state.about and not state.of_a_named_doctor and (others := colleagues.left_of(text)):
        again = going_back(colleagues.same_question(state.about)) if colleagues.asks_the_same(text) else None
        others = colleagues.with_its_unit(others, state)
        turn = _turn(colleagues.without_the_doctor(state, text), others, today, reader, again)
        if turn.heard.going_on:
            return replace(turn, text=text, corrected=())
    if state.another and colleagues.goes_back_to_her(text):
        hers = replace(state.another, about=state.about, also=state.also, question=state.question, firm=state)
        turn = _turn(hers, text, today, reader)
        if colleagues.decides(turn.heard):
            return turn
    if state.about and state.firm and colleagues.goes_back_to_me(text):
        mine, said = _mine_again(state, state.firm), colleagues.with_its_unit(text, state)
        return replace(_turn(mine, said, today, reader, going_back(state.about)), text=text)
    return _turn(state, text, today, reader, second=second)


def _turn(
    state: State, text: str, today: date, reader: Reader, again: Heard | None = None, second: Second | None = None
) -> Turn:
    state = _come_back(state, text)
    clicked = choice(asked := _awaited(state), text)
    understanding, listened = understood_twice(
        second,
        with_ccam_share(
            understand(text, today, asked, state.signature, state.profile, state.said_last, state.counts),
            text,
            state.profile.ccam_share,
            state.question,
        ),
        text,
        today,
    )
    theirs = colleagues.spoken_of(understanding, text)
    understanding = _with_juniors_anew(understanding, state, text)
    again = again or _asked_again(state, understanding, text, clicked=clicked is not None)
    ours = again or hear(without_contacts(text), theirs or understanding, state.about, reader)
    heard, listened = heard_twice(None if again else second, ours, listened, state.about, reader)
    if heard.going_on and state.question:
        heard = putting_as_before(heard, (state.question, state.about), prepared(text).text, understanding, reader)
    heard = in_the_light_of(understanding, heard, state, text, again=again is not None)
    if theirs and state.of_a_named_doctor:
        understanding, theirs = theirs, None
    elif theirs and colleagues.decides(heard):
        state, understanding = _of_the_other(state, heard, text), theirs
    else:
        theirs = None
    before, words = State() if heard.act is Act.RESET else state, prepared(text).text
    same = (
        heard.going_on
        or (bool(heard.asks) and heard.asks[0].topic == state.topic and not colleagues.speaks_of_me(text))
        or _IN_THIS_CASE.search(words) is not None
        or bool(before.person)
        or (before.theirs and colleagues.goes_on_of_another(text))
    )
    if before.firm and not theirs and (not same or _MY_CASE.search(words)):
        before = _no_longer_supposed(before, before.firm)
    if _TODAY.search(words):
        before = replace(before, profile=before.profile.model_copy(update={"signed_on": None}), **NO_SIGNATURE)
    if any(ask.topic in _DATED for ask in heard.asks):
        understanding = on_the_day_named(understanding, text, today)
    facts = _facts(understanding, before, words) if clicked is None else clicked
    if not understanding.supposed:
        before = _of_one_activity(before, facts, text)
    profile, impossible = with_facts(before.profile, facts)
    signature = signature_of(understanding, facts, before)
    collective = signature["regime"] == AIDE_COLLECTIVE or before.topic in OF_THE_GROUP
    asks_of_it = any(ask.topic in OF_THE_GROUP and ask.sure for ask in heard.asks)
    if collective and not asks_of_it and _ON_ONE_S_OWN.search(words) and "collecti" not in words:
        heard = to_one_doctor(heard)
        signature, profile = NO_SIGNATURE, profile.model_copy(update=dict.fromkeys(_OF_THE_GROUP))
    elif collective:
        heard = to_the_group(heard)
    profile = profile.model_copy(
        update=dict.fromkeys(
            asked_beyond(understanding, heard, words, profile) - (facts.keys() - {"assistant_profile"})
        )
    )
    stated = {item.field: item.value for item in understanding.mentions if item.counts and item.how == "stated"}
    same_contract = before.profile.etp in (None, profile.etp) and not theirs
    after = replace(
        before,
        profile=profile,
        said_last=_last_said(understanding) or before.said_last,
        about=next((ask.label for ask in reversed(heard.asks) if _goes_on_from(ask, heard)), before.about),
        also=state.also if heard.reason in SAME_QUESTION else tuple(ask.label for ask in heard.asks[:-1]),
        said=_still_said(understanding, heard, before, anew=takes_back(words)),
        said_first=_said_first(understanding, heard, before),
        counts=understanding.counts,
        paid=text if any(map(is_money, understanding.quantities)) else before.paid,
        cost=_cost(understanding, heard, text, before.cost) or (before.cost if same_contract else ()),
        question=(heard.reason in SAME_QUESTION and before.question) or without_contacts(text),
        declined=before.declined | understanding.unknown_fields | ({asked} if asked and clicked == {} else set()),
        rules_of=None if _MY_CASE.search(words) else rules_asked(understanding, heard, before, facts),
        firm=before.firm or _left_for_a_while(before, understanding, stated),
        theirs=before.theirs or understanding.signed_by_another,
        hired=understanding.partial_hiring or (None if "hired_on" in facts else before.hired),
        **signature,
    )
    if heard.asks and all(ask.topic in _DATED for ask in heard.asks):
        after = replace(after, before=before)
    undated = {"signed_on": None} if after.signature or after.regime else {}
    undated |= {"hired_on": None} if after.hired else {}
    after = replace(after, profile=after.profile.model_copy(update=undated))
    known = before.profile.known()
    replaced = (name for name, value in profile.known().items() if name in facts and known.get(name, value) != value)
    corrected = () if understanding.supposed or theirs else tuple(replaced)
    odd = *impossible, *sorted(understanding.impossible), *(["unreal"] if understanding.unreal else [])
    return Turn(text, understanding, heard, after, odd, corrected, listened=listened)


def _of_the_other(state: State, heard: Heard, text: str) -> State:
    """Return the state for a message on another doctor: the one spoken of, unless it names one."""
    if state.theirs and not colleagues.is_named(text):
        return state
    firm = _no_longer_supposed(state, state.firm) if state.firm and not heard.going_on else state
    return colleagues.without_the_doctor(firm, text)


def _awaited(state: State) -> str | None:
    """Return the field that a bare number gives: the one spoken of, or the one last asked for."""
    about = aspects().get(state.about or "")
    return (about.answered_by if about else None) or (state.asked[-1] if state.asked else None)


_JUNIORS = "collective.eligibility/most_assistants"
_MOST_NAMED = 6  # doctors answered one by one: each is a reading of the whole message
_THE_CASE = re.compile(  # « c’était déjà le cas pour les contrats de 2020 ? »
    r"\b(?:est|etait|etaient|serait) (?:deja |toujours |encore |aussi )*(?:le cas|pareil\w*|comme ca|la meme chose)\b"
    r"(?! pour (?!(?:les |un |mon |des )?(?:contrats?|signatures?)\b))"
)
_BY_HAND = re.compile(r"Correction\. [^:]{1,60}\s:\s")  # a fact corrected on the page


def _asked_again(state: State, understanding: Understanding, text: str, *, clicked: bool) -> Heard | None:
    """A choice that was clicked, and « plutôt ma secrétaire : même délai ? », ask the question before of new facts."""
    if _recounts(state, text) is not None:
        return going_back(_JUNIORS)
    then = understanding.rules_of or understanding.partial_signature or understanding.regime
    same = bool(clicked or _BY_HAND.match(text) or (understanding.facts and colleagues.asks_the_same(text)))
    same = same or bool(then and _THE_CASE.search(prepared(text).text))
    return going_back(state.about) if same and state.about else None


def _recounts(state: State, text: str) -> int | None:
    """Return how many of the doctors spoken of host a docteur junior: « et s’ils n’étaient que deux ? »."""
    of_them = (state.about or "").startswith("collective.eligibility/")
    return counted_anew(prepared(text)) if of_them and any(item.unit == "juniors" for item in state.said) else None


def _with_juniors_anew(understanding: Understanding, state: State, text: str) -> Understanding:
    if (count := _recounts(state, text)) is None:
        return understanding
    said = Quantity("juniors", Decimal(count), (0, len(text)))
    return replace(understanding, facts=(), mentions=(), quantities=(said,))


def _come_back(state: State, text: str) -> State:
    """Return the state that a message goes on from: after another doctor’s case, or a day that was only asked about."""
    if state.theirs and state.firm and colleagues.comes_back_to_me(text):
        state = _mine_again(state, state.firm)
    return without_the_day_asked(state, state.before) if state.before else state


def _of_one_activity(state: State, facts: Mapping[str, Any], text: str) -> State:
    """Another specialty is another doctor, who has not the activity of the one before; a correction is not.

    « Une fois installé »: a locum is one no longer.
    """
    if facts.get("new_installer") and "status" not in facts:
        state = replace(state, profile=state.profile.model_copy(update={"status": None}))
    known = state.profile.specialty
    same = known is None or facts.get("specialty", known) == known
    if same or mends(prepared(text).text) or colleagues.LIKE_ME.search(text):
        return state
    return replace(state, profile=state.profile.model_copy(update=dict.fromkeys(_OF_ONE_ACTIVITY)))


_OF_ONE_ACTIVITY = ("patientele_mt", "children", "file_active", "percentile", "ccam_share")


def _goes_on_from(ask: Ask, heard: Heard) -> bool:
    """Whether what is said next may be about this question: a word that was explained changes no subject."""
    return ask.topic != EXPLANATION or (ask.sure and heard.reason != MEANING)


def _facts(understanding: Understanding, before: State, words: str) -> dict[str, Any]:
    """Return what is said of the doctor, with the day of a signature of which another year or month is said."""
    facts: dict[str, Any] = {fact.field: fact.value for fact in understanding.facts}
    day = same_day(understanding.partial_signature, before.profile.signed_on) if mends(words) else None
    return facts | ({"signed_on": day} if day else {})


_DATED = frozenset(topic.id for topic in TOPICS.values() if topic.dated)
_TODAY = re.compile(
    r"^ ?(?:(?:et|mais|ok|bon|alors|non)[ ,]+)*(?:si c'(?:est|etait) |pour )?aujourd'hui ?[?.!]*$|"
    r"\b(?:si (?:je|on|nous) (?:re)?sign(?:e|ons|ais|ait|ions)|(?:je|on|nous) (?:re)?signer(?:ais|ai|ait|ons|ions))\b"
    r"(?! (?:un |l'|cet )?avenant)|"
    r"\baujourd'hui[^?!.;]{0,40}\b(?:re)?sign(?:er|e|ait|erait)\b|\b(?:re)?signer (?:\w+ ){0,4}aujourd'hui\b|"
    r"\bcontrat (?:(?:tout(?: a fait)?|completement|totalement|entierement) )?neuf\b|"
    r"\bsi (?:je|on) (?:re)?(?:pars?|demarr\w+|commenc\w+) (?:de|a) (?:0|zero)\b|"
    r"\b(?:retour|reven\w+|revien\w+|retourn\w+) (?:a|au) (?:aujourd'hui|present|maintenant)\b"
)
_MY_CASE = re.compile(
    r"\b(?:(?:pour|et|reven\w+ a|retour a) moi|mon (?:vrai |propre )?cas|ma (?:vraie |propre )?situation|en vrai|"
    r"en realite)\b"
)
_IN_THIS_CASE = re.compile(
    r"\b(?:dans|avec) (?:ce|cet|cette) (?:cas|hypothese|supposition|scenario|configuration|situation)\b"
)
_ON_ONE_S_OWN = re.compile(
    r"\b(?:individuel\w*|chacun (?:de son cote|dans son coin|pour soi|le sien)|seule? de mon cote|"
    r"reven\w+ (?:au mien|a mon contrat))\b"
)
_REPLACED = frozenset({"secteur", "etp", "age", "percentile", "patientele_mt", "children", "file_active", "ccam_share",
                       "average_patientele_mt", "members", "group_size", "shared_between"})  # fmt: skip
_TIMES = frozenset({"days", "weeks", "months", "years"})
_SITUATION = _TIMES | {"juniors", "hours"}
_OF_THE_GROUP = ("legal_form", "members", "average_patientele_mt")


def _left_for_a_while(before: State, understanding: Understanding, stated: dict[str, Any]) -> State | None:
    """Return what to come back to after a supposition, or after the contract of another doctor."""
    if understanding.signed_by_another:
        return _firm(before, {name: value for name, value in stated.items() if name != "signed_on"})
    return _firm(before, stated) if understanding.supposed else None


def _firm(state: State, stated: dict[str, Any]) -> State:
    """What stays established once a supposition ends: what was said before, and beside it."""
    return replace(state, asked=(), profile=with_facts(state.profile, stated)[0])


def _still_said(understanding: Understanding, heard: Heard, before: State, *, anew: bool) -> tuple[Quantity, ...]:
    """The hours, durations and sums of money of this message, with those of other units said before of the topic.

    ``anew``: it takes back what was said, « pardon, plus de deux ans » the 14 months.
    """
    said = tuple(item for item in understanding.quantities if item.unit in _SITUATION or is_money(item))
    units: set[str] = {item.unit for item in said}
    units |= _TIMES if anew and units & _TIMES else set()
    same = heard.asks and heard.asks[0].topic == before.topic
    return said + tuple(item for item in before.said if same and item.unit not in units)


def _cost(understanding: Understanding, heard: Heard, text: str, before: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """Return the sums of money said where one is what the employment costs, if that is what is spoken of."""
    if all(ask.topic != COST for ask in heard.asks):
        return ()
    said = tuple(item.value for item in understanding.quantities if is_money(item))
    return said if is_whole(said, text, known=bool(before)) else ()


def _said_first(understanding: Understanding, heard: Heard, before: State) -> tuple[Quantity, ...]:
    if not heard.asks or heard.asks[0].topic != before.topic:
        return ()
    kept, now = {item.unit for item in before.said_first}, {item.unit for item in understanding.quantities}
    return before.said_first + tuple(item for item in before.said if item.unit in now - kept)


def _last_said(understanding: Understanding) -> str | None:
    """The field that a bare « non, 840 » would replace."""
    said = [item.field for item in understanding.facts if item.field in _REPLACED]
    return said[-1] if said else None


def _mine_again(state: State, firm: State) -> State:
    """Return what is known of who writes, with the other doctor’s facts kept for « et lui ? »."""
    another = replace(state, firm=None, another=None) if state.theirs else state.another
    return replace(_no_longer_supposed(state, firm), another=another)


def _no_longer_supposed(state: State, firm: State) -> State:
    """A question of its own ends « et si j’étais en ZIP ? »; « et à P93 ? » or an answer to our question goes on."""
    asked = tuple(dict.fromkeys((*firm.asked, *state.asked)))
    return replace(firm, told=state.told, about=state.about, asked=asked, declined=state.declined | firm.declined)


def is_private(text: str) -> bool:
    """Whether a message identifies a patient: it is neither answered, searched nor remembered."""
    return personal_data(text) is not None
