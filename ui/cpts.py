"""What a CPTS makes its own, from one YAML file: name, contacts, colour, logo, questions, and who signs the site."""

from __future__ import annotations

import logging
import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ui.color import GROUNDS, readable
from ui.cpts_file import checked, read_fields, unwritten, wrong
from ui.settings import Settings

_log = logging.getLogger(__name__)

FIR = "#1b5140"  # the colour the stylesheet already has
_LOGO_MAX = 200 * 1024
_IMAGE = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|RIFF.{4}WEBP", re.S)  # how the three kinds begin
_LOGO_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
_QUESTIONS = {
    "Montants": [
        "Combien pour un mi-temps ?",
        "Que me reste-t-il à payer ?",
        "Temps plein signé le 15 juillet 2023 : combien ?",
    ],
    "Ai-je droit ?": [
        "Ma spécialité est-elle admise ?",
        "Ai-je assez de patients ?",
        "Peut-on partager un assistant entre médecins ?",
    ],
    "Démarches": [
        "Comment demander l’aide ?",
        "Quand l’aide est-elle versée ?",
        "Que se passe-t-il si l’assistant démissionne ?",
    ],
    "Au cabinet": [
        "Ma secrétaire peut-elle prendre la tension ?",
        "Combien de temps pour passer le CQP ?",
        "Que se passe-t-il si je n’atteins pas l’objectif ?",
    ],
}
_ADDRESS = "une adresse de courriel, une adresse https ou un téléphone"
_NAME = "un texte de 120 caractères au plus"
_TEXT = "un texte de 200 caractères au plus, entre guillemets s’il contient « : » ou « # »"
_PHONE = 'un téléphone entre guillemets, comme "02 00 00 00 00"'
EXPECTED = {
    "": "des clés parmi nom, contact, couleur, logo, accueil, questions, editeur, hebergeur, donnees, accessibilite",
    "nom": "un nom de 80 caractères au plus",
    "editeur.nom": _NAME,
    "hebergeur.nom": _NAME,
    "contact": f"« coordination », « delegue » et « erreurs », chacun {_ADDRESS}",
    "coordination": _ADDRESS,
    "delegue": _ADDRESS,
    "erreurs": _ADDRESS,
    "couleur": 'une couleur entre guillemets, comme "#1b5140"',
    "logo": "le chemin d’une image PNG, JPEG ou WebP de 200 Kio au plus",
    "accueil": "un texte de 300 caractères au plus",
    "questions": "de 1 à 6 thèmes, chacun avec 1 à 5 questions de 200 caractères au plus",
    "editeur": "« nom », « statut », « adresse », « telephone », « courriel » et « directeur_de_publication »",
    "hebergeur": "« nom », « adresse » et « telephone »",
    "donnees": "« responsable », « contact » et « base_legale »",
    "accessibilite": (
        "« etat », « taux », « audit » et « contact » ; un état autre que « non conforme » demande un audit, "
        "et un taux d’au moins 50, ou de 100 pour « totalement conforme »"
    ),
    "statut": _TEXT,
    "adresse": _TEXT,
    "telephone": _PHONE,
    "courriel": _ADDRESS,
    "directeur_de_publication": _NAME,
    "responsable": _NAME,
    "base_legale": "« intérêt légitime » ou « intérêt public »",
    "etat": "« non conforme », « partiellement conforme » ou « totalement conforme »",
    "taux": "la part des critères respectés, un nombre de 0 à 100 sans signe %",
    "audit": "qui a contrôlé et quand, en 200 caractères au plus",
}

