"""What staff decide of a document: its title, publisher, date, and the days it holds. As typed, then as kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import french
from corpus.local import LocalDocument
from french import MONTH_NUMBERS, bare
from rag.attributes import is_partial_date
from ui.staff.desk import Refused
from ui.staff.markup import field

FIELDS = ("title", "publisher", "published", "valid_from", "valid_to")
LABELS = {
    "title": "Titre", "publisher": "Éditeur", "published": "Date du document",
    "valid_from": "Premier jour où il vaut", "valid_to": "Dernier jour où il vaut", "text": "Texte",
}  # fmt: skip
LONGEST = 200
_DAY_FIRST = re.compile(rf"(?:(\d{{1,2}})(?:er)?[/ ])?(\d{{1,2}}|{'|'.join(MONTH_NUMBERS)})[/ ](\d{{4}}|\d{{2}})")


def typed(document: LocalDocument) -> dict[str, str]:
    """Return what the form shows of a document."""
    told = {name: str(getattr(document, name) or "") for name in FIELDS}
    return {**told, "published": french.partial_day(document.published) if document.published else ""}


def form(told: Mapping[str, str]) -> str:
    """Return the lines of the form."""
    return (
        field("title", LABELS["title"], told["title"], more=f'required maxlength="{LONGEST}"')
        + field("publisher", LABELS["publisher"], told["publisher"], hint="Qui le publie. Vide : inconnu.", more=_MOST)
        + field("published", LABELS["published"], told["published"], hint=DATE, more='maxlength="20"')
        + '<div class="am-pair">'
        + field("valid_from", LABELS["valid_from"], told["valid_from"], hint="Facultatif.", kind="date")
        + field("valid_to", LABELS["valid_to"], told["valid_to"], hint="Facultatif.", kind="date")
        + "</div>"
    )


def read(told: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return the fields as they are kept. Raises Refused, naming the field and what was expected."""
    title = " ".join(told.get("title", "").split())
    if not 0 < len(title) <= LONGEST:
        raise Refused(f"Titre : il est vide ou trop long. Donnez-en un de {LONGEST} caractères au plus.")
    publisher = " ".join(told.get("publisher", "").split())
    if len(publisher) > LONGEST:
        raise Refused(f"Éditeur : ce nom est trop long. Donnez-en un de {LONGEST} caractères au plus.")
    published = partial_date(told.get("published", ""))
    if published and published > today.isoformat():
        raise Refused("Date du document : elle est à venir. Donnez le jour où il a été écrit, ou videz-la.")
    first, last = (day(told.get(name, ""), LABELS[name]) for name in ("valid_from", "valid_to"))
    if first and last and first > last:
        raise Refused("Dernier jour où il vaut : il précède le premier. Corrigez l’un des deux.")
    values = (title, publisher or None, published, first, last)
    return dict(zip(FIELDS, values, strict=True))


def partial_date(told: str, label: str = LABELS["published"]) -> str | None:
    """Return a date as it is kept: « 12/05/26 », « 12 mai 2026 » and « 2026-05-12 » are one. Raises Refused."""
    written = " ".join(bare(told).split())
    first, month, year = match.groups() if (match := _DAY_FIRST.fullmatch(written)) else ("", "", "")
    if len(year) == 4 or (year and (first or month in MONTH_NUMBERS)):  # « 12/05 » may be a day or a month
        number = MONTH_NUMBERS.get(month) or int(month)
        written = "-".join(
            [year if len(year) == 4 else f"20{year}", f"{number:02}", *([f"{int(first):02}"] if first else [])]
        )
    if written and not is_partial_date(written):
        known = "cette date est impossible" if re.search(r"\d", written) else "cette date n’est pas comprise"
        raise Refused(f"{label} : {known}. {DATE}")
    return written or None


def day(told: str, label: str) -> date | None:
    """Return a whole date, ``None`` where nothing is told. Raises Refused."""
    try:
        return date.fromisoformat(told.strip()) if told.strip() else None
    except ValueError:
        raise Refused(f"{label} : cette date est impossible. Écrivez-la AAAA-MM-JJ.") from None


_MOST = f'maxlength="{LONGEST}"'
DATE = "JJ/MM/AAAA, MM/AAAA, AAAA ou novembre 2026. Vide : inconnue."
