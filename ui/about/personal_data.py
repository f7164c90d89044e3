"""« Confidentialité »: what becomes of a question, exactly as the settings have it."""

from __future__ import annotations

from html import escape
from typing import Any

from ui import privacy
from ui.about.said import NO_PUBLISHER, facts, missing
from ui.cpts import Cpts
from ui.settings import Settings
from ui.theme import reached

_BUT_STAFF = " pour qui consulte ce site (sa page de gestion en pose un à ceux qui l’ouvrent)"


def body(cpts: Cpts, settings: Settings, _register: dict[str, Any]) -> str:
    """Return the page."""
    kept = "".join(f"<li>{item}</li>" for item in _kept(settings))
    return (
        f'<p class="am-standfirst">{privacy.promise(settings)}</p>'
        f'<h2>Ce que ce site garde</h2><ul class="am-list">{kept}</ul>'
        f"<h2>Ce qui sort de ce site</h2><p>{_sent(settings)}</p>"
        "<h2>Les données d’un patient</h2>"
        "<p>N’en écrivez pas. Un message où nous reconnaissons un patient, par son nom, sa date de naissance ou son "
        "numéro de sécurité sociale, est refusé, retiré de l’écran et gardé nulle part. Cette reconnaissance peut se "
        "tromper\u00a0: ne comptez pas sur elle.</p>"
        f"<h2>Qui en répond</h2>{_answerable(cpts, settings)}"
    )


def _kept(settings: Settings) -> list[str]:
    return [
        privacy.kept(settings),
        privacy.IN_TAB,
        f"Aucun cookie{_BUT_STAFF if settings.admin_password else ''}, aucune mesure d’audience.",
        privacy.SIMULATED,
        "Le lien d’une réponse contient la question et ce qui en a été compris, celui d’une simulation, ses "
        "réponses\u00a0: qui le reçoit les lit.",
        "Pour limiter les abus, ce serveur compte les demandes de chaque adresse\u00a0: il n’en garde qu’une "
        "empreinte, le temps de la limite.",
        "Le serveur qui héberge ce site peut tenir son propre journal de connexions\u00a0: il relève de son éditeur.",
    ]


def _sent(settings: Settings) -> str:
    fetched = "Cette page ne charge rien d’un autre site\u00a0: ni police, ni image, ni script."
    if not privacy.leaves(settings):
        does = "écoute les questions et peut reformuler" if privacy.listens(settings) else "peut reformuler"
        model = f" Un modèle de langage installé sur ce serveur {does} une explication." if settings.llm else ""
        return f"Vos questions ne quittent pas ce serveur.{model} {fetched}"
    guarded = "Un message qui semble identifier un patient est refusé avant d’être envoyé."
    return f"{privacy.sent(settings)} {guarded} {fetched}"


def _answerable(cpts: Cpts, settings: Settings) -> str:
    named = cpts.donnees.responsable or cpts.editeur.nom
    contact = cpts.donnees.contact or cpts.editeur.courriel or cpts.contact.coordination
    known = facts({"Responsable": escape(named), "Contact": reached(contact)})
    rights = (
        "Vous pouvez lui demander l’accès à ce que vous avez écrit et son effacement. Les questions étant gardées sans "
        "nom, précisez-lui vos mots et leur date. "
        if settings.journal
        else ""
    )
    complaint = (
        'Vous pouvez adresser une réclamation à la <a href="https://www.cnil.fr/fr/plaintes">CNIL</a>.'
        if settings.journal or privacy.leaves(settings)
        else ""
    )
    asked = f"<p>{rights}{complaint}</p>" if rights or complaint else ""
    return f"{known if named else missing(NO_PUBLISHER) + known}{asked}"
