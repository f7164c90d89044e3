"""A contract that another doctor signed is spoken of for a while: « et moi ? » goes back to one's own."""

from __future__ import annotations

from answers import Ask
from staffed import plain

MINE = "j'ai signé en mars 2024 une assistante à temps plein, la première année combien ?"
HIS = "et mon associé lui c'était en octobre deux mille vingt à mi-temps sa première année à lui"


def test_the_contract_of_another_is_left_where_one_speaks_of_oneself(ask: Ask) -> None:
    assert "36 000 €" in plain(ask(MINE).text)
    assert "18 000 €" in plain(ask(HIS, MINE).text)
    assert "28 000 €" in plain(ask("et moi la deuxième année", MINE, HIS).text)


def test_what_is_corrected_of_it_is_still_his(ask: Ask) -> None:
    corrected = ask("ah non je dis une bêtise c'était un tiers de temps pas un mi-temps", MINE, HIS)
    assert "12 000 €" in plain(corrected.text)


def test_a_question_on_the_training_goes_back_too(ask: Ask) -> None:
    hers = "Brigitte, chez son généraliste qui avait signé en 2021, elle avait eu combien de temps pour le CQP ?"
    assert "3 ans" in plain(ask(hers, "j'ai jusqu'à quand pour avoir le CQP ?").text)
    mine = ask("revenons à moi. Le CQP, c'est combien d'heures ?", "j'ai jusqu'à quand pour avoir le CQP ?", hers)
    assert "279 heures" in plain(mine.text)


def test_a_number_in_words_is_of_what_was_said_last(ask: Ask) -> None:
    mine = "j'ai 880 patients, secteur 1, généraliste, j'y ai droit ?"
    hers = ask("et Claire au bout du couloir elle est à sept cent soixante-quinze pile même secteur", mine)
    assert hers.text.startswith("**Oui**")
    assert "775 patients" in plain(hers.text)
    assert "740" in ask("cool. et le confrère du bourg, installé depuis 15 ans, lui il en a 740", mine).text
