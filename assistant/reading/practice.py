"""The doctor and her practice: specialty, secteur, OPTAM, status, technical acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from assistant.reading.facts import Found, clause_after, clause_before, found
from assistant.reading.gate import denied
from assistant.reading.shares import FRACTION, share_of
from assistant.reading.vocabulary import any_of, lexicon
from french import Folded


@cache
def _specialties() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, any_of(patterns, to_the_end=True)) for name, patterns in lexicon("specialites").items())


_SURGEON = "chirurgien"


def specialties(text: Folded) -> Iterator[Found]:
    """Yield each specialty named, the longest reading of the same words."""
    named = [(match, name) for name, pattern in _specialties() for match in pattern.finditer(text.text)]
    named.sort(key=lambda item: (item[0].start(), -(item[0].end() - item[0].start())))
    specific = {name.split("-")[0] for _, name in named if "-" in name}  # « chirurgien viscéral… les chirurgiens »
    starts, end = {match.start() for match, _ in named}, 0
    for match, name in named:
        named_next = name == _SURGEON and match.end() + 1 in starts and text.text[match.end()] in " -"  # « chir ORL »
        if match.start() < end or name in specific or named_next:
            continue
        end = match.end()
        if not re.fullmatch(r"\w+logiques?", match[0]):  # « l’examen gynécologique »
            yield found("specialty", name, match)


_SECTEUR = re.compile(
    r"\b(?:s(?: |-)?(?=[123])|secteurs?\.?[ -]?(?:n ?°? ?)?)(1|2|3|un|ii|iii|i)\b(?! ?(?:ou|/) ?[123]\b|"
    r" et (?:le |secteur )?[123]\b)"
)
_SECTEURS = {"1": 1, "un": 1, "i": 1, "2": 2, "ii": 2, "3": 3, "iii": 3}
_NO_CONVENTION = re.compile(r"\b(?:non[- ]conventionne\w*|deconventionne\w*|hors convention\b|pas conventionne\w*)")
_OPTAM = re.compile(r"\b(?:optam|aco\b|option (?:de pratique )?tarifaire)(?:[ -]?(?:co|aco|chirurgie)\b)?")
_NO_OPTION = re.compile(
    r",? sans (?:aucune |l')?option\b(?! tarifaire)|,? [«\"]? ?(?:pur|sec|libre)\b|[^.;?!]{0,40}?\b(?:aucune|"
    r"pas d') ?option\b"
)
_LEFT = re.compile(  # « sorti de l’OPTAM »; « elle sort de l’OPTAM en mars » is in it still
    r"\b(?:sortie?|(?:a|ai|ont|ayant|avons) (?:\w+ )?(?:quitte|denonce|resilie|abandonne|renonce)|"
    r"claque la porte|(?:est|suis|etait) (?:\w+ )?(?:sortie?|partie?))(?: (?:de|a))? (?:l'|mon )?$"
)
_NOT_OPTAM_AFTER = re.compile(r"^ ?(?:non\b|: ?non|pas\b)")
_NAMED_AGAIN = 25  # letters within which an option that was refused is only called by its name
_GIVEN_UP = r"(?:pas|plus|jamais|denonce|quitte|resilie|abandonne|renonce)"
_NO_MEMBER = "sai|compren|arriv|voi[rst]|croi|pens|aim|gagn|connai"  # « l’OPTAM, je n’y comprends pas grand-chose »
_TAKEN_UP = re.compile(  # « l’OPTAM, je ne l’ai pas », « elle l’a dénoncée », « que je n’ai pas signé »
    rf",? ?(?:je |j'|on |nous |elle |il )(?:ne |n')?(?:l'|y )(?!{_NO_MEMBER})\w+ {_GIVEN_UP}\b"
    r"(?! regrett| lu\b| compris)|"
    rf",? ?(?:je |j'|on |nous |elle |il )(?:ne |n')?en (?:fai\w+|suis|est|veu\w+) {_GIVEN_UP}|"
    r",? ?(?:je |j'|on |nous |elle |il )(?:ne |n')?en (?:vois pas l'interet|(?:ai|a|avais|avait) jamais entendu)|"
    rf",? ?(?:je |j'|on |nous |elle |il )(?:ne |n')?en (?:ai|a|avons) (?:pas|plus)(?= ?(?:[.,;?!]|$))|"
    r",? ?(?:je |j'|on |elle |il )(?:ne |n')?(?:en )?(?:ai|a|avons|veu[tx]) (?:jamais|pas|plus) (?:voulu )?"
    r"(?:en )?(?:entendre parler|voulu\b)|"  # « l’OPTAM il a jamais voulu en entendre parler »
    r",? ?(?:je |on |elle |il )(?:ne |n')?(?:suis|est) pas (?:dedans|adherente?|signataire)|"
    rf",? ?(?:que |qu'|auquel |a laquelle )(?:je |j'|on |nous |elle |il )(?:n')?(?:ai|a|avons|adhere) {_GIVEN_UP}\b"
)


def convention(text: Folded) -> Iterator[Found]:
    """Yield secteur and optam; « secteur 2 sans OPTAM » gives False, « OPTAM ou pas ? » nothing."""
    without = -_NAMED_AGAIN
    for match in _SECTEUR.finditer(text.text):
        yield found("secteur", _SECTEURS[match[1]], match)
        if none := _NO_OPTION.match(text.text, match.end()):
            without = none.end()
            yield found("optam", False, match)
    if unbound := _NO_CONVENTION.search(text.text):
        yield found("secteur", 3, unbound)
    for match in _OPTAM.finditer(text.text):
        before, after = clause_before(text, match.start()), clause_after(text, match.end())
        refused = denied(before) or _LEFT.search(before) or _NOT_OPTAM_AFTER.match(after)
        refused = refused or _TAKEN_UP.match(text.text, match.end())
        if refused or match.start() > without + _NAMED_AGAIN:  # « sans l’option, vous savez, l’OPTAM »
            yield found("optam", not refused, match)


_STATED: tuple[tuple[str, Any, str], ...] = (
    (
        "mep",
        True,
        (
            r"\b(?:mep\b|(?:a )?exercice particulier|homeopathe\b|homeopathie|acupunct\w+|osteopathe\b|"
            r"mesotherapeute\b|medecin\w* du sport|medecin esthetique)"
        ),
    ),
    (
        "status",
        "remplaçant",
        r"(?<!ma )(?<!mon )(?<!notre )(?<!la )(?<!le )(?<!les )(?<!sa )(?<!son )(?<!une )(?<!ex-)(?<!le jeune )"
        r"\bremplacante?\b(?! de (?:l'|mon|ma|son)|\w* (?:l'|mon |ma )?assistant)",
    ),
    (
        "status",
        "mixte",
        (
            r"\b(?:activite|exercice|statut) mixte\b|\bmi-?liberal|\b(?:salariee?|travaille|ph|praticien) (?:aussi |"
            r"en partie |partiel\w* |a mi-temps )?(?:a l'hopital|en hopital|au chu|en ehpad|en centre)|"
            r"\bmi-temps (?:liberal|hospitalier|a l'hopital|hopital)\b|"
            r"\b(?:hospitalier\w*|ph|salariee?)(?: [\w']+){0,4}? (?:a )?temps partiel|\bliberale? le reste|"
            r"\ble reste en (?:cabinet|liberal)|\bmoitie (?:a l')?(?:hopital|hosto|salarie\w*|liberal)\b|"
            r"\bjours? (?:par semaine )?a l'(?:hopital|hosto)\b|"
            r"\bsalariee? (?:d'un |en )?centre(?: [\w'-]+){0,5} (?:et|le reste) en (?:cabinet|liberal)|"
            r"\b(?:h|heures?|jours?|/semaine|semaine) (?:par semaine )?de salari"
        ),
    ),
    (
        "new_installer",
        True,
        (
            r"\b(?:(?:jeune|nouvel\w*|nouvellement|fraichement|recemment|tout juste|viens? de (?:m'|"
            r"s')?)[ -]?install\w*|(?:primo|neo)[- ]?install\w*|1e install\w*|"
            r"je m'installe\b|une fois (?:bien |enfin )?installee?\b|install\w* (?:\d|1[01]) mois\b|"
            r"installee? (?:depuis|il y a|y a) (?:peu|\w+ mois|quelques|un an|1 an)|"
            r"m'installer (?:en|dans|bientot|l'an)|vais m'installer|m'etre installe\w*|"
            r"(?:debute|demarre|me lance|passe|fraichement arrivee?|arrive) en liberal|"
            r"(?:nouvellement|fraichement) (?:liberale?|conventionnee?)|"
            r"je debute\b(?! (?:a|dans|ds|mon|ma|le|la)\b)|(?<!encore )(?:visse|pose)r? (?:ma|sa) plaque|"
            r"\d{1,2} (?:premiers )?mois d'(?:exercice|installation|activite liberale)|premiers mois d'exercice|"
            r"(?:moins d['e] ?|< ?)(?:un|1|2) ans? d'(?:exercice|installation)|install\w+ ?< ?(?:un|1|2)\b|"
            r"1e annee (?:de|d'exercice|en) liberale?|vient? d'ouvrir|viens d'ouvrir|sors? de l'internat|"
            r"ouvert (?:\w+ \w+ )?(?:il )?y a (?:\d+ mois|un an)|installee? l'an(?:nee)? derni\w*)"
        ),
    ),
    (
        "new_installer",
        False,
        (
            r"\binstallee? (?:depuis|il y a) (?:longtemps|plus de |pres de )?(?:[3-9]|[1-4]\d) ans|"
            r"\binstallee? depuis longtemps|\b(?:install\w+|je suis en poste|j'exerce)(?: [\w'-]+){0,5} depuis "
            r"(?:19\d\d|200\d|201\d|2020)\b"
        ),
    ),
    (
        "coordinated",
        True,
        (
            r"\b(?:msp|maison de sante(?: pluri\w*)?|exercice coordonne|equipe de soins (?:primaires|specialis\w+)|"
            r"esp\b|(?:membre|adherente?|dans) (?:d'une |de la |une |la )?cpts)\b"
        ),
    ),
    (
        "group_size",
        1,
        (
            r"\b(?:j'exerce|je suis|exerce|exercant|exercer|medecin|docteur|travaille|bosse|consulte|installee?|"
            r"pratique|"
            r"generaliste|cabinet|solo et|moi|etant|etre|sois|on est|installer)"
            r"(?: toute?| encore| bien| absolument)*,? (?:seule?|isolee?|solo)\b(?! (?:a|assistante?|am)\b)|"
            r"(?:^|[.,;:!?] ?)(?:toute? )?(?:seule?|solo) (?:dans|avec|=|sans|depuis)|\bl'unique medecin\b|"
            r"^toute? seule?\b|"
            r"\bexercice (?:isole|individuel|solo)|\bseule? (?:dans (?:mon|le|un) cabinet|au cab\w*)|\ben solo\b|"
            r"(?<!une )(?<!la )(?<!toute )\bseule?(?= ?(?:[,.;]|$|p\d\d|\d|avec une? secr))|"
            r"\b(?:sans |pas d'|ni )associee?s?\b|\bcabinet avec personne\b"
        ),
    ),
)
_MOVABLE = re.compile(r"(?:je )?(?:m'|vais m')install|nouvelle install|pose")
_MOVES = re.compile(  # an installed doctor moves with her contract
    r"\b(?:quitte\w*|demenag\w*|me suit|mon contrat|contrat en cours|transfer\w*|autre (?:region|departement))\b"
)
_STATED_PATTERNS = tuple((field, value, re.compile(pattern)) for field, value, pattern in _STATED)


def situation(text: Folded) -> Iterator[Found]:
    """Yield MEP, status, new installer, coordination and a practice of one; « pas en MSP » is no coordination."""
    for field, value, pattern in _STATED_PATTERNS:
        for match in pattern.finditer(text.text):
            if field == "new_installer" and value and _MOVES.search(text.text) and _MOVABLE.match(match[0]):
                continue
            refused = isinstance(value, bool) and denied(clause_before(text, match.start()))
            yield found(field, value is not refused if isinstance(value, bool) else value, match)


_CCAM = re.compile(
    r"(\d{1,3}(?:[,.]\d+)?) ?% (?:[\w']+ ){0,8}?(?:(?:\w+ ){0,4}?(?:vien|provien|issu|relev)\w* "
    r"(?:de )?(?:la |des |du )?)?(?:d'actes (?:de (?:la )?)?|d')?(?:ccam|actes techniques|techniques?)\b|\b(?:ccam|"
    r"actes techniques)\b[^.?;]{0,25}?(\d{1,3}(?:[,.]\d+)?) ?%"
)
_CLINICAL = re.compile(
    r"(\d{1,3}) ?% (?:d')?(?:\w+ ){0,3}?(?:cliniques?|consultations?)\b(?! (?:en plus|de plus|supp))"
)
_CCAM_PART = re.compile(
    rf"\b(?P<more>plus (?:de |d')(?:deux )?)?{FRACTION} (?:(?:de |des |d'|en |est |sont |vien\w* |provien\w* |hors )"
    r"(?:[\w']+ ){0,4}?){0,3}?(?:la |l')?(?:actes (?:de (?:la )?)?)?(?:ccam|actes techniques|techniques?)\b"
)


def ccam_shares(text: Folded) -> Iterator[Found]:
    """Yield the share of technical acts in the fees, in percent; « 85 % de clinique » is 15 % of acts."""
    for pattern, clinical in ((_CCAM, False), (_CLINICAL, True)):
        for match in pattern.finditer(text.text):
            share = float(next(group for group in match.groups() if group).replace(",", "."))
            if share <= 100:
                share = 100 - share if clinical else share
                said = clause_before(text, match.start()) + match[0][: match[0].rindex("%")]
                if re.search(r"\b(?:moins de|sous(?: les| la barre des)?|en dessous de|<) ?[\d,.]* ?$", said):
                    share -= 1
                yield found("ccam_share", share if share > 1 else share / 100, match)
    for match in _CCAM_PART.finditer(text.text):
        yield found("ccam_share", round(float(share_of(match)) * 100) + bool(match["more"]), match)
