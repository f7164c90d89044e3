"""Sequels: « et à P93 ? » goes on from the question before, « et le préavis ? » asks something else."""

from __future__ import annotations

import pytest
from labelled import TODAY

from assistant.conversation import take_turn
from assistant.heard import Act
from assistant.turn import State

GO_ON = {
    "aid.amounts": [
        "et à P93 ?",
        "et en 2e année ?",
        "sur 5 ans ?",
        "et si c'était en 2022",
        "et pour ma collègue cardiologue ?",
        "et aujourd'hui ?",
        "et si je signais aujourd'hui ?",
        "et si je signe en janvier ?",
        "et après la 3e année ?",
        "et ensuite ?",
        "et la dernière année ?",
        "et les années suivantes ?",
        "et au-delà ?",
        "et pour un tiers temps ?",
        "plutôt un plein temps",
        "ah non c'était du temps plein",
        "et avant, c'était combien ?",
        "et par mois ?",
        "ça fait combien par mois ?",
        "et si je suis à P91 ?",
        "et pour un cardiologue ?",
        "et en ZIP ?",
        "et chacun touche combien ?",
        "et la moitié du temps ?",
        "donc en tout ?",
        "et avec l'ancien contrat ?",
        "et pour 28 heures ?",
        "et sous le règlement arbitral ?",
    ],
    "eligibility.doctor": [
        "bon et si j'étais en ZIP ?",
        "et sans optam ?",
        "et si j'adhère à l'optam ?",
        "et pour mon remplaçant ?",
        "et un pédiatre ?",
        "et avec 700 patients ?",
        "et pour mon associé ?",
        "et en secteur 3 ?",
        "et les radiologues ?",
        "et moi ?",
        "et donc, j'ai droit ou pas ?",
        "et si je baisse à 600 ?",
        "et avant 2023 ?",
    ],
    "missions.consultation": [
        "et une fois le CQP en poche ?",
        "et si elle a le CQP ?",
        "et après sa formation ?",
        "et une infirmière ?",
        "et si c'est une aide-soignante ?",
        "et sans diplôme ?",
        "et l'ECG ?",
    ],
    "missions.administrative": [
        "et les courriers ?",
    ],
    "eligibility.second_assistant": [
        "et si les objectifs ne sont pas atteints ?",
        "et si j'étais en ZAC ?",
        "et en deuxième année ?",
        "et pour un cardiologue ?",
    ],
    "objectives.added": [
        "et à mi-temps ?",
        "et à P93 ?",
        "et si je suis à P96 ?",
    ],
    "objectives.thresholds": [
        "et pour P50 ?",
        "et pour un dermato ?",
        "et avant 2023 ?",
    ],
    "training.deadline": [
        "et pour une infirmière ?",
        "et pour un contrat de 2021 ?",
        "et si elle est aide-soignante ?",
    ],
    "training.hours": [
        "et pour une aide-soignante ?",
        "et la FAE ?",
        "et pour le CQP ?",
    ],
    "contract.absence": [
        "et au bout de 3 mois ?",
        "et si c'est plus long ?",
        "et si je la remplace ?",
    ],
    "contract.ending": [
        "et si c'est la caisse qui l'arrête ?",
    ],
    "contract.secretary": [
        "et si je ne la remplace pas ?",
        "et en combien de temps ?",
    ],
    "contract.payment": [
        "et la 2e année ?",
        "et la troisième année, c'est versé quand ?",
    ],
    "collective.aid": [
        "et la 3e année ?",
        "et sur cinq ans ?",
    ],
    "collective.eligibility": [
        "et en SEL ?",
        "et si on était en SCM ?",
        "et avec une moyenne de 700 ?",
    ],
    "national.contracts": [
        "et en 2022 ?",
        "et chez les spécialistes ?",
    ],
    "salary.grid": [
        "et par an ?",
        "et à mi-temps ?",
    ],
}
ASK_ANEW: dict[str, dict[str, str | None]] = {
    "eligibility.doctor": {
        "même si je suis seul au cabinet ?": "eligibility.alone",
        "et si je suis seul ?": "eligibility.alone",
        "et combien je toucherais ?": "aid.amounts",
        "donc combien ?": "aid.amounts",
        "ok et le montant ?": "aid.amounts",
        "combien pour un mi-temps alors ?": "aid.amounts",
        "et pour un deuxième assistant ?": "eligibility.second_assistant",
        "et quels objectifs j'aurais ?": "objectives.added",
        "et l'aide à l'installation ?": None,
    },
    "missions.consultation": {
        "et les vaccins ?": "missions.unlisted",
        "et donc combien en 3e année ?": "aid.amounts",
    },
    "aid.amounts": {
        "et le préavis ?": "contract.ending",
        "et le préavis si j'arrête ?": "contract.ending",
        "et si elle tombe malade ?": "contract.absence",
        "et si elle démissionne ?": "contract.absence",
        "et si je déménage ?": "contract.move",
        "et les objectifs ?": "objectives.added",
        "et combien de patients en plus ?": "objectives.added",
        "et c'est versé quand ?": "contract.payment",
        "et ça dure combien de temps ?": "contract.duration",
        "et c'est renouvelable ?": "contract.renewal",
        "et son salaire ?": "salary.grid",
        "et elle me coûte combien ?": "salary.employer_cost",
        "et le reste à charge ?": "salary.employer_cost",
        "et je dois être deux médecins ?": "eligibility.group",
        "et la formation ?": "training.certificate",
        "et le délai pour le CQP ?": "training.deadline",
        "et ma secrétaire ?": "contract.secretary",
        "et j'y ai droit ?": "eligibility.doctor",
        "je suis éligible ?": "eligibility.doctor",
        "et une IPA ?": None,
        "et la cotation de l'ECG ?": None,
    },
    "objectives.added": {
        "et si je ne les atteins pas ?": "objectives.evaluation",
        "et si je n'y arrive pas ?": "objectives.evaluation",
        "c'est vérifié quand ?": "objectives.evaluation",
    },
    "training.deadline": {
        "et combien d'heures ?": "training.hours",
        "et elle peut prendre la tension en attendant ?": "missions.consultation",
    },
    "contract.duration": {
        "et pour l'arrêter avant ?": "contract.ending",
        "et renouvelable ?": "contract.renewal",
    },
    "collective.eligibility": {
        "et combien ?": "collective.aid",
        "et on toucherait combien ?": "collective.aid",
    },
    "national.contracts": {
        "et l'objectif national ?": "national.targets",
    },
}


