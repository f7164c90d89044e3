"""How many patients, and which percentile of the specialty."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.reading.facts import Fact, clause_after, clause_before, fact
from assistant.reading.taken import Taken, just_before
from french import Folded

_N = r"(?<![\d,.pP])(\d{2,5})(?![\d,.]\d|\d| ?%| ?€| ?euros?| ?ans\b| ?h\b| ?heures)"
_MT = r"(?:medecins? traitants?|mt\b|medecin-traitant)"
_FA = r"(?:file active|fa\b)"
_LINK = (
    r"(?: (?:est|de|d'|a|actuelle|actuellement|environ|d'environ|autour|compte|fait|:|=|totale|mt|medecin|"
    r"traitant|adulte|s'eleve|avoisine|atteint|approche|tourne|reunit))*[ :=~(]*(?:d')?(?:environ )?(?:autour de )?"
)
_PATTERNS = (
    (
        "average_patientele_mt",
        re.compile(rf"(?:patientele|mt|patients)[^?.;]{{0,25}}? (?:moyenne|en moyenne)(?: par \w+| \w+)?{_LINK}{_N}"),
    ),
    ("average_patientele_mt", re.compile(rf"(?:moyenne|en moyenne)(?: \w+){{0,4}}? {_N}(?: patients)?")),
    (
        "average_patientele_mt",
        re.compile(rf"{_N} (?:patients )?(?:{_MT} )?(?:en moyenne|de moyenne|par medecin|par associe|chacun\b)"),
    ),
    ("file_active", re.compile(rf"{_FA}{_LINK}{_N}")),
    (
        "file_active",
        re.compile(
            rf"{_N} (?:patients? |enfants )?(?:differents |distincts )?(?:de|en|dans (?:ma|la|sa)|pour (?:ma|la)|"
            rf"comme)? ?{_FA}"
        ),
    ),
    ("file_active", re.compile(rf"{_N} (?:de )?file\b")),
    ("file_active", re.compile(rf"\bfile (?:de )?{_N}")),
    (
        "file_active",
        re.compile(
            rf"{_N} patients? (?:differents|distincts|vus|par an|/ ?an|sur (?:l'annee|un an|12 mois)|dans l'annee)"
        ),
    ),
    (
        "patientele_mt",
        re.compile(
            rf"{_N} (?:patients? )?(?:adultes? )?(?:en |de |inscrits |declares |declarations? |contrats? |"
            rf"comme )?{_MT}"
        ),
    ),
    ("patientele_mt", re.compile(rf"{_N} (?:patients? )?(?:declares|inscrits|m'ont declaree?)")),
    ("patientele_mt", re.compile(rf"(?:patientele(?: {_MT})?|{_MT}){_LINK}{_N}(?! ?(?:contrats|de plus))")),
    (None, re.compile(rf"{_N} (?:patients?|patientes|personnes dans (?:ma|la) patientele|de patientele|enfants)\b")),
    (
        None,
        re.compile(rf"(?:patients|mt|inscrits)[^.?!;]{{0,8}} moi (?:j'en ai |j'ai |a )?{_N}(?= ?(?:[,.;?!]|$))"),
    ),  # « lui a 800 patients et moi 1600 »
)
_NOT_MINE = re.compile(
    r"(?:\bpris|gagne|gain|promett\w+|promis|manque|s'etabli\w*(?: bien)?(?: autour)?|seuil|minimum|minimal\w*|faut|"
    r"falloir|fallait|objectif\w*|gagner|ajouter|prendre|accueillir|"
    r"augmenter|\bles|\bces|a partir de|\+|atteindre|requis|exige\w*|nouveaux|pourquoi|condition|"
    r"mediane|passer a|arriver a|obtenir|perdu|perdre|baisse|recruter)(?:-il)? (?:d'|de |"
    r"a |au moins |avoir |"
    r"les |plus de |moins de |encore |toujours |bien |deja |environ |est |c'est )*$"
)
_MORE = re.compile(
    r"^ ?(?:mt |patients? |medecin traitant )?(?:de plus(?! de \d)|en plus|supplementaires?|nouveaux|"
    r"a gagner|minimum|requis|suffi|par jour|par semaine)"
)
_THEIRS = re.compile(
    r"\b(?:lui|elle|l'autre|mon associee?|ma consoeur|mon confrere)(?: (?:en )?(?:a|est a|avec|de|et))? ?\(?$"
)
_TOGETHER_BEFORE = re.compile(
    r"\b(?:(?:nous sommes|on est) (?:\w+ )?\d|groupe de|\d (?:mg|medecins?|generalistes|pediatres|gynecos|"
    r"associees?)\b)"
)
_TOGETHER_AFTER = re.compile(
    r"^ ?(?:\w+ ){0,3}?(?:a (?:nous|eux|elles) (?:tous|toutes|\d)|en tout\b|au total|a nous\b)"
)
_BOUND = re.compile(r"(moins de|pas tout a fait|<) ?$")
_RANGE = re.compile(r"(?:\d{2,5} ?(?:-|a|et|ou) ?)$")


def patient_counts(text: Folded, specialist: bool) -> Iterator[Fact]:
    """Yield patientele_mt, file_active and average_patientele_mt; bare « patients » follow the specialty."""
    taken = Taken(text)
    for field, pattern in _PATTERNS:
        for match in pattern.finditer(text.text):
            start, end = match.span(1)
            if not taken.free(start, end) or _is_year(match):
                continue
            before = clause_before(text, start)
            if _NOT_MINE.search(before) or _MORE.search(clause_after(text, end)) or _RANGE.search(before):
                continue
            taken.take(start, end)
            if _THEIRS.search(before) or (field != "average_patientele_mt" and _is_shared(text, match)):
                continue
            value = int(match[1]) - 1 if _BOUND.search(before) else int(match[1])
            if 0 <= value <= 20_000:
                yield fact(text, field or ("file_active" if specialist else "patientele_mt"), value, match)


def _is_shared(text: Folded, match: re.Match[str]) -> bool:
    """Whether the count is of several doctors together: « 4 800 patients à nous trois »."""
    sentence = re.split(r"[?!;]|\.(?!\d)", text.text[max(0, match.start() - 80) : match.start()])[-1]
    alone = re.search(r"medecins? de $|\bj'ai $", sentence)
    return bool(_TOGETHER_AFTER.search(text.text[match.end(1) : match.end(1) + 40])) or (
        bool(_TOGETHER_BEFORE.search(sentence)) and not alone
    )


def _is_year(match: re.Match[str]) -> bool:
    return 2019 <= int(match[1]) <= 2035 and "patient" not in match[0][match.end(1) - match.start() :]


_PERCENTILE_RANGE = re.compile(
    r"\bp ?(\d{2})[ -]*(?:a|et|-|/|jusqu'a|au)[ -]*(?:le )?p? ?(\d{2})\b(?! ?ans)|"
    r"(?<=entre )(?:le )?p ?(\d{2}),? (?:le )?p ?(\d{2})\b|"
    r"\b(\d{2})e(?: percentile)? (?:et|a|au) (?:le )?(\d{2})e (?:per)?centile"
)
_BETWEEN = re.compile(r"\bentre (?:le |les |du )?$")
_PERCENTILE = re.compile(
    r"(?:\bp ?-?(\d{2})\b|\b(\d{2})e? ?(?:e |eme )?(?:percentile|centile)\b|\b(?:percentile|centile) ?(?:=|"
    r":|de|est)? ?(\d{2})\b)"
)
_ABOVE = re.compile(
    r"(?:>=?|plus de|au[- ]dessus d[ue]|au-dela d[ue]|superieur\w* (?:a|au)|au moins|depass\w+(?: \w+ment)?|"
    r"a partir d[ue]) ?(?:le |la |l')?$"
)
_BELOW = re.compile(
    r"(?:sans etre (?:au|a)|pas (?:au )?|<=?|moins de|en[- ]dessous d[ue]|au[- ]dessous d[ue]|sous (?:le )?|"
    r"inferieur\w* (?:a|au)) ?(?:le |la )?$"
)
_AND_MORE = re.compile(r"^ ?(?:et plus|et au-dessus|ou plus|et au dela|\+|au moins|minimum|depasse)")
_TOP = re.compile(r"(?:top|dans les|parmi les) 5 ?%")
_GENERAL = re.compile(r"\bcas general\b")
_DEFINITION = re.compile(  # the value of a threshold is asked, or it is what she must reach: neither is hers
    r"(?:seuils?|c'est quoi|correspond\w*|que (?:veut|signifie)|signifie|definition|vaut|combien (?:pour|au?)|"
    r"combien d\w*.? ?(?:mt|patients|inscrits)|valeur|calcul\w*|arriver|atteindre|parvenir|monter|viser|rattraper|"
    r"rejoindre|faut (?:etre|p)|(?:objectif|engagement) c'est|(?<!objectif )chiffres?|bornes?|fameux|parle d\w*|"
    r"grandeur|moins que|"
    r"separent|bassine|cache|c'est marque|depasser|(?:en|au)[- ]dessus ou)[^,;]{0,25}$"
)
_ASKED = re.compile(
    r"^[)»\"]? ?(?:,|:)? ?(?:(?:pour|chez|en|dans|des|d'un|d'une|d un|de|du) (?:\w+'?[ -]?){0,4})?(?:ca |il |elle )?"
    r"(?:c'est|tourne|correspond\w*|represente\w*|vaut|est|voit|se situe|a-t-il ete|= ?)(?: \w+){0,4}? ?"
    r"(?:combien|quoi|ou\b|actualise|effacee?)|^ ?(?:a atteindre|d'ici|ou pas|ou non|au bout d)|"
    r"^ ?(?:\w+ ){0,2}\w+,? quel(?:le)? (?:effectif|file|nombre|chiffre)"
)


def percentiles(text: Folded) -> Iterator[Fact]:
    """Yield the percentile: 92, or a band « 90-94 »; « P90 » asked about as a threshold is no fact."""
    if match := _GENERAL.search(text.text):
        yield fact(text, "percentile", "30-89", match)
    if match := _TOP.search(text.text):
        yield fact(text, "percentile", "95-100", match)
    end = 0
    for match in _PERCENTILE_RANGE.finditer(text.text):
        low, high = (int(group) for group in match.groups() if group)
        if re.search(r"\bet\b", match[0]) and not _BETWEEN.search(just_before(text.text, match.start())):
            continue  # « P70 et P82 » are two doctors
        end = match.end()
        if low < high and not _DEFINITION.search(clause_before(text, match.start())):
            yield fact(text, "percentile", f"{low}-{high - 1 if high % 10 in (0, 5) else high}", match)
    for match in _PERCENTILE.finditer(text.text, end):
        before = clause_before(text, match.start())
        if not _DEFINITION.search(before) and not _ASKED.match(clause_after(text, match.end())):
            yield fact(
                text,
                "percentile",
                _band(int(match[1] or match[2] or match[3]), before, clause_after(text, match.end())),
                match,
            )


def _band(value: int, before: str, after: str) -> int | str:
    if _BELOW.search(before):
        return "30-89" if value == 90 else f"0-{value - 1}"
    if _ABOVE.search(before) or _AND_MORE.search(after):
        return f"{value}-100"
    return value
