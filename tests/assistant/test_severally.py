"""Doctors who each have an assistant of their own are paid each their option: the sum is theirs."""

from __future__ import annotations

import re

import pytest
from answers import Ask

from assistant.answer import Answer

TOGETHER = {
    "Pédiatre, je prends un temps plein, ma femme généraliste un mi-temps. La première année, combien à nous deux ?": (
        r"\*\*57 000 €\*\* ensemble la première année : 38 000 € pour un temps plein .* et 19 000 € pour un mi-temps"
    ),
    "Moi un plein temps, mon mari un mi-temps, la 3e année : combien pour le ménage ?": r"\*\*33 000 €\*\* au plus",
    "Nous sommes deux : moi un plein temps, elle un mi-temps. Total des aides sur cinq ans ?": r"\*\*198 000 €\*\*",
    "Quatre associés à 0,5 ETP chacun : total du cabinet la première année ?": r"\*\*76 000 €\*\*.*19 000 € chacun",
    "Les quatre associés à 0,5 ETP chacun : total du cabinet sur la durée ?": r"\*\*264 000 €\*\*.*66 000 € chacun",
    "Trois médecins prennent chacun un temps plein, combien pour le cabinet la 1re année ?": r"\*\*114 000 €\*\*",
    "On est trois, chacun un mi-temps, combien d’heures d’assistante au total ?": r".*\*\*52 h 30",
}
NOT_TOGETHER = {  # one doctor who hesitates, or doctors who share one assistant
    "On hésite, moi un mi-temps ou un temps plein : combien la première année ?": "57 000",
    "Deux associés se partagent une assistante à temps plein : combien ensemble la première année ?": "76 000",
    "S’il prend un mi-temps, 17 h 30 donc, il touche combien la première année ?": "ensemble",
    "Elle veut un temps plein mais elle n’a droit qu’à un mi-temps : combien la première année ?": "ensemble",
    "à deux sur un temps plein, chacun touche combien la première année ?": "76 000",
}


@pytest.mark.parametrize(("question", "opening"), TOGETHER.items(), ids=TOGETHER)
def test_each_is_paid_her_option(ask: Ask, question: str, opening: str) -> None:
    assert re.match(opening, first := _first(ask(question))), first


@pytest.mark.parametrize(("question", "sum_of_others"), NOT_TOGETHER.items(), ids=NOT_TOGETHER)
def test_one_assistant_is_counted_once(ask: Ask, question: str, sum_of_others: str) -> None:
    assert sum_of_others not in _first(ask(question))


def _first(answer: Answer) -> str:
    return re.sub(r"\s", " ", answer.text.split("\n")[0])
