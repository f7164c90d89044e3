"""The number extractor on a labelled set: every spelling found with its value and unit, and nothing else."""

from decimal import Decimal
from fractions import Fraction

import pytest

from eval.firewall import shown, unproved
from eval.numbers import extract, spelled

LABELLED: list[tuple[str, list[tuple[int | str, str | None]]]] = [
    ("l’aide est de 19\u202f000\u202f€", [(19000, "EUR")]),
    ("19 000 €, puis 14\u00a0000 € et 11000€", [(19000, "EUR"), (14000, "EUR"), (11000, "EUR")]),
    ("environ 38 k€ ou 38k€", [(38000, "EUR"), (38000, "EUR")]),
    ("1,4k patients", [(1400, "patients")]),
    ("19.000 euros", [(19000, "EUR")]),
    ("1 815,79 € brut", [("1815.79", "EUR")]),
    ("dix-neuf mille euros", [(19000, "EUR")]),
    ("quatre-vingt-quinze mille euros", [(95000, "EUR")]),
    ("deux cent soixante patients", [(260, "patients")]),
    ("mille quarante-cinq", [(1045, None)]),
    ("vingt pour cent", [(20, "percent")]),
    ("12,5 % et 7.5%", [("12.5", "percent"), ("7.5", "percent")]),
    ("35 heures, 17 h 30, 17h30", [(35, "hours"), ("17.5", "hours"), ("17.5", "hours")]),
    ("deux ans puis 6 mois, sous 15 jours", [(2, "years"), (6, "months"), (15, "days")]),
    ("0,5 ETP, ½ ETP, 1/3 ETP", [("0.5", "etp"), ("1/2", "etp"), ("1/3", "etp")]),
    ("à P92 et p 96", [(92, "percentile"), (96, "percentile")]),
    ("+260 MT et +110 FA", [(260, None), (110, None)]),
    ("de 10 500 à 21 000 euros", [(10500, None), (21000, "EUR")]),
    ("１９ ０００ €", [(19000, "EUR")]),
    ("19\u200b000 €", [(19000, "EUR")]),
    ("2024 patients", [(2024, "patients")]),
    ("secteur 1 1400 patients", [(1, None), (1400, "patients")]),
    ("soixante et onze", [(71, None)]),
    ("il reste −9 344 €", [(-9344, "EUR")]),
    ("la 2e année, au 95e percentile, un mois, la première", []),
    ("mi-temps, plein temps, moitié", []),
]
DAYS = [
    ("le 22 juin 2024", "2024-06-22"),
    ("le 1er mai 2023", "2023-05-01"),
    ("21/06/2024", "2024-06-21"),
    ("2026-02-25", "2026-02-25"),
    ("en juillet 2023", "2023-07"),
    ("fin février 2021", "2021-02"),
    ("AGIPI, 07/2024", "2024-07"),
    ("publié en 2024-07", "2024-07"),
    ("depuis 2019.", "2019"),
    ("le 10 juin", "-06-10"),
]


@pytest.mark.parametrize(("text", "expected"), LABELLED)
def test_amounts(text: str, expected: list[tuple[int | str, str | None]]) -> None:
    found = [(number.value, number.unit) for number in extract(text)]
    assert found == [(Fraction(value) if "/" in str(value) else Decimal(value), unit) for value, unit in expected]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_days(text: str, day: str) -> None:
    assert [number.day for number in extract(text)] == [day]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("soixante-dix-neuf", 79),
        ("quatre-vingts", 80),
        ("quatre-vingt-onze", 91),
        ("vingt et un", 21),
        ("deux cent quatre-vingt-dix-neuf", 299),
        ("trente-huit mille", 38000),
        ("mille cent", 1100),
        ("un million deux cent mille", 1_200_000),
    ],
)
def test_number_words(words: str, value: int) -> None:
    assert spelled(words) == value


def test_structure_is_not_a_figure() -> None:
    text = (
        "1. Sous l’avenant 7, dans le 22, secteur 1, années 3 à 5, convention médicale 2024-2029 [2],"
        " https://ameli.fr/a/2024/38000"
    )
    assert shown(text) == []


def test_proofs_are_figures_quotes_reasons_facts_and_the_question() -> None:
    answer = {
        "text": "19 000 €, 20 %, 12 mois, 775 patients ; P92 ; juillet 2024 ; 260 patients ; le 21/11/2026.",
        "figures": [{"value": "19000", "unit": "EUR"}, {"value": None, "unit": "EUR"}],
        "citations": [{"quote": "moins de 20 % sur 12 mois", "title": "", "publisher": "", "published": None}],
        "reasons": [{"text": "Il en faut 775.", "sources": ["c24-paps"]}],
        "understood": {"percentile": 92, "signed_on": "2023-07-15"},
        "dates": {"today": "2026-11-21"},
    }
    assert unproved(answer, ["et mes 260 patients ?"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "20 000 €",
        "vingt mille euros",
        "20 k€",
        "P93",
        "le 3 mars 2025",
        "3 mois",
        "19 000 patients",
        "45",
        "dans le 45 %",
    ],
)
def test_what_nothing_proves_is_named(text: str) -> None:
    answer = {"text": text, "figures": [{"value": "19000", "unit": "EUR"}]}
    assert len(unproved(answer, ["combien ?"])) == 1


def test_a_reason_without_a_source_proves_nothing() -> None:
    answer = {"text": "Il en faut 775.", "reasons": [{"text": "Il en faut 775.", "sources": []}]}
    assert unproved(answer, []) == ["775"]
