"""What is said around a question tells nothing of it: greetings, detours, thanks, facts in sentences of their own."""

from __future__ import annotations

import pytest
from labelled import TODAY

from assistant.features import counts
from assistant.hearing import hear
from assistant.reading.courtesies import without_courtesies
from assistant.reading.prepared import prepared
from assistant.sequels import without_told_facts
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


@pytest.mark.parametrize(
    "around",
    ["Je suis généraliste en secteur 1 avec 1 100 patients. {} ?", "{} ? Je suis cardiologue en secteur 2 OPTAM."],
)
def test_facts_in_a_sentence_of_their_own_move_few_questions(around: str) -> None:
    asked = [text.rstrip(" ?") for text in list(unseen())[::2]]
    moved = [text for text in asked if _heard(around.format(text)) != _heard(f"{text} ?")]
    assert len(moved) <= len(asked) * 0.15, moved  # a third of them, when they are read with the rest


@pytest.mark.parametrize(
    ("message", "read"),
    [
        ("Je suis cardiologue en secteur 2. Qui paie la formation ?", "qui paie la formation ?"),
        ("Qui paie la formation ? Je suis cardiologue en secteur 2.", "qui paie la formation ?"),
        ("Je suis en secteur 1. Combien ?", "je suis en secteur 1. combien ?"),  # too little is left
        ("Elle part en congé. Qui paie la formation ?", "elle part en conge. qui paie la formation ?"),
    ],
)
def test_what_is_asked_beside_facts(message: str, read: str) -> None:
    assert without_told_facts(prepared(message).text, understand(message, TODAY)) == read


def _heard(text: str) -> list[str]:
    return [ask.label for ask in hear(text, understand(text, TODAY)).asks]
