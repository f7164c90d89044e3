"""A question about another doctor: it is decided on what is said of her, which is not kept for the one who asks."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.heard import Heard
from assistant.reading.numbers import in_digits
from assistant.turn import State, Understanding
from french import MONTH_NUMBERS, bare, fold
from rag.words import STOP_WORDS

_OPENERS = (
    "et|mais|ok|alors|sinon|bon|donc|du coup|maintenant|merci|bien|parfait|soit|enfin|"
    "cool|super|top|nickel|entendu|compris|d'accord|ah|oui|tiens"
)
_BEGINS = (
    rf"\W*(?:(?:{_OPENERS})\b\W*)*"
    r"(?:(?:pour|pr|chez|quid de)\s+)?(?:(?-i:[A-ZÉ])[a-zà-ÿ]+,\s+)?"  # « Salomé, ma consœur, a… »
)
_SOMEWHERE = (  # « Claire, au bout du couloir, elle en a 775 »
    r",? (?:au (?:bout|fond|coin|bourg|premier|rez)|du (?:coin|bourg|village|dessus|dessous|palier|rez)|"
    r"en face|à côté|à l['’]étage)"
    r"(?: [\w'’-]+){0,3}?"
)
_WHO_IS = (  # « Sandrine, la secrétaire »
    r",? (?:l['’]|(?:la|le|une?|notre|ma|mon) (?:\w+ )?)"
    r"(?:secr[ée]t|assist|infirm|aide-|rempla|[\w-]+(?:logue|iatre|iste|ato|dio)\b)"
)
_NO_NAME = (
    re.compile(  # beside stop words, folded: « Correction, elle en a 900 », « Mardi, il signe », « Forcément, elle… »
        rf"{_OPENERS}|oui|non|bref|voila|bonjour|pardon|erreur|desolee?|hier|demain|ensuite|attend\w*|"
        rf"\w+tion|\w*fois|\w{{3,}}[aeiu]ment|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|{'|'.join(MONTH_NUMBERS)}"
    )
)
_ANOTHER = {"lui", "celui", "celle", "pour", "chez"}  # « Lui, il… », « Pour elle, … »: somebody, without a name
_SOMEONE_ELSE = re.compile(
    rf"{_BEGINS}((?-i:(?P<name>[A-ZÉ][a-zà-ÿ]+)(?=(?:{_SOMEWHERE})?,? (?:qui|elle|lui|il)\b|{_WHO_IS})|"
    r"(?:(?:[Ll]e|[Ll]a) )?(?:Dr|Docteur)\.? [A-ZÉ][\w-]*)|"
    r"(?:(?:l['’])?une?\s+de\s+(?:mes|nos)|mon|ma|mes|notre|nos|une?|l['’])\s*"
    r"(?:(?:autre|future?|jeune|vieux|vieille|bon|bonne|cher|ch[eè]re|ancien(?:ne)?|nouvel(?:le)?|nouveau)s?\s+)?"
    r"(?:coll[eè]gues?|associ[ée]e?s?|confr[eè]res?|cons(?:œ|oe)urs?|mari|femme|conjointe?|copine?|voisine?|s(?:œ|oe)ur|"
    r"m[eè]re|p[eè]re|tante|oncle|beau-\w+|belle-\w+|fr[eè]re|potes?|amie?s?|copain|cousine?|[ée]pou(?:x|se))s?\b|"
    r"(?:(?:jeune|futur|ancien)e?\s+)?(?:confr[eè]re|cons(?:œ|oe)ur)\b)",  # « Jeune consœur psychiatre, secteur 1 »
    re.IGNORECASE,
)
_NEIGHBOUR = re.compile(  # « et la dermato d’en face ? »: her specialty is said of her
    rf"{_BEGINS}(?:la|le|l['’])\s*[\w-]+(?:\s[\w-]+)?\s"
    r"(d['’]en\s+face|d['’][àa]\s+c[ôo]t[ée]|du\s+(?:coin|village|quartier|bourg|palier|dessus|dessous|\d+(?:er|e|[èe]me))\b|"
    r"de\s+l['’][ée]tage)",
    re.IGNORECASE,
)
_TOLD_ME = re.compile(
    r"\bm(?:['’]|e\s+)(?:a\s+)?(?:demand|di[ts]|envoi|envoy|parl|assur|racont|soutien|donn)\w*", re.IGNORECASE
)
_MY_WORDS = re.compile(  # « je l’oubliais », « je mélange deux personnes »: of what she says, not of her
    r"\bj(?:['’]|e\s+)(?:l['’]|m['’]|vous\s+|me\s+)?(?:avais\s+|ai\s+|suis\s+)?"
    r"(?:oubli|tromp|confond|m[ée]lang|corrig|reviens|repens|pr[ée]cis|r[ée]p[èe]t)\w*",
    re.IGNORECASE,
)
_COLLEAGUE = re.compile(
    r"\b(?:coll[eè]gue|associ[ée]|confr[eè]re|cons(?:œ|oe)ur|rempla[çc]ant|voisin|copain|copine|pote)e?s?\b",
    re.IGNORECASE,
)
_IT_IS_SHE = re.compile(  # « ma collègue part à la retraite »: her event, whatever it does to the one who asks
    r"\b(?:mon|ma|mes|nos|notre|un de mes|une de mes|l['’])\s*(?:autres?\s+)?"
    r"(?:coll[eè]gues?|associ[ée]e?s?|confr[eè]res?|cons(?:œ|oe)urs?)\s+(?:\w+\s+){0,2}?"
    r"(?:part\w*|quitt\w+|s['’]en|prend\w*|arr[êe]t\w+|cess\w+|d[ée]c[èe]d\w+|meur\w*|d[ée]m[ée]nag\w+|se\s+retir\w+)",
    re.IGNORECASE,
)
_HER_ASSISTANT = re.compile(  # « si elle part en congé sans que je la remplace »: no doctor is named, so not the doctor
    r"(?!.*\b(?:docteure?|doctoresse|dr|m[ée]decins?|patronn?e?|coll[eè]gue|associ[ée]e?|confr[eè]re|cons(?:œ|oe)ur)\b)"
    r".*\b(?:elle|il|(?:mon|notre|l['’])\s*assistante?|ma\s+salari[ée]e)\s+"
    r"(?:part\w*|prend\w*|tomb\w+|accouch\w+|s['’](?:arr[êe]t|absent)\w+|sera\s+(?:absent\w*|en\s+cong[ée]))",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_THE_SAME = re.compile(
    r"\b(?:pareil|idem|(?:elle|lui|eux)\s+aussi|m[êe]mes?\s+(?:chose|r[ée]ponse|question|exercice|calcul|d[ée]lais?|r[ée]gime|r[èe]gles?|sort|hypoth[èe]ses?)|"
    r"(?:aussi|bon|valable)\s+pour\s+(?:elle|lui|eux))\b|"
    r"^\W*(?:et|mais)\s+moi\b.*\baussi\W*(?:ou\s+non\W*)?$|"
    r"\b(?:l[àa]|alors|dans\s+ce\s+cas|du\s+coup),?\s+(?:je\s+(?:peux|pourrais)|c(?:['’]est)?\s+(?:bon|possible|jouable)|"
    r"[çc]a\s+(?:passe|marche)(?:rait)?|j['’]y\s+(?:ai|aurais)\s+droit)\s*\?",
    re.IGNORECASE,
)
_ASKS_BY_ITSELF = re.compile(r"\best[- ]ce (?:que |qu')(?!(?:c'est )?(?:pareil|idem|la meme|le meme))")
_ANYBODY = re.compile(
    r"\bon\s+(?:ne\s+)?(?:va\s+|peut\s+|doit\s+)?(?:l['’]|lui\b|(?:le|la)\s+\w+er\b)|\b(?:lui\s+|l['’])\w+(?:-t)?-on\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:je|moi|me|nous|on|mon cabinet|ma patient[èe]le)\b|\b[jm]['’]", re.IGNORECASE)
_BARE_NUMBER = re.compile(
    r"(?<!\d)(\d[\d  ]*)(?=\s+pile\b|(?:\s+(?:seulement|tout juste|%))?[\s?!.]*$|\s+(?:lui|elle|moi)\b|"
    r"[.,!?]\s+(?:pareil|idem|m[êe]me)\b)"
)
_UNITS = {
    "patientele_mt": "patients médecin traitant",
    "file_active": "patients de file active",
    "age": "ans",
    "ccam_share": "% d’actes CCAM",
}
_BACK_TO_ME = re.compile(
    r"\W*(?:(?:et|mais|ok|bon|alors|donc)\b\W*)*(?:pour\s+|dans\s+)?"
    r"(?:moi|mon\s+cas|ma\s+situation|l[ea]s?\s+mien(?:ne)?s?)\W*(?:(?:avec|à)\s+)?"
    r"(?:\d[\d  ]*\W*)?(?:(?:pareil|idem|m[êe]me\s+chose)\W*)?",
    re.IGNORECASE,
)
_OF_THE_SAME = re.compile(
    rf"\W*(?:(?:{_OPENERS})\b\W*)*(?:(?:pour|chez)\s+)?"
    r"(?:lui|elle|il(?!\s+(?:faut|suffit|y\s+a|n['’]y\s+a|existe))|s['’]il|son|sa|ses)\b",
    re.IGNORECASE,
)
_ME = re.compile(r"(?<!que )(?<!comme )\b(?:moi\b(?!-)|l[ea]s?\s+mien(?:ne)?s?\b)", re.IGNORECASE)
_HER_AGAIN = re.compile(
    rf"\W*(?:(?:{_OPENERS})\b\W*)*(?:pour\s+)?(?:lui|elle)\b,?(?!\s+(?:aussi|coûte))", re.IGNORECASE
)
_PRONOUN = re.compile(r"\b(?:elle|lui|il|eux|comme moi)\b", re.IGNORECASE)
_BACK_TO_THE_FIRST = re.compile(r"\brev(?:ien|en)\w+ à (?:lui|elle)\b", re.IGNORECASE)  # after « sa consœur, elle… »
_SHE = re.compile(r"\b(?:elle|lui|eux)\b", re.IGNORECASE)
LIKE_ME = re.compile(
    r"\bm[êe]mes?\s+(?:cas|situation|profil|conditions?|secteur|patient[èe]le|anciennet[ée])|\bcomme\s+moi\b|"
    r"\bsinon\s+(?:tout\s+)?pareil|\btout\s+pareil",
    re.IGNORECASE,
)
_OF_THE_DOCTOR = (
    "secteur", "optam", "mep", "patientele_mt", "children", "file_active", "percentile", "age", "ccam_share", "status",
    "new_installer", "current_etp", "objectives_reached",
)  # fmt: skip
SAID_OF_HER = frozenset({"specialty", "zone", "department", "etp", *_OF_THE_DOCTOR})
_SECOND = "eligibility.second_assistant"  # what only some may have
_OF_ONE_DOCTOR = ("eligibility", "objectives", "aid")  # areas decided on the doctor; a contract may involve both


_ALONE = re.compile(r"\b(?:toute?|(?:pour|a|que) moi|moi) seule?\b|\bsans (?:la )?partager\b")


def takes_her_alone(words: str) -> bool:
    """Whether prepared words say that the assistant is no more shared: « et si je la prends toute seule ? »."""
    return _ALONE.search(words) is not None


def left_of(text: str) -> str | None:
    """Return what a message says once « et pour ma collègue » is left out of it; ``None`` if it begins otherwise."""
    someone = _SOMEONE_ELSE.match(text)
    if someone is None or (someone["name"] and is_a_word(bare(someone["name"]))):
        someone = _NEIGHBOUR.match(text)
    return text[: someone.start(1)] + text[someone.end(1) :] if someone else None


def is_a_word(folded: str) -> bool:
    """Whether what begins a sentence with a capital is nobody's name."""
    return folded in STOP_WORDS - _ANOTHER or _NO_NAME.fullmatch(folded) is not None


