"""Openings that were once wrong: no first word of an answer says more than the facts do."""

from __future__ import annotations

import re

import pytest
from answers import Ask

OPENINGS = {
    "58 ans : aucune augmentation demandée ?": r".*une progression est demandée .*sauf à P95 et plus",
    "58 ans, P96, temps plein signé en 2025 : aucune hausse demandée ?": r".*Il suffit de maintenir votre patientèle",
    "58 ans, P96, temps plein : les objectifs sont-ils allégés à mon âge ?": (
        r"\*\*Oui : à P95 et plus, jusqu’à un temps plein, il suffit"
    ),
    "cardiologue de 67 ans, file active de 1 500, 40 patients médecin traitant : combien dois-je en garder ?": (
        r".*\*\*150 patients\*\* : gardez-en au moins \*\*1 350 patients\*\*"
    ),
    "généraliste de 67 ans, file active de 1 500 : combien dois-je en garder ?": r"Une baisse .* à cet âge, pour un",
    "je peux renouveler son CDD quatre fois ?": r"\*\*Non\*\*, le CDD se renouvelle \*\*2 fois au plus",
    "enchaîner trois CDD avec la même AM, autorisé ?": r"Le CDD se renouvelle \*\*2 fois au plus",
    "signé un temps plein en septembre 2020 : 25 000 € la 3e année ?": r"\*\*Oui\*\*, au plus, .*entre P90 et P94",
    "signé un temps plein en septembre 2020 : 25 000 € la 5e année ?": r"La cinquième année, .*\*\*22 000 €\*\*",
    "signé un temps plein en septembre 2020 : 38 000 € la 5e année ?": r"\*\*Oui\*\* : .*à P95 ou plus",
    "temps plein, 38 000 € la troisième année ?": r"\*\*Oui\*\* : .*à P95 ou plus.*\*\*22 000 €\*\* +au plus",
    "temps plein, 38 000 € la deuxième année ?": r"\*\*Oui\*\* : .*\*\*28 000 €\*\*, pour",
    "Embauchée le 1er septembre 2024, quelle prime d'ancienneté ?": r"Sans ancienneté reprise d’un autre cabinet",
    "l'étude dit +19 % de patients, c'est vrai ?": r"\*\*Oui\*\*, à l’arrondi près : .*\*\*19,5 %",
    "l'étude annonce 49,6 % de patients en plus, exact ?": r"\*\*49,6 %, c’est la hausse .* entre P30 et P50",
    "30 % de patients en plus avec un assistant, c'est vrai ?": r"\*\*Non : 19,5 % dans l’étude",
    "docteur junior accueilli : un poste entier en plus ?": r"Le plafond monte de \*\*0,5 ETP\*\*, et non d’un poste",
    "absence de deux mois et demi de l'assistante, dois-je prévenir la CPAM ?": r"\*\*Ce n’est pas établi\*\*.* 2 mois",
    "temps plein sur 4 jours de 9 h, c'est bon ?": r"(?!\*\*Non)",
    "une assistante à plein temps, horaires 13 h - 21 h, c'est bon ?": r"(?!\*\*Non)",
    "je pars à la retraite dans un mois, dois-je prévenir la caisse ?": r"\*\*Il faut prévenir au moins 2 mois avant",
    "à mi-temps, deux versements de 11 000 € par an à partir de l'année 3 ?": r"(?!\*\*Oui).*5 500 € .* de P90",
    "c'est passé sous le SMIC, la position 5, si je ne me trompe ?": r"\*\*Oui\.\*\* .*seulement au bas",
    "le simulateur d'ameli, il le calcule, le 1,5 ETP ?": r"\*\*Non\*\*",
    "le simulateur d'ameli, il calcule mon aide ?": r"\*\*Oui\*\*",
    "moi jvoyais l'AM 14h par semaine, lundi mardi. c bon 14h ?": r"\*\*Non\*\*, 14 heures .*17 h 30",
    "les gynécologues chirurgicaux sont-ils encore limités à certains départements ?": r"\*\*Non, plus aujourd’hui",
    "mon orthoptiste passe AM, avec son diplôme d'État elle est dispensée du CQP ?": r"\*\*Non\*\*\. Seuls",
    "à temps plein, un collègue prétend toucher 38 000 € chaque année, possible ?": (
        r"\*\*Oui\*\*, \*\*mais seulement à partir de P95"
    ),
    "38 000 € par an pendant cinq ans à temps plein, c'est ça ?": r"\*\*Non\*\*, .*de P95",
    "les objectifs sont-ils bien suspendus eux aussi, et non pas seulement le paiement ?": r"\*\*Oui",
    "ce CDD de remplacement se transforme-t-il en CDI après 6 mois ?": r"\*\*Non",
    "suis-je obligé d'aller au bout des 5 ans ?": r"\*\*Non.* source secondaire : votre contrat fait foi",
    "nouvelle assistante aide-soignante : le délai de formation repart ?": r".*\*\*Faites confirmer à votre CPAM\*\*",
}


