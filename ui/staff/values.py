"""Values that no source establishes: completed with theirs, signed, once what they change has been seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from starlette.responses import Response

import french
from french import HARD, counted
from rag import store
from rag.words import stems
from rules.amounts import amount
from rules.dated import DatedValue, Parameter, Parameters
from rules.kinds import Kind
from rules.profile import LAST_DAY
from rules.units import STANDINGS, Standing, Unit
from ui.staff import effects, facts, meanwhile, overlay, restart
from ui.staff.desk import Desk, Refused, Visit
from ui.staff.markup import button, choices, field, form, hidden, items, page, refusal, text
from ui.staff.overlay import Signed

_WORDS = {
    Unit.EUR: "en euros", Unit.PERCENT: "en %", Unit.PATIENTS: "un nombre entier de patients", Unit.HOURS: "en heures",
    Unit.DAYS: "en jours", Unit.MONTHS: "en mois", Unit.YEARS: "en années", Unit.COUNT: "un nombre",
}  # fmt: skip
_WORTH = {
    Standing.OFFICIAL: "loi, décret, arrêté, convention ou avenant publiés",
    Standing.AMELI: "publié par elle pour tous, sur ameli.fr ou dans une circulaire",
    Standing.PUBLIC: "publié par un ministère, une ARS, une URPS ou une autre administration",
    Standing.SECONDARY: "presse, syndicat, éditeur, qui citent leur source",
    Standing.UNCONFIRMED: "courriel, appel ou entretien, même avec votre CPAM ou votre délégué",
}
_READ = {"full": "le texte entier", "excerpt": "un extrait"}
_CHOICES = {"force": {standing.value: words for standing, words in STANDINGS.items()}, "etendue": _READ}
_BEFORE_WITHDRAWING = "Voyez ci-dessous ce qui est enregistré avant de retirer quoi que ce soit."
_YES_NO = {"oui": True, "non": False}
_THEMES = {
    "aide.yaml": "L’aide", "chiffres.yaml": "Chiffres et études", "collectif.yaml": "Le contrat collectif",
    "contrat.yaml": "Le contrat", "eligibilite.yaml": "Qui a droit", "formation.yaml": "La formation",
    "missions.yaml": "Les missions", "objectifs.yaml": "Les objectifs", "regimes.yaml": "Les textes",
    "salaire.yaml": "Le salaire", "seuils.yaml": "Les seuils", "situations.yaml": "Situations particulières",
    "specialites.yaml": "Les spécialités", "travail.yaml": "Le travail",
}  # fmt: skip


def look(desk: Desk, visit: Visit) -> Response:
    """Return the values of the staff, then those that nothing establishes today, by theme."""
    title = "Valeurs à compléter"
    if desk.settings.parameters_dir is None:
        body = (
            "<p>Certaines valeurs ne sont publiées nulle part. Pour en compléter ici, donnez un dossier où les ranger"
            "\u00a0: <code>AM_PARAMETERS_DIR</code>, dans les réglages, puis redémarrez.</p>"
        )
        return page(desk, visit, title, body, here="valeurs")
    today = desk.assistant.today()
    try:
        every = overlay.stored(desk.settings.parameters_dir, today).values()
    except Refused as refused:
        return page(desk, visit, title, refusal(refused.reason), here="valeurs", status=refused.status)
    own = [one for one in every if _is_theirs(one) and _may_be_typed(one)]
    empty = [one for one in every if one.at(today).value is None and _may_be_typed(one)]
    sought = visit.form.get("cherche", "").strip()
    kept = [one for one in empty if _is_about(one, sought)]
    left = "".join(
        _theme(name, [one for one in kept if one.file == name], visit, opened=bool(sought)) for name in _THEMES
    )
    mine = items(f"{link(one, visit)}{HARD}: {text(amount(one.values[-1].value, one.unit))}" for one in own)
    body = (
        f"{restart.offer(desk, visit)}"
        f"<h2>Vos valeurs ({len(own)})</h2>{mine or '<p>Aucune.</p>'}"
        f"<h2>Ce qu’aucune source n’établit ({len(empty)})</h2>{_WHAT_FOR}"
        f"{form(visit, 'valeurs', field('cherche', 'Chercher', sought, hint=_SOUGHT) + button('Chercher'))}"
        f"{left or '<p>Aucune valeur à compléter ne porte ces mots. Essayez-en un autre.</p>'}"
    )
    return page(desk, visit, title, body, here="valeurs")


def one(desk: Desk, visit: Visit, refused: Refused | None = None) -> Response:
    """Return the form of one value."""
    _, stored = _folder(desk)
    parameter, today = _find(stored, visit, desk.assistant.today()), desk.assistant.today()
    current = parameter.at(today)
    told = {"depuis": "", "lu": f"{today}", "force": "unconfirmed", "etendue": "full"} | _signed(desk, parameter)
    told |= visit.form
    link, mark = f"valeurs/{parameter.id}", meanwhile.mark(visit, _now(desk, parameter), refused)
    inside = (
        f"{mark}{_typed(parameter, told.get('valeur', ''))}"
        f"{field('depuis', 'Premier jour où elle vaut', told['depuis'], kind='date', more='required')}"
        f"<h2>Sa source</h2>{_source(told)}<h2>Ce qui changerait</h2>"
        f"<p>Vous verrez les réponses qui changent avant de signer. Rien n’est enregistré d’ici là.</p>"
        f"{button('Voir ce qui changerait', 'voir', main=True)}"
    )
    away = form(visit, link, mark + button("Retirer votre valeur", "retirer")) if _is_theirs(parameter) else ""
    body = (
        f"{refusal(refused.reason if refused else '')}"
        f"<p>Aujourd’hui{HARD}: {text(amount(current.value, parameter.unit))}{_by(current)}. "
        f"<code class='am-muted'>{text(parameter.id)}</code></p>{form(visit, link, inside)}{away}"
    )
    return page(desk, visit, parameter.description, body, here="valeurs", status=refused.status if refused else 200)


def to_complete(desk: Desk, names: Iterable[str]) -> list[Parameter]:
    """Return those of some values that nothing establishes and that are completed here; none without a folder."""
    if desk.settings.parameters_dir is None:
        return []
    today = desk.assistant.today()
    stored = overlay.stored(desk.settings.parameters_dir, today)
    found = (stored[name] for name in names if name in stored)
    return [one for one in found if one.at(today).value is None and _may_be_typed(one)]


def act(desk: Desk, visit: Visit) -> Response:
    """Show what a value would change, sign it, or take it back."""
    with store.exclusive(desk.folder, wait=True):  # the files are read, then replaced: nobody else may in between
        return _acted(desk, visit)


def _acted(desk: Desk, visit: Visit) -> Response:
    (folder, stored), today = _folder(desk), desk.assistant.today()
    parameter, action = _find(stored, visit, today), visit.form.get("action", "")
    if action == "corriger":
        return one(desk, visit)
    try:
        signed = None if action == "retirer" else _read(parameter, visit.form, today)
        with overlay.proposed(folder, today, parameter, signed) as (copy, after):
            if signed and action != "signer":
                changes = effects.told(stored, after, parameter.id, today)
                return _preview(desk, visit, parameter, signed, changes)
            if signed and not signed.name:
                nameless = Refused("Votre nom : il manque. Une valeur ne s’enregistre que signée.")
                changes = effects.told(stored, after, parameter.id, today)
                return _preview(desk, visit, parameter, signed, changes, nameless)
            _check_meanwhile(desk, visit, parameter, meanwhile.REREAD if signed else _BEFORE_WITHDRAWING)
            what = f"valeur signée par {signed.name}" if signed else "valeur retirée"
            desk.audit.add(visit.session.name, what, parameter.id)
            overlay.keep(folder, copy, desk.folder / "backups")
    except Refused as refused:
        return one(desk, visit, refused)
    served = any(value.added for value in desk.assistant.parameters[parameter.id].values)
    return visit.to("valeurs", "signee" if signed else "valeurretiree" if served else "valeurreprise")


def _preview(
    desk: Desk, visit: Visit, parameter: Parameter, signed: Signed, changes: str, refused: Refused | None = None
) -> Response:
    """What would change, and the form that signs."""
    told = {name: value for name, value in visit.form.items() if name not in ("jeton", "action", "nom")}
    published = french.partial_day(signed.source["published"]) if signed.source["published"] else "sans date"
    name = field(
        "nom",
        "Votre nom",
        visit.form.get("nom", ""),
        hint="Il sera montré sous chaque réponse, avec le jour.",
        more=_NAME,
    )
    sign = f"Signer le {french.short_day(desk.assistant.today())}, et enregistrer"
    inside = (
        f'{hidden(told)}{name}<p class="am-buttons">{button(sign, "signer", main=True)}'
        f"{button('Corriger', 'corriger', ask=False)}</p>"
    )
    body = (
        f"{refusal(refused.reason if refused else '')}"
        f"<p>{text(parameter.description)}{HARD}: <strong>{text(amount(signed.value, parameter.unit))}</strong>, "
        f"depuis le {french.short_day(signed.since)}.</p>"
        f"<p>Source{HARD}: «{HARD}{text(signed.source['title'])}{HARD}», "
        f"{text(signed.source['publisher'])}, {published}, {text(STANDINGS[Standing(signed.standing)])}.</p>"
        f"<h2>Ce qui changerait</h2>{changes}"
        "<h2>Signer</h2><p>Vous attestez que cette valeur est bien celle de la source que vous nommez. Chaque réponse "
        f"qui s’en sert dira «{HARD}valeur ajoutée par votre CPTS{HARD}».</p>"
        f"{form(visit, f'valeurs/{parameter.id}', inside)}"
    )
    return page(desk, visit, "Avant de signer", body, here="valeurs", status=refused.status if refused else 200)


def _folder(desk: Desk) -> tuple[Path, Parameters]:
    if desk.settings.parameters_dir is None:
        raise Refused(_UNKNOWN, 404)
    return desk.settings.parameters_dir, overlay.stored(desk.settings.parameters_dir, desk.assistant.today())


def _find(stored: Parameters, visit: Visit, today: date) -> Parameter:
    parameter = stored.get(visit.path["id"])
    if parameter is None or not _may_be_typed(parameter):
        raise Refused(_UNKNOWN, 404)
    if parameter.at(today).value is not None and not _is_theirs(parameter):
        raise Refused("Cette valeur est établie par nos sources : elle ne se change pas ici.", 404)
    return parameter


def _signed(desk: Desk, parameter: Parameter) -> dict[str, str]:
    """What was typed of the value that is signed, for who corrects it; nothing where there is none."""
    value, folder = parameter.values[-1], desk.settings.parameters_dir
    if not value.added or folder is None:
        return {}
    source = overlay.source(folder, value.references)
    plain = french.number(value.value) if isinstance(value.value, Decimal) else str(value.value)
    told = {True: "oui", False: "non"}.get(value.value, plain) if isinstance(value.value, bool) else plain
    published = source.get("published")
    return {
        "valeur": told,
        "depuis": f"{value.since}",
        "titre": str(source.get("title", "")),
        "editeur": str(source.get("publisher", "")),
        "publie": french.partial_day(str(published)) if published else "",
        "adresse": source.get("url") or "",
        "force": value.standing.value if value.standing else "",
        "etendue": str(source.get("read", "")),
        "lu": str(source.get("checked_on", "")),
    }


def _check_meanwhile(desk: Desk, visit: Visit, parameter: Parameter, advice: str) -> None:
    """Raise Changed, with what is signed, where somebody signed or withdrew since the form was filled."""
    now = _now(desk, parameter)
    signed = f" Déjà signé{HARD}: {now['signees']}." if now["signees"] else ""
    meanwhile.check(replace(visit, form=_in_words(visit.form)), now, overlay.FIELDS, advice + signed)


def _now(desk: Desk, parameter: Parameter) -> dict[str, str]:
    """Return what is signed of a value, on whatever day it begins, as it is read."""
    signed = (
        f"{amount(value.value, parameter.unit)} à partir du {french.short_day(value.since)}"
        f"{f', par {value.signed}' if value.signed else ''}"
        for value in parameter.values
        if value.added
    )
    return _in_words(_signed(desk, parameter)) | {"signees": f"{HARD}; ".join(signed)}


def _in_words(told: Mapping[str, str]) -> dict[str, str]:
    """Return what a form says with its choices as they are read."""
    return {name: _CHOICES.get(name, {}).get(value, value) for name, value in told.items()}


def _by(value: DatedValue) -> str:
    return f", signée par {text(value.signed)}" if value.added and value.signed else ""


def _is_theirs(parameter: Parameter) -> bool:
    return any(value.added for value in parameter.values)


def _may_be_typed(parameter: Parameter) -> bool:
    """Whether a value fits in a field: lists of names are written in a file."""
    return parameter.id in overlay.writable() and (parameter.unit is not None or parameter.kind in _TYPED)


def _typed(parameter: Parameter, value: str) -> str:
    if parameter.kind is Kind.YES_NO:
        return choices("valeur", "Réponse", {"oui": "Oui", "non": "Non"}, value)
    if parameter.unit is Unit.DATE:
        return field("valeur", "Valeur, une date", value, kind="date", more="required")
    hint = _WORDS[parameter.unit] if parameter.unit else "quelques mots"
    more = 'required maxlength="200" ' + ('inputmode="decimal"' if parameter.unit else "")
    return field("valeur", f"Valeur, {hint}", value, more=more)


def _source(told: Mapping[str, str]) -> str:
    standings = {
        standing.value: f"{french.upper_first(STANDINGS[standing])} : {_WORTH[standing]}" for standing in STANDINGS
    }
    return (
        field("titre", "Titre", told.get("titre", ""), hint="Celui de la lettre, du texte ou de la page.", more=_TEXT)
        + field("editeur", "Qui l’a écrit", told.get("editeur", ""), more=_TEXT)
        + field("publie", "Sa date", told.get("publie", ""), hint=facts.DATE)
        + field("adresse", "Son adresse web", told.get("adresse", ""), hint="https://…, ou rien.", kind="url")
        + choices("force", "Ce que vaut cette source", standings, told["force"])
        + choices("etendue", "Vous en avez lu", _READ, told["etendue"])
        + field("lu", "Lue le", told["lu"], kind="date", more="required")
    )


def _read(parameter: Parameter, told: Mapping[str, str], today: date) -> Signed:
    """Return what the form says. Raises Refused, naming the field and what was expected."""
    since = facts.day(told.get("depuis", ""), "Premier jour où elle vaut")
    seen = facts.day(told.get("lu", ""), "Lue le")
    first = parameter.values[0].since
    if since is None or not first <= since <= LAST_DAY:
        between = f"du {french.short_day(first)} au {french.short_day(LAST_DAY)}"
        raise Refused(f"Premier jour où elle vaut : donnez une date, {between}.")
    if seen is None or seen > today:
        raise Refused("Lue le : donnez le jour où vous avez lu la source, aujourd’hui au plus tard.")
    title, publisher, name = (" ".join(told.get(key, "").split())[:200] for key in ("titre", "editeur", "nom"))
    if not title or not publisher:
        raise Refused("Titre, Qui l’a écrit : remplissez les deux. Une valeur sans source n’est pas gardée.")
    if told.get("force") not in STANDINGS or told.get("etendue") not in _READ:
        raise Refused("Ce que vaut cette source, Vous en avez lu : choisissez une réponse à chacun.")
    published, url = facts.partial_date(told.get("publie", ""), "Sa date"), told.get("adresse", "").strip()
    if published and published > seen.isoformat():  # « 2026-10 » comes before any day of that month
        raise Refused("Sa date : donnez-en une qui ne soit pas après le jour où vous avez lu la source.")
    if url and not re.fullmatch(r"https?://\S+", url):
        raise Refused("Son adresse web : donnez une adresse entière, qui commence par https://, ou rien.")
    source: dict[str, Any] = {
        "title": title,
        "publisher": publisher,
        "published": published,
        "url": url or None,
        "standing": told["force"],
        "read": told["etendue"],
        "checked_on": seen,
        "regimes": [],
    }
    value = _value(parameter, told.get("valeur", "").strip())
    return Signed(value, since, source, told["force"], name, today)


def _value(parameter: Parameter, told: str) -> Decimal | bool | str | date:
    if parameter.kind is Kind.YES_NO:
        if told not in _YES_NO:
            raise Refused("Réponse : choisissez oui ou non.")
        return _YES_NO[told]
    if parameter.unit is Unit.DATE:
        found = facts.day(told, "Valeur")
        if found is None:
            raise Refused("Valeur : donnez une date.")
        return found
    if parameter.unit is None:
        if not told:
            raise Refused("Valeur : écrivez quelques mots.")
        return told[:200]
    plain = re.sub(r"[\s\u00a0\u202f€%]", "", told).replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,4})?", plain):
        raise Refused(f"Valeur : écrivez un nombre, {_WORDS[parameter.unit]}, comme 19000 ou 7,5.")
    return Decimal(plain)


def _is_about(parameter: Parameter, sought: str) -> bool:
    """Whether a value is described with all the words sought, whatever their endings; all are where none is."""
    return set(stems(sought)) <= set(stems(parameter.description))


def _theme(name: str, found: list[Parameter], visit: Visit, *, opened: bool) -> str:
    if not found:
        return ""
    listed = "".join(f"<li>{link(parameter, visit)}</li>" for parameter in found)
    title = f"{_THEMES[name]} ({counted(len(found), 'valeur', 'valeurs')})"
    return f'<details{" open" if opened else ""}><summary>{title}</summary><ul class="am-list">{listed}</ul></details>'


def link(parameter: Parameter, visit: Visit) -> str:
    """Return the way to the page of a value."""
    return f'<a href="{visit.up}gestion/valeurs/{parameter.id}">{text(parameter.description)}</a>'


_WHAT_FOR = (
    "<p>Si votre CPAM ou un texte vous donne l’une d’elles, écrivez-la ici avec sa source\u00a0: les médecins la "
    "liront.</p>"
)
_SOUGHT = "Un ou deux mots, comme délai ou objectif. Vide : toutes."
_UNKNOWN = "Cette valeur n’existe pas, ou ne se complète pas ici."
_TYPED = (Kind.YES_NO, Kind.TEXT)
_TEXT, _NAME = 'required maxlength="200"', 'required maxlength="120" autocomplete="name"'