def asks_the_same(text: str) -> bool:
    """Whether the question is the one before, put for another: « elle aussi ? », « pareil pour lui ? »."""
    return _ASKS_THE_SAME.search(text) is not None and not _ASKS_BY_ITSELF.search(bare(text))


def same_question(label: str) -> str:
    """Return what « elle aussi ? » asks: of an amount that only some may have, whether she may."""
    return f"{_SECOND}/general" if label.startswith(_SECOND) or label == "aid.amounts/beyond_full_time" else label


def who_acts(text: str) -> str:
    """Return to whom it happens, « colleague », « assistant » or « me »: she leaves, retires, has a child."""
    return "colleague" if _IT_IS_SHE.search(text) else "assistant" if _HER_ASSISTANT.match(text) else "me"


def goes_back_to_me(text: str) -> bool:
    """Whether the message says « et moi ? », « moi 58, pareil ? »: the same question, of the one who asks."""
    return _BACK_TO_ME.fullmatch(text) is not None


def comes_back_to_me(text: str) -> bool:
    """Whether a message is again of the one who asks, and of nobody else: « non, moi ce n’est pas 520 »."""
    return _BACK_TO_THE_FIRST.search(text) is not None or (
        _ME.search(text) is not None and _PRONOUN.search(text) is None
    )


