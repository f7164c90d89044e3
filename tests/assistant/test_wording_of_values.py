"""The first sentence when a value changes: what was asked is answered, or not established, never a neighbour of it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from answers import TODAY

from assistant.answer import Request
from assistant.service import Assistant
from rules.dated import Parameters, Value

UNSAID = "**Ce n’est pas établi"
GROUP = "faut-il être en cabinet de groupe ?"
LEAVES = "elle démissionne, je perds l'aide ?"
RESIGN = "aide collective : combien de temps attendre après la fin avant de resigner ?"


@pytest.mark.parametrize(
    ("parameter", "value", "question", "opening"),
    [
        ("contrat.duree", None, "combien de temps dure le contrat ?", "**La durée du contrat n’est pas établie**"),
        ("contrat.duree", None, "temps plein, combien sur 5 ans ?", "Le total **n’est pas établi**."),
        ("contrat.duree", None, "mi-temps 4e année ?", "L’aide de la quatrième année **n’est pas établie**"),
        ("contrat.duree", Decimal(3), "mi-temps 4e année ?", "**Aucune aide n’est prévue la quatrième année**"),
        ("contrat.duree", Decimal(3), "temps plein, combien sur 5 ans ?", "**88 000 € sur trois ans** au plus"),
        ("contrat.fin.preavis", None, "quel préavis pour arrêter le contrat ?", "**La durée du préavis n’est pas"),
        ("contrat.absence.depart_signale", None, LEAVES, "Aucune de mes sources n’établit ce point"),
        ("contrat.employeur.cdd_duree", None, "CDD possible ?", "sa durée maximale, elle, n’est pas établie"),
        ("contrat.demenagement.nouveau_contrat", None, "je déménage mon cabinet, et mon contrat ?", UNSAID),
        ("travail.anciennete.apres_9_ans", None, "prime d'ancienneté de l'assistante ?", UNSAID),
        ("collectif.carence", None, RESIGN, UNSAID),
        ("aide.mi_temps.annee_2", None, "montant pour un mi-temps ?", "Elle **n’est pas établie** la deuxième année."),
        ("aide.temps_plein.annee_1", None, "c'est combien l'aide ?", "Elle **n’est pas établie** pour un temps plein."),
        ("objectifs.verification.premiere_annee", Decimal(4), "mi-temps 3e année ?", "est de **11 000 €** pour"),
        ("objectifs.verification.premiere_annee", Decimal(2), "mi-temps 2e année ?", "est de **14 000 €** au plus"),
        ("objectifs.senior.baisse_toleree", None, "j'ai 66 ans, quel objectif ?", "**À partir de 65 ans, il suffit"),
        ("eligibilite.groupe.exercice_coordonne_exige", True, GROUP, "exercice coordonné"),
        ("eligibilite.groupe.medecins_minimum", Decimal(2), "faut-il un exercice coordonné ?", "**Non : l’exerc"),
    ],
)  # fmt: skip
def test_what_was_asked_is_answered_or_is_not_established(
    assistant: Assistant, parameter: str, value: Value, question: str, opening: str
) -> None:
    old = assistant.parameters[parameter]
    changed = replace(old, values=tuple(replace(of, value=value, others=()) for of in old.values))
    parameters = Parameters({**assistant.parameters, parameter: changed})
    answer = Assistant(parameters, assistant.corpus, assistant.retriever, lambda: TODAY).ask(Request(question=question))
    assert opening in answer.text.split("\n")[0].replace("\u202f", " ").replace("\u00a0", " ")
