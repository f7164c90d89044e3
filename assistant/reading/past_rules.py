"""Whether a date is that of the rules asked about: « dans le barème de 2022 », « en 2019, fallait-il… ? »."""

from __future__ import annotations

import re

from assistant.reading.facts import clause_after, clause_before
from french import Folded

_PAST = r"\b(?:(?!fait\b)\w+(?<!r)ai(?:t|ent)|(?:a|ont) (?:ete|eu))\b"
LAUNCH = re.compile(  # « au début, il fallait… »; « un jour au début, » is of her own
    r"\b(?:(?:au|des le|lors du) (?:lancement|demarrage)"
    r"(?! d[eu'] ?(?:mon|ma|son|sa|notre|cabinet|contrat|l'activite))"
    r"|(?:a|des) (?:l'origine|la creation|sa creation)(?= (?:du dispositif|de l'aide)|[ ,?.!]*$|,)"
    r"|(?<!qu')au(?:x| tout)? (?:debuts?|premiers temps)(?= (?:du dispositif|de l'aide))"
    r"|(?:^|(?<=[.?!;:,] )|(?<=et )|(?<=mais ))au(?:x| tout)? (?:debuts?|premiers temps)"
    rf"(?=,[^?!;.]*?{_PAST}))"  # « au début, elle fait quoi ? » is of her own
    r"(?: du dispositif| de l'aide)?"
)
_RULES = re.compile(  # the texts of a time, not what changed then
    r"\b(?:regles?|conditions?|criteres?|seuils?|textes?|baremes?|montants?|tarifs?|dispositif|exigences?|modalites|"
    r"version)(?: (?!chang|modif|actualis|revaloris|annonc|supprim|dispar|sign|mon\b|ma\b|mes\b)[\w'-]+){0,3}? "
    r"(?:(?:de|en|d'|du|pour|a|l'|la|le|fin|debut|tout) ?)*$"
)
_ONCE = re.compile(  # the imperfect of someone else than the asker
    r"\b(?!(?:f|l|parf|souh|tr|extr|retr|attr|portr|satisf|ref|imparf|bienf|forf|distr|soustr|abstr)ai(?:t|ent)\b)"
    r"(?:dur|offr|ouvr|assur|entr|couvr|montr|figur|requer|[a-z]{2,}(?<!r))ai(?:t|ent)\b"
)
_HERS = re.compile(  # « mon assistante était en arrêt en juin »: something that happened, under whatever rules
    r"\b(?:mon|ma|mes|notre|nos) (?:file|patientele|patients?|"
    r"assistante?|am|secretaire|salariee?|contrat|medecin|docteur|associee?|collegue|"
    r"confrere|consoeur)s?\b"
)
_SUPPOSES = re.compile(r"\bs(?:i |'il)")
_COMPARED = re.compile(
    r"\b(?:maintenant|aujourd'hui|actuel\w*|desormais|a present|de nos jours|ces jours|"
    r"(?:toujours|encore) (?:valables?|vraie?s?|le cas|d'actualite|en vigueur|applicables?|bons?|exig\w+|"
    r"obligatoires?)|"
    r"(?:faut|est|sont|peut|vaut|c'est|doit)(?:-\w+)? (?:toujours|encore))"
)
_SIGNS = re.compile(
    r"\b(?:sign(?!al)\w*|conclu\w*|paraph\w*|contractualis\w*|souscri\w*)\b|"
    r"\bcontrats?(?: \w+)? (?:de|en|du|d')? ?$"
)
_LIFE = re.compile(r"\b(?:nee?|naissance|install\w*|diplom\w*|retraite)(?: \w+)? (?:de|en|depuis)? ?$")


def asked_of(text: Folded, start: int, end: int, *, vague: bool) -> bool:
    """Whether the date at ``[start, end)`` is that of the rules; ``vague``: a month or a year, where a day happened."""
    before, after = clause_before(text, start), clause_after(text, end)
    if _LIFE.search(before):
        return False
    if LAUNCH.match(text.text, start) or _RULES.search(before):
        return True
    told = (_SIGNS.search(before), _SIGNS.search(after), _SUPPOSES.search(text.text), _HERS.search(text.text))
    if not vague or any(told):
        return False
    return _ONCE.search(text.text) is not None


def compared(text: Folded) -> bool:
    """Whether the past is named to ask of the present: « en 2019 il fallait être deux, c’est toujours vrai ? »."""
    return _COMPARED.search(text.text) is not None
