"""The report's words: what each measure tells a reader who knows neither the code nor the jargon."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from eval.gate import ENOUGH
from eval.ratchet import ASKED
from eval.significance import Move
from french import HARD, THIN

Json = dict[str, Any]

# Group → metric → its name and what it means.
GROUPS: dict[str, dict[str, tuple[str, str]]] = {
    "Des inconnus": {
        "stranger_questions": ("Questions d’inconnus, justes", "d’auteurs dont rien n’a été appris"),
        "stranger_turns": ("Leurs tours de conversation, justes", "chaque tour est jugé"),
        "stranger_conversations": ("Leurs conversations, justes de bout en bout", ""),
        "known_questions": ("Questions d’auteurs lus pendant la mise au point", "flatteuses\u00a0: elles ont servi"),
        "known_turns": ("Leurs tours de conversation", ""),
        "known_conversations": ("Leurs conversations de bout en bout", ""),
    },
    "L’essentiel": {
        "figures": ("Chiffres exacts", "le bon montant, la bonne unité, et aucun chiffre faux"),
        "figure_route": ("Chiffres donnés par les règles", "jamais tirés d’un document"),
        "firewall": (
            "Aucun nombre sans preuve",
            "chacun vient d’une règle, d’une source ou de la question",
        ),
        "verdict": ("Oui, non ou «\u00a0on ne sait pas\u00a0» exact", "la conclusion est la bonne"),
        "false_answer": (
            "Hors sujet" + HARD + ": pas de réponse",
            "ce qui ne le regarde pas reste sans réponse",
        ),
        "false_refusal": ("Pas de refus inutile", "ce qui a une réponse n’est pas refusé"),
        "not_established": ("L’incertain est dit incertain", "ce qu’aucune source n’établit est annoncé comme tel"),
    },
    "Comprendre la question": {
        "route": ("Bonne sorte de réponse", "chiffre, éligibilité, explication, question en retour ou refus"),
        "unseen_label": ("Demande reconnue, questions jamais vues", "écrites à part, rien n’a été appris d’elles"),
        "unseen_topic": (
            "Sujet reconnu, messages d’un inconnu",
            "chaque sujet demandé par quelqu’un dont rien n’a été appris",
        ),
        "unseen_aspect": ("Question exacte reconnue, messages d’un inconnu", "parmi plus de 800 questions possibles"),
        "unseen_first_three": (
            "Question exacte parmi les trois premières",
            "celles qui sont proposées en cas de doute",
        ),
        "unseen_sequel": (
            "Question exacte reconnue, en pleine conversation",
            "conversations d’un inconnu dont rien n’a été appris",
        ),
        "calibration": ("Confiance justifiée", "1 si ce qui est dit sûr à 80 % est juste 8 fois sur 10"),
        "topic": ("Sujet reconnu", "aide, objectifs, formation, contrat…"),
        "facts": ("Questions entièrement comprises", "tout ce que le médecin dit de lui est lu, rien d’autre"),
        "facts_f1": ("Faits compris, un par un", "moyenne (F1) de ce qui est lu juste et de ce qui est lu"),
        "missing_question": ("Le fait décisif est demandé", "quand il manque"),
        "needless_question": ("Rien n’est demandé en trop", "quand tout est connu"),
        "stability": ("Même question, mêmes chiffres", "plusieurs façons de demander, une seule réponse"),
    },
    "Ce que le lecteur voit": {
        "answer_first": ("Le chiffre demandé vient d’abord", "dès le premier paragraphe"),
        "words": ("Ce qui doit être dit l’est", "et ce qui ne doit pas l’être ne l’est pas"),
        "references": ("Bonne source derrière la réponse", "le chiffre vient du texte qui l’établit"),
        "citation": ("Bonne source citée", "l’explication cite le document qui le dit"),
        "fact_quoted": ("Le fait demandé est dans la citation", "les mots cités contiennent la réponse"),
        "quotes": ("Citations mot pour mot", "elles figurent telles quelles dans le document"),
    },
    "Recherche dans les documents": {
        "Success@1": ("Bon document en premier", ""),
        "Success@5": ("Bon document dans les cinq premiers", ""),
        "RR@10": ("Rang du bon document", "1 s’il est premier, ½ s’il est deuxième… (MRR)"),
        "nDCG@10": ("Qualité du classement", "tous les bons documents sont en tête (nDCG)"),
        "fact@2": ("Fait demandé dans les deux meilleures phrases", ""),
    },
    "Lecture des nombres": {
        "model_recall": ("Nombres d’un modèle de langage, trouvés", "aucun ne doit échapper, même déguisé"),
        "model_precision": (
            "Nombres d’un modèle de langage, à juste titre",
            "pas «\u00a0mille mercis\u00a0»",
        ),
        "own_recall": ("Nombres de nos textes, trouvés", "chiffres, lettres, k€, dates"),
        "own_precision": ("Nombres de nos textes, à juste titre", ""),
        "check_recall": ("Nombres vus par cette évaluation", "elle relit les réponses avec son propre lecteur"),
        "check_precision": ("Nombres vus par cette évaluation, à juste titre", ""),
    },
}
NAMES = {metric: name for group in GROUPS.values() for metric, (name, _) in group.items()}
NAMES |= {"figures_written": "Le bon chiffre est écrit, aucun faux", ASKED: "Question retirée"}

KINDS = {
    "figure": "chiffre",
    "eligibility": "éligibilité",
    "explanation": "explication",
    "clarification": "question en retour",
    "out_of_scope": "hors sujet",
    "refusal": "refus",
    "error": "erreur",
}
_WORDS = KINDS | {"yes": "oui", "no": "non", "unknown": "on ne sait pas", "None": "rien"}
STAGES = {
    "understand": "Comprendre la question",
    "rules": "Appliquer les règles",
    "retrieve": "Chercher dans les documents",
    "generate": "Reformuler (modèle facultatif)",
    "total": "Réponse entière",
}
REMEDY = f"""Pour continuer, au choix{HARD}:
- corrigez ce qui a changé{THIN};
- acceptez chaque perte dans accepted-losses.yaml, à côté de la référence, avec une raison{THIN};
- prenez cette évaluation comme nouvelle référence avec --update-baseline, et dites pourquoi dans le commit."""
# What the graders say, for the two columns of a failing question.
_TOLD = {
    "missing from the figures": "absent des chiffres",
    "not written in the text": "absent du texte",
    "is wrong here": "est faux ici",
    "is of a unit nothing establishes": "n’est établi par aucune source",
    "none of ": "aucun de" + HARD + ": ",
    "in the first paragraph": "dans le premier paragraphe",
    "quotes verbatim in the indexed text": "une citation mot pour mot",
    "every number proved": "une preuve pour chaque nombre",
    "answered by the rules": "une réponse des règles",
    "said not to be established": "«\u00a0non établi\u00a0»",
    "not said": "ce n’est pas dit",
    "no question back": "aucune question",
    "no answer": "pas de réponse",
    "an answer": "une réponse",
    "asks for ": "demander ",
    "lacks ": "il manque ",
    "says ": "il est dit ",
    " or ": " ou ",
}


def named(metric: str) -> str:
    """Return the name of a metric."""
    return NAMES.get(metric, metric)


def told(text: str) -> str:
    """Return in French what a grader expected or was given: its fixed words, kinds and verdicts standing alone."""
    for english, french in _TOLD.items():
        text = text.replace(english, french)
    return " ou ".join(_WORDS.get(part, part) for part in text.split(" ou "))


def measured(totals: Json) -> Iterable[tuple[str, Json]]:
    """Return each metric measured and its total, in the report's order."""
    return ((metric, totals[metric]) for metric in NAMES if metric in totals)


