"""Dates as doctors give them: a day when one is said, otherwise the period; a day is never guessed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from assistant.reading import past_rules
from assistant.reading.facts import clause_after, clause_before
from assistant.reading.taken import Taken
from french import MONTH_NUMBERS, Folded
from rules.profile import FIRST_DAY, LAST_DAY

_MONTH = rf"({'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\.?"
_SEASONS = {"printemps": (3, 5), "ete": (6, 8), "rentree": (9, 9), "automne": (9, 11)}
_PARTS = {
    "debut": (1, 3),
    "mi": (5, 8),
    "fin": (10, 12),
    "1e semestre": (1, 6),
    "2e semestre": (7, 12),
    "1e trimestre": (1, 3),
    "2e trimestre": (4, 6),
    "3e trimestre": (7, 9),
    "4e trimestre": (10, 12),
}
_PERIOD = "|".join([*_SEASONS, *_PARTS])
_PATTERNS = {
    "iso": re.compile(r"\b(20[12]\d)-(\d{2})-(\d{2})\b"),
    "numeric": re.compile(r"(?<![\d/])(\d{1,2})([/.-])(\d{1,2})\2(20[12]\d|[12]\d)(?![\d/])"),
    "day": re.compile(rf"\b(\d{{1,2}})e? {_MONTH} (20[12]\d)\b"),
    "month": re.compile(rf"\b(?:(debut|mi|fin)[ -])?{_MONTH} (20[12]\d|(?<=[a-z. ])[12]\d(?= |$|[?,.;]))\b"),
    "numeric_month": re.compile(r"(?<![\d/])(0?[1-9]|1[0-2])/(20[12]\d)(?![\d/])"),
    "period": re.compile(rf"\b({_PERIOD})(?: de| d'| l'annee)? ?(20[12]\d)\b"),
    "winter": re.compile(r"\bhiver(?: de| d'| l'annee)? ?(20[12]\d)(?: ?[-/] ?(?:20)?[12]\d)?\b"),
    "launch": past_rules.LAUNCH,
    "last_season": re.compile(r"\b(printemps|ete|automne|hiver) (dernier|passe)\b"),
    "last_month_name": re.compile(rf"\b{_MONTH} (dernier|passe|prochain)\b"),
    "installed": re.compile(  # « installée en septembre »: the last one; « en sept » was read as 7
        rf"\binstall\w* (?:en |depuis |debut |mi[- ]|fin )+(?:{_MONTH}|7)\b"
        r"(?! ?(?:(?:de |d'|l'an(?:nee)? )*(?:19|20)\d\d|ans|mois|jours|semaines|,? ?il y a))"
    ),
    "year": re.compile(r"\b(20[123]\d)\b(?! ?(?:patients|€|euros|heures|mt\b|-20))"),
    "day_this_year": re.compile(rf"\b(?:le )(\d{{1,2}})e? {_MONTH}(?! 20\d\d)\b"),
    "relative": re.compile(
        r"\b(aujourd'hui|hier|demain|maintenant|ce jour|ce mois(?:[- ]ci)?|le mois dernier|"
        r"le mois prochain|l'an dernier|l'annee derniere|l'an passe|cette annee|l'an prochain|"
        r"l'annee prochaine)\b"
    ),
    "ago": re.compile(r"\bil y a (\d{1,2}|une?) (ans?|annees?|mois)\b"),
    "since": re.compile(
        r"\b(?:il y a|voila|ca fait|depuis) (\d{1,2}|une?) (ans?|annees?|mois|semaines?|jours?)\b( (?:et demie?|1/2))?"
    ),
}
_NOT_A_DATE = re.compile(
    r"\b(?:conv(?:ention)? (?:medicale |actuelle )?(?:de |en )?20\d\d(?:[-/ ]+20\d\d)?|"
    r"reglement arbitral (?:de )?20\d\d|ma sante 2022|"
    r"2024[-/ ]+2029|(?:arrete|plaquette|brochure|article|document|courrier|mail|bulletin|depliant|guide|fiche|"
    r"note)s? de 20\d\d|arrete du \d+e? \w+ 20\d\d|"
    r"(?:grilles?(?: conventionnelles?)?|budget) (?:en |pour |de )?20\d\d|"
    r"avenant (?:n ?°? ?)?\d{2,}(?: \w+'?){0,5}? 20\d\d)"  # avenant 76: the employees' agreement, no aid contract
)
_BEFORE = re.compile(r"\b(?:avant|anterieur\w* a|jusqu'en|jusqu'a)(?: (?:le|la|l'|fin|debut))? ?$")
_AFTER = re.compile(r"\b(?:apres|a partir de|a partir du|posterieur\w* a|depuis)(?: (?:le|la|l'|fin|debut))? ?$")
_SIGNED = re.compile(
    r"\b(?:(?:re)?sign(?!al)\w*|contrat\w*|conclu\w*|demarr\w*|debut\w*|commenc\w*|renouvel\w*|avenant|paraph\w*|opt(?:e|es|"
    r"ee)|contractualis\w*|souscri\w*)\b"
)
_HIRED = re.compile(
    r"\b(?:embauch\w*|recrut\w*|engag\w*|contrats? de travail|"
    r"(?<!decision )prises?(?! en charge)(?: de (?:poste|fonction))?|en poste|arriv\w*|pris une?|entree|travaille)\b"
)
_INSTALLED = re.compile(r"\b(?:install\w*|plaque|(?:ouvert|ouverture)(?: \w+)? cabinet)\b")
_YEAR_BEGUN = re.compile(  # « l’année commencée en octobre 2024 », « celle de septembre 2023 »: by its first day
    r"\b(?:celle|annee|annuite)(?: de contrat)?(?:(?: qui)?(?: a)? (?:commenc|entam|demarr|debut|ouvert|part)\w*"
    r"(?: (?:en|le|au|debut|fin|de|du))?|"
    r"(?:,? (?:juste|d'avant|avant|precedente|d'apres|suivante|celle))* (?:de|d'|du)) ?$|"
    r"\bannee,? (?:donc )?ouverte (?:le|en|au) ?$|^ ?(?:donc )?ouverte (?:le|en|au) ?$"
)
_ASIDE = re.compile(  # « la 3e année, commencée en avril », « année 3, avril 2024 », « 4e année (septembre 2025) »
    r"\b[1-9]e annee, (?:commenc|entam|demarr|debut|ouvert)\w* (?:(?:en|le|au|debut|fin) )?$|"
    r"\b(?:[2-9]e annee|(?:an|annee) [2-9]|la [2-9]e) ?[,:(/-] ?(?:(?:donc|soit|c'est-a-dire|a partir de|en|de|le) ?)*$"
)
_TO_THE_NEXT = re.compile(rf" a(?:u)? {_MONTH} 20[12]\d\b")  # « la 2e, de mai 2025 à mai 2026 »
_FROM_ONE = re.compile(rf"\b(?:de|d') ?{_MONTH} 20[12]\d a(?:u)? $")
_HOW_MUCH_THEN = re.compile(r",? ?(?:c'etait|c'est|ca (?:fait|faisait)|j'ai (?:touche|recu)|on touch\w+) combien\b")
_OTHER = re.compile(
    r"\b(?:nee?|naissance|combien d'assistant\w*|nombre (?:de contrats?|d'assistant\w*)|assistante?s en|"
    r"combien .{0,20}(?:medecins|contrats|assistants?)|objectifs? (?:national|du|de la|pour|en|d.ici)|"
    r"(?:de|re)?convention\w*|cpts|these|diplom\w*|retraite|statistiques?|chiffres|"
    r"(?:[1-9]e annee|annee de contrat)(?: commence)?|anniversaire|"
    r"(?:celle|annee|annuite)(?: de contrat)?(?: qui)?(?: a)? (?:commenc\w*|entam\w*|demarr\w*|debut\w*|ouvert\w*)|"
    r"fin (?:de |du )(?:mon |le )?(?:\w+ )?contrat(?= (?:en|au|le|:))|"
    r"finit|finira|termin\w*|expir\w*|echeance|s'arret\w*|s'achev\w*|"
    r"extraits?|rne|kbis|justificatif\w*|reconduit\w*|cess\w*|"  # the end is no signature
    r"quitt\w*|demission\w*|refus\w*|vue?s?|supprim\w*|dispar\w*|chang\w*|modifi\w*|actualis\w*|revaloris\w*|"
    r"maladie|ald|rqth|deas|deap|bac|bts|cancer|greffe|infarctus|souvenirs?|"  # « en ALD, un souvenir de 2019 »
    r"adher\w*|repris\w*|sor[st]\w* de l.optam|textes?(?= (?:de|en|d'))|annonc\w*|vendue?s?|promis\w*|"
    r"d'ici|jusqu'au|(?<!signe )(?<!signes )(?<!conclus )jusqu'en|"
    r"file active|patientele|applicables?|vigueur|dispositif|baremes?|grille|budget|inscri\w*)\b"
)
_JUST_BEFORE = frozenset({"", "en", "le", "au", "debut", "fin", "courant"})
_SENTENCES = re.compile(r"[?!;\n]|\.(?!\d)")
_NTH_YEAR = re.compile(r"\b[1-9]e annee\b")
_DAYS = frozenset({"iso", "numeric", "day", "day_this_year", "ago", "since", "relative"})  # something happened then
_COUNTED = re.compile(
    r"\b(?:combien (?:y a-t-il |y a |avez-vous )?de contrats|(?:nombre|nb) (?:de |d'|am|contrats)|evolution|effectif)"
)

_NEEDS_A_CUE = frozenset({"relative", "day_this_year", "since"})  # « elle a démissionné hier » dates no contract
_SINCE = re.compile(r"\bdepuis(?: (?:le|la|l'|fin|debut))? ?$")  # « depuis 2019 on me dit que… »
_HELD = re.compile(
    r"\b(?:temps|plein|etp|poste|assistante?s?|am|aide|35 ?h)(?: medicale?)?(?: depuis(?: (?:le|fin|debut))?)? ?$"
)
_NOW = re.compile(r"maintenant|aujourd'hui|ce jour|cette annee|demain|l'an prochain|l'annee prochaine")
_TO_SIGN = re.compile(r" ?pour sign")
_SIGNING = re.compile(r"\b(?:(?:re)?sign(?!al)\w*|paraph\w*|contractualis\w*)(?: (?:un|le|mon) contrat)? ?$")
_HIRING = re.compile(r"\b(?:embauch\w*|recrut\w*|engag\w*) ?$")

Role = Literal["signed", "hired", "installed", "rules", "other"]
_CUES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("other", _OTHER), ("installed", _INSTALLED), ("signed", _SIGNED), ("hired", _HIRED),
)  # fmt: skip


@dataclass(frozen=True)
class Period:
    """A stretch of days read from ``[start, end)`` of the folded text, and what happened then."""

    first: date
    last: date
    role: Role
    said: bool  # a word says what the date is of; otherwise the signature is supposed
    start: int
    end: int
    counted: bool = False  # « il y a 3 semaines »: also a number of weeks


def periods(text: Folded, today: date) -> Iterator[Period]:
    """Yield the periods of a question in reading order; impossible dates are passed over."""
    taken = Taken(text)
    for match in _NOT_A_DATE.finditer(text.text):
        taken.take(*match.span())
    found: list[Period] = []
    for name, pattern in _PATTERNS.items():
        for match in pattern.finditer(text.text):
            if not taken.free(*match.span()):
                continue
            taken.take(*match.span())  # even an impossible one: the 31st of February is not « in February »
            bounds = _bounds(name, match, today)
            if bounds is None:
                continue
            if of_rules := _of_rules(text, name, match, bounds, today):
                found.append(of_rules)
            elif name != "launch" and (bounded := _open_ended(text, match.start(), bounds, today)) is not None:
                of, said = _role(text, *match.span()) if name != "installed" else ("installed", True)
                before = clause_before(text, match.start())
                since = _SINCE.search(before) is not None
                known = name not in _NEEDS_A_CUE and (not since or _HELD.search(before) is not None)
                if said or (known and FIRST_DAY <= bounded[1] < today and bounded[0] <= LAST_DAY):
                    counted = name in ("ago", "since")
                    found.append(Period(*bounded, of, said, match.start(), match.end(), counted))
    yield from sorted(found, key=lambda period: period.start)


_DAY_AND_MONTH = re.compile(rf"\b(\d{{1,2}})e? {_MONTH}(?: (20[12]\d))?\b")


def unreal_days(text: Folded) -> Iterator[str]:
    """Yield the days that are in no calendar, in the words of the message: « 31 avril 2023 »."""
    for match in _DAY_AND_MONTH.finditer(text.text):
        year = int(match[3]) if match[3] else 2024  # a leap year: which one is not said
        if not 1 <= int(match[1]) <= calendar.monthrange(year, MONTH_NUMBERS[match[2]])[1]:
            yield text.slice(*match.span())
    for match in _PATTERNS["numeric"].finditer(text.text):
        if _bounds("numeric", match, FIRST_DAY) is None:
            yield text.slice(*match.span())


def _bounds(name: str, match: re.Match[str], today: date) -> tuple[date, date] | None:
    try:
        return _read(name, match, today)
    except (ValueError, OverflowError):  # the 31st of February, or a year out of range
        return None


def _read(name: str, match: re.Match[str], today: date) -> tuple[date, date] | None:  # noqa: PLR0911, PLR0912 a form a line
    groups = match.groups()
    if name == "iso":
        return _day(int(groups[0]), int(groups[1]), int(groups[2]))
    if name == "numeric":
        return _day(_full_year(groups[3]), int(groups[2]), int(groups[0]))
    if name == "day":
        return _day(int(groups[2]), MONTH_NUMBERS[groups[1]], int(groups[0]))
    if name == "month":
        return _month(_full_year(groups[2]), MONTH_NUMBERS[groups[1]])
    if name == "numeric_month":
        return _month(int(groups[1]), int(groups[0]))
    if name == "period":
        first, last = {**_SEASONS, **_PARTS}[groups[0]]
        return date(int(groups[1]), first, 1), _month(int(groups[1]), last)[1]
    if name == "winter":
        return date(int(groups[0]), 12, 1), _month(int(groups[0]) + 1, 2)[1]
    if name == "launch":
        return FIRST_DAY, date(FIRST_DAY.year, 12, 31)
    if name == "last_season":
        return _last_season(groups[0], today)
    if name == "installed":
        return _near_month(MONTH_NUMBERS.get(groups[0], 9), False, today)
    if name == "last_month_name":
        return _near_month(MONTH_NUMBERS[groups[0]], groups[1] == "prochain", today)
    if name == "year":
        return date(int(groups[0]), 1, 1), date(int(groups[0]), 12, 31)
    if name == "day_this_year":
        return _month_without_year(int(groups[0]), MONTH_NUMBERS[groups[1]], today)
    if name in ("ago", "since"):
        count = 1 if groups[0] in ("un", "une") else int(groups[0])
        return _ago(count + (0.5 if groups[2:] and groups[2] else 0), groups[1][:2], today)
    return _relative(groups[0], today)


def _day(year: int, month: int, day: int) -> tuple[date, date]:
    return date(year, month, day), date(year, month, day)


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _last_season(name: str, today: date) -> tuple[date, date]:
    first, last = _SEASONS.get(name, (12, 14))
    for year in (today.year, today.year - 1, today.year - 2):
        end = _month(year + (last > 12), last - 12 if last > 12 else last)[1]
        if end < today:
            return date(year, first, 1), end
    raise ValueError(name)


def _near_month(month: int, coming: bool, today: date) -> tuple[date, date]:
    if coming:
        return _month(today.year + (month <= today.month), month)
    return _month(today.year - (month >= today.month), month)


def _month_without_year(day: int, month: int, today: date) -> tuple[date, date] | None:
    """« le 15 juillet » does not say which year: read only when it is this year's and past by less than six months."""
    found = date(today.year, month, day)
    return (found, found) if timedelta(0) <= today - found <= timedelta(days=183) else None