Name = Annotated[str, Field(max_length=120)]
Text = Annotated[str, Field(max_length=200)]
Phone = Annotated[str, Field(max_length=40)]
Address = Annotated[str, Field(max_length=200)]
Question = Annotated[str, Field(min_length=1, max_length=200)]
Theme = Annotated[list[Question], Field(min_length=1, max_length=5)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Contact(_Part):
    """Whom one may write to: the coordinator, the delegate of Assurance Maladie, who mends a wrong answer."""

    coordination: Address = ""
    delegue: Address = ""
    erreurs: Address = ""


class Publisher(_Part):
    """Who publishes this site, as its legal notice must say."""

    nom: Name = ""
    statut: Text = ""
    adresse: Text = ""
    telephone: Phone = ""
    courriel: Address = ""
    directeur_de_publication: Name = ""


class Host(_Part):
    """Whose machines serve this site."""

    nom: Name = ""
    adresse: Text = ""
    telephone: Phone = ""


class PersonalData(_Part):
    """Who answers for personal data, whom to write to about them, and what allows them to be used (GDPR, art. 6)."""

    responsable: Name = ""
    contact: Address = ""
    base_legale: Literal["", "intérêt légitime", "intérêt public"] = ""


class Accessibility(_Part):
    """What an audit found. Without one, the law’s word is « non conforme »."""

    etat: Literal["non conforme", "partiellement conforme", "totalement conforme"] = "non conforme"
    taux: Annotated[Decimal, Field(ge=0, le=100)] | None = None
    audit: Text = ""
    contact: Address = ""

    @model_validator(mode="after")
    def _proved(self) -> Accessibility:
        least = {"non conforme": 0, "partiellement conforme": 50, "totalement conforme": 100}[self.etat]
        if least and (not self.audit or self.taux is None or self.taux < least):
            raise ValueError("not proved")
        return self


class Cpts(_Part):
    """The keys of the file are its fields, in the words of those who fill it."""

    nom: str = Field("", max_length=80)
    contact: Contact = Contact()
    couleur: str = Field(FIR, pattern=r"^#[0-9a-fA-F]{6}$")
    logo: str = ""
    accueil: str = Field("", max_length=300)
    questions: dict[str, Theme] = Field(_QUESTIONS, min_length=1, max_length=6)
    editeur: Publisher = Publisher()
    hebergeur: Host = Host()
    donnees: PersonalData = PersonalData()
    accessibilite: Accessibility = Accessibility()
    folder: Path = Field(Path(), exclude=True)

    def logo_file(self) -> tuple[bytes, str] | None:
        """Return the bytes of the logo and their type."""
        if not self.logo:
            return None
        path = self.folder / self.logo
        return path.read_bytes(), _LOGO_TYPES[path.suffix.lower()]

    @property
    def errors_to(self) -> str:
        """Whom to tell a wrong answer: who was named for it, else the publisher, else the coordinator."""
        return self.contact.erreurs or self.editeur.courriel or self.contact.coordination


def read(settings: Settings) -> Cpts:
    """Return what the CPTS says of itself; tell in the log what staff should see to. Raise ``SettingsError``."""
    cpts = identity(settings)
    _tell_adjusted(cpts.couleur)
    if settings.cpts_file:
        if why := unwritten(settings.cpts_file):
            _log.warning("%s (AM_CPTS_FILE) %s : la page Identité de la gestion l’écrit.", settings.cpts_file, why)
        _tell_unsigned(cpts)
    return cpts


def identity(settings: Settings) -> Cpts:
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
    if settings.cpts_file and cpts.logo and not cpts.nom:  # the image is not described: the name beside it is read
        raise wrong(settings.cpts_file, "logo", "« nom » aussi, écrit à côté du logo pour qui ne voit pas l’image")
    return cpts


def _from_file(file: Path) -> Cpts:
    tree = read_fields(file, EXPECTED[""])
    if "folder" in tree:
        raise wrong(file, "", EXPECTED[""])
    cpts = checked(Cpts, file, tree, EXPECTED).model_copy(update={"folder": file.parent})
    if cpts.logo and not _is_image(cpts.folder, cpts.folder / cpts.logo):
        raise wrong(file, "logo", f"{EXPECTED['logo']}, depuis le dossier de ce fichier")
    return cpts


def _is_image(folder: Path, path: Path) -> bool:
    """Whether a file is a small image by its bytes, and stands in ``folder``: a link out of it would show any file."""
    if path.suffix.lower() not in _LOGO_TYPES or not path.resolve().is_relative_to(folder.resolve()):
        return False
    if not path.is_file() or path.stat().st_size > _LOGO_MAX:
        return False
    return _IMAGE.match(path.read_bytes()) is not None


def _tell_unsigned(cpts: Cpts) -> None:
    """Name what a visitor will read to be missing, for staff who look at their page before they open it."""
    told = {
        "editeur.nom": cpts.editeur.nom,
        "editeur.directeur_de_publication": cpts.editeur.directeur_de_publication,
        "hebergeur.nom": cpts.hebergeur.nom,
        "contact.erreurs": cpts.errors_to,
    }
    if missing := [key for key, value in told.items() if not value]:
        _log.warning("Non renseigné, et dit au lecteur (/qui-repond) : %s.", ", ".join(missing))


def _tell_adjusted(color: str) -> None:
    light, dark = (readable(color, ground) for ground in GROUNDS)
    if light != color:
        _log.warning("Couleur %s trop pâle pour être lue : %s sur fond clair, %s sur fond sombre.", color, light, dark)
