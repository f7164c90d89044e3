"""The contract and the assistant: profile, certificate, company, sharing, objectives, renewal, years asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.reading.facts import Found, clause_after, clause_before, found
from assistant.reading.taken import Taken
from french import Folded

_PROFILES = (
    (
        "infirmier",
        re.compile(
            r"\b(?:infirmiere?s?|ide|idel)\b(?! (?:en pratique|de pratique|asalee?|liberale?s?|du (?:bourg|village)|"
            r"a domicile))"
        ),
    ),
    ("aide-soignant", re.compile(r"\b(?:aide[- ]?soignante?s?|as)\b")),
    ("auxiliaire de puériculture", re.compile(r"\b(?:auxiliaires? de puer\w*|auxiliaires? puer\w*|auxi puer\w*)")),
    (
        "secrétaire",
        re.compile(
            r"\b(?:ex[- ])?secretaires?\b(?! ?(?:a distance|general))|"
            r"\b(?:standardiste|hotesse d'accueil|vien\w+ du secretariat)\b|"
            r"\b(?:tient|tenait|gere) (?:mon |notre )(?:accueil|agenda|telephone|secretariat|standard)\b"
        ),
    ),
)


_OTHER_CARE = re.compile(  # « mon orthoptiste passe AM, dispensée du CQP ? »; « avec deux kinés » hires nobody
    r"\b(?:mon|ma|une?|l'|ancienne?|ex|etait|est) ?(?:orthoptiste|opticienne?|ergotherapeute|dieteticienne?|"
    r"psychologue|podologue|orthophoniste|ambulanciere?|psychomotricienne?|audioprothesiste|brancardiere?|"
    r"auxiliaire de vie|preparat(?:eur|rice) en pharmacie|manipulat(?:eur|rice) radio|assistante? dentaire)\b"
    r"(?=[^?!]*\b(?:cqp|fae|diplom\w*|dispens\w*|formation|am|assistante?)\b)"
)
_NO_DIPLOMA = re.compile(
    r"\b(?:sans|aucun|0|zero|pas de|ni) diplome(?: d[e'] ?(?:soin|sante|infirm)\w*)?\b|\bque (?:le|son|mon) bac\b|"
    r"\bnon[- ]soignante?s?\b"
)


def assistant_profiles(text: Folded) -> Iterator[Found]:
    """Yield the training the assistant comes with; « AS » is a diploma only in capitals."""
    named = False
    for profile, pattern in _PROFILES:
        for match in pattern.finditer(text.text):
            if match[0] in ("as", "ide") and not text.slice(*match.span()).isupper() and match[0] == "as":
                continue
            named = True
            yield found("assistant_profile", profile, match)
    if not named and (none := _OTHER_CARE.search(text.text) or _NO_DIPLOMA.search(text.text)):
        yield found("assistant_profile", "autre", none)


_CERTIFICATE = r"(?:cqp|fae|certificat|certification|qualification|diplome(?! d')|formation)"
_NOT_CERTIFIED = re.compile(
    rf"\bsans (?:le |son |mon |la |sa |ma |aucun\w* |avoir (?:le |son |mon |la )?)?{_CERTIFICATE}\b"
    rf"|\b(?<!ou )(?:pas|jamais)(?: encore| toujours)? (?:(?:le|la|son|sa|mon|ma|de|du|eu|obtenu|passe|fait|fini|"
    rf"termine|valide|suivi|commence)\s?)*{_CERTIFICATE}\b"
    rf"|\b{_CERTIFICATE} (?:pas|non)(?: encore)? (?:faite?|obtenue?|validee?|passee?|finie?|terminee?|fini|commencee?)"
    r"|\b(?:non|pas|ni)(?: encore| toujours)? (?:certifiee?|diplomee?|formee?|qualifiee?)\b"
    rf"|\b(?:avant|en attendant|en attente) (?:d'avoir |d'obtenir |de passer |de valider |de finir |de |du |"
    rf"la |le |son |sa |mon |ma |meme |l'obtention ?)*{_CERTIFICATE}\b"
    r"|\bsans (?:etre|avoir ete) (?:encore )?(?:certifiee?|diplomee?|formee?|qualifiee?)\b"
    r"|\best (?:encore )?en formation\b"
    r"|\ben cours de (?:cqp|formation|certification)\b|\bpendant (?:sa|ma|la|le|son|mon) (?:formation|cqp)\b"
    rf"|\b{_CERTIFICATE} (?:est )?(?:en cours|pas encore)\b"
    rf"|\b(?:ce|le|son|mon) {_CERTIFICATE},? (?:elle|il|je) (?:ne )?l'(?:a|ai) pas\b"
)
_CERTIFIED = re.compile(
    r"\b(?<!inscrite )(?<!inscrire )(?<!passer )(?<!elle )(?<!il )(?<!on )(?<!je )"
    r"(?:a|ayant|avec|possede|detient|obtenu|valide|eu|passe|titulaire) (?:deja |bien |obtenu |valide |"
    r"eu |passe |fini |termine )*(?:du|le|son|mon|un|sa|ma|la) (?:cqp|fae)\b"
    r"|\b(?:cqp|fae) (?:est )?(?:deja )?(?:obtenue?|validee?|en poche|faite?(?! (?:combien|\d|quoi))|acquise?|ok|"
    r"passee?|finie?|terminee?)\b"
    r"|\b(?:assistante?|elle est|secretaire|am)(?: medicale?)? (?:deja |bien )?(?:certifiee?|diplomee?|"
    r"titulaire du cqp)\b"
    r"|\bapres (?:le|son|mon|l'obtention du|avoir (?:obtenu|eu) (?:le|son|mon)) (?:cqp|fae)\b|"
    r"\bune fois (?:le |son |qu'elle a (?:le |son ))?(?:cqp|fae)\b"
)


def certificates(text: Folded) -> Iterator[Found]:
    """Yield whether the assistant holds her certificate; « doit-elle avoir le CQP ? » says nothing of it."""
    if match := _NOT_CERTIFIED.search(text.text):
        yield found("assistant_certified", False, match)
    elif match := _CERTIFIED.search(text.text):
        yield found("assistant_certified", True, match)


_FORMS = (
    ("SCP", re.compile(r"\bscp\b|societe civile professionnelle")),
    ("SCM", re.compile(r"\bscm\b|societe civile de moyens")),
    ("SISA", re.compile(r"\bsisa\b")),
    ("SEL", re.compile(r"\bsel(?:arl|as|afa|url)?s?\b|societe d'exercice liberal")),
    ("GE", re.compile(r"\bgroupements? d'employeurs?\b|\bge\b")),
    ("individuel", re.compile(r"\b(?:en nom propre|a titre individuel|entreprise individuelle|en ei\b)")),
)
COLLECTIVE = re.compile(
    r"\b(?:aide|contrat|dispositif|version|formule|en|au|mode|objectif|convention) (?:\w+ )?collecti\w+|"
    r"\ben collectif|\bcollecti(?:f|ve)\b|\badherente?s\b"
)


def legal_forms(text: Folded) -> Iterator[Found]:
    """Yield the company's form; « GE » is one only in capitals."""
    for form, pattern in _FORMS:
        for match in pattern.finditer(text.text):
            if match[0] == "ge" and not text.slice(*match.span()).isupper():
                continue
            yield found("legal_form", form, match)
            break


