"""What was read of a file of the staff, and what was not: typed, counted, kept with its record, told in French."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from french import HARD, counted, listed, number, spaced, upper_first

Kind = Literal[
    "scanned_pages",
    "ocr_pages",
    "unmapped_letters",
    "images",
    "charts",
    "formulas",
    "empty_formulas",
    "comments",
    "tracked_changes",
    "struck",
    "hidden",
    "hidden_sheets",
    "headers",
    "empty_fields",
    "attachments",
    "scripts",
    "unknown_parts",
    "nested_tables",
    "encoding",
    "file_date",
    "margin_date",
    "impossible_date",
    "file_publisher",
    "margin_publisher",
    "furniture",
]


class _Words(NamedTuple):
    one: str
    many: str
    advice: str = ""


_OCR = "passez le fichier par une reconnaissance de caractères, avec ocrmypdf par exemple, puis redonnez-le"
_WORDS: dict[Kind, _Words] = {
    "scanned_pages": _Words("page numérisée, non lue", "pages numérisées, non lues", _OCR),
    "ocr_pages": _Words(
        "page lue par reconnaissance de caractères", "pages lues par reconnaissance de caractères", "à relire"
    ),
    "unmapped_letters": _Words("lettre illisible, retirée", "lettres illisibles, retirées", "à relire"),
    "images": _Words("image, dont le texte n’est pas lu", "images, dont le texte n’est pas lu"),
    "charts": _Words("graphique ou schéma, non lu", "graphiques ou schémas, non lus"),
    "formulas": _Words("formule mathématique, mise à plat", "formules mathématiques, mises à plat", "à relire"),
    "empty_formulas": _Words(
        "formule sans résultat enregistré, non lue",
        "formules sans résultat enregistré, non lues",
        "rouvrez le classeur, puis enregistrez-le",
    ),
    "comments": _Words("commentaire, non lu", "commentaires, non lus"),
    "tracked_changes": _Words("modification suivie, lue comme acceptée", "modifications suivies, lues comme acceptées"),
    "struck": _Words("passage barré, non lu", "passages barrés, non lus"),
    "hidden": _Words("passage masqué, non lu", "passages masqués, non lus"),
    "hidden_sheets": _Words("feuille masquée, non lue", "feuilles masquées, non lues"),
    "headers": _Words("en-tête ou pied de page, non cité", "en-têtes ou pieds de page, non cités"),
    "empty_fields": _Words("champ de formulaire vide", "champs de formulaire vides"),
    "attachments": _Words(
        "fichier joint ou objet inséré, non ouvert", "fichiers joints ou objets insérés, non ouverts"
    ),
    "scripts": _Words("script, jamais exécuté", "scripts, jamais exécutés"),
    "unknown_parts": _Words("élément d’une sorte inconnue, non lu", "éléments d’une sorte inconnue, non lus"),
    "nested_tables": _Words("tableau mis à plat dans sa case", "tableaux mis à plat dans leur case", "à relire"),
    "encoding": _Words("encodage supposé", "", "accents à vérifier"),
    "file_date": _Words("date prise dans le fichier, et non dans son texte", "", "à vérifier"),
    "margin_date": _Words("date lue dans un en-tête ou un pied de page", "", "à vérifier"),
    "impossible_date": _Words("date impossible dans un en-tête ou un pied de page", "", "donnez celle du document"),
    "file_publisher": _Words("éditeur pris dans le fichier, et non dans son texte", "", "à vérifier"),
    "margin_publisher": _Words("éditeur lu dans un en-tête ou un pied de page", ""),
    "furniture": _Words(
        "menu, bandeau ou ligne répétée, laissé de côté", "menus, bandeaux ou lignes répétées, laissés de côté"
    ),
}
# Left aside on purpose: shown to who looks at what was read, no reason to look.
_EXPECTED: frozenset[Kind] = frozenset({"furniture", "headers", "margin_publisher"})
# Told until somebody decides of the field.
_DECIDED: dict[Kind, str] = {
    "file_date": "published", "margin_date": "published", "impossible_date": "published",
    "file_publisher": "publisher", "margin_publisher": "publisher",
}  # fmt: skip


class Remark(BaseModel):
    """One thing that was not read, or must be checked. ``pages``: where, from 1, when the file has pages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    count: int = Field(1, ge=1)
    pages: tuple[int, ...] = ()
    detail: str = ""

    @property
    def expected(self) -> bool:
        """Whether any file of the kind has some, so that it calls for no check."""
        return self.kind in _EXPECTED

    @property
    def about(self) -> str:
        """The field that it says where it was found; empty where it is of none."""
        return _DECIDED.get(self.kind, "")

    def told(self) -> str:
        """Return the remark in French: « 2 pages numérisées, non lues (pages 3 et 4) : passez le fichier… »."""
        one, many, advice = _WORDS[self.kind]
        text = counted(self.count, one, many) if many else one
        where = f" ({self.detail})" if self.detail else _places(self.pages)
        return upper_first(spaced(f"{text}{where}{f' : {advice}' if advice else ''}."))


class ReadReport(BaseModel):
    """What was read of one file. ``sections``: headings; ``pages``: None where the file has none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: int
    sections: int
    tables: int
    pages: int | None = None
    remarks: tuple[Remark, ...] = ()

    def told(self) -> str:
        """Return what was read in one French line: « 3 pages, 412 mots, 5 titres, 2 tableaux »."""
        counts = [
            (self.pages, "page", "pages"),
            (self.words, "mot", "mots"),
            (self.sections, "titre", "titres"),
            (self.tables, "tableau", "tableaux"),
        ]
        return ", ".join(counted(count, one, many) for count, one, many in counts if count)


def _places(pages: Iterable[int]) -> str:
    """Return « (pages 3, 4 et 7) », runs as « 3 à 9 »."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    if not runs:
        return ""
    written = [number(a) if a == b else f"{number(a)} {'et' if b == a + 1 else 'à'} {number(b)}" for a, b in runs[:8]]
    written += ["d’autres"] if len(runs) > 8 else []
    return f" ({'page' if runs == [[runs[0][0]] * 2] else 'pages'}{HARD}{listed(written)})"
