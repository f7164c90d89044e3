"""What a message asks in the light of what it says: both questions before, or the aspect that its facts decide.

What a fact makes of an aspect stands beside it, as `instead` in its topic: « et la 3e année ? » of the year that runs
asks of the third one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant import colleagues
from assistant.aspects import Claim, aspects
from assistant.heard import GUESSED, Ask, Heard
from assistant.hearing import FACTS_ONLY, SAME_QUESTION, STILL, going_back
from assistant.own_sums import is_money
from assistant.polarity import plain_side
from assistant.reading.contract_facts import asks_of_the_next_end
from assistant.reading.prepared import prepared
from assistant.reading.replies import mends
from assistant.severally import options
from assistant.turn import State, Understanding
from rules.profile import Profile


def in_the_light_of(understanding: Understanding, heard: Heard, state: State, text: str, *, again: bool) -> Heard:
    """Return what is asked; ``again`` where the message asks the question before in so many words."""
    words = prepared(text).text
    if state.about and _CONVERSELY.match(words):  # what the contrary of a question is, nobody wrote
        back = going_back(state.about)
        return replace(back, asks=(replace(back.asks[0], words=words, share=GUESSED),), reason="conversely")
    mended = heard.reason in (FACTS_ONLY, STILL) and mends(words)
    if mended or (again and colleagues.asks_the_same(text)):  # « non, 510 » corrects the answers to both questions
        heard = replace(heard, asks=(*(going_back(label).asks[0] for label in state.also), *heard.asks))
    form, known = understanding.profile().get("legal_form"), state.profile.legal_form
    if mended and form and known not in (None, form) and (state.topic or "").startswith("collective."):
        heard = going_back("collective.eligibility/other_forms")  # « c’est une SEL, pas une SISA » decides the rest
    if heard.reason in SAME_QUESTION and "?" in words and (side := plain_side(words)):  # « 19 % en fait, c’est bon ? »
        heard = replace(heard, asks=tuple(replace(ask, puts=side, denies=False, false=False) for ask in heard.asks))
    heard = replace(heard, asks=tuple(map(_without_duty, heard.asks)))
    light = _Light(understanding, heard, state, words, words)
    seen: dict[tuple[str, str], Ask] = {}
    for ask in heard.asks:  # of two that come to one, that which asks it in its own words
        light = replace(light, clause=ask.words if len(heard.asks) > 1 and ask.words else words)
        last = next(reversed(seen), (state.about or "", ""))[0]
        asked = _in_its_place(light.on(ask), last)
        before = seen.get((asked.label, asked.of))
        if before is None or (asked is ask and before not in heard.asks):
            seen[asked.label, asked.of] = asked
    return replace(heard, asks=tuple(seen.values()))


def _in_its_place(ask: Ask, before: str) -> Ask:
    """Return what few words ask after the question ``before`` them, in the same message or in the last."""
    *_, clause = [part for part in re.split(r"[.!?]", ask.words) if part.strip()] or [""]
    label = ""
    if _BARE_DELAY.fullmatch(clause):  # « et en combien de temps ? »
        label = next((label for topic, label in _DELAYS.items() if before.startswith(topic)), "")
    elif _NEXT_STEP.fullmatch(clause) and before.startswith("contract.employment_terms/seniority"):
        label = "contract.employment_terms/seniority"
    elif _BARE_RIGHT.fullmatch(clause) and before.startswith(_NO_RIGHTS):  # « Roux est radiologue. Éligible ? »
        label = "eligibility.doctor/general"
    if not label:
        return ask
    topic, _, aspect = label.partition("/")
    return replace(ask, topic=topic, aspect=aspect, share=1.0, rivals=(), puts=Claim.OPEN, denies=False, false=False)


_NO_RIGHTS = ("aid.", "contract.")  # how a label begins that is of no right of its own
_NEXT_STEP = re.compile(  # « palier suivant ? » after the prime d’ancienneté
    r"\W*(?:et |alors )?(?:(?:le|la|au|quel est le) )?"
    r"(?:prochaine? (?:palier|echelon|seuil|taux)|(?:palier|echelon|seuil|taux)s? (?:suivant|prochain|d'apres)s?)"
    r"\b[^?]{0,20}\W*"
)
_BARE_RIGHT = re.compile(
    r"\W*(?:et |alors |donc )?(?:(?:il|elle) (?:est )?|est-(?:il|elle) )?"
    r"(?:eligible|admise?|(?:y )?a(?:-t-(?:il|elle))? (?:le )?droit)\W*"
)
_DELAYS = {  # of what the beginning of a label speaks, and the aspect that tells how long it may take
    "training.": "training.deadline/general",
    "contract.secretary": "contract.secretary/delay",
    "collective.aid": "collective.aid/objectives",
    "objectives.new_installer": "objectives.new_installer/general",
}
_BARE_DELAY = re.compile(
    r"\W*(?:(?:et|ok|alors|donc|euh|mais|bon|c'est)\W+)*"
    r"(?:(?:on|j'|elles?|ils?|nous) ?(?:a|ai|avons|ont|aura) )?"
    r"(?:c'est |ca se fait |a faire |a obtenir )?(?:(?:en|sur|sous|dans) )?(?:combien de temps|quel delai|delai)"
    r"(?: (?:ca|cela|pour (?:ca|cela|le faire|y arriver)))?(?: (?:on a|j'ai|a-t-on|ai-je))?\W*"
)


_WITHOUT_DUTY = re.compile(  # « l’aide tombe sans que j’aie à avancer le salaire ? »
    r"\bsans (?:qu'il faille|(?:que |qu')(?:je |j'|on |nous |elle |il )(?:aie|ait|ayons|doive|devions)\b|"
    r"avoir (?:a|besoin)\b|devoir\b|etre (?:oblige|tenu|force)\w*)"
)
_CONVERSELY = re.compile(
    r"\W*(?:(?:et|mais|ou|ok|alors|donc) )*(?:a )?"
    r"(?:l'inverse|inversement|le contraire|vice[- ]versa|dans l'autre sens)"
    r"(?:,? (?:c'est (?:possible|pareil|vrai)|(?:ca|cela) (?:marche|vaut)|aussi|alors|possible))* ?[?.!]*$"
)
_I = re.compile(r"\b(?:je|moi|me)\b(?! (?:dis|demande|permets)\b)|\b[jm]'")


def _without_duty(ask: Ask) -> Ask:
    """Return a question that puts the want of a duty with the side of who is spared it."""
    spared = ask.puts is Claim.UNFAVOURABLE and _WITHOUT_DUTY.search(ask.words)
    return replace(ask, puts=Claim.FAVOURABLE, denies=False) if spared else ask


_PLAIN = frozenset({"words", "renewed", "of_the_assistant"})  # conditions on what the message says itself: no guess


@dataclass(frozen=True, slots=True)
class _Light:
    """What is known when a question is asked; each condition of an `instead` is a method of its name."""

    said: Understanding
    heard: Heard
    state: State
    text: str
    clause: str  # the words of one question among several

    def on(self, ask: Ask) -> Ask:
        """Return the question, of the aspect that stands for its own."""
        aspect = aspects().get(ask.label)
        for entry in aspect.instead if aspect else ():
            if all(CONDITIONS[name](self, wanted) for name, wanted in entry.items() if name != "of"):
                topic, _, id = entry["of"].rpartition("/")
                share = max(ask.share, GUESSED) if entry.keys() & _PLAIN else ask.share
                return replace(ask, topic=topic or ask.topic, aspect=id, share=share)
        return ask

    def words(self, wanted: str) -> bool:
        """Whether its prepared words match."""
        return re.search(wanted, self.clause) is not None

    def after(self, wanted: str) -> bool:
        """Whether a topic, or an aspect of it, was spoken of."""
        return wanted in (self.state.topic, self.state.about)

    def year(self, wanted: list[int]) -> bool:
        """Whether one contract year is named, or begun on a day."""
        return self.said.year_begun is not None or self.asked_year(wanted)

    def asked_year(self, wanted: list[int]) -> bool:
        """Whether one contract year is named, one of these."""
        return len(self.said.asked_years) == 1 and self.said.asked_years[0] in wanted

    def years(self, wanted: list[int]) -> bool:
        """Whether these contract years are all named."""
        return {*wanted} <= {*self.said.asked_years}

    def money(self, _none: str) -> bool:
        """Whether no amount is said, so that none can be checked."""
        return not any(map(is_money, self.said.quantities))

    def given(self, wanted: Mapping[str, Any]) -> bool:
        """Whether the message says these facts."""
        return wanted.items() <= self.said.profile().items()

    def known(self, field: str) -> bool:
        """Whether a fact was said before."""
        return getattr(self.state.profile, field) is not None

    def asked(self, wanted: Mapping[str, Any]) -> bool:
        """Whether a value is asked about: « 28 h, c’est un temps plein ? »."""
        about = {item.field: item.value for item in reversed(self.said.mentions) if item.how == "asked"}
        profile = Profile(**wanted)
        return all(about.get(field) == getattr(profile, field) for field in wanted)

    def alone(self, _true: bool) -> bool:
        """Whether the assistant is no more shared."""
        return colleagues.takes_her_alone(self.text)

    def of_the_assistant(self, wanted: bool) -> bool:
        """Whether who writes is the assistant, and speaks of herself: « si je pars, il perd l’aide ? »."""
        return wanted is (self.state.of_the_assistant and _I.search(self.text) is not None)

    def renewed(self, _true: bool) -> bool:
        """Whether it asks until when the contract runs that follows this one."""
        return asks_of_the_next_end(self.text)

    def joins(self, _true: bool) -> bool:
        """Whether a doctor is added to those counted: she is in the average already."""
        return len(self.said.counts.all) > len(self.state.counts.all) > 0

    def severally(self, _true: bool) -> bool:
        """Whether it gives the options of several doctors, each with an assistant."""
        return len(options(self.said, self.state.profile, self.text)) > 1

    def supposes_several(self, _true: bool) -> bool:
        """Whether several facts are supposed of the question before: they decide together."""
        supposed = {item.field for item in self.said.facts if item.how == "supposed"}
        return self.heard.going_on and len(supposed) > 1


CONDITIONS: Mapping[str, Callable[..., bool]] = {
    name: getattr(_Light, name)
    for name in (
        "words",
        "after",
        "year",
        "asked_year",
        "years",
        "money",
        "given",
        "known",
        "asked",
        "alone",
        "of_the_assistant",
        "renewed",
        "joins",
        "severally",
        "supposes_several",
    )
}