def goes_back_to_her(text: str) -> bool:
    """Whether a message says « et lui, s’il prend l’OPTAM ? », and nothing of who writes."""
    return _HER_AGAIN.match(text) is not None and not speaks_of_me(text)


def goes_on_of_another(text: str) -> bool:
    """Whether a message goes on of the doctor spoken of last: « et lui, combien ? », « et son objectif ? »."""
    spoken_of = _OF_THE_SAME.match(text) or _SHE.search(text)
    return spoken_of is not None and not speaks_of_me(text)


def with_its_unit(text: str, state: State) -> str:
    """Return « et mon associé, 600 ? », « moi 58 » with the unit of what was said last, or of what is near it."""
    folded = in_digits(fold(text))
    if not (number := _BARE_NUMBER.search(folded.text)):
        return text
    said, known = int(re.sub(r"\D", "", number[1])), state.profile.known()
    _, end = folded.span(*number.span(1))
    named = [name for name in (state.said_last or "", *_UNITS) if name in _UNITS]
    near = (name for name in named if isinstance(known.get(name), int | float) and said / 4 <= known[name] <= said * 4)
    field = next(near, named[0] if state.said_last in _UNITS else "")
    return f"{text[:end]} {_UNITS[field]}{text[end:]}" if field else text


def is_named(text: str) -> bool:
    """Whether a message names a colleague, rather than going on of the one spoken of: « elle est salariée au CHU »."""
    return left_of(text) is not None or _COLLEAGUE.search(text) is not None