_DOCTORS = r"(?:medecins?|med|associee?s?|generalistes|confreres|mg|docs?|docteurs|pediatres|praticiens|specialistes)"
_POST = r"(?:assistante?|temps plein|etp|poste|plein temps|am|fille|personne|salariee)\b"
_OTHER = r"(?:associee?|consoeur|confrere|collegue|mari|femme|conjointe?|epou(?:x|se)|compagn(?:on|e)|soeur|frere|fils)"
_ONE_POST = rf"(?:1|une?|le meme|la meme|meme)(?: seule?)? {_POST}"
_SHARED = (
    re.compile(  # « deux de mes cinq médecins veulent se partager la même »
        rf"\b(\d) (?:de|d'entre|parmi) (?:mes|nos|ces|les|leurs) (?:\d )?{_DOCTORS}[^?!;.]{{0,40}}?"
        r"\b(?:partag|mutualis)"
    ),
    re.compile(rf"\ba (\d{{1,2}})(?: {_DOCTORS})? sur (?:un|1|une|le meme|la meme)\b"),
    re.compile(
        r"\b(?:partag\w*|mutualis\w*)(?: [\w'-]+){0,8}? (?:entre|a|avec|pour) (?:nous )?(\d{1,2}|une?|"
        r"mon|ma|l'autre)\b(?! ?(?:temps|mi|etp|%|h\b|secretaire))"
    ),
    re.compile(
        r"\b(?:repart(?:i\w*|age)|reparti) (?:\w+'? ?){0,6}?(?:entre|sur) (\d{1,2}|mon|ma)\b(?! ?(?:jours|ans))"
    ),
    re.compile(
        r"\b(?:a|entre|nous sommes|on est|pour) (\d{1,2})(?: \w+){0,2}? (?:a |pour |de |qui )?(?:se |nous |le |"
        r"la |on |veulent |voulons |souhaitons )*(?:partag\w*|mutualis\w*)"
    ),
    re.compile(rf"\b(\d{{1,2}}) {_DOCTORS}(?: \w+){{0,4}} (?:partag|mutualis)\w*"),
    re.compile(
        rf"\b{_ONE_POST}(?: medicale?)?(?: (?:a )?(?:temps plein|plein temps|35 ?h))? (?:pour|a|entre) (?:nous )?"
        rf"(\d{{1,2}})(?: {_DOCTORS})?"
        r"\b(?! ?(?:%|h\b|heures|ans|temps|mi-temps|€|etp|km|mois))"
    ),
    re.compile(  # « on est 3 MG, on veut une seule AM », « cabinet à trois, une AM commune »
        rf"\b(?:(?:on est|nous sommes|a) (\d{{1,2}})(?: {_DOCTORS})?|(?<![\w/,.])(\d{{1,2}}) {_DOCTORS}),? (?:et |"
        rf"pour |qui |"
        rf"on |nous |en |veut |voulons |veulent |prend |prendre |voudrait )*(?:(?:1|une?|la meme) (?:seule? )?{_POST}|"
        r"une seule et on partage)"
    ),
    re.compile(rf"\btravaille (?:pour|chez) (\d) {_DOCTORS}"),
    re.compile(  # « mon mari et moi voulons nous partager… », « avec Karim mon associé on veut la même »
        rf"\b(mon|ma) {_OTHER}(?: \w+)? (?:et moi|(?<=\w )(?:on|nous))(?: [\w'-]+){{0,6}} "
        r"(?:partag|mutualis|seule|meme|commune?|pour nous 2)"
    ),
    re.compile(r"\bentre (mon|ma) (?:associee?|consoeur|confrere|collegue) et moi\b"),
    re.compile(r"\bmoitie (?:pour |chez )?(?:elle|lui|moi),? (?:et )?moitie (?:pour |chez )?(?:elle|lui|moi)\b()"),
    re.compile(r"\bbinome (?:[a-z-]+ ?/ ?|de )(?!.*\b(?:am|assist\w+)\b)[a-z-]+()"),
)
_SOMETHING_ELSE = re.compile(r"\b(?:locaux|local|chacune?|logiciel|secretariat|bail|kines?|bureau)\b")
_ONE_OTHER = re.compile(r"^(?:une?|mon|ma|l'autre|)$")


