"""Short answers to the question just asked, and corrections: « oui », « 1 400 », « non 840 pardon », « beaucoup »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from assistant.reading.facts import Found, approximately, found
from french import Folded
from rules.profile import Profile

_UNKNOWN = re.compile(
    r"\b(?:(?:je )?(?:ne |n')?(?:le |la |l'|les )?sais pas|j'?sais pas|jsp\b|aucune idee|pas d'idee|"
    r"je l'ignore|j'ignore|ignore\b|"
    r"(?:je )?(?:ne |n')?(?:le |la |les )?connais pas|pas sure?\b|incertaine?|aucune information|"
    r"aucun\w* idee|sais plus|je ne vois pas|pas la moindre idee|mystere|je n'en sais rien|j'en sais rien|"
    r"faudrait que je regarde|je ne sais)"
)
_VAGUE = re.compile(
    r"^ ?(?:(?:euh|bah|ben|oh|oui|non|j'en ai|il y en a|franchement|plutot|vraiment|je (?:pense|crois)|un|tres|trop|"
    r"pas)[ ,]+)*(?:beaucoup|pas mal|assez|enormement|plein|suffisamment|peu|ca (?:depend|varie)\b.*|c'est variable|"
    r"trop|"
    r"quelques[- ]un\w*|des centaines|normale?)(?: je (?:pense|crois))? ?[.!…]*$"
)
_YES = re.compile(
    r"^ ?(?:oui|ouais|yes|tout a fait|exact\w*|bien sur|absolument|en effet|affirmatif|"
    r"c'est (?:bien )?(?:ca|le cas)|si ?$|j'y (?:ai |adhere|suis)|j'en (?:fais|suis))"
)
_NO = re.compile(
    r"^ ?(?:non|nan|pas du tout|aucun\w*(?! (?:idee|information))|negatif|jamais|pas (?:encore|vraiment)|"
    r"je n'(?:y|en) )\b"
)
_NAMED = {
    "percentile": r"percentile|tranche|\bp\d\d",
    "patientele_mt": r"patientele|nombre de patients|combien de patients",
    "file_active": r"file active",
    "zone": r"\bzone\b|\bzip\b|\bzac\b",
    "signed_on": r"date (?:de signature|du contrat|exacte)|quand j'ai signe",
    "optam": r"optam",
    "secteur": r"secteur",
}
_YES_NO = frozenset(
    {"optam", "mep", "new_installer", "coordinated", "renewal", "objectives_reached", "assistant_certified"}
)
_COUNTS = {
    "patientele_mt": (0, 20_000),
    "children": (0, 20_000),
    "file_active": (0, 20_000),
    "average_patientele_mt": (0, 20_000),
    "age": (23, 100),
    "group_size": (1, 500),
    "members": (1, 500),
    "shared_between": (1, 20),
    "ccam_share": (0, 100),
    "contract_year": (1, 5),
    "secteur": (1, 3),
    "percentile": (0, 100),
}
_NUMBER = re.compile(r"(?<![\d,.])(?:(\d{1,5}) ?(?:et|a|ou|-) ?(?=\d))?(\d{1,5})(?![\d,.]\d)")
_TAKEN_BACK = (
    r"pardon|erreur|(?:correction|rectification)(?=[.,:]| : )|mal (?:lu|compte|calcule|note|recopie)|voulais dire|oups|"
    r"desolee?|rectifie|corrige|"
    r"(?:me suis |suis |m'etais )?trompee?|excuse[rz]?(?:[- ]moi)?|(?:dis|disais|raconte) (?:(?:une|des) )?betises?|"
    r"(?:dis|disais|raconte) n'importe quoi|(?:me suis |suis )plantee?|je (?:confonds|melange)"
)
_MENDED = rf"non|nan|en fait|plutot(?! (?:une?|le|la)\b)|enfin|finalement|{_TAKEN_BACK}"
_TAKES_BACK, _MENDS = re.compile(rf"\b(?:{_TAKEN_BACK})\b"), re.compile(rf"\b(?:{_MENDED})\b")
_JUST_TAKEN_BACK = re.compile(  # « non pardon 4 ETP », not « excusez-moi, on me dit secteur 2 mais… »
    rf"\b(?:{_TAKEN_BACK})(?:[ ,.:!-]|\b(?:c'est|c'etait|j'ai|je suis|on a|on est|il a|elle a|il y a|non|plutot|"
    r"en fait|je voulais dire|dire|a|un|une|en|le|la|les|secteur)\b)*$"
)
_FILLERS = re.compile(
    rf"\b(?:{_MENDED}|ah|ai|alors|approximativement|autour|au|aux|a|beaucoup|bon|c'est|c'etait|crois|dans|de|des|dirais|"
    r"dis|disons|du|"
    r"en|entre|environ|estime|et|(?:peut-)?etre|euh|exactement|fait|genre|hesiter|il|j'ai|j'en|j'etais|je|la|le|les|"
    r"ma|me|moi|"
    r"moins|mon|nous|on|oui|ouais|ou|peu|pense|plus|pres|presque|quelque|sans|semble|sommes|suis|tout|un|une|vers|"
    r"voila)\b"
)
_UNITS = {  # words that may stand around a bare answer: « 92e percentile », « 1 400 patients »
    "patientele_mt": r"p(?:atients?|atientele)\b|mt\b|medecin traitant|declares",
    "children": r"patients?\b|enfants?\b|mineurs?\b",
    "file_active": r"patients?\b|file active",
    "average_patientele_mt": r"patients?\b|mt\b|en moyenne|moyenne|par medecin",
    "age": r"ans\b|age\b",
    "group_size": r"medecins?|associee?s?|docteurs?",
    "members": r"medecins?|associee?s?|docteurs?|membres?",
    "shared_between": r"medecins?|associee?s?",
    "ccam_share": r"%|pour ?cents?|d'actes techniques|ccam",
    "contract_year": r"(?<=\d)e\b|annees?",
    "secteur": r"secteur|\bs(?=\d)",
    "percentile": r"percentile|centile|tranche|\bp(?=\d)|\bp\b|(?<=\d)e\b",
}
_DEPARTMENT = re.compile(r"^ ?(?:le |la |du |dans le )?(\d{2}|2[ab]|97[1-8])\b")
_ETP = re.compile(
    r"^ ?(?:(?:oui|deja|j'en ai|non|nan|attends|attendez|pardon|plutot|finalement|en fait)[ ,]+)*"
    r"(?:une? |a |en |le )?(plein|complet|mi|demi|moitie|1|2|tiers)\b"
)
_BRIEF = 30  # letters of a message that may say a working time by « plein » or « moitié »
_ETPS = {
    "plein": Fraction(1),
    "complet": Fraction(1),
    "1": Fraction(1),
    "2": Fraction(2),
    "mi": Fraction(1, 2),
    "demi": Fraction(1, 2),
    "moitie": Fraction(1, 2),
    "tiers": Fraction(1, 3),
}


def unknown_fields(text: Folded, asked: str | None, known: set[str]) -> frozenset[str]:
    """Return the fields the doctor says she does not know: those she names, otherwise the one asked for."""
    if not (match := _UNKNOWN.search(text.text)):
        return frozenset()
    named = {field for field, pattern in _NAMED.items() if re.search(pattern, text.text[match.end() :])} - known
    return frozenset(named or ({asked} if asked else set()))


def is_vague(text: Folded, asked: str | None) -> bool:
    """Whether a number was asked for and « beaucoup » or « ça dépend » came back."""
    return asked in _COUNTS and len(text.text) < 60 and _VAGUE.match(text.text) is not None


def reply(text: Folded, asked: str) -> Iterator[Found]:
    """Yield the fact a bare answer to « asked » gives; anything longer is read by the other readers."""
    if asked in _YES_NO or asked == "current_etp":
        if match := _YES.match(text.text) if asked in _YES_NO else None:
            yield found(asked, True, match)
        elif (match := _NO.match(text.text)) and not takes_back(text.text):  # « non pardon, en ZAC » says no to nothing
            yield found(asked, False if asked in _YES_NO else Fraction(0), match)
    if asked in _COUNTS:
        yield from _bare(text, asked)
    elif asked == "department" and (match := _DEPARTMENT.match(text.text)):
        yield found(asked, match[1].upper(), match, 1)
    elif asked in ("etp", "current_etp") and len(text.text) < _BRIEF and (match := _ETP.match(text.text)):
        yield found(asked, _ETPS[match[1]], match, 1)


def says_no_more(words: str) -> bool:
    """Whether prepared words around an answer add nothing to it: « euh, environ », « et si c'était »."""
    return set(re.findall(r"\w+", _FILLERS.sub("", words))) <= {"si", "avec"}


