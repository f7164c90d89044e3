"""How many doctors there are in the practice or in its company."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.reading.facts import Found, found
from french import Folded

_TEAM = re.compile(
    r"\b(?:nous sommes|on est|on sera|cabinet (?:de groupe )?(?:de|a|avec)|groupe de|exerce a|exercons a|"
    r"msp (?:de|a|avec)|avec)(?: un groupe de)? (\d{1,2}|deux|trois)(?: (?:autres ))?(?: ?(medecins?|"
    r"associee?s?|generalistes?|docteurs?|mg|praticiens?|confreres?|consoeurs?))?\b(?! ?(?:assistant|etp|"
    r"ans|mois|patients|a se partager|%|h\b|€|temps|mi-temps|pour|km\b|kilom|minutes|heures|jours|"
    r"rues|m2|m²|metres|pas\b|sites|etages|niveaux|pieces|salles|bureaux|\d))"
)
_COMPANY_TEAM = re.compile(
    r"\b(?:scp|scm|sisa|sel(?:arl|as)?|msp|groupe|societe) (?:\w+ )?(?:a|de|avec) (\d{1,2})\b(?! ?(?:etp|ans|mois|%|"
    r"h\b|€|temps))"
)
_PARTNERS = re.compile(
    r"(?<![\w/,.])(\d{1,2}) (?:medecins|associee?s|membres|adherente?s|docteurs|mg|orl|praticiens|chirurgiens|"
    r"(?!dent|orthop[ht])[a-z-]+(?:logues|iatres|istes)|(?:cardi|gynec|rhumat|dermat|ophtalm|pneum|gastr|neur)os)\b"
    r"(?! au (?:moins|minimum)| am\b| (?:sages?|kines?|infirmi|dentist))"
)
_AND_OTHERS = re.compile(
    r"^ (?:et|\+) (\d{1,2}|une?) (?:mg|orl|(?!dent|orthop[ht])[a-z-]+(?:logue|iatre|iste)s?|"
    r"(?:cardi|gynec|rhumat|dermat|ophtalm|pneum|gastr|neur)os?)\b"
)
_OF_A_SHARE = re.compile(r"(?: [\w'-]+){0,2}? sur \d")  # « deux cardiologues sur trois » are no team
_BARE_TEAM = re.compile(r"nous sommes|on est|on sera|cabinet|exerce|exercons")


def team(text: Folded, collective: bool) -> Iterator[Found]:
    """Yield group_size, or members where a company or the collective aid is spoken of."""
    for match in (*_TEAM.finditer(text.text), *_COMPANY_TEAM.finditer(text.text), *_PARTNERS.finditer(text.text)):
        named = match.re is not _TEAM or match[2] is not None
        if not (named or _BARE_TEAM.search(match[0])):
            continue
        if _OF_A_SHARE.match(text.text, match.end()):
            continue
        size = {"deux": 2, "trois": 3}.get(match[1]) or int(match[1])
        if others := _AND_OTHERS.match(text.text[match.end() :]):
            size += int(others[1]) if others[1].isdigit() else 1
        if 1 <= size <= 99:
            yield found("members" if collective else "group_size", size, match)
