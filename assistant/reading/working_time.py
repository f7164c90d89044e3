"""Working time of the assistant, exactly: « mi-temps », « 0,5 », « ½ », « 17 h 30 », « deux temps pleins »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from assistant.reading.facts import Found, clause_before, found
from assistant.reading.shares import FRACTION, share_of
from assistant.reading.taken import Taken
from french import Folded

FULL_WEEK = Fraction(35)  # hours
_HALF, _THIRD, _FULL = Fraction(1, 2), Fraction(1, 3), Fraction(1)
_FIXED = (
    (
        Fraction(3, 2),
        (
            r"(?:\b(?:un|1) )?\b(?<!tiers[- ])(?:temps plein|plein temps|etp|temps) et demi\b(?!-)|"
            r"\b(?:un|1) et demi (?:etp|assistant)|\b1 etp 1/2|"
            r"\b1 1/2(?: etp)?|\bun temps plein (?:plus|\+) un mi-temps|1[,.]50? ?(?:etp|temps plein|poste|"
            r"assistant)|1[,.]5\b(?! ?[%k])"
        ),
    ),
    (_FULL, r"(?<!annee )(?<!^an )(?<![^r] an )\b2 mi[- ]temps\b"),
    (
        _HALF,
        (
            r"\b(?:mi[- ]?temps|demi[- ]?temps|demi[- ]?poste|demi[- ]?etp|demi[- ]equivalent\w*|1/2[- ]?temps|"
            r"1/2 ?etp|1/2 ?poste|un demi)\b|\b0?[,.]50? ?(?:etp|equivalent temps plein|temps|poste)\b|"
            r"(?<![\d/,.])0[,.]50?\b(?! ?%)(?![\d/])|(?<![\d/])1/2(?![\d/])|"
            r"(?<=du )demi\b(?= (?:a|au)\b)|\bmoitie (?:de |d'un |d'une |d')(?:poste|temps plein|etp|assistante?)\b"
        ),
    ),
    (
        _THIRD,
        (
            r"\b(?:tiers[- ]temps|option (?:d\'?)?(?:un |1 )?tiers|(?:un |1 )tiers d\'(?:assistant|am\b)\w*|"
            r"tiers[- ]de[- ](?:temps|poste)|"
            r"tiers d'?etp|un tiers (?:d'un )?(?:etp|temps|poste)|1/3[- ]?(?:de )?(?:temps|etp|"
            r"poste)|0[,.]33\d?(?: ?etp)?)\b|(?<![\d/])1/3(?![\d/]| ?(?:payant|des|de la|du))"
        ),
    ),
    (
        _FULL,
        r"\b(?:temps[- ]plein|plein[- ]temps|(?:temps|poste)[- ](?:complet|entier)|full[- ]time|etp complet|(?:1|"
        r"un)(?:[,.]0)? ?etp)\b(?! et demi)|"
        r"(?<=mi-temps )(?:et|ou|au|vs) (?:le |un |du )?plein\b|\bmoitie du plein\b",
    ),
)
_FIXED_PATTERNS = tuple((value, re.compile(pattern)) for value, pattern in _FIXED)
_POSTS = re.compile(  # « 3 AM à temps plein »
    r"(?<!/)(?<!annee )(?<!^an )(?<![^r] an )\b([2-9]) (?:temps[- ]pleins?|pleins? temps|"
    r"(?:assistante?s?|am|personnes) (?:medica\w+ )?(?:a )?(?:temps[- ]pleins?|plein temps))\b"
)
_DECIMAL = re.compile(
    r"(?<![\d,.])(?<!annee )(?<!^an )(?<![^r] an )(\d(?:[,.]\d{1,2})?) ?(?:etp|"
    r"equivalents? temps plein)\b(?! et demi| 1/2| de medecins)"
)
_A_GROUP_S = re.compile(  # « ils partiraient sur 4 », « s'ils n'en prennent que 3 »: a company's assistants
    r"(?:\bpart(?:ent|irai\w*|ir|ons|iront) sur |\btabl\w+ sur |\bn'en (?:prenn|prendr|embauch|veul|recrut)\w+ que |"
    r"\ben (?:prenn|prend|embauch|recrut)\w* )(\d)(?: (?:a )?(?:temps plein|plein temps)|"
    r"(?= ?(?:[?!.;,:]|$|assistants?\b|am\b|l'|on\b|ca\b|combien\b|quel)))"
)
_HOURS = re.compile(
    r"(?<![\d,.])(\d{1,2})(?:[,.](5)0?)? ?h(?:eures?)?(?: ?(\d{2})|(?P<half> et demie?))?\b"
    r"(?! de formation| de (?:standard|secretariat|cours)|(?: ?(?:/|"
    r"par) ?semaine)? de salari)"  # her own salaried hours are not the assistant's
)
_BARE = re.compile(  # « et le plein ? », « et 35 ? » after « 17 h 30 »
    r"^ ?(?:(?:et|ou|pour|a|avec|le|la|un|au|sur) )*(?:(mi|demi)|plein|complet|35)(?: temps| h)? ?[?!.]*$"
)
_OF_A_POST = re.compile(
    r"\b(?:secretaire|assistante?|am)(?: medicale?)?(?: (?:qui|a|de|en|fait|travaille|bosse|pour|seulement))* ?$|"
    r"^ ?(?:et )?pour $"
)
_WEEKLY = re.compile(r"^ ?(?:/|par|hebdo|la) ?(?:sem|hebdo)?|^ ?semaine")
_PERCENT = re.compile(
    r"\b(?:assistante?|temps|poste|embauche\w*|recrut\w+|prends?|contrat|travaille|am) "
    r"(?:medicale? )?(?:a |de )?(\d{2,3}) ?%|"
    r"\ba (\d{2,3}) ?% (?:du|de) temps"
)
_PARTS = re.compile(  # « aux quatre cinquièmes », « à 4/5e », « trois quarts temps »
    rf"\b(?:(?P<at>aux|a) )?{FRACTION}(?P<of>(?:[- ]| de | d'un )(?:temps(?:[- ](?:plein|complet))?|poste|etp)\b)?"
)
_WORK = re.compile(
    r"\b(?:assistante?s?|am|secretaires?|temps|poste|etp|contrat|embauch\w+|recrut\w+|travaill\w+|boss\w+)\b"
)
_OF_SOMETHING = re.compile(r" (?:des?|du|d')(?! temps)\b")
_ALREADY = re.compile(
    r"\b(?:deja|actuellement|en plus d(?:e|'|u)|a cote d|"
    r"j'ai (?:un|une|1|mon)|"
    r"(?:il|elle|associee?|collegue|confrere|consoeur|(?:dre?|docteure?) [a-z'-]+) a (?:un|une|1)|"
    r"j'ai ?$|j'ai signe (?:un|mon|1)|avec une? assistante? a|augmenter (?:mon|le|de))(?: ?\w+){0,4} ?$"
)
_CHANGE = (
    r"\b(?:(?:re)?pass(?:er|e|es|age|ant|ons)|bascul\w+|(?:re)?descend\w*|evolu\w+|mont(?:er|e|ons)|augment\w+|diminu\w+)"
    r"(?: mon am| mon assistante?)? (?:de |d'|du )(?:une? |l'option )?"
)
_FROM = re.compile(rf"{_CHANGE}$")
_FROM_ONE = re.compile(rf"{_CHANGE}(1|un)(?= (?:a|vers|et) )")
_HALF_TO_ONE = re.compile(r"(?<=0[,.]5 a )1\b(?! ?[,.]\d|\d| ?etp)")
_DROPPED = re.compile(  # « laissez tomber le plein temps. mi-temps, année 3 ? »
    r"\b(?:laiss\w+ tomber|oubli\w+|abandonn\w+|renonc\w+ au?)(?: ?(?:le|un|mon))? ?$"
)
_SINCE = re.compile(r"^ ?depuis\b")
_GROWING = re.compile(
    r"\b(?:2e|autre|second\w*|passer|augmenter|supplementaire|de plus|en plus|r?ajouter|completer|"
    r"en (?:avoir|prendre|embaucher) (?:2|une? autre|une? 2e))\b"
)


_ONE_MORE = re.compile(r"\bune? (?:2e|seconde?|autre)\b(?! (?:an|annee|contrat|medecin|associee?|versement)\b)")
_RUNS = re.compile(  # « contrat de 2024, un assistant à plein temps, objectifs atteints : un deuxième ? »
    r"(?:^|, |\b(?:a|ai|avait|avais|j'ai|contrat|et) )signee?s?\b|\bcontrat (?:individuel )?(?:du \d|de 20)|"
    r"\bobjectifs? (?:sont )?(?:atteint|tenu|rempli)\w*"
)


def working_times(text: Folded, asked: str | None = None, said_last: str | None = None) -> Iterator[Found]:
    """Yield etp and current_etp (what the doctor already has); hours of training are not working time."""
    said = sorted(_mentions(text, {asked, said_last}), key=lambda item: item[1].start())
    growing = _GROWING.search(text.text) is not None
    one_more = _ONE_MORE.search(text.text) if _RUNS.search(text.text) else None
    has_current = False
    for value, match in said:
        before = clause_before(text, match.start())
        if not 0 < value <= 10 or (len(said) > 1 and _DROPPED.search(before)):
            continue
        already = (one_more and one_more.start() > match.end()) or (growing and _ALREADY.search(before))
        since = _SINCE.match(text.text[match.end() : match.end() + 30])
        held = match.re is _FROM_ONE or _FROM.search(before) or already or since or asked == "current_etp"
        if held and not has_current:
            has_current = True
            yield found("current_etp", value, match)
        else:
            yield found("etp", value, match)


def _parts(text: Folded) -> Iterator[re.Match[str]]:
    """Yield the parts of a post: « aux deux tiers de mes patients » is none, nor « confiée à un tiers »."""
    for match in _PARTS.finditer(text.text):
        of_a_post = match["of"] or (match["at"] and _is_of_a_post(text, match))
        if of_a_post and Fraction(1, 4) < share_of(match) < 1:
            yield match


def _is_of_a_post(text: Folded, match: re.Match[str]) -> bool:
    """Whether « aux quatre cinquièmes » is a working time: quarters and fifths are, others beside a word of work."""
    if match["half"] or match["top"] in ("un", "1") or _OF_SOMETHING.match(text.text, match.end()):
        return False
    return share_of(match).denominator in (4, 5) or _WORK.search(clause_before(text, match.start())) is not None


def _mentions(text: Folded, spoken_of: set[str | None]) -> Iterator[tuple[Fraction, re.Match[str]]]:
    taken = Taken(text)

    def free(match: re.Match[str]) -> bool:
        if not taken.free(*match.span()):
            return False
        taken.take(*match.span())
        return True

    for match in (*_FROM_ONE.finditer(text.text), *_HALF_TO_ONE.finditer(text.text)):
        if free(match):
            yield _FULL, match
    for match in (*_POSTS.finditer(text.text), *_A_GROUP_S.finditer(text.text)):
        if free(match):
            yield Fraction(int(match[1])), match
    yield from ((share_of(match), match) for match in _parts(text) if free(match))
    for match in _DECIMAL.finditer(text.text):
        if "/" not in text.text[max(0, match.start() - 1) : match.start()] and free(match):
            yield Fraction(match[1].replace(",", ".")).limit_denominator(12), match
    for value, pattern in _FIXED_PATTERNS:
        yield from ((value, match) for match in pattern.finditer(text.text) if free(match))
    for match in _HOURS.finditer(text.text):
        minutes = 30 if match[2] or match["half"] else int(match[3] or 0)
        hours = Fraction(match[1]) + Fraction(minutes, 60)
        weekly = bool(
            hours in (FULL_WEEK, FULL_WEEK / 2)
            or _WEEKLY.match(text.text[match.end() : match.end() + 20])
            or _OF_A_POST.search(clause_before(text, match.start()))
            or (len(text.text) < 30 and spoken_of & {"etp", "current_etp"})
        )
        if weekly and 5 <= hours <= 39 and free(match):
            yield min(hours / FULL_WEEK, _FULL), match
    if "etp" in spoken_of and (bare := _BARE.match(text.text)) and free(bare):
        yield (_HALF if bare[1] else _FULL), bare
    for match in _PERCENT.finditer(text.text):
        if free(match):
            yield Fraction(int(match[1] or match[2]), 100), match
