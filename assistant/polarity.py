"""A question by its grammar alone: whether it wants a yes or a no, and whether it denies what it asks.

« Elle n’est pas obligée ? » is answered « Non », or « Si » where she is: what it denies is read in the last clause that
hangs on no other. « Exclu » or « refuser » deny nothing: they are words as others.
"""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.aspects import Claim

_TAGS = re.compile(
    r"(?:(?<![ ,.])[ ,.]+(?:n'est[- ]ce pas|ou (?:pas|non|bien|quoi)|oui ou non|non|si|hein|donc|alors|du coup|"
    r"d'accord|sinon|quand meme|enfin|au moins|au juste|svp|merci|dites))*(?<![ ,.?!])[ ,.?!]*$"
)
_ENDS = re.compile(r"[,;:.!?()…]+(?!\d)| (?:et|mais) (?=(?:je|j'|on|nous|ils?|elles?|c'est|ca|est-ce)\b)")
_SAYING = (  # verbs whose « que… » is what is asked; after another word, it only says which one is meant
    "dit", "dire", "disent", "disiez", "parait", "crois", "pense", "pensais", "crains", "redoute", "devine", "soutient",
    "pretend", "affirme", "suppose", "compris", "comprends", "imagine", "assure", "assurait", "est-ce", "lu", "sais",
    "parie", "repete", "deduis", "note", "clair", "savoir",
)  # fmt: skip
_HANGS = re.compile(
    r"\b(?:si(?! ce n'est)|s'ils?|quand|lorsqu\w*|puisqu\w*|comme|qui|dont|(?:aux|l[ae]s?)quel\w+|pourquoi)\b|"
    + "".join(f"(?<!{verb} )" for verb in _SAYING)
    + r"\b(?:que\b|qu')"
)
_WONDERS = re.compile(r"\b(?:sai[st]|su|savoir|demande|vois|comprends)\b")
_VERB = re.compile(
    r"\b(?:je|j'\w+|tu|ils?|elles?|on|nous|vous|c'\w+|ca|ce (?=n|s)|cela|ya|y a|faut|faudrait|jpeux|jdois|"
    r"jai|n'\w+|ne)\b|\w-(?:t-)?(?:je|tu|ils?|elles?|on|nous|vous|ce)\b"
)
_BESIDE = re.compile(r"(?:a|au|en|dans|avec|sans|pour|par|chez|sur|sous|apres|avant|pendant|depuis|meme|vu|des)\b")
_DENIES = r"(?:pas|plus|jamais|rien|aucune?|guere|nullement|personne)\b(?! (?:que\b|qu'))"
_NONE = r"\b(?:rien|personne|aucune?(?: [\w'-]+){1,3}) "
_DENIED = (
    re.compile(  # « elle n’est pas », « rien ne l’interdit pas » ; of an infinitive, nothing
        rf"(?:{_NONE})?(?<!\ben )(?<!\bde )(?<!\bpour )\b(?:ne |n')(?!{_DENIES})"
        rf"(?P<kept>(?:(?!que )[\w'-]+ ){{1,4}}?){_DENIES} ?"
    ),
    re.compile(rf"{_NONE}(?:ne |n')(?P<kept>)(?=\w)"),  # « personne ne viendra »
    re.compile(  # « c’est pas », « j’ai aucun », « y a-t-il pas »
        r"(?P<kept>(?:\b(?:je|tu|ils?|elles?|on|nous|vous|ca|cela|ce|y) (?:(?!n'|(?:ne|sans|de|pour) )[\w']+ ){1,3}?|"
        r"\b(?:j'|c')\w+ |\b(?:faut|faudrait|ya|jai|jpeux|jdois) ))"
        r"(?:pas(?! (?:mal|que|seulement)\b)|jamais|(?<!\ba )rien|aucune?)\b ?"
    ),
    re.compile(r"(?P<kept>-(?:je|tu|ils?|elles?|on|nous|vous|ce) )pas\b ?"),
)  # fmt: skip
_ALONE = re.compile(r"^(?P<kept>(?:(?:et|donc|alors|du coup) )*)(?:pas|jamais|aucune?)\b(?! (?:que|encore|avant)\b) ?")
_ELIDED = re.compile(r"\b([cj])e (?=[aeiouy])")


_WHICH = re.compile(
    r"\b(?:combien|comment|pourquoi|(?:les|la|le)?quel(?:le)?s?|quand(?! meme)|quoi|qu'est|d'ou|quid|cb|"
    r"que (?:se|devient|deviendra|dit|risqu\w*|faire|vaut|faut)|ou (?:je|on|trouver)|jusqu'ou|(?:a|de) qui|"
    r"qui (?:paie|paye|doit|peut|est|verse|decide|a)|expliqu\w*|detail\w*|liste|et si|donn\w*|difference)\b"
)


_OR_NOT = re.compile(r"\bou (?:pas|non) ?$")


def is_closed(words: str) -> bool:
    """Whether prepared words look like a question to say yes or no to: a verb is asked, and no « combien »."""
    asks = "?" in words or _OR_NOT.search(words) is not None
    return asks and _VERB.search(words) is not None and not _WHICH.search(words)


