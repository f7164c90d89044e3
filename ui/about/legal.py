"""« Mentions légales »: publisher, host, rights."""

from __future__ import annotations

from html import escape
from typing import Any

from ui.about.said import facts, missing, publisher
from ui.cpts import Cpts
from ui.settings import Settings
from ui.theme import reached


def body(cpts: Cpts, _settings: Settings, _register: dict[str, Any]) -> str:
    """Return the page; what the installation did not fill in is said to be missing, never made up."""
    director = cpts.editeur.directeur_de_publication
    untold = "" if director else missing("Le directeur de la publication n’est pas renseigné.")
    return (
        f"<h2>Éditeur</h2>{publisher(cpts)}{untold if cpts.editeur.nom else ''}"
        f"<h2>Hébergeur</h2>{_host(cpts)}"
        "<h2>Indépendance</h2>"
        "<p>Ce service est indépendant de l’État et de l’Assurance Maladie. Ses réponses sont indicatives\u00a0: elles "
        "n’engagent ni votre CPAM, qui décide, ni les organismes cités.</p>"
        "<h2>Droits</h2>"
        "<p>Le logiciel est libre, sous licence MIT. Les fiches sont rédigées avec nos propres mots\u202f; les textes "
        'et les pages cités restent à leurs auteurs, nommés dans les <a href="./#sources">sources</a>.</p>'
        '<p>Les données personnelles ont leur page\u00a0: <a href="confidentialite">Confidentialité</a>.</p>'
    )


def _host(cpts: Cpts) -> str:
    host = cpts.hebergeur
    if not host.nom:
        return missing("L’hébergeur de ce site n’est pas renseigné.")
    return facts({"Hébergeur": escape(host.nom), "Adresse": escape(host.adresse), "Téléphone": reached(host.telephone)})