def shared(text: Folded) -> Iterator[Found]:
    """Yield how many doctors share the post: « avec ma consœur » is two."""
    for pattern in _SHARED:
        match = pattern.search(text.text)
        if match and not _SOMETHING_ELSE.search(match[0] + clause_after(text, match.end())[:20]):
            said = next(group for group in match.groups() if group is not None)
            number = 2 if _ONE_OTHER.match(said) else int(said)
            if 2 <= number <= 20:
                yield found("shared_between", number, match)
                return


_REACHED = (
    (
        False,
        re.compile(
            r"\bobjectifs? (?:\w+ ){0,2}?(?:non|pas|jamais) (?:encore |ete |tous? )*(?:atteints?|remplis?|tenus?|"
            r"realises?)|\b(?:pas|n'?ai pas|jamais|sans)(?: \w+){0,2}? (?:atteint|rempli|atteins|atteindre|tenu|"
            r"remplis)(?: \w+){0,3}? (?:l')?objectifs?|\b(?:rater?|loupe|manque)r? (?:mes|les|l'|mon) ?objectifs?|"
            r"\bobjectifs? (?:rates?|manques?)|\bplus dans les clous[^?!;.]{0,25}\bobjectifs?|\bn'atteins? pas|"
            r"\bobjectifs?[^\w?!;.]{1,4}(?:sont )?[^\w?!;.]{0,2}(?:presque|quasi\w*|pas tout a fait|en partie|a moitie)"
            r"[^\w?!;.]{1,4}(?:atteints?|remplis?|tenus?|realises?)"
        ),
    ),
    (
        True,
        re.compile(
            r"\bobjectifs? (?:sont |est |ont ete |bien |tous |deja |a ete |etaient |soi(?:en)?t |ser(?:on|aien)t )*"
            r"(?:atteints?|remplis?|tenus?|ok|realises?)\b|"
            r"\b(?:j'ai|ai|nous avons|avons|ayant|on a|a) (?:bien |deja |largement )?(?:atteint|rempli|tenu) "
            r"(?:tous )?(?:mes|les|l'|nos|mon|ses) ?objectifs?|"
            r"\b(?:supposons|imaginons|admettons|mettons|disons)[- ]les (?:bien )?(?:atteints|tenus|remplis)|"
            r"\bs'ils (?:etaient|sont|le sont|l'etaient) (?:bien |tous |enfin )*(?:atteints|tenus|remplis)"
        ),
    ),
)