_SENTENCES = re.compile(r"[^.!?;:…]+[.!?;:…]*")
_WHOLE = 5  # words of a question that says by itself what it puts forward


_CONTRAST = re.compile(  # « suspendus aussi, et non pas seulement le paiement ? » puts the first half alone
    r"(?:,| et|, et) (?:non(?: pas)?|pas)(?: seulement| juste| que)? "
    r"(?:l[ae]s?|l'|une?|du|des?|au|en|pour|sur) ?[^,?;]{2,40}(?= ?\?)"
)


def last_question(words: str) -> str:
    """Return the last sentence that asks, where it says enough by itself; else all the words."""
    words = _CONTRAST.sub("", words)
    asked = [sentence for sentence in _SENTENCES.findall(words) if "?" in sentence]
    whole = asked and _VERB.search(asked[-1]) and len(asked[-1].split()) > _WHOLE
    return asked[-1].strip() if whole else words


_GRANTED = re.compile(  # words that put a favourable side whoever asks
    r"\b(?:(?:ai|as|a|aura\w*|avons|avez|ont) (?:(?:bien|toujours|encore|quand meme|aussi|vraiment) )*(?:le )?droit|"
    r"possibles?|conciliable|compatible|legal|permise?|autorisee?|eligibles?|admise?s?|acceptee?s?|tolere\w*|"
    r"y a(?:-t-il)? moyen|(?:ca|cela|qui|on) (?:passe|marche|tient|convient)|passe malgre|passons|c'est (?:bien )?bon|"
    r"rien ne s'oppose|me suit|dans les clous)\b"
)
_REFUSED = re.compile(  # the same of an unfavourable one
    r"\b(?:contrat (?:tombe|saute)|oblige(?:e|es|s)?|(?:ca|cela|qui|aide) (?:baisse|diminue)|s'arrete(?:nt)?|"
    r"prend-il fin|boude\w*|exclue?s?|interdite?s?|mort|cuit|fichu|foutu|sortie? du|arrach\w*|rembourser|"
    r"reclamer\w*|imposables?|(?:regle|limite|minimum|seuil|condition|obligation)s?\b[^?]{0,40}\b"
    r"(?:appliqu\w*|jou\w*|concern\w*|exist\w*|vaut|vaudr\w*|tient))\b"
)
_CLAUSE = re.compile(  # where a clause starts, in a message that was dictated too
    r"[,;:.!?()…]+(?!\d)|\b(?:est-ce qu[e' ]|(?:et|mais|donc|alors|quoi|lui|elle) (?=(?:je|j'|il|elle|on|ca|c'est)\b))"
)
_SAID = 3  # words of a clause that says something


def plain_side(words: str) -> Claim | None:
    """Return the side that the words of the last clause put by themselves: « il a droit à l’aide ou pas ? ».

    What stands before it is told, not asked: « il est secteur 2 sans OPTAM » puts nothing. Of the labelled questions
    that hold such words nearly all put the side they say: a test counts them.
    """
    until = words.rfind("?") + 1 or len(words)
    tags = _TAGS.search(words[:until])
    asked = words[: tags.start() if tags else until]
    starts = [0, *(cut.end() for cut in _CLAUSE.finditer(asked))]
    clause = next((asked[start:] for start in reversed(starts) if len(asked[start:].split()) >= _SAID), asked)
    granted, refused = _GRANTED.search(clause), _REFUSED.search(clause)
    if bool(granted) is bool(refused) or " ou " in clause or _WHICH.search(clause):
        return None
    return Claim.FAVOURABLE if granted else Claim.UNFAVOURABLE


def asks_of_facts_alone(words: str) -> bool:
    """Whether prepared words ask nothing of their own: « et si elle adhère à l’OPTAM ? », « et en janvier alors ? »."""
    return not is_closed(words) and not _WHICH.search(words.replace("et si ", ""))


def affirmed(words: str) -> str:
    """Return prepared words without the denial of what they ask; the same words where they deny nothing."""
    until = words.rfind("?") + 1 or len(words)
    tags = _TAGS.search(words[:until])
    start, clause = _asked(words[: tags.start() if tags else until])
    if " ou " in clause:  # « elle compte ou elle ne compte pas ? »
        return words
    for denied in (*_DENIED, *([] if start else [_ALONE])):
        if found := denied.search(clause):
            left = f"{clause[: found.start()]}{found['kept']}{clause[found.end() :]}"
            return words[:start] + _ELIDED.sub(r"\1'", left) + words[start + len(clause) :]
    return words


def _asked(words: str) -> tuple[int, str]:
    """Return where the last clause that hangs on no other starts, and the clause without what hangs on it."""
    cuts = [0, *(end.end() for end in _ENDS.finditer(words)), len(words)]
    for after, end in reversed(list(pairwise(cuts))):
        start = end - len(words[after:end].lstrip())
        hanging = _HANGS.search(words, start, end)
        clause = words[start : hanging.start() if hanging else end]
        if hanging and hanging[0] == "si" and _WONDERS.search(clause):  # « je ne sais pas si… »
            return 0, ""
        if clause.strip() and (_VERB.search(clause) or not _BESIDE.match(clause)):
            return start, clause
    return 0, ""