def mends(words: str) -> bool:
    """Whether a prepared message may take back what was said: « pardon », « en fait », « plutôt »."""
    return _MENDS.search(words) is not None


def takes_back(words: str) -> bool:
    """Whether a prepared message surely takes back what was said: « pardon », « j’ai mal lu »."""
    return _TAKES_BACK.search(words) is not None


def just_taken_back(words: str) -> bool:
    """Whether prepared words end where something is taken back, and what follows stands in its place."""
    return _JUST_TAKEN_BACK.search(words) is not None


_THEN = r"20\d\d|an (?:dernier|passe)|annee (?:derniere|passee|precedente|d'avant)|il y a"
_OF_THEN = re.compile(  # « 30, c’était en 2024 », « 35 c’est le chiffre de 2023 »
    r"(?<![\w,./])(?P<old>\d{1,5}) ?(?:%|patients?|mt|ans)?,? ?(?:(?:ca|cela),? )?"
    r"(?:c'etait avant|(?:c'est|c'etait|etait|date|datait|remonte|valait)"
    r"(?: (?:le chiffre|celui|celle|la part|mon|pour|de|en|a|fin|debut|mi|du|d'|sur|l')){0,4}"
    rf" ?(?:{_THEN}))[^,;:.?!]*"
)


def without_what_was_then(text: Folded, known: Profile | None) -> Folded:
    """Return the text, blank where a number that is known is said to be of another time: what follows is of now."""
    told = {value for value in known.known().values() if isinstance(value, int | float)} if known else set()
    then = (match for match in _OF_THEN.finditer(text.text) if int(match["old"]) in told)
    if not (match := next(then, None)):
        return text
    blank = " " * len(match[0])
    return replace(text, text=f"{text.text[: match.start()]}{blank}{text.text[match.end() :]}")


