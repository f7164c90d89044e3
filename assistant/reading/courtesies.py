"""What is said around a question and asks nothing: « bonjour, petite question », « merci d’avance pour votre aide »."""

from __future__ import annotations

import re

_HELLO = r"(?:bonjour|bonsoir|salut|slt|bjr|bsr|coucou|hello|hey|rebonjour)(?: (?:docteur|madame|monsieur|a [tv]ous))?"
_FILLER = r"alors|bon|donc|voila|euh|ben|bah|eh bien|hein|ecoutez|tiens|au fait|sinon|ah|oh|re|allo|pardon|excusez-moi"
_ONE_QUESTION = (
    r"(?:j'ai |encore |juste |toujours )*(?:une? |deux |ma |autre |derni\w+ |petites? |simple |rapide )*questions?"
    r"(?: (?:rapide|pour vous|bete|simple|pratique|toute bete))?(?= ?[,.:;!?…-])"
)
_I_ASK = (
    r"je me permets (?:une (?:petite )?question|"
    r"de vous (?:ecrire|demander|contacter|interroger|solliciter|poser (?:une|cette) question))"
)
_I_WOULD_KNOW = (
    r"(?:je|j')(?: ?(?:me permets de )?(?:voudrais|voulais|veux|souhaite(?:rais)?|aimerais)) (?:bien |juste )?"
    r"(?:savoir|vous demander|vous poser (?:une|la) question|comprendre|etre sure?|y voir clair)"
)
_I_WONDER = r"je me (?:demande|demandais|pose la question(?: de savoir)?|posais la question)"
_TELL_ME = (
    r"(?:dites?|dis)(?:[ -]moi)?(?: donc| voir)?|"
    r"(?:pouvez|pourriez)[- ]vous(?: s'il vous plait| svp)? (?:me |m'|nous )?"
    r"(?:dire|indiquer|preciser|confirmer|eclairer)|"
    r"(?:merci de|veuillez|priere de|tu peux|vous pouvez) (?:me |m'|nous )(?:dire|indiquer|preciser|rappeler)"
)
_THANKS = (
    r"(?:je vous )?(?:en )?(?:merci|remercie)(?: (?:d'avance|par avance|beaucoup|bien|infiniment|encore|a vous))*"
    r"(?: (?:pour|de) (?:votre|ta|vos|l'|cette|la) ?(?:aide|reponses?|retour|eclairage|temps|precisions?|attention))?|"
    r"en vous remerciant(?: (?:d'avance|par avance))?"
)
_GOODBYE = r"svp|stp|s'il (?:vous|te) plait|cordialement|bien a vous|bonne (?:journee|soiree)|a bientot|voila"

_OPENS = re.compile(
    rf"(?:(?<=[.!?;\n])|^)[\s,:…-]*(?:(?:{_HELLO}|{_FILLER}|{_ONE_QUESTION}|{_I_ASK}|{_I_WOULD_KNOW}|{_I_WONDER}|{_TELL_ME})"
    r"(?![\w'])[\s,.:;!…-]*)+(?:(?:si|s') (?=[a-z]))?"
)
_LAST = rf"(?:{_THANKS}|{_GOODBYE})"
_CLOSES = re.compile(rf"[\s,.;!…-]*\b{_LAST}(?:[\s,.;!…-]+{_LAST})*(?=[\s.!?,…-]*(?:$|[.!?]))")


def without_courtesies(words: str) -> str:
    """Return prepared words without the greetings and thanks around a question; as they are if nothing else stands."""
    left = _CLOSES.sub("", _OPENS.sub(" ", words)).strip()
    return left if re.search(r"[a-z]{3}|\d", left) else words
