"""What is said around a question tells nothing of it: greetings, detours and thanks are left out of what is read."""

from __future__ import annotations

import pytest
from labelled import TODAY

from assistant.features import counts
from assistant.hearing import hear
from assistant.reading.courtesies import without_courtesies
from assistant.reading.prepared import prepared
from assistant.understanding import understand
from eval.intents import unseen


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


@pytest.mark.parametrize(
    "around",
    ["Bonjour, je me permets une question. {} Merci d’avance pour votre réponse.", "alors voilà, dites-moi, {}"],
)
def test_politeness_moves_nearly_no_question(around: str) -> None:
    asked = list(unseen())[::2]
    moved = [text for text in asked if _heard(around.format(text)) != _heard(text)]
    assert len(asked) >= 100
    assert len(moved) <= len(asked) * 0.05, moved


def _heard(text: str) -> list[str]:
    return [ask.label for ask in hear(text, understand(text, TODAY)).asks]
