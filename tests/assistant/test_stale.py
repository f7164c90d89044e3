"""A sheet that states a closed value is found on the day of the amendment, and one that tells of the past is not."""

from datetime import date
from typing import Any

import pytest

from assistant.stale import stale
from corpus import Corpus, Document, load_corpus
from rules.dated import Parameters, load

EVE, DAY = date(2025, 12, 31), date(2026, 1, 1)  # under the convention 2024, whatever follows it
THRESHOLD = """\
generaliste:
  patientele_mt:
    p30:
      description: Seuil P30 de patientèle médecin traitant, généraliste
      metadata: {unit: patients}
      values:
        2019-09-01: {value: 640, references: [tout-savoir-bretagne], standing: secondary}
        2023-05-01: {value: 775, references: [ra-jhp], standing: secondary}
        2026-01-01: {value: 812, references: [ameli-2024-06], standing: ameli}
"""


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> Parameters:
    folder = tmp_path_factory.mktemp("amendment")
    (folder / "seuils.yaml").write_text(THRESHOLD, encoding="utf-8")
    return load(overlay=folder)


def sheet(text: str, **changes: Any) -> Corpus:
    fields: dict[str, Any] = {
        "id": "fiche", "title": "Une fiche", "topics": ("eligibility.doctor",), "regimes": ("convention-2024",),
        "valid_from": date(2024, 6, 22), "valid_to": None, "sources": (), "checked_on": date(2026, 11, 28),
        "reviewed_by": None, "text": text,
    }  # fmt: skip
    return Corpus(sources={}, documents=(Document.model_validate(fields | changes),), disagreements=())


@pytest.mark.parametrize("day", [date(2024, 7, 1), date(2026, 11, 28), EVE])
def test_no_sheet_of_ours_states_a_closed_value(day: date) -> None:
    assert stale(load_corpus(), load(), day) == []


def test_an_amendment_names_the_sheets_to_read_again(amended: Parameters) -> None:
    corpus = load_corpus()
    assert stale(corpus, amended, EVE) == []
    lines = stale(corpus, amended, DAY)
    assert {line.sheet for line in lines} >= {
        "medecins-eligibles-convention-2024",
        "patientele-minimale-convention-2024",
        "percentile",
        "seuils-de-patientele-generaliste",
    }
    assert "ce-que-le-reglement-arbitral-a-change" not in {line.sheet for line in lines}
    moved = {
        (line.closed.parameter, line.closed.value, line.closed.until, line.current.value, line.current.since)
        for line in lines
    }
    assert ("seuils.generaliste.patientele_mt.p30", 775, DAY, 812, DAY) in moved


@pytest.mark.parametrize(
    "text",
    [
        "Il faut 775 patients.",
        "Le seuil, P30, est de 775.",
        "Un généraliste suit de 775 à 1\u202f045\u202fpatients.",
        "Sous l’avenant 7, il en fallait 640 ; sous la convention 2024, il en faut 775.",
        "Il faut sept cent soixante-quinze patients.",
    ],
)
def test_a_closed_value_is_read_however_it_is_written(amended: Parameters, text: str) -> None:
    (line,) = stale(sheet(text), amended, DAY)
    assert line.sentence == text.rpartition("; ")[2]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Il faut 812 patients.", {}),
        ("Le seuil est passé de 775 à 812 patients.", {}),
        ("Jusqu’au 31 décembre 2026, il en fallait 775.", {}),
        ("Il en faut 812, au lieu de 775 avant.", {}),
        ("Sous le règlement arbitral, il fallait 775 patients.", {}),
        ("En 2024, 775 € et 775 jours n’étaient rien.", {}),
        ("Il faut 775 patients.", {"valid_to": EVE}),
        ("Il faut 775 patients.", {"local": True}),
        ("Il faut 775 patients.", {"topics": ("missions.coordination",)}),
    ],
)
def test_what_is_in_force_or_told_of_the_past_is_left_alone(
    amended: Parameters, text: str, changes: dict[str, Any]
) -> None:
    assert stale(sheet(text, **changes), amended, DAY) == []
