"""The share of technical acts, computed from two amounts or supposed otherwise."""

from datetime import date

import pytest

from assistant.fees import with_ccam_share
from assistant.understanding import understand

TODAY = date(2026, 11, 28)


def _share(text: str, known: float | None = None) -> object:
    return with_ccam_share(understand(text, TODAY), text, known).profile().get("ccam_share")


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("gynéco, 49 000 € de CCAM sur 212 000 € d’honoraires", 23.1),
        ("ORL : 160 k€ d’honoraires, dont 27 k€ d’actes techniques", 16.9),
        ("30 000 de CCAM pour un total de 240 000", 12.5),
    ],
)
def test_two_amounts_give_the_share(text: str, share: float) -> None:
    assert _share(text) == share


@pytest.mark.parametrize(
    "text",
    [
        "49 000 € de CCAM",  # of how much?
        "49 000 € de CCAM et 160 000 € de consultations, total à voir",  # the amounts add up
        "49 000 € sur 212 000 €",  # of what?
        "la CCAM, c’est sur 2 ans ou sur 12 mois ?",
    ],
)
def test_what_does_not_give_a_share_gives_none(text: str) -> None:
    assert _share(text) is None


def test_a_share_said_is_read_as_it_is() -> None:
    assert _share("31 % de CCAM, soit 49 000 € sur 158 000 €") == 31


@pytest.mark.parametrize(
    ("text", "share"), [("et si je descends à 15 ?", 15), ("et à 22 % ?", 22), ("si je tombe à 12 %, c’est bon ?", 12)]
)
def test_once_known_the_share_may_be_supposed_otherwise(text: str, share: float) -> None:
    assert _share(text, known=31.0) == share
    assert _share(text) is None


def test_another_number_leaves_the_share_as_it_is() -> None:
    assert _share("et si je descends à 15 h par semaine ?", known=31.0) is None


def test_overruns_told_apart_are_left_out_of_the_share() -> None:
    assert _share("Encaissé 380 000, là-dedans 70 000 de dépassements. CCAM 64 000. Je suis dans les clous ?") == 20.6
    assert _share("honoraires 310 000 € hors dépassements, CCAM 64 000 €") == 20.6


@pytest.mark.parametrize(
    ("text", "share"),
    [("et un tiers ?", 33), ("et si c’était la moitié ?", 50), ("et un quart de CCAM seulement ?", 25)],
)
def test_once_known_a_fraction_alone_is_another_share(text: str, share: float) -> None:
    assert _share(text, known=31.0) == share


@pytest.mark.parametrize(
    "text",
    ["Et si je signe le 1/9 ?", "le 1/9 ?", "Et la moitié de l’aide en année 3 ?", "je reviens dans un quart d’heure"],
)
def test_a_fraction_of_something_else_leaves_the_share_as_it_is(text: str) -> None:
    assert _share(text, known=31.0) is None


@pytest.mark.parametrize(
    ("before", "text", "share"),
    [
        ("ORL, 200 000 d’honoraires dont 50 000 en CCAM, j’y ai droit ?", "pardon 30000 pas 50000", 15),
        ("gynéco : 90 000 € de CCAM sur 300 000 € d’honoraires", "ah non, 45 000 de ccam", 15),
        ("gynéco : 90 000 € de CCAM sur 300 000 € d’honoraires", "erreur, c’est 360 000 d’honoraires", 25),
        ("gynéco : 90 000 € de CCAM sur 300 000 € d’honoraires", "pardon, 110 000 et non 90 000", 36.7),
    ],
)
def test_an_amount_taken_back_gives_another_share(before: str, text: str, share: float) -> None:
    assert with_ccam_share(understand(text, TODAY), text, 25.0, before).profile()["ccam_share"] == share
    assert _share("et pour 30 000 € d’aide ?", known=25.0) is None
