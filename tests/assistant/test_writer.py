"""Who writes may be the assistant: her « je » is not the doctor’s, her leave and her departure are hers."""

import pytest
from answers import Ask

from assistant.reading.prepared import prepared
from assistant.reading.writer import by_the_assistant


@pytest.mark.parametrize(
    "text",
    [
        "Je suis secrétaire médicale depuis neuf ans",
        "si je suis passée assistante d’ici là",
        "mon patron veut me former",
        "il voudrait me passer assistante",
        "mon docteur a signé en mars",
        "moi, l’assistante, je veux partir",
    ],
)
def test_she_is_heard_to_write(text: str) -> None:
    assert by_the_assistant(prepared(text).text) is True


@pytest.mark.parametrize(
    ("text", "hers"),
    [
        ("mon assistante part en congé", False),
        ("je suis généraliste, ma secrétaire peut-elle passer assistante ?", False),
        ("une infirmière veut travailler avec moi comme assistante", None),
        ("je suis salarié d’un centre de santé deux jours", None),
        ("mon médecin traitant dit que c’est 775", None),
    ],
)
def test_a_doctor_is_not_taken_for_her(text: str, hers: bool | None) -> None:
    assert by_the_assistant(prepared(text).text) is hers


ILL = "Si je suis arrêtée quatre mois, son contrat devient quoi ?"
OPERATED = "Je dois être opérée, six semaines d’arrêt : mon docteur perd son aide pendant ce temps ?"
MOVING = "Je suis AM. Je pars dans une autre ville, le contrat de mon médecin s’arrête ?"
LEAVING = "si je pars en cours de route, il rend l’argent ?"


@pytest.mark.parametrize(
    ("question", "history", "said"),
    [
        (OPERATED, (), "l’aide continue"),
        (ILL, ("Je travaille pour mon docteur comme assistante.",), "le contrat est suspendu après"),
        (MOVING, (), "si vous remplacez l’assistant"),
        (LEAVING, ("Je suis la secrétaire, future assistante.",), "période **sans** assistant"),
        ("Mon médecin part à la retraite, je perds mon poste d’assistante ?", (), "le contrat de travail continue"),
    ],
)
def test_what_happens_to_her_is_of_the_assistant(ask: Ask, question: str, history: tuple[str, ...], said: str) -> None:
    assert said in ask(question, *history).text.split("\n")[0]


def test_what_happens_to_the_doctor_stays_the_doctor_s(ask: Ask) -> None:
    told = ask("et si c’est lui qui est malade ?", "Je travaille pour mon docteur comme assistante.", ILL).text
    assert "pas celle du médecin" in told
    assert "Cela dépend de vos patients" in ask("Je déménage à 60 km, je perds mon aide ?").text
