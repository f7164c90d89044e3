"""A word or an acronym of the scheme is told by the paragraph that defines it, and is no fact of hers."""

from __future__ import annotations

import pytest
from labelled import TODAY

from assistant.conversation import take_turn
from assistant.reading.meanings import defined_by
from assistant.reading.prepared import prepared
from assistant.reading.vocabulary import lexicon
from assistant.turn import State
from corpus import load_corpus


@pytest.mark.parametrize(
    ("message", "word"),
    [
        ("c koi zip", "ZIP"),
        ("zip ça veut dire quoi", "ZIP"),
        ("Pardon, l’OPTAM, qu’est-ce que c’est exactement ?", "OPTAM"),
        ("je sais pas ce que c'est un ETP", "ETP"),
        ("SISA = ?", "SISA"),
        ("Que signifie le sigle RQTH ?", "RQTH"),
        ("définition de l'exercice coordonné svp", "exercice coordonné"),
        ("un DAM c'est qui ?", "DAM"),
        ("Et le secteur 2, c’est quoi déjà ?", "secteurs"),
    ],
)
def test_a_word_alone_is_defined(message: str, word: str) -> None:
    found = defined_by(prepared(message).text)
    assert found and word in found[1]
    assert take_turn(State(), message, TODAY).state.profile.known() == {}


@pytest.mark.parametrize(
    "message",
    [
        "c'est quoi le montant en secteur 2",
        "c'est quoi la différence entre ZIP et ZAC",
        "je suis en ZIP",
        "OPTAM ?",
        "c'est quoi mon secteur",
        "que veut dire ma caisse par suspension",
        "un ETP en secteur 1, c'est combien ?",
    ],
)
def test_any_other_question_is_heard_as_before(message: str) -> None:
    assert defined_by(prepared(message).text) is None


def test_what_follows_goes_on_from_the_question_before() -> None:
    asked = take_turn(State(), "combien d'aide pour un plein temps ?", TODAY)
    explained = take_turn(asked.state, "un ETP c'est quoi ?", TODAY)
    assert explained.heard.asks[0].topic == "explanation"
    followed = take_turn(explained.state, "et la 2e année ?", TODAY)
    assert followed.heard.asks[0].topic == "aid.amounts"
    assert followed.state.profile.etp == 1


def test_every_paragraph_named_stands_in_a_sheet() -> None:
    corpus = load_corpus()
    assert all(corpus.paragraph(*place.split("#", 1)) for place in lexicon("sigles"))
