"""The doctor and her practice: specialty, secteur, OPTAM, age, group, status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from assistant.reading.facts import Fact, clause_after, clause_before, fact, is_required
from assistant.reading.normalise import Folded
from assistant.reading.vocabulary import any_of, lexicon

_NOT = re.compile(
    r"(?:\bpas|\bplus|\bni|\bnon|\bsans|\bhors|\bexcepte|\bautre que|\bjamais)(?: (?:encore|un|une|en|de|du|"
    r"d'|dans|le|la|l'|une?|signe|adhere|a|au|zone|medecin|bien|sous))* ?-?$"
)
_CHANGED = re.compile(
    r"(?:formation|ecole|code|consult\w*|avis|adresse\w* (?:a|au|chez)|chez (?:le|la|un|une)|mon confrere|"
    r"mon associe|ma consoeur|mon mari|ma femme|collegue) ?(?:une? |le |la |l'|est )?$"
)


_ONLY_THEM = re.compile(r"(?:\bque|seulement|uniquement|reserve\w*) (?:pour |aux? )(?:les )?(?:medecins? )?$")


@cache
def _specialties() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, any_of(patterns, to_the_end=True)) for name, patterns in lexicon("specialites").items())


def specialties(text: Folded) -> Iterator[Fact]:
    """Yield each specialty named, the longest reading of the same words; « pas généraliste » yields nothing."""
    found = [(match, name) for name, pattern in _specialties() for match in pattern.finditer(text.text)]
    found.sort(key=lambda item: (item[0].start(), -(item[0].end() - item[0].start())))
    specific = {name.split("-")[0] for _, name in found if "-" in name}  # « chirurgien viscéral… les chirurgiens »
    end = 0
    for match, name in found:
        if match.start() < end or name in specific:
            continue
        end = match.end()
        before = clause_before(text, match.start())
        if not (_NOT.search(before) or _CHANGED.search(before[-30:]) or _ONLY_THEM.search(before)):
            yield fact(text, "specialty", name, match)


_SECTEUR = re.compile(
    r"\b(?:s(?: |-)?(?=[123])|secteurs?[ -]?(?:n ?°? ?)?)(1|2|3|un|ii|iii|i)\b(?! ?(?:ou|/) ?[123]\b|"
    r" et (?:le |secteur )?[123]\b)"
)
_SECTEURS = {"1": 1, "un": 1, "i": 1, "2": 2, "ii": 2, "3": 3, "iii": 3}
_MUST_BE = re.compile(r"\b(?:faut|oblig\w+|doit|dois)(?:[- ]?(?:il|on|je))?(?: d')? ?(?:etre )?(?:en |au )?$")
_NO_CONVENTION = re.compile(r"\b(?:non[- ]conventionne\w*|deconventionne\w*|hors convention\b|pas conventionne\w*)")
_OPTAM = re.compile(r"\b(?:optam|aco\b|option (?:de pratique )?tarifaire)(?:[ -]?(?:co|aco|chirurgie)\b)?")
_NOT_OPTAM_AFTER = re.compile(r"^ ?(?:non\b|: ?non|pas\b)")
_OPTAM_OR_NOT = re.compile(r"^ ?(?:ou pas|ou non|ou sans)")


def convention(text: Folded) -> Iterator[Fact]:
    """Yield secteur and optam; « secteur 2 sans OPTAM » gives False, « OPTAM ou pas ? » nothing."""
    for match in _SECTEUR.finditer(text.text):
        before = clause_before(text, match.start())
        if not _NOT.search(before) and not _MUST_BE.search(before):
            yield fact(text, "secteur", _SECTEURS[match[1]], match)
    if unbound := _NO_CONVENTION.search(text.text):
        yield fact(text, "secteur", 3, unbound)
    for match in _OPTAM.finditer(text.text):
        after = clause_after(text, match.end())
        if _OPTAM_OR_NOT.match(after):
            continue
        before = clause_before(text, match.start())
        refused = _NOT.search(before) or _NOT_OPTAM_AFTER.match(after)
        if refused or not is_required(text, match):
            yield fact(text, "optam", not refused, match)


_AGE = re.compile(r"(?<![\d,])(\d{2}) ans\b")
_NOT_AGE = re.compile(
    r"(?:depuis|il y a|pendant|dans|duree|sur|patiente?s?(?: \w+)?(?: de| ages?| agee?)?(?: plus|"
    r" moins)?(?: de)?|enfants?(?: de)?|formation de|apres|contrat de|bail de|les|aux?|age de|de plus de|"
    r"partir de) ?$"
)
_MY_AGE = re.compile(
    r"(?:j'ai|j'aurai|je vais avoir|agee? de|ai|moi|mes|bientot|j'approche|fete|medecin de|generaliste de|"
    r"docteur de)(?: eu| plus de| moins de| passe| depasse| deja| bientot| fete| mes| les)* ?$"
)


def ages(text: Folded) -> Iterator[Fact]:
    """Yield the doctor's age; « plus de 65 ans » is read as 66, « moins de 65 ans » as 64."""
    for match in _AGE.finditer(text.text):
        before = clause_before(text, match.start())
        value = int(match[1])
        mine = _MY_AGE.search(before)
        if not mine and (
            _NOT_AGE.search(before) or not 50 <= value <= 90 or re.search(r"patient|enfant|contrat", before)
        ):
            continue
        if re.search(r"moins de $", before):
            value -= 1
        elif re.search(r"(?:plus de|depasse|passe) (?:les )?$", before):
            value += 1
        if 23 <= value <= 100:
            yield fact(text, "age", value, match)


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
        r"(?<!ma )(?<!mon )(?<!notre )\bremplacante?\b(?! de (?:l'|mon|ma|son)|\w* (?:l'|mon |ma )?assistant)",
    ),
    (
        "status",
        "mixte",
        (
            r"\b(?:activite|exercice|statut) mixte\b|\bmi-?liberal|\b(?:salariee?|travaille|ph|praticien) (?:aussi |"
            r"en partie |partiel\w* |a mi-temps )?(?:a l'hopital|en hopital|au chu|en ehpad|en centre)|"
            r"\bhospitalier (?:a )?temps partiel|\b(?:h|heures?|jours?|/semaine|semaine) (?:par semaine )?de salari"
        ),
    ),
    (
        "new_installer",
        True,
        (
            r"\b(?:(?:jeune|nouvel\w*|nouvellement|fraichement|recemment|tout juste|viens? de (?:m'|"
            r"s')?)[ -]?install\w*|primo[- ]install\w*|premiere installation|1e installation|je m'installe\b|"
            r"je vais m'installer|installee? (?:depuis|il y a) (?:peu|\w+ mois|quelques)|m'installer (?:en|dans|"
            r"bientot|l'an)|vais m'installer|je debute en liberal|m'etre installe\w*)"
        ),
    ),
    (
        "new_installer",
        False,
        (
            r"\binstallee? (?:depuis|il y a) (?:longtemps|plus de |pres de )?(?:[3-9]|[1-4]\d) ans|"
            r"\binstallee? depuis longtemps"
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
            r"\b(?:(?:j'exerce|je suis|exerce|exercant|medecin|travaille|installee?|pratique|generaliste|cabinet|"
            r"solo et|tout|toute|etant|etre|sois)(?: (?:toute? |encore |bien )?)(?:seule?|isolee?|solo)\b(?! a )|"
            r"exercice isole|seule? (?:dans (?:mon|le|un) cabinet|au cabinet)|en solo|seule? en cabinet|"
            r"medecin isole)"
        ),
    ),
)
_STATED_PATTERNS = tuple((field, value, re.compile(pattern)) for field, value, pattern in _STATED)
_TEAM = re.compile(
    r"\b(?:nous sommes|on est|on sera|cabinet (?:de groupe )?(?:de|a|avec)|groupe de|exerce a|exercons a|"
    r"msp (?:de|a|avec)|avec)(?: un groupe de)? (\d{1,2}|deux|trois)(?: (?:autres ))?(?: ?(medecins?|"
    r"associee?s?|generalistes?|docteurs?|mg|praticiens?|confreres?|consoeurs?))?\b(?! ?(?:assistant|etp|"
    r"ans|mois|patients|a se partager|%|h\b|€|temps|mi-temps|pour|km\b|kilom|minutes|heures|jours|\d))"
)
_COMPANY_TEAM = re.compile(
    r"\b(?:scp|scm|sisa|sel(?:arl|as)?|msp|groupe|societe) (?:\w+ )?(?:a|de|avec) (\d{1,2})\b(?! ?(?:etp|ans|%|"
    r"h\\b|€|temps))"
)
_PARTNERS = re.compile(r"\b(\d{1,2}) (?:medecins|associee?s|generalistes|membres|docteurs|mg|praticiens)\b")
_BARE_TEAM = re.compile(r"nous sommes|on est|on sera|cabinet|exerce|exercons")


