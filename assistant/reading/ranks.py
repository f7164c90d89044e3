"""Where a doctor stands among her peers, without a percentile: « 93 sur 100 voient moins de patients que moi »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from assistant.reading.facts import Found, found
from assistant.reading.shares import PERCENT, share_of
from french import Folded

_PEERS = r"(?:[\w'-]+ ){0,4}?"
_NUMBER = r"\d{1,3}|neuf"  # « neuf » alone is also « new », and stays a word
_SOME = (
    rf"(?:{PERCENT} (?:des |de |d')?{_PEERS}|(?<![\d,.])(?P<some>{_NUMBER}) {_PEERS}sur (?P<all>\d{{1,4}}),? {_PEERS}|"
    rf"\bsur (?P<of>\d{{1,4}}),? (?:[\w'-]+,? ){{1,4}}?(?P<among>{_NUMBER}) )"
)
_AMONG_PEERS = re.compile(
    rf"{_SOME}(?:qui )?(?:en )?(?:ont|voi\w+|suiv\w+|soign\w+|recoiv\w+|compt\w+|font|sont)\b[^?!;.]{{0,25}}?"
    r"\b(?:(?P<less>moins|inferieure?s?|plus (?:petite?s?|faibles?|modeste)|en dessous|derriere)|"
    r"(?P<more>plus|davantage|superieure?s?|au-dessus|devant))\b(?P<what>[^?!;.]{0,40}?)"
    r"\b(?:que|a|de|d') ?(?:moi|la mienne|les miens|lui|elle|la sienne|les siens)\b"
)
_PATIENTS = re.compile(r"\b(?:patient\w*|file|fa|mt|monde|malades|en (?:ont|voi\w+|suiv\w+))\b")
_TOP = re.compile(rf"\b(?:top|dans les|parmi les|partie des|un des|une des) {PERCENT}(?P<of>[^?!;.]{{0,60}})")
_ABOVE = re.compile(  # of her peers, and of nothing else: « au-dessus de 90 % de mes objectifs » is no rank
    rf"\b(?:au-dessus|devant) (?:de |d'){PERCENT} (?:des |de (?:mes|ses|nos|ma) )"
    r"(?:medecins|confreres|consoeurs|collegues|pairs|praticiens|generalistes|specialistes|"
    r"specialite|[a-z-]+(?:logue|iatre)s)\b"
)
_GREATEST = re.compile(r"\b(?:plus (?:gros\w*|grand\w*|fort\w*|charge\w*|active?s|de (?:patients|monde))|premiers)\b")


def ranks(text: Folded) -> Iterator[Found]:
    """Yield the percentile that a comparison of patientèles with those of her peers gives."""
    for match in _AMONG_PEERS.finditer(text.text):
        if _PATIENTS.search(match[0]):
            share = _share(match)
            if 0 < share < 1:
                yield found("percentile", int((share if match["less"] else 1 - share) * 100), match)
    for match in _ABOVE.finditer(text.text):
        if 0 < share_of(match) < 1:
            yield found("percentile", int(share_of(match) * 100), match)
    for match in _TOP.finditer(text.text):
        top = match[0].startswith("top") or _GREATEST.search(match["of"]) or (share_of(match) == Fraction(1, 20))
        if top and 0 < share_of(match) < 1:
            yield Found("percentile", f"{100 - int(share_of(match) * 100)}-100", match.start(), match.start("of"))


def _share(match: re.Match[str]) -> Fraction:
    if match["percent"]:
        return share_of(match)
    some, whole = match["some"] or match["among"], int(match["all"] or match["of"])
    return Fraction(9 if some == "neuf" else int(some), whole or 1)
