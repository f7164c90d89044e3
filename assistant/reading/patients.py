"""How many patients, and which percentile of the specialty."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.reading.facts import Found, approximately, clause_after, clause_before, found
from assistant.reading.ranks import ranks
from assistant.reading.taken import Taken, just_before
from french import Folded
from rules.profile import Profile

_N = r"(?<![\d,.pP])(\d{2,5})(?![\d,.]\d|\d| ?%| ?€| ?euros?| ?ans\b| ?h\b| ?heures)"
_MT = r"(?:medecins? traitants?|mt\b|medecin-traitant)"
_FA = r"(?:file active|fa\b)"
_LINK = (
    r"(?: (?:est|de|d'|a|actuelle|actuellement|environ|d'environ|autour|compte|fait|:|=|totale|mt|medecin|"
    r"traitant|adulte|s'eleve|avoisine|atteint|approche|tourne|reunit))*[ :=~(]*(?:d')?(?:environ )?(?:autour de )?"
)
_BARE = re.compile(
    rf"(?:^|[.?!,;] |\b(?:moi|et|mais) |(?<=\bsi )|(?<=ages )|(?<=total )|(?<=tout ))"
    rf"(?:j'en |j en |il en |elle en )(?:ai|a|compte|suis a|est a) (?:que |bien |deja )?"
    rf"{_N}(?=(?: la| pile)? ?(?:[.,;?!]|$))"
)
_AT_FIRST = re.compile(  # not « 28 au début et 35 ensuite »
    rf"(?=\d{{3,4}}\b){_N} "
    r"(?:a la signature|le jour (?:de la signature|ou (?:je|il|elle|on) sign\w+)|au (?:depart|debut))\b"
)
_PATTERNS = (
    (
        "average_patientele_mt",
        re.compile(rf"(?:patientele|mt|patients)[^?.;]{{0,25}}? (?:moyenne|en moyenne)(?: par \w+| \w+)?{_LINK}{_N}"),
    ),
    ("average_patientele_mt", re.compile(rf"(?:moyenne|en moyenne)(?: \w+){{0,4}}? (?:: )?{_N}(?: patients)?")),
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
    (
        "file_active",
        re.compile(rf"\b(?:j'|il |elle )en (?:suis a|est a|vois|voit) {_N} (?:par an\b|differents|a l'annee)"),
    ),
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
        re.compile(rf"(?:patients|mt|inscrits)[^.?!;]{{0,30}} moi (?:j'en ai |j'ai |a )?{_N}(?= ?(?:[,.;?!]|$))"),
    ),  # « lui a 800 patients et moi 1600 »
    (None, re.compile(r"(?<![\d,.])(0|zero) patients?\b")),
    (  # not « l’indice part de 250 », nor « elle part à 62 »
        None,
        re.compile(
            r"\b(?:je|on|il|elle|en) (?:par[st]|partait|partirait|partant|demarr\w+) de "
            rf"(?=\d{{3}}){_N}(?= ?(?:[.,;?!]|$))"
        ),
    ),
    (None, _AT_FIRST),
    (  # « il n’en est qu’à 740 », « elle en est à 791 aujourd’hui »
        None,
        re.compile(
            r"\ben (?:suis|est|etai[st]|sera|serait) (?:plus |deja |toujours )?(?:qu')?a (?="
            rf"\d{{3}}){_N}(?! ?(?:contrats|jours|semaines))"
        ),
    ),
    (
        None,
        re.compile(
            rf"\b(?:j'|il |elle |qui )(?:en )?(?:approche|frole|avoisine)(?: (?:de|des|les))* "
            rf"(?=\d{{3}}){_N}(?= ?(?:[.,;?!]|$))"
        ),
    ),
    (None, _BARE),
)
_UNIT = r"(?:patients? |mt |declarations? )?(?:medecins? traitants? |mt )?"
_OTHER = r"(?:(?:mon|ma|l') ?(?:associee?|confrere|consoeur|collegue|voisine?|mari|femme)|lui|elle)"
_THREE = r"\d{3,4}(?: patients| mt)?"
_MINE = rf"(?:{_THREE} pour moi|(?:moi |\bj'en ai ){_THREE})\b"
_THEIRS = rf"(?:{_THREE} pour {_OTHER}|{_OTHER} (?:en a |a )?{_THREE}(?= ?(?:[.,;?!]|$|et\b)))"
_OF_BOTH = re.compile(  # « 840 pour moi, 690 pour mon associé », « j’en ai 840 et elle 690 »
    rf"(?P<mine>{_MINE}),? (?:et |mais )?{_THEIRS}|{_THEIRS},? (?:et |mais )?(?P<also>{_MINE})"
)
_CHANGES = re.compile(  # patients won or lost are not those she has
    r"(?:\bdont|\bpris|gagn\w*|gain|manque|ajouter|prendre|accueillir|augment\w*|\+|nouveaux|obtenir|perd\w*|baiss\w*|chut\w*|"
    r"recruter)(?:-il)? (?:d'|de |a |au moins |avoir |les |plus de |moins de |encore |toujours |bien |deja |environ )*$"
)
_MORE = re.compile(
    r"^ ?(?:mt |patients? |medecin traitant )?(?:de plus(?! de \d)|en plus|supplementaires?|nouveaux|a gagner|"
    r"par jour|par semaine)"
)
_PAID = re.compile(  # « je la paie 1 900 au début »
    r"\b(?:pa[iy]\w*|touch\w*|gagn\w*|vers(?:e|er|es|ent|ait|aient)|recu\w*|recev\w*|salaire|prime|aide|net|brut)\b"
)
_OLDEST = 100  # years
_OF_AGE = re.compile(r"\b\d\d ans, (?:et )?j'en ai $")  # « signé à 64 ans, j’en ai 69 »
_SHORT_OF = re.compile(  # « il lui en manque une quinzaine pour faire huit cents », « à 10 patients de 800 »
    rf"(?:\bmanque(?:rait|nt)? (?:que )?|\ba )(?:environ )?(\d{{1,4}}) (?:{_UNIT})?"
    rf"(?:pour (?:faire|arriver|atteindre|aller|etre|en avoir|avoir)[^?!;.\d]{{0,20}}|(?<!ans )(?:de|des) ){_N}|"
    rf"\ba(?:i|vait|vais)? (?:environ )?(\d{{1,4}}) (?:{_UNIT})?(?:de )?moins (?:que|de) {_N}"
)
_CHILDREN = re.compile(  # « dans les 780, 130 ont moins de 16 ans », « avec ses 150 enfants »
    r"(?<![\d,.])(\d{1,4}) (?:patients? )?(?:(?:ont|de|agees? de) )*moins de 16 ans|"
    r"\b(?:dont|avec (?:[lsmc]es )?|parmi lesquels|compris (?:[lsm]es )?) ?(?:environ )?(\d{1,4}) "
    r"(?:enfants|mineurs|gamins|gosses|petits)\b"
)
_LESS_THAN = re.compile(r"(moins de|pas tout a fait|<) ?$")
_RANGE = re.compile(r"(?<![\d,.])(?:(?<=entre )(\d{2,5}) et|(?<!de )(\d{2,5}) ?(?:-|a|ou)) ?(?=\d{2,5})")


def patient_counts(text: Folded, specialist: bool, asked: str | None = None) -> Iterator[Found]:
    """Yield patientele_mt, file_active and average_patientele_mt; bare « patients » follow the specialty.

    Where an age is ``asked``, « j’en ai 59 » is one.
    """
    taken = Taken(text)
    for match in _CHILDREN.finditer(text.text):
        taken.take(*match.span())
        yield found("children", int(match[1] or match[2]), match)
    lowest = {match.end(): int(match[1] or match[2]) for match in _RANGE.finditer(text.text)}
    for match in _OF_BOTH.finditer(text.text):
        name = "mine" if match["mine"] else "also"
        taken.take(*match.span(name))
        yield Found("patientele_mt", int(re.sub(r"\D", "", match[name])), *match.span(name))
    for match in _SHORT_OF.finditer(text.text):
        lacking, whole = (int(group) for group in match.groups() if group)
        if lacking < whole:
            taken.take(*match.span())
            yield found(
                "file_active" if specialist else "patientele_mt",
                whole - lacking,
                match,
                approximate="environ" in match[0],
            )
    for field, pattern in _PATTERNS:
        for match in pattern.finditer(text.text):
            start, end = match.span(1)
            if not taken.free(start, end) or _is_year(match):
                continue
            before, after = clause_before(text, start), clause_after(text, end)
            added = _CHANGES.search(before) or _MORE.search(after) or before.rstrip().endswith("+")
            paid = pattern is _AT_FIRST and _PAID.search(before)
            if added or paid or _OF_AGE.search(just_before(text.text, start)):
                continue
            count = int(match[1]) if match[1].isdigit() else 0
            if pattern is _BARE and asked == "age" and count <= _OLDEST:
                yield found("age", count, match, at=1)
                continue
            taken.take(start, end)
            value = min(lowest.get(start, count), count) - bool(_LESS_THAN.search(before))
            if 0 <= value <= 20_000:
                about = start in lowest or approximately(before, after)
                name = field or ("file_active" if specialist else "patientele_mt")
                yield found(name, value, match, approximate=about, at=1)


_CHANGE = re.compile(
    r"\b(?:si|s'il|imaginons|supposons|admettons)\b[^?!;.]{0,40}?\b(?:(perd\w*|baiss\w*|chut\w*|diminu\w*|quitt\w*|"
    r"partent)|gagn\w*|pren\w*|accueill\w*|augment\w*|ajout\w*|mont\w*)[^?!;.\d]{0,20}?(?<!\ba )"
    r"(\d{1,5})(?!e\b| ?(?:%|h\b|heures|ans|€|euros|etp|mois|[,.]\d))"
)


_ADDED = re.compile(  # « 40 de plus en janvier », « il faut rajouter 110 enfants »
    r"^ ?(?:et |avec |\+ ?)?(\d{1,3}) (?:patients |mt )?de plus\b(?!.*\?)|"
    r"\b(?:faut|(?:j'ai|avais) oublie (?:d'|de )?|il manque) ?(?:en |r)?a?joute?r? (\d{1,4})(?! ?(?:%|€|h\b|ans))"
)


def changed_counts(text: Folded, known: Profile, said_last: str | None) -> Iterator[Found]:
    """Yield what she would have: « je perds 100 patients » of 840 leaves 740; « si je descends à 700 »; « 700 ? »."""
    names = ("patientele_mt", "file_active")
    field = said_last if said_last in names else next((name for name in names if getattr(known, name)), None)
    before = getattr(known, field) if field else None
    if not field or not before:
        return
    if match := _ADDED.search(text.text):
        yield found(field, before + int(match[1] or match[2]), match)
    elif (match := _LEFT_WITH.search(text.text)) and before / 4 <= int(match[1]) <= before * 4:
        yield found(field, int(match[1]), match, 1)
    elif match := _CHANGE.search(text.text):
        yield found(field, max(0, before - int(match[2]) if match[1] else before + int(match[2])), match)
    elif (match := _LEVEL.search(text.text)) and before / 4 <= int(match[1] or match[2]) <= before * 4:
        yield found(field, int(match[1] or match[2]), match, 1 if match[1] else 2)


_LEFT_WITH = re.compile(  # « si je perds mes 130 patients et que je finis à 750 »: the second number is what is left
    r"\b(?:si|s'il|imaginons|supposons|admettons)\b[^?!;]{0,90}?\b(?:fini\w*|(?:me |se |nous )?retrouv\w*|rest\w*|"
    r"tomb\w+|descend\w*)(?: plus)? (?:a|avec|que|qu'avec|qu'a) (\d{2,5})(?![\w,./]| ?(?:%|€|h\b|ans\b))"
)
_LEVEL = re.compile(
    r"\b(?:descend\w*|tomb\w+|pass\w+|mont\w+|baiss\w+|chut\w+|arriv\w+|stagn\w+|plafonn\w+)(?: \w+)? (?:a|sous) "
    r"(\d{2,5})(?![\w,./]| ?(?:%|€|h\b|ans\b))|"
    r"^ ?(?:et )?(?:a |avec |pour )?(\d{3,5})(?: patients)?,? ?"
    r"(?:(?:toujours|encore) \w+ ?|(?:c'est (?:bon|assez|suffisant)|ca (?:passe|suffit|va|marche|ira))"
    r"(?: encore| toujours| aussi| quand meme)? ?)?\?"
)


def _is_year(match: re.Match[str]) -> bool:
    year = match[1].isdigit() and 2019 <= int(match[1]) <= 2035
    return year and "patient" not in match[0][match.end(1) - match.start() :]


_PERCENTILE_RANGE = re.compile(
    r"\bp ?(\d{2})[ -]*(?:a|et|-|/|jusqu'a|au)[ -]*(?:le )?p? ?(\d{2})\b(?! ?ans)|"
    r"(?<=entre )(?:le )?p ?(\d{2}),? (?:le )?p ?(\d{2})\b|"
    r"\b(\d{2})e(?: (?:percentile|rang))? (?:et|a|au) (?:le )?(\d{2})e (?:percentile|centile|rang)\b|"
    r"(?<=entre le )(\d{2})e et le (\d{2})e\b(?! (?:jour|mois|an))"
)
_BETWEEN = re.compile(r"\bentre (?:le |les |du )?$")
_PERCENTILE = re.compile(
    r"(?:\bp ?-?(\d{2})\b|(?<=\bau )(\d\d)e(?= ?(?:[?.,;!]|$|mais\b|a (?:mi|temps)|en\b))|"
    r"(?:(?<=dessus du )|(?<=dessous du )|(?<=dela du ))([3-9]\d)e(?! (?:jour|mois|an))|"
    r"\b(\d{2})e? ?(?:e |eme )?(?:percentile|centile)\b|\b(?:percentile|centile) ?(?:=|"
    r":|de|est)? ?(\d{2})\b)"
)
_ABOVE = re.compile(
    r"(?:>=?|plus de|au[- ]dessus d[ue]|au-dela d[ue]|superieur\w* (?:a|au)|au moins|depass\w+(?: \w+ment)?|"
    r"a partir d[ue]) ?(?:le |la |l')?$"
)
_BELOW = re.compile(
    r"(?:sans etre (?:au|a)|pas (?:au )?|<=?|moins de|en[- ]dessous d[ue]|au[- ]dessous d[ue]|"
    r"sous (?:le (?:seuil d[eu] )?)?|"
    r"inferieur\w* (?:a|au)) ?(?:le |la )?$"
)
_AND_MORE = re.compile(r"^ ?(?:et plus|et au-dessus|ou plus|et au dela|\+|au moins|minimum|depasse)")
_GENERAL = re.compile(r"\bcas general\b")
_COMPARED = re.compile(  # « l’écart avec le cas général », « de plus que le cas général »: hers is not that
    r"\b(?:differen\w+|ecarts?|gain|gagn\w+|compar\w+|rapport|supplement\w*|surplus|contre|que|de plus|de moins)\b"
    r"[^.?!;]{0,25}\b(?:avec|au|que|du|sur|contre|et) (?:dans )?(?:le )?$"
)


def percentiles(text: Folded) -> Iterator[Found]:
    """Yield the percentile: 92, or a band « 90-94 »; whether « P90 » is asked about, the gate says."""
    match = _GENERAL.search(text.text)
    if match and not _COMPARED.search(just_before(text.text, match.start())):
        yield found("percentile", "30-89", match)
    yield from ranks(text)
    end = 0
    for match in _PERCENTILE_RANGE.finditer(text.text):
        low, high = (int(group) for group in match.groups() if group)
        if re.search(r"\bet\b", match[0]) and not _BETWEEN.search(just_before(text.text, match.start())):
            continue  # « P70 et P82 » are two doctors
        end = match.end()
        if low < high:
            yield found("percentile", f"{low}-{high - 1 if high % 10 in (0, 5) else high}", match)
    for match in _PERCENTILE.finditer(text.text, end):
        before, after = clause_before(text, match.start()), clause_after(text, match.end())
        yield found("percentile", _band(int(next(filter(None, match.groups()))), before, after), match)


def _band(value: int, before: str, after: str) -> int | str:
    if _BELOW.search(before):
        return "30-89" if value == 90 else f"0-{value - 1}"
    if _ABOVE.search(before) or _AND_MORE.search(after):
        return f"{value}-100"
    return value
