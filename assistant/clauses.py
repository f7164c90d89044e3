"""The questions of a message, one after the other: « suis-je éligible et combien ? » are two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_NUMBERED = re.compile(
    r"(?:^|[\s:;,.?!(])(?:\d ?[)°/-]|\d\. |[a-e]\)|(?:premiere|deuxieme|seconde|troisieme|quatrieme)ment,?) ?(?=[a-z])"
)
_WHEN = r"quand(?! (?:je|j'|on|nous|ils?|elles?|meme)\b)"
_WHICH = rf"(?:combien|comment|pourquoi|quel(?:le)?s?|{_WHEN})\b"
_BETWEEN = r"(?:(?:aussi|sinon|enfin|ensuite|pendant ce temps(?:-la| la)?|en attendant|d'ici la|du coup|surtout),? )*"
_MAY = (  # « il faut », « on peut », « elle doit »
    r"(?:(?:il |ca )?faut|(?:je|j'|on|nous|ils?|elles?) ?(?:ne |n')?"
    r"(?:peu(?:x|t|vent)|pouvons|doi(?:s|t|vent)|devons|ai? (?:le )?droit))\b"
)
_END = re.compile(
    rf",? et,? (?:(?:le cas echeant|si oui|dans ce cas|surtout|ensuite|enfin),? )?"
    rf"(?=(?:(?!et\b)[^ ,?]+ ){{0,4}}{_WHICH})|"
    rf", (?=(?:(?:en|a|de|pour|sous|jusqu'a) )?{_WHICH}|est-ce\b|qui (?:pai|pay|financ))|"
    rf"(?<=[\w)%€])(?:,? et|,? puis| \+),? (?={_BETWEEN}{_MAY})|"
    rf",? (?:et|puis) (?:aussi|sinon) (?={_BETWEEN}(?:combien|{_WHICH}|est-ce|c'est|qui))|"
    r"(?<=\?)|[!;\n]+|\.(?!\d)|,? (?:et|mais|puis|sinon|ou|aussi|(?<!patients en )(?<!patients de )plus|\+) "
    r"(?=(?:qu'est|est|à|a|de|en|pour|sur) ?(?:combien|quel|qui|quoi|partir|quand)|combien|quel(?!qu)|comment|"
    r"est-ce|quand|"
    r"faut|dois|doit|peut|puis|peux|ai-je|qui (?:paie|paye|touche|emploi|sign|doit|peut|regle|financ|verse|recoit)|"
    r"pourquoi|"
    r"ou (?:je|on|est|dois|puis)|c'est (?:combien|quoi)|elle peut|ca dure|je touche|je dois|y a-t-il|sous quel|"
    r"au bout de|d'ou|y a quoi|(?:(?:a la charge|aux frais) de|par|chez|avec) qui\b)"
)
_NOUN = r"(?:total|cumul|montants?|date|delai|duree|taux|seuil|plafond|preavis|forme|conditions?|minimum|maximum)\b"
_ASKS = re.compile(
    rf"\?|\b(?:{_WHICH}|(?:ou (?:pas|non)|est[- ]ce|demand\w+ si|(?:c'est|y a) quoi|qu'est-ce|quid)\b)|"
    r"\b(?!rendez-|chez-)\w+-(?:t-)?(?:je|on|ils?|elles?|nous|vous)\b|"
    r"(?:^(?:et )?|\ba |, )qui (?:pai|pay|touch|emplo|sign|fai|peu|doi)\w*|"
    r"(?<!\bqui )(?<!\bque )\b(?:je|on|nous|il|elle) (?:peux|peut|dois|doit|pouvons|devons|touche|touchons) |"
    r"(?<!\bsi )(?<!\bqu')(?<!\bque )\b(?:j'ai|on a|nous avons|il faut) (?:le )?(?:droit|etre|avoir)\b|"
    rf"^(?:et )?(?:{_NOUN}|differences?\b|ecarts?\b)(?!.*\d ?(?:€|%))"
)
_TAG = re.compile(
    r"(?:et )?(?:(?:c'est|est-ce) (?:bien )?(?:vrai|exact|juste|correct|ca|normal)|a-t-(?:il|elle|on) raison|"
    r"(?:vous|tu) (?:confirme|valide)[sz]?|(?:confirme|valide)[sz]-(?:vous|tu)|exact|vrai|correct|j'ai bon|"
    r"est-ce le cas|(?:vous etes |on est |tu es )?d'accord|vrai ou faux|info ou intox|je me trompe)"
    r"(?: ou (?:pas|non|faux))? ?\?*"
)
_ANAPHORA = re.compile(  # « je peux l’envoyer à l’officine ? ça existe chez nous ? » is one question
    r"(?:et )?(?:(?:ca|cela) (?:existe|se (?:fait|peut)|marche|passe|est possible)|c'est (?:possible|faisable|jouable))"
    r"(?: (?:chez nous|ici|aussi|vraiment|encore|bien))* ?\?*"
)
_SURE = (
    r"(?:(?:vous (?:en )?etes|etes-vous|t'es|tu es|c'est) )?(?:bien |vraiment )?"
    r"(?:sure?|certaine?)s?(?: de (?:vous|ca))?"
)
_REACTS = re.compile(  # « ah bon ? », « euh, sûr ?? », « suis-je la seule à qui on fait le coup ? » ask nothing
    r"(?:est-ce que |et )?(?:je suis|suis-je|on est) (?:la|le|les) seule?s? "
    r"(?:a (?:qui|trouver|penser|galerer|ne)|dans ce cas)\b.*|"
    r"(?:mais )?on se (?:moque|fiche|fout) de (?:qui|moi|nous)\W*|(?:c'est|est-ce) une blague\W*|"
    r"(?:(?:ah|oh|eh|euh|mais|ben|bah|tiens|non|vraiment|bon|comment ca|serieu\w+|sans blague|hein|pardon|ca alors|"
    rf"{_SURE}(?= ?[?!]))\W*)+"
)
_LIST = re.compile(  # « aide de l’année 2 : montant, date de versement »
    rf"(?:^|(?<=[.?!] ))(?P<about>[^.:?!]{{3,60}}?) ?: (?P<first>{_NOUN}[^,.?!:]{{0,25}}?)(?:,| et) "
    rf"(?P<then>{_NOUN}[^,.?!:]{{0,25}}?) ?[.?!]*$"
)
_SHORTEST = 8  # letters of a clause that can be a question


@dataclass(frozen=True, slots=True)
class Clause:
    """A question among others, with what was told before it in the message."""

    words: str
    told: str


def is_numbered(words: str) -> bool:
    """Whether the questions of a message are numbered."""
    return len(_NUMBERED.findall(words)) > 1


def questions(words: str) -> list[Clause]:
    """Return the clauses of a prepared message that ask something, in their order; numbered ones as they are."""
    if is_numbered(words):
        told, *asked = _NUMBERED.split(words)
        before = [told, *[""] * (len(asked) - 1)]
        return [Clause(clause.strip(_EDGES), said.strip(_EDGES)) for clause, said in zip(asked, before, strict=True)]
    found: list[Clause] = []
    told = ""
    words = _LIST.sub(r"\g<about> : \g<first> ? \g<about> : \g<then> ?", words)
    for clause in _clauses(words):
        if _REACTS.fullmatch(clause):
            continue
        if told and _TAG.fullmatch(clause):  # « … . Vous confirmez ? » puts what was told
            found.append(Clause(f"{told}, {clause}", ""))
            told = ""
        elif found and not told and _ANAPHORA.fullmatch(clause):
            found[-1] = replace(found[-1], words=f"{found[-1].words} {clause}")
        elif _ASKS.search(clause) and len(clause) >= _SHORTEST:
            found.append(Clause(clause, told))
            told = ""
        else:
            told = f"{told} {clause}".strip()
    return found


def asks(words: str) -> bool:
    """Whether a prepared clause asks something by its grammar, and is more than a word that is said again: « 8 ? »."""
    return len(words.strip()) >= _SHORTEST and _ASKS.search(words) is not None


_EDGES = " ,:;-"


def _clauses(words: str) -> Iterator[str]:
    yield from (clause.strip(_EDGES) for clause in _END.split(words) if clause and clause.strip(_EDGES))
