"""The 106 criteria of RGAA 4.1, the state of each on our pages, and its proof: docs/rgaa.md and the statement.

``python -m ui.rgaa > docs/rgaa.md`` writes the document from ``rgaa.tsv``, where a state is changed.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_suffix(".tsv")
MET, UNMET, OUTSIDE, UNTRIED = "conforme", "non conforme", "non applicable", "non vérifié"
STATES = (MET, UNMET, OUTSIDE, UNTRIED)
THEMES = (
    "Images", "Cadres", "Couleurs", "Multimédia", "Tableaux", "Liens", "Scripts", "Éléments obligatoires",
    "Structuration de l’information", "Présentation de l’information", "Formulaires", "Navigation", "Consultation",
)  # fmt: skip
_HEAD = """# Accessibilité : les 106 critères du RGAA 4.1

Ce fichier est produit par `python -m ui.rgaa` à partir de `ui/rgaa.tsv` : ne le modifiez pas à la main. Les titres sont
écrits avec nos mots ; le texte qui fait foi est celui du
[RGAA](https://accessibilite.numerique.gouv.fr/methode/criteres-et-tests/).

C’est une auto-évaluation du logiciel, **pas un audit**. Pages regardées : le dialogue avec ses réponses, le simulateur,
les sources, « Qui répond ? », « Signaler une erreur », les mentions légales, la confidentialité, l’accessibilité, une
adresse inconnue, le panneau placé sur un autre site. Deux pages sont hors de cette évaluation, bien que des tests les
ouvrent : l’installeur (`/embed/install`), pour qui tient un site, et la description de l’API (`/api/docs`), pour les
développeurs. Ils y contrôlent identifiants, titres, images, tableaux et liens, et dans l’installeur, axe en clair et la
taille du texte ; elles n’ont pas été relues critère par critère.

Quand un test est nommé, une machine contrôle à chaque version, dans Chromium. « Relu » veut dire : regardé à la main
dans ces pages, une seule fois, le 29/11/2026 ; rien ne dit que c’est encore vrai d’une version plus récente. **Aucune
page n’a été essayée avec un lecteur d’écran, ni par une personne handicapée.** Ce qu’une CPTS ajoute (accueil, logo,
questions, documents) n’est pas évalué ici.
"""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its number (« 1.1 »), what it asks, its state, what shows it, and the tests that keep it."""

    number: str
    title: str
    state: str
    proof: str
    tests: tuple[str, ...]


@cache
def criteria() -> tuple[Criterion, ...]:
    """Return the criteria, in order."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return tuple(_criterion(*row) for row in rows)


def _criterion(number: str, title: str, state: str, proof: str, tests: str) -> Criterion:
    return Criterion(number, title, state, proof, tuple(tests.split()))


def counted() -> Counter[str]:
    """Return how many criteria are in each state."""
    return Counter(criterion.state for criterion in criteria())


def rate() -> tuple[int, int, int]:
    """Return the criteria met, those that apply, and the share of the first, in % rounded down.

    What was not tried applies and is not met.
    """
    states = counted()
    applied = states.total() - states[OUTSIDE]
    return states[MET], applied, 100 * states[MET] // applied


def left() -> list[Criterion]:
    """Return the criteria that are not met, or that were not tried."""
    return [criterion for criterion in criteria() if criterion.state in (UNMET, UNTRIED)]


def document() -> str:
    """Return the whole of docs/rgaa.md."""
    met, applied, share = rate()
    told = ", ".join(f"{state} : {counted()[state]}" for state in STATES)
    lines = [
        _HEAD,
        f"**{met} des {applied} critères applicables sont conformes, soit {share} %** ({told}). "
        "Ce qui n’a pas été vérifié compte comme non conforme.",
    ]
    for number, theme in enumerate(THEMES, 1):
        mine = [criterion for criterion in criteria() if criterion.number.startswith(f"{number}.")]
        lines += ["", f"## {number}. {theme}", "", "| n° | critère | état | preuve |", "|---|---|---|---|"]
        lines += map(_row, mine)
    return "\n".join(lines) + "\n"


def _row(criterion: Criterion) -> str:
    tests = " ".join(f"`{test.partition('::')[2]}`" for test in criterion.tests)
    return f"| {criterion.number} | {criterion.title} | {criterion.state} | {f'{criterion.proof} {tests}'.strip()} |"


if __name__ == "__main__":
    sys.stdout.write(document())
