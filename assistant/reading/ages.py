"""How old the doctor is, when the age said is hers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.reading.facts import Fact, clause_before, fact
from assistant.reading.taken import just_before
from french import Folded

_AGE = re.compile(
    r"(?<![\d,])(\d{2}) ans\b|"
    r"\b(?:age|ainee?|doyenn?e?|senior|avancee?) ?(?:de )?\(?([5-9]\d)\)?(?! ?(?:%|patients))|"
    r"\b(?:j'en|qui en) ai (6\d|7\d)(?= ?(?:[,.;?!]|$| je\b| on\b))"
)
_NOT_AGE = re.compile(
    r"(?:depuis|il y a|pendant|dans|duree|sur|patiente?s?(?: \w+)?(?: de| ages?| agee?)?(?: plus|"
    r" moins)?(?: de)?|enfants?(?: de)?|formation de|apres|contrat de|bail de|les|aux?|age de|de plus de|"
    r"partir de|\d\d (?:et|ou|a|-)|(?:mamie|papi|dame|homme|femme) de|"
    r"(?:cesse\w*|arrete\w*|exercer|jusqu')(?: \w+)? a) ?$"
)
_ELDERLY = re.compile(r"\b(?:les|des|aux|chez les|patients de) plus de $")
_STAFF_AGE = re.compile(  # « ma secrétaire a 58 ans » is not her doctor's age
    r"\b(?:secretaires?|assistante?|standardiste|salariee?|collaboratrice|employee?|recrue|candidate?|niece|fille|"
    r"accueil)"
    r"(?: medicale?)?,? ?(?:qui )?(?:est )?(?:a|en a|agee? de|de|d')? ?$"
)
_LISTED_BEFORE = re.compile(
    r"^[ (~-]*(?:slt|bonjour|moi|mg|medecin|docteur|dr)? ?$|(?:logue|mg|pediatre|orl|iste|atre) ?$| - ?$"
)
_LISTED_AFTER = re.compile(r"^ ?(?:[,.)?]|-|$|mg\b|sect|p\d)")
_MY_AGE = re.compile(
    r"\b(?:j'ai|j'aurai|je vais avoir|agee? de|ai|moi|mes|bientot|j'approche|fete|medecin de|generaliste de|"
    r"docteur de)(?: eu| plus de| moins de| passe| depasse| deja| bientot| fete| mes| les)* ?$"
)


def ages(text: Folded) -> Iterator[Fact]:
    """Yield the doctor's age; « plus de 65 ans » is read as 66, « moins de 65 ans » as 64."""
    for match in _AGE.finditer(text.text):
        before = clause_before(text, match.start())
        value = int(match[1] or match[2] or match[3])
        if match[1] and (
            _STAFF_AGE.search(just_before(text.text, match.start())) or not _is_hers(text, match, before, value)
        ):
            continue
        if re.search(r"moins de $", before):
            value -= 1
        elif re.search(r"(?:plus de|depasse|passe) (?:les )?$", before):
            value += 1
        if 23 <= value <= 100:
            yield fact(text, "age", value, match)


def _is_hers(text: Folded, match: re.Match[str], before: str, value: int) -> bool:
    """Whether « 58 ans » is an age, and hers: said of her, standing in a list, or between 50 and 90."""
    if _ELDERLY.search(before) and value >= 70:
        return False
    if _MY_AGE.search(before):
        return True
    if _NOT_AGE.search(before) or re.search(r"patient|enfant|contrat", before):
        return False
    listed = _LISTED_BEFORE.search(before) and _LISTED_AFTER.match(text.text[match.end() : match.end() + 6])
    return 50 <= value <= 90 or (value >= 27 and listed is not None)
