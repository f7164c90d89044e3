"""A signature may be told by the one that is known: the same month of another year, or some time before or after."""

from datetime import date

import pytest
from answers import TODAY

from assistant.understanding import understand
from rules.profile import Profile

MARCH = (date(2024, 3, 1), date(2024, 3, 31))


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("si mon associée signe le même mois que moi mais l’an prochain ?", (date(2027, 3, 1), date(2027, 3, 31))),
        ("et un contrat du même mois, mais de 2022 ?", (date(2022, 3, 1), date(2022, 3, 31))),
        ("si j’avais signé deux mois plus tôt ?", (date(2024, 1, 1), date(2024, 1, 31))),
        ("et si j’avais attendu un an de plus ?", (date(2025, 3, 1), date(2025, 3, 31))),
    ],
)
def test_another_signature_is_counted_from_the_one_known(text: str, month: tuple[date, date]) -> None:
    assert understand(text, TODAY, signature=MARCH).partial_signature == month


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("et si je l’avais signé un an plus tard ?", date(2025, 3, 3)),
        ("un contrat du même jour mais de 2022 ?", date(2022, 3, 3)),
    ],
)
def test_a_day_gives_a_day(text: str, day: date) -> None:
    assert understand(text, TODAY, known=Profile(signed_on=date(2024, 3, 3))).profile()["signed_on"] == day


@pytest.mark.parametrize(
    "text",
    [
        "ma collègue a signé le même mois que moi, combien cette année ?",
        "l’assistante est arrivée deux mois plus tard",
        "je préviens deux mois avant ?",
        "combien un an plus tard ?",
        "j’ai signé, et l’assistante est partie un an après",
    ],
)
def test_what_dates_no_other_signature_dates_none(text: str) -> None:
    read = understand(text, TODAY, signature=MARCH)
    assert read.partial_signature is None and "signed_on" not in read.profile()
