"""What a CPTS makes its own: name, contacts, colour, logo, welcome and suggested questions, from one YAML file."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ui.color import GROUNDS, readable
from ui.settings import Settings, SettingsError

_log = logging.getLogger(__name__)

FIR = "#1b5140"  # the colour the stylesheet already has
_LOGO_MAX = 200 * 1024
_LOGO_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
_QUESTIONS = {
    "Montants": [
        "Combien pour un mi-temps ?",
        "Combien pour un temps plein ?",
        "Temps plein signé le 15 juillet 2023 : combien ?",
    ],
    "Éligibilité": [
        "Les radiologues ont-ils droit à l’aide ?",
        "Faut-il être deux au cabinet ?",
        "Et en secteur 2 sans OPTAM ?",
    ],
    "Objectifs": [
        "Quand les objectifs sont-ils vérifiés ?",
        "Combien de patients en plus ?",
        "Et à partir de 65 ans ?",
    ],
    "Missions et formation": [
        "Que fait un assistant médical ?",
        "Ma secrétaire peut-elle prendre la tension ?",
        "Combien de temps pour passer le CQP ?",
    ],
}
EXPECTED = {
    "nom": "un nom de 80 caractères au plus",
    "contact": "« coordination » et « delegue », chacun une adresse de courriel, une adresse https ou un téléphone",
    "coordination": "une adresse de courriel, une adresse https ou un téléphone",
    "delegue": "une adresse de courriel, une adresse https ou un téléphone",
    "couleur": 'une couleur entre guillemets, comme "#1b5140"',
    "logo": "le chemin d’une image PNG, JPEG ou WebP de 200 Kio au plus",
    "accueil": "un texte de 300 caractères au plus",
    "questions": "de 1 à 6 thèmes, chacun avec 1 à 5 questions de 200 caractères au plus",
}

_KEYS = "des clés parmi nom, contact, couleur, logo, accueil, questions"

Address = Annotated[str, Field(max_length=200)]
Question = Annotated[str, Field(min_length=1, max_length=200)]
Theme = Annotated[list[Question], Field(min_length=1, max_length=5)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Contact(_Part):
    """Whom a doctor may write to: the coordinator of the CPTS, and the delegate of Assurance Maladie."""

    coordination: Address = ""
    delegue: Address = ""


class Cpts(_Part):
    """The keys of the file are its fields, in the words of those who fill it."""

    nom: str = Field("", max_length=80)
    contact: Contact = Contact()
    couleur: str = Field(FIR, pattern=r"^#[0-9a-fA-F]{6}$")
    logo: str = ""
    accueil: str = Field("", max_length=300)
    questions: dict[str, Theme] = Field(_QUESTIONS, min_length=1, max_length=6)
    folder: Path = Field(Path(), exclude=True)

    def logo_file(self) -> tuple[bytes, str] | None:
        """Return the bytes of the logo and their type."""
        if not self.logo:
            return None
        path = self.folder / self.logo
        return path.read_bytes(), _LOGO_TYPES[path.suffix.lower()]


def read(settings: Settings) -> Cpts:
    """Return what ``AM_CPTS_FILE`` says; a variable of its own (``AM_CPTS_NAME``…) wins. Raise ``SettingsError``."""
    cpts = _from_file(settings.cpts_file) if settings.cpts_file else Cpts()
    changes: dict[str, Any] = {}
    if settings.cpts_name:
        changes["nom"] = settings.cpts_name
    if settings.cpts_contact:
        changes["contact"] = cpts.contact.model_copy(update={"coordination": settings.cpts_contact})
    if "accent_color" in settings.model_fields_set:
        changes["couleur"] = settings.accent_color
    cpts = cpts.model_copy(update=changes)
    _tell_adjusted(cpts.couleur)
    return cpts


def _from_file(file: Path) -> Cpts:
    try:
        content = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"Fichier {file} (AM_CPTS_FILE) illisible. Vérifiez son chemin et ses droits.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" à la ligne {mark.line + 1}" if mark else ""
        quoted = "Un texte qui contient « : » ou « # » se met entre guillemets"
        raise SettingsError(f"Fichier {file} (AM_CPTS_FILE) : ce n’est pas du YAML{line}. {quoted}.") from None
    if not isinstance(content, dict) or "folder" in content:
        raise SettingsError(_wrong(file, "", _KEYS))
    try:
        cpts = Cpts.model_validate({**content, "folder": file.parent})
    except ValidationError as error:
        path = [str(part) for part in error.errors()[0]["loc"]]
        known = [key for key in path if key in EXPECTED]
        expected = EXPECTED[known[-1]] if known else _KEYS
        raise SettingsError(_wrong(file, ".".join(path), expected)) from None
    _check_logo(cpts, file)
    return cpts


def _check_logo(cpts: Cpts, file: Path) -> None:
    path = cpts.folder / cpts.logo
    usable = path.suffix.lower() in _LOGO_TYPES and path.is_file() and path.stat().st_size <= _LOGO_MAX
    if cpts.logo and not usable:
        raise SettingsError(_wrong(file, "logo", f"{EXPECTED['logo']}, depuis le dossier de ce fichier"))


def _wrong(file: Path, key: str, expected: str) -> str:
    return f"Fichier {file} (AM_CPTS_FILE){f', clé {key}' if key else ''} : inutilisable. Attendu : {expected}."


def _tell_adjusted(color: str) -> None:
    light, dark = (readable(color, ground) for ground in GROUNDS)
    if light != color:
        _log.warning("Couleur %s trop pâle pour être lue : %s sur fond clair, %s sur fond sombre.", color, light, dark)
