"""Pages and forms of the staff's room: plain HTML, no script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from starlette.responses import HTMLResponse

import french
from ui import theme
from ui.cpts import Cpts
from ui.staff.desk import Desk, Visit

_STYLES = (*theme.TEXT_STYLES, "staff.css")
ROOMS = {
    "": "À faire",
    "documents": "Documents",
    "contradictions": "Contradictions",
    "questions": "Questions",
    "valeurs": "Valeurs",
    "identite": "Identité",
    "etat": "État",
}
DONE = {  # what was just done → what is said of it
    "ajoute": "Document ajouté. Il sera cité dans la minute.",
    "remplace": "Document remplacé. La nouvelle version sera citée dans la minute.",
    "inchange": "Rien n’a changé\u00a0: ce document est déjà connu tel quel.",
    "corrige": "Correction enregistrée. Elle sera suivie dans la minute.",
    "verifie": "C’est noté\u00a0: la lecture de ce document n’attend plus personne.",
    "retire": "Document retiré. Il cessera d’être cité dans les cinq secondes.",
    "confirme": "C’est noté\u00a0: cette phrase parle de votre CPTS. Elle est citée comme le reste du document.",
    "arelire": "Phrase remise à relire.",
    "date": "Date enregistrée. Passé ce jour, le document n’est plus cité.",
    "signee": "Valeur signée et enregistrée. Elle sera suivie après un redémarrage.",
    "valeurretiree": "Valeur retirée. Elle sert encore jusqu’au redémarrage.",
    "questiongardee": "Question gardée. La prochaine évaluation la posera.",
    "relue": "C’est noté\u00a0: cette source sera à relire dans six mois.",
    "valeurreprise": "Valeur retirée avant d’avoir servi. Les médecins ne l’ont jamais lue.",
    "identite": "Identité enregistrée. Elle sera montrée après un redémarrage.",
    "reprise": "Vous retrouvez ce que vous aviez écrit. Rien n’est encore enregistré\u00a0: relisez, puis enregistrez.",
    "arecommencer": "Rien n’est enregistré\u00a0: recommencez.",
    "abandonne": "Fichier abandonné. Rien n’a été ajouté.",
}


def page(desk: Desk, visit: Visit, title: str, body: str, *, here: str = "", status: int = 200) -> HTMLResponse:
    """Return a page of the room; ``here`` is the tab it belongs to."""
    done = DONE.get(visit.done, "")
    told = f'<p class="am-done" role="status">{done}</p>' if done else ""
    links = "".join(
        f'<a href="{visit.up}gestion{f"/{name}" if name else ""}"{_current(name == here)}>{label}</a>'
        for name, label in ROOMS.items()
    )
    leave = form(visit, "sortir", '<button class="am-button am-button--quiet">Quitter</button>', name="Quitter")
    nav = (
        f'<nav class="am-wrap" aria-label="Gestion"><div class="am-rooms"><div class="am-tabs">{links}</div>{leave}'
        "</div></nav>"
    )
    return HTMLResponse(document(desk.cpts, title, f"{told}{body}", up=visit.up, nav=nav), status)


def document(cpts: Cpts, title: str, body: str, *, up: str, nav: str = "") -> str:
    """Return a whole page: the masthead leads back to the site."""
    named = " · ".join(dict.fromkeys(filter(None, (title, "Gestion", cpts.nom))))
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{escape(named)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"{theme.head(cpts, up, (), _STYLES)}</head>"
        f'<body><div id="am">{theme.masthead(cpts, up=up)}{nav}'
        '<main class="am-main am-wrap am-plain am-staff" id="contenu" tabindex="-1">'
        f"<h1>{escape(title)}</h1>{body}</main></div></body></html>"
    )


def form(visit: Visit, to: str, inside: str, *, name: str = "", takes_a_file: bool = False) -> str:
    """Return a form sent to a page of the room, with its token."""
    kind = ' enctype="multipart/form-data"' if takes_a_file else ""
    named = f' aria-label="{escape(name)}"' if name else ""
    return (
        f'<form method="post" action="{visit.up}gestion/{to}"{kind}{named}>'
        f'<input type="hidden" name="jeton" value="{visit.token}">{inside}</form>'
    )


def field(
    name: str, label: str, value: str = "", *, hint: str = "", kind: str = "text", more: str = "", anchor: str = ""
) -> str:
    """Return one labelled line to fill; ``more`` are attributes, ``anchor`` its id where several have one name."""
    id_ = anchor or name
    described = f' aria-describedby="{id_}-aide"' if hint else ""
    told = f'<span class="am-muted" id="{id_}-aide">{french.spaced(escape(hint))}</span>' if hint else ""
    return (
        f'<p class="am-line"><label for="{id_}">{french.spaced(escape(label))}</label>{told}'
        f'<input type="{kind}" id="{id_}" name="{name}" value="{escape(value)}"{described} {more}></p>'
    )


def area(name: str, label: str, value: str, *, hint: str = "", rows: int = 4, most: int = 1000) -> str:
    """Return several lines to fill."""
    described = f' aria-describedby="{name}-aide"' if hint else ""
    told = f'<span class="am-muted" id="{name}-aide">{french.spaced(escape(hint))}</span>' if hint else ""
    return (
        f'<p class="am-line"><label for="{name}">{french.spaced(escape(label))}</label>{told}'
        f'<textarea id="{name}" name="{name}" rows="{rows}" maxlength="{most}"{described}>\n{escape(value)}</textarea>'
        "</p>"
    )


def hidden(told: Mapping[str, str]) -> str:
    """Return fields that a form carries unseen."""
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in told.items()
    )


def choices(name: str, legend: str, options: Mapping[str, str], chosen: str = "") -> str:
    """Return one thing to choose among some: value → French words."""
    items = "".join(
        f'<label><input type="radio" name="{name}" value="{escape(value)}" required'
        f"{' checked' if value == chosen else ''}> {french.spaced(escape(words))}</label>"
        for value, words in options.items()
    )
    return f"<fieldset class='am-choices'><legend>{french.spaced(escape(legend))}</legend>{items}</fieldset>"


def box(name: str, words: str, *, ticked: bool = False) -> str:
    """Return a box that must be ticked."""
    state = " checked" if ticked else ""
    said = french.spaced(escape(words))
    return f'<p class="am-choices"><label><input type="checkbox" name="{name}" required{state}> {said}</label></p>'


def button(words: str, action: str = "", *, main: bool = False, ask: bool = True) -> str:
    """Return what sends a form; ``action`` says what is asked; unless ``ask``, nothing need be filled."""
    look = "am-button am-button--main" if main else "am-button"
    named = f' name="action" value="{action}"' if action else ""
    return f'<button class="{look}"{named}{"" if ask else " formnovalidate"}>{words}</button>'


def refusal(reason: str) -> str:
    """Return why nothing was done; what comes after its first line is a list."""
    first, *others = reason.split("\n")
    if not others:
        return f'<p class="am-refused" role="alert">{text(first)}</p>' if first else ""
    return f'<div class="am-refused" role="alert"><p>{text(first)}</p>{items(map(text, others))}</div>'


def text(words: str) -> str:
    """Return words of data, escaped and set as on the page."""
    return french.spaced(escape(words))


def items(found: Iterable[str], *, classes: str = "am-list") -> str:
    """Return a list of pieces of HTML; nothing where there is none."""
    told = "".join(f"<li>{item}</li>" for item in found)
    return f'<ul class="{classes}">{told}</ul>' if told else ""


def rows(found: Iterable[str]) -> str:
    """Return a list of things, each with its title, what is told of it and what can be done; nothing for none."""
    told = "".join(f'<li class="am-row">{item}</li>' for item in found)
    return f'<ul class="am-rows">{told}</ul>' if told else ""


def _current(here: bool) -> str:
    return ' aria-current="page"' if here else ""