def correction(
    text: Folded, asked: str | None, said_last: str | None, known: Profile | None, *, anew: bool = False
) -> Iterator[Found]:
    """Yield the number that replaces the last of its kind: « non 840 pardon » after « 740 patients ».

    ``anew``: that one was said to be of another time.
    """
    mended = anew or mends(text.text)
    if takes_back(text.text):
        text = _taking_back(text)
    for field in (said_last, asked) if mended else (asked, said_last):
        if field in _COUNTS and (read := list(_bare(text, field))):
            yield from read
            return
    if not (known and mended):
        return
    if said_last == "etp" and len(text.text) < _BRIEF and (match := _ETP.match(text.text)):  # « attends, non, plein »
        yield found("etp", _ETPS[match[1]], match, 1)
        return
    if said_last == "etp" and known.etp and known.etp.denominator == 1:  # « non, 3 AM »
        posts = _POSTS.finditer(text.text)
        yield from (read := [found("etp", Fraction(int(match[1])), match) for match in posts])
        if read:
            return
    said = _COUNTS.keys() & known.known().keys()
    for field in sorted(said, key=lambda name: (name != said_last, name)):
        alone = anew or field == said_last or takes_back(text.text)
        read = list(_alone(text, field, known) if alone else _bare(text, field))
        if read and _near(read[0].value, known.known()[field]):
            yield from read
            return