_ABOUT = {"jo": (1.0, 1), "se": (7.0, 3), "mo": (30.44, 15), "an": (365.25, 182)}  # days of each unit, and its half


def _ago(count: float, unit: str, today: date) -> tuple[date, date]:
    """« il y a deux ans » is known to half a unit, no better."""
    days, slack = _ABOUT[unit]
    middle, slack = today - timedelta(days=round(count * days)), slack if count == int(count) else slack // 2
    return middle - timedelta(days=slack), min(middle + timedelta(days=slack), today)


def _relative(words: str, today: date) -> tuple[date, date]:
    first_of_month = today.replace(day=1)
    if words in ("aujourd'hui", "maintenant", "ce jour"):
        return today, today
    if words in ("hier", "demain"):
        day = today + timedelta(days=1 if words == "demain" else -1)
        return day, day
    if "mois" in words:
        if "dernier" in words:
            end = first_of_month - timedelta(days=1)
            return end.replace(day=1), end
        start = first_of_month + timedelta(days=32) if "prochain" in words else first_of_month
        return _month(start.year, start.month)
    year = today.year + (1 if "prochain" in words else 0 if words == "cette annee" else -1)
    return date(year, 1, 1), date(year, 12, 31)


def _open_ended(text: Folded, start: int, bounds: tuple[date, date], today: date) -> tuple[date, date] | None:
    """« avant mai 2023 » is everything from the first contracts to the day before; « après » runs to today."""
    before = clause_before(text, start)
    if _BEFORE.search(before):
        return (FIRST_DAY, bounds[0] - timedelta(days=1)) if bounds[0] > FIRST_DAY else None
    if _AFTER.search(before) and "depuis" not in before and bounds[1] < today:
        return bounds[1] + timedelta(days=1), today
    return bounds