_ASKED_AFTER = re.compile(r"^[ a-z-]{0,12}(?:exige\w*|indispensable|oblig\w+|necessaire|requis\w*|imperati\w+)")


def situation(text: Folded) -> Iterator[Fact]:
    """Yield MEP, status, new installer, coordination and a practice of one."""
    for field, value, pattern in _STATED_PATTERNS:
        for match in pattern.finditer(text.text):
            refused = _NOT.search(clause_before(text, match.start()))
            if field == "group_size" and (refused or re.search(r"\bsi\b", clause_before(text, match.start())[-12:])):
                continue
            if is_required(text, match) or _ASKED_AFTER.match(clause_after(text, match.end())):
                continue
            if isinstance(value, bool):
                yield fact(text, field, value is not bool(refused), match)
            elif not refused:
                yield fact(text, field, value, match)
            break


def team(text: Folded, collective: bool) -> Iterator[Fact]:
    """Yield group_size, or members where a company or the collective aid is spoken of."""
    for match in (*_TEAM.finditer(text.text), *_COMPANY_TEAM.finditer(text.text), *_PARTNERS.finditer(text.text)):
        named = match.re is not _TEAM or match[2] is not None
        if is_required(text, match) or not (named or _BARE_TEAM.search(match[0])):
            continue
        if re.search(r"partag|mutualis|autre|combien|chiffre", clause_before(text, match.start())[-30:]):
            continue
        size = {"deux": 2, "trois": 3}.get(match[1]) or int(match[1])
        if 1 <= size <= 99:
            yield fact(text, "members" if collective else "group_size", size, match)
            return


_CCAM = re.compile(
    r"(\d{1,3}(?:[,.]\d+)?) ?% (?:d')?(?:\w+ ){0,4}?(?:ccam|actes techniques|techniques?)\b|\b(?:ccam|"
    r"actes techniques)\b[^.?;]{0,25}?(\d{1,3}(?:[,.]\d+)?) ?%"
)
_CLINICAL = re.compile(r"(\d{1,3}) ?% (?:\w+ ){0,3}?(?:clinique|consultations?)\b")


def ccam_shares(text: Folded) -> Iterator[Fact]:
    """Yield the share of technical acts in the fees, in percent; « 85 % de clinique » is 15 % of acts."""
    for pattern, clinical in ((_CCAM, False), (_CLINICAL, True)):
        for match in pattern.finditer(text.text):
            share = float(next(group for group in match.groups() if group).replace(",", "."))
            if not is_required(text, match) and share <= 100:
                share = 100 - share if clinical else share
                if re.search(r"moins de $", clause_before(text, match.start())):
                    share -= 1
                yield fact(text, "ccam_share", share if share > 1 else share / 100, match)
                return