def state(gate: Json) -> str:
    """Return whether a gate holds; one that is not enforced is a target."""
    if gate["passed"]:
        return "tenu"
    few = not gate["enforced"] and gate["n"] < ENOUGH
    return "MANQUÉ" if gate["enforced"] else "trop peu de cas" if few else "objectif à atteindre"


def lost(loss: Json) -> str:
    """Return a loss of the ratchet as one line."""
    if loss["metric"] == ASKED:
        return f"{loss['question']}{HARD}: n’est plus posée"
    name = f"{named(loss['metric'])} ({loss['metric']})"
    if "question" in loss:
        return f"{loss['question']}{HARD}: {name}, en défaut depuis la référence"
    now = percent(loss["now"]) or "plus mesuré"
    return f"{name}{HARD}: {now}, contre {percent(loss['was'])}"


def interval(total: Json) -> str:
    """Return « 95,1 à 97,8 % »."""
    return f"{decimal(total['low'] * 100)} à {percent(total['high'])}"


def percent(rate: float | None) -> str:
    """Return « 98,2 % », or nothing for what is not measured."""
    return "" if rate is None else f"{decimal(rate * 100)}{THIN}%"


def points(move: Move) -> str:
    """Return « +1,2 pt », the difference of two rates."""
    sign = "+" if move.difference > 0 else ""
    return f"{sign}{decimal(move.difference * 100)}{HARD}pt"


def chance(p: float) -> str:
    """Return a probability as « 0,03 »."""
    return f"{p:.2f}".replace(".", ",")


def decimal(value: float) -> str:
    """Return a number with one decimal and a comma."""
    return f"{value:.1f}".replace(".", ",").replace("-", "−")
