"""Ages: « 58 ans », when no word says that it is a duration."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.reading.facts import Found, clause_before, found
from assistant.reading.taken import just_before
from french import Folded

_AGE = re.compile(
    r"(?<![\d,])(\d{2}) ans\b|"
    r"\b(?:age|ainee?|doyenn?e?|senior|avancee?) ?(?:de )?\(?([5-9]\d)\)?(?! ?(?:%|patients))|"
    r"\bsign\w* a ([5-7]\d)(?= ?(?:[,.;?!]|$| j'))|"
    r"\b(?:j'en|qui en) ai (6\d|7\d)(?= ?(?:[,.;?!]|$| je\b| on\b))|"
    r"\b(?:associee?|confrere|consoeur|collegue|lui|elle|il) en a (6\d|7\d)(?= ?(?:[,.;?!]|$| je\b| on\b))"
)
_DURATION = re.compile(
    r"(?:depuis|il y a|pendant|dans|duree|sur|formation de|apres|contrat de|bail de|\d\d (?:et|ou|a|-)) ?$"
)
AGE_GROUP = re.compile(  # « 45 % de moins de 16 ans », « les plus de 70 ans »: nobody’s age
    r"(?:%|\d|\b(?:les|des|aux?|chez les|enfants?|patiente?s?|patientele|part)\b)(?: \w+){0,2}? (?:(?:ont|a) )?"
    r"(?:de |d'au )?(?:plus|moins) de $|\b(?:enfants?|patientes|patients) (?:de|agee?s de) $"
)
_SAID = re.compile(  # under 50, an age is one only where it is said to be, or stands in a list
    r"\b(?:j'ai|j'aurai|je vais avoir|agee? de|ai|moi|mes|bientot|j'approche|fete|medecin de|generaliste de|"
    r"docteur de)(?: eu| plus de| moins de| passe| depasse| deja| bientot| fete| mes| les)* ?$"
)
_LISTED_BEFORE = re.compile(
    r"^[ (~-]*(?:slt|bonjour|moi|mg|medecin|docteur|dr)? ?$|(?:logue|mg|pediatre|orl|iste|atre) ?$| - ?$"
)
_LISTED_AFTER = re.compile(r"^ ?(?:[,.)?]|-|$|mg\b|sect|p\d)")


_OF_ME = re.compile(r"\b(?:moi|lui|elle),? a (?:mes |ses )?$")  # « moi, à 45 ans, j’y ai droit ? »
_SPENT = re.compile(r"^ (?:d'|de |dans |chez |au |en )")  # « elle a 30 ans d’ancienneté »


def ages(text: Folded) -> Iterator[Found]:
    """Yield each age; « plus de 65 ans » is read as 66, « moins de 65 ans » as 64."""
    for match in _AGE.finditer(text.text):
        before = clause_before(text, match.start())
        value = int(next(filter(None, match.groups())))
        if match[1] and not _is_age(text, match, before, value):
            continue
        if re.search(r"moins de $", before):
            value -= 1
        elif re.search(r"(?:plus de|depasse|passe) (?:les )?$", before):
            value += 1
        if 23 <= value <= 100:
            yield found("age", value, match, at=match.lastindex or 0)


def _is_age(text: Folded, match: re.Match[str], before: str, value: int) -> bool:
    """Whether « 58 ans » is a person's age: said to be one, standing in a list, or between 50 and 90."""
    of_me = _OF_ME.search(just_before(text.text, match.start())) and not _SPENT.match(text.text[match.end() :])
    if _SAID.search(before) or of_me:
        return True
    if _DURATION.search(before) or AGE_GROUP.search(before) or re.search(r"contrat", before):
        return False
    listed = _LISTED_BEFORE.search(before) and _LISTED_AFTER.match(text.text[match.end() : match.end() + 6])
    return 50 <= value <= 90 or (value >= 27 and listed is not None)
