"""What is said around a question tells nothing of it: greetings, detours and thanks are left out of what is read."""

from __future__ import annotations

import pytest

from assistant.features import counts
from assistant.reading.courtesies import without_courtesies
from assistant.reading.prepared import prepared


@pytest.mark.parametrize(
    ("message", "read"),
    [
        ("Bonjour docteur, je voudrais savoir combien pour un mi-temps svp", "combien pour un mi-temps"),
        ("alors voilà, dites-moi, combien pour un mi-temps", "combien pour un mi-temps"),
        ("Petite question : combien pour un mi-temps ? Merci d’avance pour votre aide.", "combien pour un mi-temps ?."),
        ("Pourriez-vous m’indiquer le montant ? Bonne journée", "le montant ?"),
        ("je me demande s’il faut un CDI, merci beaucoup !", "s'il faut un cdi !"),
        ("ça marche comment svp, voilà merci", "ca marche comment"),
        ("combien ? merci. bonne journée", "combien ?"),
    ],
)
def test_courtesies_are_left_out(message: str, read: str) -> None:
    words = prepared(message).text
    assert without_courtesies(words) == read
    assert counts(words) == counts(read)


@pytest.mark.parametrize(
    "message",
    [
        "merci",
        "Bonjour",
        "voilà",
        "j'ai une question sur le CQP",
        "est-ce que la caisse paie d'avance ?",
        "l'aide est-elle versée par avance ?",
        "merci mais je parlais de la 2e année",
    ],
)
def test_what_asks_or_says_something_is_kept(message: str) -> None:
    words = prepared(message).text
    assert without_courtesies(words) == words
