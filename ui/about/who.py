"""« Qui répond ? »: publisher, method, who checks, dates, version and licence; then how to check and to report."""

from __future__ import annotations

from html import escape
from importlib import metadata
from typing import Any

import french
from ui import privacy
from ui.about.said import facts, publisher
from ui.cpts import Cpts
from ui.markup import day
from ui.settings import Settings
from ui.sources_tab import checked, signed
from ui.theme import reached

_METHOD = (
    "Chaque montant, chaque seuil et chaque délai est recopié d’une source nommée, avec sa date.",
    "Un programme applique à votre question les règles du jour où vous avez signé\u202f; aucun modèle de langage ne "
    "choisit un chiffre, un oui ou un non.",
    "Les explications viennent de fiches écrites avec nos mots, dont chaque phrase nomme ses sources, ou dit que c’est "
    "notre conseil.",
    "Quand des sources se contredisent, nous montrons chacune, celle que nous suivons et pourquoi.",
    "Ce qu’aucune source n’établit, nous disons que ce n’est pas établi, et qui peut vous répondre.",
)


def version() -> str:
    """Return the version that answers."""
    return metadata.version("assistant-medical")


def body(cpts: Cpts, settings: Settings, register: dict[str, Any]) -> str:
    """Return the page."""
    method = "".join(f"<li>{sentence}</li>" for sentence in _METHOD)
    return (
        '<p class="am-standfirst">Un programme répond, pas une personne. Ses réponses sont indicatives\u00a0: votre '
        "CPAM décide.</p>"
        f"<h2>Qui publie ce site</h2>{publisher(cpts)}{_contacts(cpts)}"
        "<p>Ce service est indépendant de l’État et de l’Assurance Maladie.</p>"
        f'<h2>Comment une réponse est établie</h2><ol class="am-method">{method}</ol>{_model(settings)}'
        f"<h2>Qui vérifie</h2>{signed(register)}"
        "<p>Avant toute nouvelle version, des contrôles automatiques posent à nouveau une banque de questions.</p>"
        f"<h2>De quand datent les règles et les sources</h2>{_dates(register)}"
        "<h2>Vérifier vous-même</h2>"
        '<ul class="am-list"><li>Sous chaque réponse, «\u00a0Preuves\u00a0» montre ses sources, leurs désaccords, le '
        'calcul et les dates.</li><li>L’onglet <a href="./#sources">Sources</a> les liste toutes, avec ce que vaut '
        "chacune et son lien.</li></ul>"
        '<h2>Une erreur\u202f?</h2><p>Une réponse vous semble fausse\u202f? <a href="signaler">Dites-le</a>.</p>'
    )


def _contacts(cpts: Cpts) -> str:
    return facts(
        {
            "CPTS": reached(cpts.contact.coordination),
            "Délégué de l’Assurance Maladie": reached(cpts.contact.delegue),
        }
    )


def _model(settings: Settings) -> str:
    if not settings.llm:
        return ""
    heard = (
        f"<p>Sur ce site, {escape(privacy.where(settings))} écoute aussi les questions\u00a0: il choisit dans des "
        "listes fermées ce qui est demandé, et chaque fait qu’il relève doit être écrit dans le message. Il n’écrit "
        "aucune réponse et ne connaît aucun montant.</p>"
        if privacy.listens(settings)
        else ""
    )
    return heard + (
        "<p>Sur ce site, un modèle de langage peut reformuler une explication\u00a0: chacune de ses phrases est "
        "comparée aux passages cités, et écartée si elle contient un chiffre qui n’y est pas.</p>"
    )


def _dates(register: dict[str, Any]) -> str:
    texts = register.get("texts", [])
    told = {"Sources": checked(register.get("sources", []))}
    if texts:
        first, last = texts[0], texts[-1]
        told = {
            "Texte en vigueur": f"{last['name']}, depuis le {day(last['since'])}",
            "Contrats couverts": f"signés depuis le {day(first['since'])} ({first['name']})",
            **told,
        }
    told |= {"Version": version(), "Licence": "MIT, logiciel libre"}
    return facts({term: french.spaced(value) for term, value in told.items()})