@pytest.mark.parametrize(("question", "opening"), OPENINGS.items(), ids=OPENINGS)
def test_the_opening_is_true(ask: Ask, question: str, opening: str) -> None:
    assert re.match(opening, first := _first(ask(question).text), re.IGNORECASE), first


CONVERSATIONS = {  # the message last sent, after those before it, and how the answer opens
    "a correction that names both numbers": (
        [
            "gynécologue secteur 2 OPTAM, 15 % d'actes CCAM. Éligible ?",
            "ah mince je relis son mail, c'est 25 %, pas 15",
        ],
        r"\*\*Non\*\*.* à 25 %",
    ),
    "a rank taken back before another question": (
        ["je suis au 97e percentile, plein temps : combien par an ?", "pardon, mal lu : 92e. Combien la 3e année ?"],
        r".*\*\*26 000 €\*\*",
    ),
    "the year of a payment": (
        ["La première année, quand l'argent arrive-t-il ?", "La deuxième ?"],
        r"\*\*À l’anniversaire",
    ),
    "who is paid, of a company": (
        ["en collectif, 2 ETP, combien la première année ?", "versé à qui ?"],
        r"\*\*La société",
    ),
    "the hours of the certificate named": (
        ["aide-soignante : combien d'heures de formation ?", "et pour Julie, elle c'est le CQP, combien d'heures ?"],
        r".*\*\*279 heures\*\*",
    ),
    "two suppositions, then the same question": (
        [
            "généraliste, un temps plein depuis avril 2024, hors ZIP : je peux en prendre une deuxième ?",
            "supposons qu'on nous classe ZIP et que mes objectifs soient atteints. là je peux ?",
        ],
        r"\*\*Oui\*\*",
    ),
    "no amount where there is no right": (
        ["généraliste en ZAC, un temps plein déjà : quel montant pour un second assistant ?"],
        r"\*\*(?:Non|Un second assistant n’est pas possible)",
    ),
    "time served, beside another duration": (
        ["elle est arrêtée trois semaines, elle a deux ans de maison : le salaire est maintenu ?"],
        r".*dès le quatrième jour",
    ),
    "a short question that goes on": (
        ["elle va faire ses 3 ans en avril, y a-t-il une prime d'ancienneté ? c'est combien"],
        r"(?!.*38 000).*\*\*4 %\*\*",
    ),
    "the first of two, where either is put": (
        ["généraliste installé depuis quatre mois, je peux demander l'aide ou il faut attendre ?"],
        r"\*\*Oui",
    ),
    "somebody is said to be wrong": (
        ["aide-soignante embauchée : une amie dit trois ans pour se former, elle se trompe ?"],
        r"\*\*Oui\*\* : \*\*2 ans",
    ),
    "a denial is said to be wrong": (
        ["le comptable dit que l'aide n'est pas imposable, il se trompe ?"],
        r"\*\*Oui\*\*\. L’aide est imposable",
    ),
    "the same advantage, of me": (
        ["à 66 ans, il suffit de maintenir ?", "et moi, cinquante-cinq ans, j'ai droit à cette faveur aussi ?"],
        r"\*\*Non.* 55 ans",
    ),
    "an age, where one was asked about": (
        ["à partir de quel âge suffit-il de maintenir sa patientèle ?", "J'en ai 59."],
        r".*\*\*à partir de 65 ans\*\* ; à 59 ans",
    ),
    "the limit of age, of an age": (
        ["y a-t-il une limite d'âge pour signer ?", "j'en ai 64"],
        r".*[Àà] 64 ans, l’âge n’est pas un obstacle",
    ),
    "a doubt, with a number of its own": (
        [
            "un nouvel installé doit arriver à combien de patients ?",
            "sûr ?? moi j'avais compris 775. ça vient d'où ce 1 045",
        ],
        r"\*\*D’après",
    ),
    "another subject": (
        [
            "mon contrat se renouvelle tout seul ?",
            "autre sujet, un généraliste sans MSP ni CPTS : il faut qu'il adhère pour toucher l'aide ?",
        ],
        r"\*\*Non\b.*coordonné",
    ),
    "below a threshold that is named": (
        ["mi-temps signé en mars 2025, sous le seuil de P90 : combien la 3e année ?"],
        r"(?!.*davantage).*11 000 €",
    ),
    "an age of me, not of the colleague before": (
        [
            "mon associé a 66 ans, il doit encore prendre des patients ?",
            "Moi, à 45 ans, j'ai droit à la même indulgence ?",
        ],
        r"(?!\*\*Oui).*(?:45|65) ans",
    ),
    "who is spoken of keeps what was said of her": (
        ["mon associée, généraliste secteur 1, 690 patients MT, elle peut prétendre à l'aide ?", "Et moi, 1 240 ?"],
        r"\*\*Oui",
    ),
    "a fall from what was first said": (
        ["j'ai 66 ans et 1 400 patients, je peux en perdre ?", "et si je tombe à 1 200 ?"],
        r"\*\*Non.*1 260 patients",
    ),
    "a fact alone puts nothing forward": (
        ["il faut être en ZIP pour un second assistant ?", "pas de ZIP chez nous, le second assistant"],
        r"\*\*Non",
    ),
    "the form of somebody else's company": (
        ["on est en SEL, l'aide collective, ça marche ?", "Rectification : SCM. La SEL c'est mon beau-frère dentiste."],
        r"\*\*Oui, votre forme",
    ),
    "the same of a collective contract": (
        ["1 300 patients MT, généraliste, temps plein : combien de plus ?", "Et si c'était un contrat collectif ?"],
        r"\*\*260 patients",
    ),
    "years in another practice, then the bonus": (
        [
            "12 ans comme secrétaire médicale dans un autre cabinet, ça compte ?",
            "donc prime de combien dès l'embauche ?",
        ],
        r".*\*\*7 %\*\*",
    ),
    "the year begun on a day": (
        [
            "on m'a versé 36 000 la première année, temps plein signé en mai 2024, c'est juste ?",
            "son voisin a signé en février 2024, temps plein, combien pour l'année qui démarre en février 2027 ?",
        ],
        r"La quatrième année.*22 000 €",
    ),
    "a former text of which the time is told": (
        ["les enfants comptent maintenant ? du temps de l'avenant 7 c'était que les plus de 16 ans"],
        r"\*\*Oui",
    ),
    "the first years, where nothing is checked": (
        ["les deux premières années, on me retire quelque chose si je stagne ?"],
        r"\*\*Non, aucun objectif",
    ),
    "a level of studies that is held": (
        ["ai-je le niveau pour entrer au CQP ? j'ai un bac professionnel secrétariat"],
        r"\*\*Oui",
    ),
    "a colleague who is a MEP": (
        ["l'aide collective, qui peut adhérer dans une SISA ?", "Garcia est MEP. Elle peut, elle ?"],
        r"\*\*Non.*MEP",
    ),
    "a file that is come back to": (
        [
            "dossier 1 : généraliste, temps plein, signé le 15/03/2024, combien la troisième année ?",
            "dossier 2 : mi-temps, signé le 10/09/2022, combien la troisième année ?",
            "je reviens au dossier 1 : total sur cinq ans ?",
        ],
        r".*\*\*130 000 €",
    ),
    "another file, of which nothing is said yet": (
        [
            "dossier 1 : mi-temps, signé en mars 2022, combien la première année ?",
            "dossier suivant : temps plein, première année ?",
        ],
        r".*\*\*38 000 €",
    ),
    "who pays, and no doubt of the answer": (
        ["mi-temps signé en mars 2025, combien la première année ?", "l'aide vient de quelle caisse ?"],
        r"(?!\*\*D’après).*(?:CPAM|Assurance Maladie)",
    ),
    "another practice that she works for is no file": (
        [
            "mi-temps signé en mars 2025, combien la première année ?",
            "autre cabinet où elle travaille aussi, ça ne fait rien : et la troisième année ?",
        ],
        r".*\*\*11 000 €",
    ),
    "a practice that has something is no file": (
        [
            "mi-temps signé en mars 2025, combien la première année ?",
            "mon cabinet a deux médecins : et la troisième année ?",
        ],
        r".*\*\*11 000 €",
    ),
    "another case, which is no other file": (
        ["mi-temps signé en mars 2025, combien la première année ?", "autre cas de figure : la troisième année ?"],
        r".*pour un mi-temps \(0,5 ETP\).*signé en mars 2025",
    ),
    "the pages of a file, which are no file": (
        ["mi-temps signé en mars 2025, combien la première année ?", "Le dossier 2 pages. Et la troisième année ?"],
        r".*pour un mi-temps \(0,5 ETP\).*signé en mars 2025",
    ),
    "a client who has something is no client A": (
        ["mi-temps signé en mars 2025, combien la première année ?", "mon client a, lui aussi : la troisième année ?"],
        r".*pour un mi-temps \(0,5 ETP\).*signé en mars 2025",
    ),
    "a question after what is supposed": (
        ["temps plein, combien la première année ?", "si j'avais 67 ans je devrais encore augmenter ma patientèle ?"],
        r"\*\*Non\*\*, aucune augmentation",
    ),
    "a secretary who leaves is no member of the group": (
        [
            "on est en SISA, aide collective : moi avec 1 150 patients, Julien 700, et Sylvie 600, la moyenne suffit ?",
            "Notre secrétaire part : sans elle, la moyenne suffit encore ?",
        ],
        r"(?!.*925)",
    ),
    "of holidays, under the rules of another year": (
        ["temps plein signé en mars 2023, combien la troisième année ?", "en 2021 c'était pareil pour les vacances ?"],
        r"(?!.*21 000 €)",
    ),
    "an error of others, which takes nothing back": (
        ["erreur de la caisse : elle me compte 600 patients MT alors que j'ai 900 patients MT, secteur 1 : éligible ?"],
        r"(?!\*\*Non)",
    ),
    "a year opened on a day": (
        ["mi-temps, signé le 10/09/2022. Cinquième année, donc ouverte le 10/09/2026, combien ?"],
        r".*signé le 10 septembre 2022",
    ),
    "an option never wanted": (
        ["mon amie endocrino, secteur 2, n'a jamais voulu entendre parler de l'OPTAM : a-t-elle droit à l'aide ?"],
        r"\*\*Non",
    ),
    "an old colleague, whom somebody would oblige": (
        ["mon vieux confrère, 67 ans, 1 300 patients : va-t-on l'obliger à en prendre davantage ?"],
        r"\*\*Non",
    ),
    "patients on the day of the signature": (
        ["généraliste, j'ai 760 patients, ça suffit ?", "mettons 785 le jour de la signature ?"],
        r"\*\*Oui",
    ),
    "the first of two numbers, where one is taken back": (
        [
            "notre SCM, aide collective, 3 ETP : quel objectif ?",
            "non pardon 4 ETP, j'avais oublié les 2 mi-temps de Vasseur",
        ],
        r"\*\*1 040 patients",
    ),
    "the option of the question, beside another": (
        ["temps plein, combien la première année ?", "Hmm. Et pour le mi-temps ? Parce que plein temps, à mon âge…"],
        r".*\*\*19 000 €",
    ),
    "a second assistant, and no second year": (
        [
            "généraliste en ZIP, déjà un temps plein signé en septembre 2024, un deuxième, possible ?",
            "Supposons que j'aie signé en septembre 2025. Je pourrais la prendre dès maintenant, la deuxième ?",
        ],
        r"(?!La deuxième année).*(?:second assistant|septembre 2027)",
    ),
    "who is left out of the average": (
        [
            "on est en SISA, aide collective : moi avec 1 150 patients, Julien 700, et Sylvie 600, la moyenne suffit ?",
            "Et si on part sans elle ?",
        ],
        r".*925",
    ),
    "years that are not taken up whole": (
        ["6 ans dans un autre cabinet, même poste : on reprend les 6 en entier ?"],
        r"\*\*Non",
    ),
    "no denial, where she asks whether she is wrong": (
        ["signé en mars 2024 : je suis dans la troisième année, je ne me trompe pas ?"],
        r"\*\*Oui",
    ),
    "years of service, beside months of pay": (
        ["l'indemnité de licenciement est de 1,6 mois si elle a 6 ans et demi ?"],
        r"Pour 6,5 ans d’ancienneté",
    ),
    "an age told by « il en a »": (
        ["j'ai 63 ans, je dois augmenter ma patientèle ?", "mon associé il en a 66 lui, même question ?"],
        r"\*\*Non",
    ),
    "a month taken back": (
        ["signé en mars 2021, non, mars 2023, mi-temps : on touche combien cette année ?"],
        r".*\*\*quatrième année",
    ),
    "two conditions that decide together": (
        [
            "généraliste en ZAC, un temps plein depuis 2024 : je peux prendre un second assistant ?",
            "et si on était bien en ZIP, mais avec un contrat en 2e année seulement ?",
        ],
        r"(?!\*\*Il faut).*[Pp]as encore|\*\*Non",
    ),
    "a year told by its two ends": (
        [
            "temps plein signé en mai 2024, la 1re année ?",
            "la deuxième, de mai 2025 à mai 2026 ?",
            "et au total sur 5 ans ?",
        ],
        r".*\*\*130 000 €",
    ),
    "another contract, of today": (
        ["signé en mars 2022, un tiers-temps", "et si je fais plutôt un contrat tout neuf à mi-temps, 1re année ?"],
        r".*\*\*19 000 €",
    ),
    "a later year, where the assistant is shared": (
        ["deux ORL partagent une assistante à temps plein : combien chacun la première année ?", "et la troisième ?"],
        r".*\*\*11 000 €",
    ),
    "what comes after a question": (
        ["la SEL où j'exerce peut être l'employeur ? Parce que vous avez l'air de ne pas aimer les SEL."],
        r"(?!\*\*Non)",
    ),
    "a denial that is to be confirmed": (
        ["les deux premières années personne ne vient contrôler mes chiffres, c'est bien ça ?"],
        r"\*\*Oui, aucun objectif n’est vérifié",
    ),
    "a false denial that is to be confirmed": (
        ["l'aide n'est pas imposable, on est d'accord ?"],
        r"\*\*Non\*\*\. L’aide est imposable",
    ),
    "a legal form taken back": (
        [
            "SISA, aide collective : les trois quarts de l'objectif, tout saute ?",
            "en fait c'est une SEL, pas une SISA. Ça marche toujours ?",
        ],
        r"\*\*Non, l’aide collective est réservée",
    ),
    "months of presence, after another duration": (
        ["2 mois de préavis pour licencier une assistante qui est là depuis 8 mois : c'est combien le préavis ?"],
        r".*\*\*1 mois",
    ),
    "before and now, which are no two doctors": (
        ["généraliste secteur 1. Avant : 700 patients. Maintenant : 950 patients. Ai-je droit à l'aide ?"],
        r"(?!Avant|.*Maintenant)",
    ),
    "years and months of presence": (
        ["licenciement, deux ans et cinq mois de présence : quel préavis ?"],
        r".*\*\*2 mois",
    ),
    "a politeness, which denies nothing": (
        ["je me demandais si je ne pouvais pas la prendre en tiers-temps ?"],
        r"(?!\*\*Oui)",
    ),
    "a certificate that is obligatory": (
        ["ex aide-soignante, la FAE c'est obligatoire ?"],
        r"\*\*Oui\*\*, \*\*la FAE",
    ),
    "a day at first, which is of no other time": (
        ["elle voudrait deux jours de télétravail, enfin un jour au début, c'est possible ?"],
        r"\*\*Oui",
    ),
    "a limit of others": (
        ["je suis endocrinologue, la limite des vingt pour cent, ça me concerne ?"],
        r"(?!.*avant le).*ne vise que",
    ),
    "hours in words": (
        ["si elle ne vient que quatorze heures par semaine, on a l'aide ?"],
        r"\*\*Non\*\*, 14 heures",
    ),
    "patients of each, told by name": (
        [
            "trois généralistes en SCM, un seul contrat ?",
            "moi 1000 patients, Julie 820, et le petit jeune 600. ça passe ?",
        ],
        r".*806",
    ),
}


@pytest.mark.parametrize(("said", "opening"), CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_the_last_message_is_answered_first(ask: Ask, said: list[str], opening: str) -> None:
    *earlier, question = said
    assert re.match(opening, first := _first(ask(question, *earlier).text)), first


def test_the_assistants_leave_is_not_the_doctors(ask: Ask) -> None:
    first = _first(ask("si elle part en congé maternité 4 mois sans que je la remplace, que devient l'aide ?").text)
    assert "suspendu" in first, first
    assert "3 mois" in first, first


def test_who_one_signs_with_is_remembered(ask: Ask) -> None:
    told = ask(
        "et elle a combien de temps pour se former, et combien d'heures ?",
        "Je pense signer en janvier 2027 avec une aide-soignante à plein temps. Combien par an ?",
    )
    assert "FAE" in told.text, told.text
    assert "CQP" not in told.text, told.text


def _first(text: str) -> str:
    return re.sub(r"\s", " ", text.partition("\n")[0])