# « et si y’en a qu’un ? », « s’ils n’étaient que deux ? », « et aucun ? », « si deux le font ? »
_COUNTED_ANEW = re.compile(
    r"\W*(?:(?:et|ok|non|bon|mais|ah|pardon|oups|finalement|en fait|alors)\W+)*(?:si |s')?"
    r"(?:(?:avec|il n'y en a(?:vait)?|il y en a(?:vait)?|y ?'?en a(?:vait)?|c'est|c'etait|"
    r"(?:ils|elles|on|nous) (?:ne )?(?:n')?(?:sont|est|sommes|etaient|etait|etions|serait|seraient)) )?"
    r"(?:qu'|que |seulement |plus que )?(?P<count>\d|une?|aucune?|personne|zero)(?: seule?)?"
    r"(?: d'entre (?:eux|nous|elles))?(?: (?:(?:le|n'en|en) )?(?:font|fait|accueill\w+|pren\w+))?"
    r"(?: (?:finalement|en fait|seulement|du coup|pardon))?\W*"
)


def counted_anew(text: Folded) -> int | None:
    """Return the number of a message that counts anew what was counted, and says nothing else."""
    match = _COUNTED_ANEW.fullmatch(text.text)
    if not match:
        return None
    return int(match["count"]) if match["count"].isdigit() else int(match["count"] in ("un", "une"))


_SENTENCE = re.compile(r"[^.?!]+(?:[.?!](?!\d))?")


def _taking_back(text: Folded) -> Folded:
    """Return the sentence that takes back, alone in its place: « pardon, 92e. Que reste-t-il la troisième année ? »."""
    told = next(match for match in _SENTENCE.finditer(text.text) if takes_back(match[0]))
    if not _NUMBER.search(told[0]):  # « je me suis trompé de ligne. C’est 12 % »
        return text
    blank = " " * (len(text.text) - len(told[0]))
    return replace(text, text=f"{blank[: told.start()]}{told[0]}{blank[told.start() :]}")


_NOT_BUT = re.compile(  # « c’est pas 520, c’est 1 120 », « 1 120, pas 520 »
    r"\b(?:pas|non|au lieu de|plutot que)(?: pas)?(?: de)? (?P<old>\d{1,5}),? (?:mais |en fait )?(?:c'est |c |"
    r"j'en ai )?"
    r"(?:plutot )?(?P<new>\d{1,5})\b(?![,.]\d)|"
    r"(?<![\d,.])(?P<now>\d{1,5})(?! ?(?:ans?|mois|h|%|€)\b)(?: moins de 16 ans)?[^?!;.\d]{0,20}?\b(?:pas|non|"
    r"et non|au lieu de|plutot que)(?: pas)?(?: de)? (?P<before>\d{1,5})\b"
)


def instead(text: Folded, known: Profile | None) -> Found | None:
    """Return the number put in the place of one that is known, whatever it is of and whenever it was said."""
    if not known or not (match := _NOT_BUT.search(text.text)):
        return None
    old, new = int(match["old"] or match["before"]), "new" if match["new"] else "now"
    fields = [name for name in _COUNTS if known.known().get(name) == old]
    low, high = _COUNTS[fields[0]] if len(fields) == 1 else (1, 0)
    return Found(fields[0], int(match[new]), *match.span(new)) if low <= int(match[new]) <= high else None


_IF_IT_WERE = re.compile(  # « et si j’en avais 62 ? », « et si je suis pile à 775 ? », « et à 780, je suis exclu ? »
    r"(?:^\W*(?:(?:et|mais|ok|bon|alors|donc) )+(?:a|avec) |"
    r"\bs(?:i|') ?(?:j'|je |il |elle |on |nous )?(?:en )?(?:(?:av\w+|ai|a|as) |(?:etai\w+|suis|est|sommes) (?:\w+ )?a |"
    r"(?:re)?(?:descend|tomb|pass|mont|grimp|baiss|arriv)\w* a )"
    r"(?:que |seulement |pile |juste |exactement |tout juste )?)(\d{1,5})"
    r"(?= ?%?(?:[?!.,;:]|$| ?(?:pareil|meme|pile|et|sur|cette|l'an|au lieu)\b))"
)


