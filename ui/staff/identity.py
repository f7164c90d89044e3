"""What the CPTS says of itself: changed in a form, seen as visitors would, then kept in AM_CPTS_FILE."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import yaml
from starlette.responses import Response

from french.failures import why
from rag import store
from ui import cpts as cpts_file
from ui import page as public
from ui import theme
from ui.about.said import facts
from ui.cpts import Cpts
from ui.cpts_file import unwritten
from ui.reachable import dialled, is_address, is_mail
from ui.settings import Settings, SettingsError
from ui.staff import meanwhile, restart
from ui.staff.desk import Desk, Refused, Visit, save
from ui.staff.markup import area, button, field, form, page, refusal, text

_ADDRESS = "Un courriel, une adresse https ou un téléphone."
_PHONE = "Un téléphone s’écrit en 10 chiffres, avec l’indicatif du pays (+33…), ou est un numéro court comme 3646."
_MAIL = "Un courriel, comme contact@exemple.fr."
_PARTS = {  # legend → key → label, hint
    "Votre CPTS": {
        "nom": ("Nom", ""),
        "contact.coordination": ("Joindre la CPTS", _ADDRESS),
        "contact.delegue": ("Joindre le délégué de l’Assurance Maladie", _ADDRESS),
        "contact.erreurs": ("À qui signaler une erreur", _ADDRESS),
    },
    "Éditeur du site": {
        "editeur.nom": ("Nom de l’éditeur", ""),
        "editeur.statut": ("Statut", ""),
        "editeur.adresse": ("Adresse de l’éditeur", ""),
        "editeur.telephone": ("Téléphone de l’éditeur", _PHONE),
        "editeur.courriel": ("Courriel de l’éditeur", _MAIL),
        "editeur.directeur_de_publication": ("Directeur de la publication", ""),
    },
    "Hébergeur": {
        "hebergeur.nom": ("Nom de l’hébergeur", ""),
        "hebergeur.adresse": ("Adresse de l’hébergeur", ""),
        "hebergeur.telephone": ("Téléphone de l’hébergeur", _PHONE),
    },
    "Données personnelles": {
        "donnees.responsable": ("Qui en répond", "Vide : l’éditeur."),
        "donnees.contact": ("Lui écrire", _ADDRESS),
        "donnees.base_legale": ("Base légale", "« intérêt légitime » ou « intérêt public »."),
    },
}
_LEADS: dict[str, tuple[Callable[[str], object], str]] = {  # hint → whether what was typed leads to someone, else
    _ADDRESS: (is_address, f"n’est ni un courriel, ni une adresse https, ni un téléphone. {_PHONE}"),
    _PHONE: (dialled, f"n’est pas un téléphone. {_PHONE}"),
    _MAIL: (is_mail, "n’est pas un courriel. Écrivez-le comme contact@exemple.fr."),
}
_PLAIN = tuple(key for part in _PARTS.values() for key in part)
_LABELS = {key: label for part in _PARTS.values() for key, (label, _) in part.items()} | {
    "couleur": "Couleur", "accueil": "Mot d’accueil", "questions": "Questions proposées",
}  # fmt: skip


def look(desk: Desk, visit: Visit, refused: Refused | None = None, seen: Cpts | None = None) -> Response:
    """Return the form, with what visitors would see where it was asked for."""
    file = desk.settings.cpts_file
    if file is None:
        body = (
            "<p>Le nom, les contacts et les mentions du site tiennent dans un fichier. Pour les changer ici, donnez-lui"
            " un chemin\u00a0: <code>AM_CPTS_FILE</code>, dans les réglages, puis redémarrez.</p>"
        )
        return page(desk, visit, "Identité", body, here="identite")
    now = _shown(_current(desk, file))
    told = {**now, **visit.form}
    parts = "".join(
        f"<h2>{legend}</h2>" + "".join(field(key, label, told.get(key, ""), hint=hint, more='maxlength="200"')
        for key, (label, hint) in lines.items())
        for legend, lines in _PARTS.items()
    )  # fmt: skip
    inside = (
        f"{meanwhile.mark(visit, now, refused)}{parts}<h2>La page</h2>"
        f"{field('couleur', _LABELS['couleur'], told['couleur'], kind='color')}"
        f"{area('accueil', _LABELS['accueil'], told['accueil'], rows=3, most=300)}"
        f"{area('questions', _LABELS['questions'], told['questions'], hint=_OF_QUESTIONS, rows=14, most=5000)}"
        f'<p class="am-buttons">{button("Voir l’aperçu", "voir")}{button("Enregistrer", "garder", main=True)}</p>'
    )
    wins = [f"AM_{name.upper()}" for name in _WINS if name in desk.settings.model_fields_set]
    over = f"<p>Ces réglages l’emportent sur cette page\u00a0: {', '.join(wins)}.</p>" if wins else ""
    body = (
        f"{refusal(refused.reason if refused else '')}{restart.offer(desk, visit)}"
        f"{_preview(desk, seen, visit.up) if seen else ''}{over}{form(visit, 'identite', inside)}"
    )
    return page(desk, visit, "Identité", body, here="identite", status=refused.status if refused else 200)


def act(desk: Desk, visit: Visit) -> Response:
    """Show what visitors would see, or keep it; what would stop the next start is refused."""
    if desk.settings.cpts_file is None:
        return look(desk, visit)
    with store.exclusive(desk.folder, wait=True):  # the file is read, then replaced: nobody else may in between
        return _acted(desk, visit, desk.settings.cpts_file)


def _acted(desk: Desk, visit: Visit, file: Path) -> Response:
    try:
        tree = _tree(file)
        current = _current(desk, file)
        written = yaml.safe_dump(_with(tree, visit.form, current), allow_unicode=True, sort_keys=False)
        _check_addresses(visit.form)
        seen = _read(desk, file, written)
        if visit.form.get("action") != "garder":
            return look(desk, visit, seen=seen)
        meanwhile.check(visit, _shown(current), _LABELS)
    except Refused as refused:
        return look(desk, visit, refused)
    desk.audit.add(visit.session.name, _what(_shown(current), _shown(seen)))
    try:
        backups = desk.folder / "backups"
        backups.mkdir(exist_ok=True, mode=0o700)
        if file.exists():
            save(backups / file.name, file.read_text("utf-8"))
        save(file, written)
    except OSError as error:
        return look(desk, visit, Refused(f"{file} : {why(error)}. Rien n’a été enregistré."))
    return visit.to("identite", "identite")


def _what(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """What was changed, by the names of the fields alone."""
    changed = [label for key, label in _LABELS.items() if before[key] != after[key]]
    return f"identité changée : {', '.join(changed) or 'rien'}"


def _check_addresses(told: Mapping[str, str]) -> None:
    """Raise Refused for what would lead nowhere: visitors would see it without a link."""
    for key, (label, hint) in ((key, line) for part in _PARTS.values() for key, line in part.items()):
        value = told.get(key, "").strip()
        if value and hint in _LEADS and not _LEADS[hint][0](value):
            raise Refused(f"{label} : « {value} » {_LEADS[hint][1]}")


def _current(desk: Desk, file: Path) -> Cpts:
    """What the file says now. Raises Refused where it cannot be read."""
    try:
        return cpts_file.identity(_alone(desk.settings, file))
    except SettingsError as error:
        raise Refused(f"{error} ({file.name})") from None


def _read(desk: Desk, file: Path, written: str) -> Cpts:
    """What a file would say in the place of ``file``. Raises Refused, naming the key and what was expected."""
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".yaml", prefix=".", dir=file.parent) as tried:
            tried.write(written)
            tried.flush()
            return cpts_file.identity(_alone(desk.settings, Path(tried.name)))
    except SettingsError as error:
        raise Refused(_WHERE.sub(_field, str(error))) from None
    except OSError as error:
        raise Refused(f"{file.parent} : {why(error)}. Rien n’a été enregistré.") from None


def _field(where: re.Match[str]) -> str:
    """The field of the form that fills a key of the file."""
    key = where[1] or ""
    label = _LABELS.get(key) or _LABELS.get(key.partition(".")[0]) or "Cette page"
    return f"{label} : attendu "


def _alone(settings: Settings, file: Path) -> Settings:
    """Settings under which a file speaks alone, whatever wins over it."""
    alone = settings.model_copy(update={"cpts_name": "", "cpts_contact": "", "cpts_file": file})
    alone.model_fields_set.discard("accent_color")
    return alone


def _with(tree: dict[str, Any], told: Mapping[str, str], current: Cpts) -> dict[str, Any]:
    """Return the keys of the file with what the form says; what the form does not show stays."""
    for key in (*_PLAIN, "accueil", "couleur"):
        section, _, last = key.rpartition(".")
        node = tree.setdefault(section, {}) if section else tree
        value = " ".join(told.get(key, "").split())
        node[last] = value
        if not value:
            del node[last]
        if section and not node:
            del tree[section]
    if (questions := _questions(told.get("questions", ""))) != current.questions:
        tree["questions"] = questions
    return tree


def _questions(told: str) -> dict[str, list[str]]:
    """Return the questions by theme: a line is a theme, one that begins with a dash is a question of it."""
    found: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, told.splitlines())):
        if line.startswith(("-", "–", "•")):
            if not found:
                raise Refused("Questions proposées : commencez par un thème, sur une ligne sans tiret.")
            found[list(found)[-1]].append(line.lstrip("-–• "))
        else:
            found[line] = []
    if any(not questions for questions in found.values()):
        raise Refused("Questions proposées : sous chaque thème, écrivez une question au moins, après un tiret.")
    return found


def _shown(cpts: Cpts) -> dict[str, str]:
    told = cpts.model_dump()
    lines = "\n\n".join(
        "\n".join([theme_name, *(f"- {question}" for question in questions)])
        for theme_name, questions in cpts.questions.items()
    )
    flat = {
        key: str((told[key.partition(".")[0]][key.partition(".")[2]]) if "." in key else told[key]) for key in _PLAIN
    }
    return {**flat, "couleur": cpts.couleur, "accueil": cpts.accueil, "questions": lines}


def _tree(file: Path) -> dict[str, Any]:
    if unwritten(file):
        return {}
    try:
        return yaml.safe_load(file.read_text("utf-8")) or {}
    except (OSError, ValueError, yaml.YAMLError):
        raise Refused(f"{file} : illisible. Corrigez-le à la main, puis recommencez.") from None


def _preview(desk: Desk, cpts: Cpts, up: str) -> str:
    """The page as visitors would see it, in a frame of its own that runs nothing and leads nowhere."""
    shown = (
        f'<!doctype html><html lang="fr"><head><title>Aperçu</title>{theme.head(cpts, up, scripts=())}</head>'
        f'<body inert><div id="am">{theme.masthead(cpts)}<main class="am-wrap">'
        f"{public.introduction(desk.settings, cpts, compact=False)}{public.contents(cpts, compact=False)}</main>"
        f"{theme.footer(cpts, desk.settings)}</div></body></html>"
    )
    told = {_LABELS[key]: text(value) for key, value in _shown(cpts).items() if key in _PLAIN}
    return (
        '<h2>Aperçu</h2><iframe class="am-preview" title="Aperçu de la page" sandbox tabindex="0" '
        f'srcdoc="{escape(shown)}"></iframe>'
        f"<p>Le pied de page, «\u00a0Qui répond\u00a0» et «\u00a0Mentions légales\u00a0» diront\u00a0:</p>{facts(told)}"
    )


_WHERE = re.compile(
    r"^Fichier .*?\(AM_CPTS_FILE\)(?:, ligne \d+)?(?:, clé (.*?))? : inutilisable\. Attendu : ", re.DOTALL
)
_WINS = ("cpts_name", "cpts_contact", "accent_color")
_OF_QUESTIONS = "Un thème par ligne, puis ses questions, chacune après un tiret. Six thèmes et cinq questions au plus."
