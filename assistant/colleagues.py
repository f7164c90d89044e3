"""A question about another doctor: it is decided on what is said of her, which is not kept for the one who asks."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.heard import Heard
from assistant.turn import State, Understanding

_SOMEONE_ELSE = re.compile(
    r"\W*(?:(?:et|mais|ok|alors|sinon|bon|donc|du coup|maintenant)\b\W*)*(?:(?:pour|chez|quid de)\s+)?"
    r"((?:mon|ma|mes|notre|nos|une?|l['’])\s*(?:autres?\s+|future?s?\s+|jeunes?\s+)?"
    r"(?:coll[eè]gues?|associ[ée]e?s?|confr[eè]res?|cons(?:œ|oe)urs?|mari|femme|conjointe?|copine?|voisine?|s(?:œ|oe)ur|"
    r"fr[eè]re|[ée]pou(?:x|se))s?\b)",
    re.IGNORECASE,
)
_ASKS_THE_SAME = re.compile(
    r"\b(?:pareil|idem|(?:elle|lui|eux)\s+aussi|(?:la\s+)?m[êe]me\s+(?:chose|r[ée]ponse)|"
    r"(?:aussi|bon|valable)\s+pour\s+(?:elle|lui|eux))\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:je|moi|me|nous|on|mon cabinet|ma patient[èe]le)\b|\b[jm]['’]", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"(\d[\d  ]*)(?=[\s?!.]*$)")
_UNITS = {
    "patientele_mt": "patients médecin traitant",
    "file_active": "patients de file active",
    "age": "ans",
    "ccam_share": "% d’actes CCAM",
}
_BACK_TO_ME = re.compile(
    r"\W*(?:(?:et|mais|ok|bon|alors|donc)\b\W*)*(?:pour\s+|dans\s+)?(?:moi|mon\s+cas|ma\s+situation)\W*", re.IGNORECASE
)
_LIKE_ME = re.compile(
    r"\bm[êe]mes?\s+(?:cas|situation|profil|conditions?|secteur|patient[èe]le|anciennet[ée])|\bcomme\s+moi\b|"
    r"\bsinon\s+(?:tout\s+)?pareil|\btout\s+pareil",
    re.IGNORECASE,
)
_OF_THE_DOCTOR = (
    "secteur", "optam", "mep", "patientele_mt", "file_active", "percentile", "age", "ccam_share", "status",
    "new_installer", "current_etp", "objectives_reached",
)  # fmt: skip
_SAID_OF_HER = frozenset({"specialty", "zone", "department", *_OF_THE_DOCTOR})
_WHETHER = {
    "aid.amounts/beyond_full_time": "eligibility.second_assistant/general",
    "eligibility.second_assistant/amount": "eligibility.second_assistant/general",
}
_OF_ONE_DOCTOR = ("eligibility", "objectives", "aid")  # areas decided on the doctor; a contract may involve both


def left_of(text: str) -> str | None:
    """Return what a message says once « et pour ma collègue » is left out of it; ``None`` if it begins otherwise."""
    someone = _SOMEONE_ELSE.match(text)
    return text[: someone.start(1)] + text[someone.end(1) :] if someone else None


def asks_the_same(text: str) -> bool:
    """Whether the question is the one before, put for another: « elle aussi ? », « pareil pour lui ? »."""
    return _ASKS_THE_SAME.search(text) is not None


def same_question(label: str) -> str:
    """Return what « elle aussi ? » asks: of an amount that only some may have, whether she may."""
    return _WHETHER.get(label, label)


def goes_back_to_me(text: str) -> bool:
    """Whether the message says « et moi ? » and no more: the same question, of the one who asks."""
    return _BACK_TO_ME.fullmatch(text) is not None


def with_its_unit(text: str, said_last: str | None) -> str:
    """Return « et mon associé, 600 ? » with the unit of what was said last of the doctor: patients, years."""
    unit = _UNITS.get(said_last or "")
    return _BARE_NUMBER.sub(rf"\1 {unit}", text) if unit else text


def is_about_another(text: str) -> bool:
    """Whether the whole message is about another doctor: it begins with her, and says nothing of the one who asks."""
    return _SOMEONE_ELSE.match(text) is not None and _FIRST_PERSON.search(text) is None


def spoken_of(understanding: Understanding, text: str) -> Understanding | None:
    """Return what is said of a colleague as if it were the doctor's own, in a message that says nothing of herself."""
    own = [item for item in understanding.facts if item.field in _SAID_OF_HER]
    if own and not is_about_another(text):
        return None
    said = {
        item.field: replace(item, whose="me")
        for item in reversed(understanding.mentions)
        if item.whose == "colleague" and item.how in ("stated", "supposed") and item.field in _SAID_OF_HER
    }
    if not said and not own:
        return None
    known = {item.field for item in own}
    hers = (*understanding.facts, *(item for field, item in said.items() if field not in known))
    return replace(understanding, facts=tuple(sorted(hers, key=lambda item: item.span)))


def decides(heard: Heard) -> bool:
    """Whether what is asked is decided on one doctor, so that it can be on the colleague spoken of."""
    return bool(heard.asks) and all(ask.topic.partition(".")[0] in _OF_ONE_DOCTOR for ask in heard.asks)


def without_the_doctor(state: State, text: str) -> State:
    """Return the state for a doctor of the same practice, known by what is said now, unless she is « comme moi »."""
    kept = _LIKE_ME.search(text) is not None
    profile = state.profile if kept else state.profile.model_copy(update=dict.fromkeys(_OF_THE_DOCTOR))
    return replace(state, profile=profile, firm=state.firm or state, asked=(), declined=frozenset())
