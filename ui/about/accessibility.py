"""« Accessibilité »: the statement in the words of the French model, with the state an audit found, or none."""

from __future__ import annotations

from html import escape
from typing import Any

import french
from ui import rgaa
from ui.about.said import NO_PUBLISHER, missing
from ui.cpts import Accessibility, Cpts
from ui.settings import Settings
from ui.theme import ORIGIN, reached

_STATES = {
    "non conforme": "n’est pas conforme au",
    "partiellement conforme": "est en conformité partielle avec le",
    "totalement conforme": "est en conformité totale avec le",
}
_TESTED = (
    "Les règles automatiques d’axe-core (WCAG 2.2, niveaux A et AA) sur le dialogue, le simulateur, les sources et ces "
    "pages, en clair et en sombre, sur un écran large et sur un téléphone\u00a0: aucune faute.",
    "Au clavier seul\u00a0: poser une question, répondre à une relance, changer d’onglet, éviter l’en-tête.",
    "À 320 pixels de large, et à 390 pixels avec un texte deux fois plus grand\u00a0: rien ne dépasse de l’écran.",
)
_RECOURSE = (
    "<p>Vous avez signalé un défaut d’accessibilité qui vous empêche d’accéder à un contenu ou à un service, et vous "
    "n’avez pas obtenu de réponse satisfaisante\u00a0: vous pouvez saisir le Défenseur des droits.</p>"
    '<ul class="am-list">'
    '<li><a href="https://formulaire.defenseurdesdroits.fr/">Lui écrire un message</a></li>'
    '<li><a href="https://www.defenseurdesdroits.fr/saisir/delegues">Joindre son délégué dans votre région</a></li>'
    "<li>Lui envoyer un courrier gratuit, sans timbre\u00a0: Défenseur des droits, Libre réponse 71120, "
    "75342 Paris CEDEX 07</li></ul>"
)


def body(cpts: Cpts, _settings: Settings, _register: dict[str, Any]) -> str:
    """Return the statement; what was not audited is said not to be."""
    state = cpts.accessibilite
    owner = escape(cpts.editeur.nom)
    commitment = (
        f"<p>{owner} s’engage à rendre ses sites accessibles, conformément à l’article 47 de la loi n° 2005-102 du "
        "11 février 2005.</p>"
        if owner
        else missing(NO_PUBLISHER)
    )
    tested = "".join(f"<li>{item}</li>" for item in _TESTED)
    return french.spaced(
        f"{commitment}<p>Cette déclaration s’applique à {ORIGIN}.</p>"
        f"<h2>État de conformité</h2><p><strong>Accessibilité : {state.etat}.</strong> Ce site {_STATES[state.etat]} "
        f"référentiel général d’amélioration de l’accessibilité (RGAA), version 4. {_why(state)}</p>"
        "<h2>Ce qui est contrôlé</h2><p>À chaque version, dans un navigateur Chromium :</p>"
        f'<ul class="am-list">{tested}</ul>'
        "<p>Aucun essai avec un lecteur d’écran n’a été fait.</p>"
        f"<h2>Auto-évaluation</h2>{_self_assessed()}"
        f"<h2>Signaler un défaut d’accessibilité</h2>{_contact(cpts)}"
        f"<h2>Voies de recours</h2>{_RECOURSE}"
    )


def _self_assessed() -> str:
    """What the makers of the software found, criterion by criterion: no audit, and it says so."""
    met, applied, share = rgaa.rate()
    left = rgaa.left()
    listed = "".join(f"<li>{one.number} {one.title} ({one.state}). {one.proof}</li>" for one in left)
    others = f'<p>Il reste :</p><ul class="am-list">{listed}</ul>' if listed else ""
    return (
        f"<p>Les auteurs du logiciel ont comparé ses pages aux {len(rgaa.criteria())} critères du RGAA 4.1, sans audit "
        f"extérieur : {met} des {applied} critères applicables sont conformes, soit {share} %. Ce qui n’a pas été "
        f"vérifié compte comme non conforme.</p>{others}"
    )


def _why(state: Accessibility) -> str:
    if not state.audit:
        return "Aucun audit de conformité n’a été fait : c’est le mot que la loi demande alors."
    rate = f"{french.number(state.taux)} % des critères sont respectés. " if state.taux is not None else ""
    return f"{rate}Audit : {escape(state.audit)}."


def _contact(cpts: Cpts) -> str:
    to = cpts.accessibilite.contact or cpts.errors_to
    if not to:
        return missing("Aucun contact n’est renseigné pour l’accessibilité.")
    promise = "Dites-nous ce qui vous arrête : nous vous donnerons l’information sous une autre forme."
    return f"<p>{promise} {reached(to)}</p>"
