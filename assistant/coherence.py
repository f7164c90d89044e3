"""A yes before a sentence that denies: « Oui, aucune augmentation n’est demandée » answers only who asked for none.

Which side a question puts forward is learnt, and sometimes misread. Where nothing in its words denies, excludes or
spares, the sentence itself tells that the answer is no.
"""

from __future__ import annotations

import re

from french import bare

_DENIES = re.compile(
    r"\*\*Oui\b[*\s\u00a0:,.]*(?:pas\b|(?:(?!\bmais\b|\bsi\b)[^.;,(]){0,80}?(?:\baucune?\b|"
    r"\bn(?:['’]|e )(?!(?:y )?(?:emp[eê]ch|interdi|exclu|[ée]cart|ferm|fai|chang|compt|baiss|dimin))(?:\w+ ){0,2}?"
    r"\w+ (?:pas|plus)\b))"
)
_OF_A_DENIAL = re.compile(  # words of a question to which a sentence that denies says yes
    r"\bn'|\b(?:ne|pas|jamais|aucune?|sans|rien|ni|non|plus (?:besoin|oblige|exige|la peine|tenue?|rien|personne)|faux|"
    r"arret\w*|fini\w*|libres?|paix|seulement|uniquement|\w*(?:exclu|ecart|refus|ferm|interd|perd|exoner|dispens|elimin|bloqu|"
    r"empech|supprim|epargn|tranquil|maint(?!enant)|allege|suffi|facult|evit|echapp|limit|reserv|saut|oubli|impossib|inuti|"
    r"disparu|abandon|oblig)\w*)\b"
)
_DENIED_VERB = re.compile(r"\*\*Oui\b[^;(]{0,60}?\bn(?:['’]|e )(?:y )?(\w{4})\w* (?:pas|plus)\b")


def contradicts(told: str, words: str) -> bool:
    """Whether a sentence that opens with « Oui » denies what the prepared ``words`` of a question put forward.

    It does too where it denies the very verb that is asked: « Oui. L’aide ne baisse pas » to « ça baisse ? ».
    """
    if not words or _OF_A_DENIAL.search(words):
        return False
    verb = _DENIED_VERB.match(told)
    return _DENIES.match(told) is not None or (verb is not None and re.search(rf"\b{bare(verb[1])}", words) is not None)