def _of_rules(text: Folded, name: str, match: re.Match[str], bounds: tuple[date, date], today: date) -> Period | None:
    """Return the time whose rules are asked about, which is that of no contract nor count."""
    before = clause_before(text, match.start())
    vague = name not in _DAYS and not _BEFORE.search(before) and not _AFTER.search(before)
    named = _COUNTED.search(before) or is_of_a_year(text, *match.span())
    if named or bounds[1] >= today or not past_rules.asked_of(text, *match.span(), vague=vague):
        return None
    role: Role = "other" if past_rules.compared(text) else "rules"
    return Period(max(bounds[0], FIRST_DAY), max(bounds[1], FIRST_DAY), role, True, *match.span())


def is_of_a_year(text: Folded, start: int, end: int) -> bool:
    """Whether the date at ``[start, end)`` tells a year of a contract: « commencée en mars », « en mai, combien ? »."""
    before, after = clause_before(text, start), clause_after(text, end)
    spanned = before.strip() in ("de", "d'") and _TO_THE_NEXT.match(after)
    begun = _YEAR_BEGUN.search(before) or _ASIDE.search(text.text[:start])
    return bool(begun or spanned or (before.endswith("en ") and _HOW_MUCH_THEN.match(after)))


def _role(text: Folded, start: int, end: int) -> tuple[Role, bool]:
    """What the date is the date of: the nearest cue before it, then after it; without a cue, the signature."""
    before, after = clause_before(text, start), clause_after(text, end)
    if _COUNTED.search(before) or _FROM_ONE.search(before) or is_of_a_year(text, start, end):
        return "other", True
    if _NOW.match(text.text, start):  # « combien maintenant ? » dates nothing
        return ("signed" if _SIGNING.search(before) else "hired" if _HIRING.search(before) else "other"), True
    if _TO_SIGN.match(after):  # « s’il avait attendu jusqu’au 1er juillet pour signer »
        return "signed", True
    found = [(match.end(), role == "other", role) for role, pattern in _CUES for match in pattern.finditer(before)]
    if found:
        return max(found)[2], True
    if before.strip() in _JUST_BEFORE and _INSTALLED.search(
        _SENTENCES.split(text.text[max(0, start - 60) : start])[-1]
    ):
        return "installed", True  # « elle vient de s’installer, en mars dernier »
    after = _NTH_YEAR.sub(" ", after)  # « en octobre 2020 à mi-temps, la première année ? »: of what is asked
    role = next((role for role, pattern in _CUES if pattern.search(after)), None)
    return role or "signed", role is not None