_SHARE_REACHED = re.compile(r"\b(\d{2,3}) ?(?:%|pct|pour ?cent)")  # « atteints à 80 % » are not reached


def objectives(text: Folded) -> Iterator[Found]:
    """Yield whether the objectives are reached; « si je n'atteins pas… » is hypothetical."""
    for value, pattern in _REACHED:
        match = pattern.search(text.text)
        if match:
            share = _SHARE_REACHED.search(text.text[max(0, match.start() - 10) : match.end() + 14])
            yield found("objectives_reached", value and (not share or int(share[1]) >= 100), match)
            return


_RENEWAL = re.compile(
    r"\b(?:mon|notre|ce) contrat (?:arrive a (?:echeance|terme|son terme)|se termine|est termine|prend fin)|"
    r"\b(?:apres|lors du|pour (?:mon|le|un)|au moment du|en cas de|je) renouvel\w+\b"
    r"(?! (?:quand|comment|ou\b|a qui|aupres))|"
    r"\b(?:[6-9]|10)e annee\b|\bannee ([6-9]|10)\b"  # the aid of one contract ends with its fifth year
)


def renewals(text: Folded) -> Iterator[Found]:
    """Yield that the contract spoken of follows a first one."""
    if match := _RENEWAL.search(text.text):
        yield found("renewal", True, match)


_NEXT_CONTRACT = re.compile(  # « si je renouvelle, il finira quand ? », « et le renouvelé ? »
    r"\b(?:une fois|s'il (?:est|etait)|apres (?:etre|avoir ete)|contrat|celui|nouveau|le) (?:ete )?"
    r"(?:renouvel|recondui)(?:e|t)\b|"
    r"\b(?:(?:si|quand|je compte|je (?:vais|veux|pense)) (?:(?!\b(?:pas|plus|ou|fini\w*)\b)[^?.!;]){0,30}?|"
    r"apres (?:l[ea] |mon )?)"
    r"(?:renouvel|recondui|prolong)\w*\b(?! (?:pas|plus)\b)|\b(?:nouvelle|prochaine|2e) echeance\b"
)
_ITS_END = re.compile(r"\b(?:fini\w*|termin\w*|jusqu\w*|dure\w*|cour[ta]\w*|echeance)\b")
_THIS_CONTRACT = re.compile(r"\b(?:actuel\w*|en cours)\b")