def supposed_instead(text: Folded, known: Profile) -> Iterator[Found]:
    """Yield « et si j’en avais 62 ? » in the place of the one number known that it is near."""
    if not (match := _IF_IT_WERE.search(text.text)):
        return
    fields = [name for name in _COUNTS if _close(int(match[1]), known.known().get(name))]
    if len(fields) == 1:
        yield found(fields[0], int(match[1]), match, 1)


def _close(value: int, known: Any) -> bool:
    return isinstance(known, int | float) and not isinstance(known, bool) and known / 2 <= value <= known * 2


def without_what_was_taken_back(words: str) -> str:
    """Return a prepared message without « c’est pas 520, c’est 1 120 », which corrects and asks nothing."""
    return _NOT_BUT.sub(" ", words)


def _near(value: Any, known: Any) -> bool:
    """Whether a number may replace another: a count that is taken back was of the same order."""
    return isinstance(known, int | float) and known / 4 <= value <= known * 4


def _bare(text: Folded, field: str) -> Iterator[Found]:
    """Yield the number of a message that says nothing else: « sur 5 ans ? » answers no question about percentiles."""
    low, high = _COUNTS[field]
    if not (match := _NUMBER.search(text.text)):
        return
    rest = text.text[: match.start()] + "0" + text.text[match.end() :]
    rest = _FILLERS.sub(" ", re.sub(_UNITS[field], " ", rest).replace("0", " "))
    value = int(match[1] or match[2])
    if low <= value <= high and "?" not in rest and not re.search(r"[a-z0-9]", rest):
        said: Any = float(value) if field == "ccam_share" else value
        about = match[1] is not None or approximately(text.text[: match.start()], text.text[match.end() :])
        yield found(field, said, match, 0 if match[1] else 2, approximate=about)


_POSTS = re.compile(r"\b([1-9]) (?:am|assistante?s?|postes?|personnes)\b")
_SHARE = re.compile(r"(?<![\w,./])(\d{1,2})(?: ?%|(?= ?[,.;!?]| ?$))")
_RANK = re.compile(r"(?<![\w,./])(\d{2})(?:e|eme)?\b(?! ?annee)")
_ALONE = re.compile(
    r"(?<![\w,./])(\d{1,5})(?![\w/]|[.,]\d|\s*(?:%|€|h\b|euros?|ans?\b|annees?|mois|jours?|heures?|etp))"
)


def _alone(text: Folded, field: str, known: Profile) -> Iterator[Found]:
    """Yield the only number of a correction, whatever else it says: « oups 840 pardon, j’ai tapé trop vite »."""
    found_already = set(known.known().values())  # « pardon, 27 c’est dépassements compris » tells again what was said
    numbers = {"ccam_share": _SHARE, "percentile": _RANK}.get(field, _ALONE).finditer(text.text)
    said = [match for match in numbers if int(match[1]) not in found_already]
    if len({match[1] for match in said}) == 1 and _near(int(said[0][1]), known.known().get(field)):
        yield found(field, int(said[0][1]), said[0])


_DAY = re.compile(
    r"^ ?(?:(?:non|oui|ah|alors|c'etait|c'est|je crois|je pense|signee?|j'ai signe|contrat|du)[ ,]+)*"
    r"(?:le |au )?(\d{1,2})(?:e| du mois)?(?: de ce mois)? ?[.!]?$"
)


def day_within(text: Folded, first: date, last: date) -> Iterator[Found]:
    """Yield the day of signature when the period is known and « le 10 » can be only one day of it."""
    if not (match := _DAY.match(text.text.strip())):
        return
    days = [first + timedelta(days=count) for count in range(min((last - first).days + 1, 400))]
    named = [day for day in days if day.day == int(match[1])]
    if len(named) == 1:
        start = len(text.text) - len(text.text.lstrip())
        yield Found("signed_on", named[0], start + match.start(1), start + match.end(1))
