"""« Signaler une erreur »: the message ready to send, and to whom."""

from __future__ import annotations

from html import escape
from typing import Any

from ui.about.said import missing
from ui.about.who import version
from ui.cpts import Cpts
from ui.settings import Settings
from ui.theme import link, reached

_NOBODY = (
    "Ce site n’indique personne à qui signaler une erreur. Copiez ce message et remettez-le à qui vous a donné cette "
    "adresse, votre CPTS par exemple."
)


def body(cpts: Cpts, _settings: Settings, _register: dict[str, Any]) -> str:
    """Return the page. Its script fills in the answer concerned, kept in the browser's tab alone."""
    to = cpts.errors_to
    mail = to if "@" in to and not to.startswith("https://") else ""
    told = f"<p>À qui l’envoyer\u00a0: {reached(to)}</p>" if to else missing(_NOBODY)
    useful = " Votre message peut servir à tous." if to else ""
    send = '<a class="am-button am-button--main" data-mail hidden>Ouvrir dans ma messagerie</a>' if mail else ""
    return (
        f'<p class="am-standfirst">Une réponse vous semble fausse, une source a changé\u202f?{useful}</p>'
        f"{told}"
        f'<form class="am-report" data-to="{escape(mail)}" data-version="{escape(version())}">'
        '<p hidden><label for="am-which">Réponse concernée</label><select id="am-which"></select></p>'
        '<p><label for="am-report">Votre message</label>'
        '<textarea id="am-report" rows="10" aria-describedby="am-report-hint">'
        f"Question\u00a0:\nVersion\u00a0: {escape(version())}\n\nCe qui me semble faux\u00a0:\n</textarea></p>"
        '<p class="am-muted" id="am-report-hint">Sans nom ni numéro de patient. Rien n’est envoyé tant que vous ne '
        "l’envoyez pas vous-même.</p>"
        f'<p class="am-buttons">{send}'
        '<button type="button" class="am-button" data-copy hidden>Copier le message</button></p>'
        '<p role="status" class="am-muted" id="am-report-said"></p></form>'
        "<p>Pour une décision sur votre dossier, adressez-vous à votre CPAM\u00a0: elle seule peut la changer.</p>"
        f'<script defer src="{link("report.js")}"></script>'
    )