def asks_of_the_next_end(words: str) -> bool:
    """Whether a prepared message asks until when the contract runs that a renewal would begin."""
    of_the_next = _NEXT_CONTRACT.search(words) is not None and not _THIS_CONTRACT.search(words)
    return of_the_next and _ITS_END.search(words) is not None


_AND_ANOTHER = r"(?:(?:,| et| puis| ou| ,| (?=[1-5]))+ ?([1-5]))?"  # « année 1, 2, 3, 4 et 5 »
_YEAR = re.compile(
    r"\b([1-5])e(?:,? (?:et|ou|puis|,|a|a la)?,? ?(?:la |en )?([1-5])e)?(?:,? (?:et|ou|puis|,) ?(?:la |"
    rf"en )?([1-5])e)? annees?\b|\b(?:(?:annees?|an) ?(?:n°? ?)?|[ay](?=\d))([1-5]){4 * _AND_ANOTHER}\b"
    r"(?! ?(?:medecins|patients|assistant|ans|mois|associe|%|temps|mi|€|h\b|[,.]\d|generaliste))"
)
_YEARS_FROM = re.compile(
    r"\b(?:(?:annees?|an) ?([1-5]) ?(?:a|-|jusqu'a) ?(?:l'annee )?([1-5])\b(?! ?(?:ans|mois|%|€|[,.]\d))|"
    r"([1-5])e (?:annee )?(?:a|jusqu'a) (?:la )?([1-5])e annees?)"
)
_ORDINAL_ONLY = re.compile(  # « et la 2e ? », but not « la première démarche » nor « signe en premier »
    r"(?:(?:^|[?!.;,] ?)(?:et |puis )?(?:celles? )?(?:de )?(?:la|en) |\bet (?:celles? )?(?:de )?(?:la |en ))"
    r"(?:toute )?([1-5])e(?= ?(?:[?!.;,)=]|$|"
    r"(?:par (?:mois|an)|pour|avec|en (?:mi|temps|zip)|a (?:mi|temps|plein)|alors|stp|svp|c'est|ca|combien|"
    r"du coup)\b|(?:et|ou) (?:la )?[1-5]e))|"
    r"\b([1-5])e annuite"
)
_ORDINAL_ALONE = re.compile(  # in a conversation on a year: « 3e ? », « et la 2 », « pareil mais mi-temps. La 3. »
    r"^ ?([1-5])e ?[?.!]*$|(?:^|[.?!;,] ?)(?:et |puis |alors )?la ([1-5])(?: et apres)? ?[?.!]*$|"
    r"\b(?:voulais|veux|voulait) (?:\w+ )?(?:dire|parler de) (?:de )?la ([1-5])e\b(?! (?:assistante?|am)\b)|"
    r"^ ?(?:(?:et|puis|alors|ok|bon)[ ,]+)+pour la ([1-5])e\b(?! (?!qui|du|de|en|alors|ca|c'est)\w)"
)
_TWO_ALONE = re.compile(r"\b([1-5])e (?:et|puis|ou) (?:la )?([1-5])e ?[?.!]*$")  # the same: « redis-moi 1re et 2e »
_ORDINAL_AFTER_A_YEAR = re.compile(r"\b([1-5])e(?= ?(?:[?!.;,)=]|$))")
_LAST_YEAR = re.compile(r"\b(?:la )?derniere annee(?! civile)")
_FIRST_YEARS = re.compile(
    r"\b(?:les|des|ces|mes) ([2-4]) 1es? annees|\bles 1es? ([2-4]) annees|\bles ([2-4]) annees 1e|"
    r"\bles ([2-4]) annees\b(?! (?:suiv|d'apres|derni|qui|resta|apres|avant|de\b))"
)
_TOTAL = re.compile(
    r"\b(?:au |en )?total\w*\b|\ben tout\b|\b(?:sur|pendant|pour) (?:les 5|toute la duree|la duree|"
    r"l'ensemble)|\bsur (?:les )?5 ans|\b(?:les|en) 5 ans\b|\bsomme totale|\bcumul\w*|\bsur toute"
)
_NOT_CONTRACT_YEAR = re.compile(r"(?:(?:etudiante?|interne|externe) (?:en|de)|medecine|par) ?$")
_NOT_OF_CONTRACT = re.compile(r"^ ?(?:consecutive|d'exercice|de (?:liberal|medecine|cqp|formation)|en liberal)")


