"""How these pages say what an installation gave, and what it did not."""

from __future__ import annotations

from html import escape

from ui.cpts import Cpts
from ui.theme import reached

NO_PUBLISHER = "L’éditeur de ce site n’est pas renseigné."


def facts(told: dict[str, str]) -> str:
    """Return a list of what is known: term → HTML; what is empty is left out."""
    items = "".join(f"<div><dt>{term}</dt><dd>{value}</dd></div>" for term, value in told.items() if value)
    return f'<dl class="am-facts">{items}</dl>' if items else ""


def missing(sentence: str) -> str:
    """Return what is not known, said as such."""
    return f'<p class="am-missing">{sentence}</p>'


def publisher(cpts: Cpts) -> str:
    """Return who publishes this site, or that nobody said."""
    if not cpts.editeur.nom:
        return missing(NO_PUBLISHER)
    return facts(
        {
            "Éditeur": escape(cpts.editeur.nom),
            "Statut": escape(cpts.editeur.statut),
            "Adresse": escape(cpts.editeur.adresse),
            "Téléphone": reached(cpts.editeur.telephone),
            "Courriel": reached(cpts.editeur.courriel),
            "Directeur de la publication": escape(cpts.editeur.directeur_de_publication),
        }
    )