def topic_after(previous: str, text: str) -> str | None:
    return take_turn(State(about=f"{previous}/general"), text, TODAY).topic


def test_an_ellipsis_goes_on() -> None:
    """Mostly: a topic of its own may answer as well, and « et au-delà ? » may be of two things."""
    wrong = [
        f"{previous}: {text} -> {found}"
        for previous, texts in GO_ON.items()
        for text in texts
        if (found := topic_after(previous, text)) != previous
    ]
    assert len(wrong) <= 0.15 * sum(map(len, GO_ON.values())), "\n".join(wrong)


def test_a_sequel_may_change_the_subject() -> None:
    wrong = [
        f"{previous}: {text} -> {found}, expected {topic}"
        for previous, texts in ASK_ANEW.items()
        for text, topic in texts.items()
        if (found := topic_after(previous, text)) != topic
    ]
    assert len(wrong) <= 0.1 * sum(map(len, ASK_ANEW.values())), "\n".join(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "pourquoi ?",
        "ah bon, pourquoi ?",
        "vous en êtes sûr ?",
        "vous êtes certaine de ça ?",
        "d'où vient ce chiffre ?",
        "c'est quoi votre source ?",
        "comment ça se fait ?",
        "c'est vrai ça ?",
        "pour quelle raison ?",
    ],
)
def test_a_question_about_the_answer_goes_back_to_it(text: str) -> None:
    assert topic_after("contract.ending", text) == "contract.ending"


@pytest.mark.parametrize("text", ["pourquoi recruter une assistante ?", "depuis quand l'aide existe ?"])
def test_a_question_of_its_own_is_not_about_the_answer(text: str) -> None:
    assert take_turn(State(about="contract.ending/general"), text, TODAY).heard.act is Act.ASK