_LAST = 5  # year of a contract
_FOLLOWING = re.compile(
    r"\b(?:les|des|aux) "
    r"(?:(?:annees )?suivantes|autres annees|annees (?:(?:d')?apres|qui (?:suivent|viennent|restent)))\b"
)


_NEXT = re.compile(  # « et la suivante ? », « l’année d’après », not « l’année suivant la signature »
    r"^ ?(?:(?:et|puis|ok|bon|alors|pour)[ ,]+)*(?:celle|la|l'annee) (?:d'apres|suivante)(?= ?(?:[?.!,]|$))"
)
_A_SECOND = re.compile(  # « je pourrais la prendre, la deuxième ? » is of an assistant, not of a year
    r"\b(?:la|le|en|l') ?(?:prendre|recruter|embaucher|engager)\b|\b(?:2e|second\w*) (?:am|assistante?|poste|contrat)\b"
)


def years_asked(text: Folded, current: int | None = None) -> list[tuple[tuple[int, ...], re.Match[str]]]:
    """Return the contract years named, with the words that name them; « les suivantes » are those after ``current``."""
    named: list[tuple[tuple[int, ...], re.Match[str]]] = []
    taken, of_a_second = Taken(text), _A_SECOND.search(text.text) is not None
    for pattern in (_FIRST_YEARS, _YEARS_FROM, _YEAR, _LAST_YEAR, _ORDINAL_ONLY, _ORDINAL_AFTER_A_YEAR):
        if pattern is _ORDINAL_AFTER_A_YEAR and not named:
            break
        if pattern is _ORDINAL_ONLY and of_a_second:
            continue
        for match in pattern.finditer(text.text):
            if not taken.free(*match.span()):
                continue
            before = clause_before(text, match.start())
            if _NOT_CONTRACT_YEAR.search(before) or _NOT_OF_CONTRACT.match(clause_after(text, match.end())):
                continue
            numbers = tuple(int(group) for group in match.groups() if group)
            if pattern in (_FIRST_YEARS, _YEARS_FROM):
                numbers = tuple(range(numbers[0] if pattern is _YEARS_FROM else 1, numbers[-1] + 1))
            taken.take(*match.span())
            named.append((numbers or (5,), match))
    if not named and current and not of_a_second and (two := _TWO_ALONE.search(text.text)):
        return [((int(two[1]), int(two[2])), two)]
    if not named and current and not of_a_second and (alone := _ORDINAL_ALONE.search(text.text)):
        return [((int(alone[alone.lastindex or 1]),), alone)]
    if not named and current and (following := _FOLLOWING.search(text.text)):
        return [(tuple(range(current + 1, 6)), following)]
    if not named and current and current < _LAST and (following := _NEXT.search(text.text)):
        return [((current + 1,), following)]
    return named


_HELD_FOR = re.compile(  # « un temps plein depuis 3 ans et demi », « depuis 26 mois », is in a year of its contract
    r"\b(?:temps plein|plein temps|mi-temps|etp|35 ?h)(?: \w+){0,2}? depuis (?:([1-4]|une?) ans?|(\d{1,2}) mois)\b"
)


def year_held(text: Folded) -> Iterator[Found]:
    """Yield the contract year of a post that has been held for some years or months."""
    for match in _HELD_FOR.finditer(text.text):
        whole = int(match[2]) // 12 if match[2] else int(match[1]) if match[1].isdigit() else 1
        if whole < 5:
            yield found("contract_year", 1 + whole, match)


def wants_total(text: Folded) -> bool:
    """Whether the five years together are asked for."""
    return _TOTAL.search(text.text) is not None