def is_about_another(text: str) -> bool:
    """Whether the whole message is about another doctor: it begins with her, and says nothing of the one who asks."""
    return left_of(text) is not None and not speaks_of_me(text)


def speaks_of_me(text: str) -> bool:
    """Whether the one who asks speaks of herself, or of her practice."""
    for aside in (LIKE_ME, _TOLD_ME, _MY_WORDS, _ANYBODY):  # « je l’oubliais », « va-t-on l’obliger ? »: not of her
        text = aside.sub("", text)
    return _FIRST_PERSON.search(text) is not None


def spoken_of(understanding: Understanding, text: str) -> Understanding | None:
    """Return what is said of a colleague as if it were the doctor's own, in a message that says nothing of herself."""
    own = [item for item in understanding.facts if item.field in SAID_OF_HER]
    said = {
        item.field: replace(item, whose="me")
        for item in reversed(understanding.mentions)
        if item.whose == "colleague" and item.how in ("stated", "supposed") and item.field in SAID_OF_HER
    }
    theirs_alone = said and not speaks_of_me(text)  # « un confrère est au-dessus du P95. Plein temps aussi. »
    if not (said or own) or (own and not theirs_alone and not is_about_another(text)):
        return None
    known = {item.field for item in own}
    hers = (*understanding.facts, *(item for field, item in said.items() if field not in known))
    return replace(understanding, facts=tuple(sorted(hers, key=lambda item: item.span)))


def decides(heard: Heard) -> bool:
    """Whether what is asked is decided on one doctor, so that it can be on the colleague spoken of."""
    return bool(heard.asks) and all(ask.topic.partition(".")[0] in _OF_ONE_DOCTOR for ask in heard.asks)


def without_the_doctor(state: State, text: str) -> State:
    """Return the state for a doctor of the same practice, known by what is said now, unless she is « comme moi »."""
    kept = LIKE_ME.search(text) is not None
    profile = state.profile if kept else state.profile.model_copy(update=dict.fromkeys(_OF_THE_DOCTOR))
    return replace(state, profile=profile, firm=state.firm or state, theirs=True, asked=(), declined=frozenset())
