"""« Confidentialité »: the notice that article 13 of the GDPR asks for, exactly as the settings have it."""

from __future__ import annotations

from html import escape
from typing import Any

from french import HARD
from ui import privacy
from ui.about.said import NO_PUBLISHER, facts, missing
from ui.cpts import Cpts
from ui.settings import Settings
from ui.theme import reached

_BUT_STAFF = " pour qui consulte ce site (sa page de gestion en pose un à ceux qui l’ouvrent)"
_BASES = {
    "intérêt légitime": "l’intérêt légitime du responsable, renseigner les médecins (RGPD, article 6, 1, f)",
    "intérêt public": "la mission d’intérêt public du responsable (RGPD, article 6, 1, e)",
}


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
        f"<h2>Pourquoi, et de quel droit</h2>{_purposes(cpts, settings)}"
        f"<h2>Qui y a accès</h2><p>{_recipients(settings)}</p>"
        f"<h2>Qui en répond</h2>{_answerable(cpts)}"
        f"<h2>Vos droits</h2>{_rights(settings)}"
    )


def _kept(settings: Settings) -> list[str]:
    masked = "Un mot que nos fiches n’emploient pas, un nom par exemple, y est remplacé par «\u00a0…\u00a0»."
    return [
        f"{privacy.kept(settings)} {masked}" if settings.journal else privacy.kept(settings),
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


def _purposes(cpts: Cpts, settings: Settings) -> str:
    journal = " Gardées, elles servent à améliorer les réponses." if settings.journal else ""
    base = _BASES.get(cpts.donnees.base_legale)
    allowed = f"<p>Base légale\u00a0: {base}.</p>" if base else missing("La base légale n’est pas renseignée.")
    return (
        f"<p>Vos questions servent à vous répondre.{journal} L’empreinte de votre adresse sert à limiter les abus.</p>"
        f"{allowed}"
        "<p>Rien ne vous oblige à dire ce que l’assistant demande\u00a0: la réponse est alors plus générale. Aucune "
        "décision n’est prise à votre sujet\u00a0: l’assistant renseigne, votre CPAM décide.</p>"
    )


def _recipients(settings: Settings) -> str:
    who = ["L’hébergeur de ce site."]
    if settings.journal:
        who.insert(0, "Les personnes qui tiennent ce site, pour les questions gardées.")
    if privacy.leaves(settings):
        provider = escape(privacy.provider(settings))
        who.append(
            f"Le fournisseur du modèle de langage, «{HARD}{provider}{HARD}», pour les questions qui lui sont "
            "envoyées\u00a0: demandez au responsable où ce fournisseur les traite et combien de temps il les garde."
        )
    return " ".join(who)


def _answerable(cpts: Cpts) -> str:
    named = cpts.donnees.responsable or cpts.editeur.nom
    contact = cpts.donnees.contact or cpts.editeur.courriel or cpts.contact.coordination
    known = facts({"Responsable": escape(named), "Contact": reached(contact)})
    return known if named else missing(NO_PUBLISHER) + known


def _rights(settings: Settings) -> str:
    nameless = " Les questions étant gardées sans nom, précisez-lui vos mots et leur date." if settings.journal else ""
    return (
        "<p>Vous pouvez demander au responsable l’accès à vos données, leur rectification, leur effacement ou la "
        f"limitation de leur usage, et vous opposer à cet usage.{nameless} Vous pouvez aussi adresser une réclamation "
        'à la <a href="https://www.cnil.fr/fr/plaintes">CNIL</a>.</p>'
    )
