"""A question that rests on a false belief is corrected first, with the date and the source."""

import pytest
from answers import Ask


@pytest.mark.parametrize(
    ("question", "corrected", "verdict"),
    [
        ("le temps plein est réservé aux zones sous-denses ?", "la zone n’est plus une condition** depuis", "no"),
        ("C'est réservé aux généralistes ?", "n’est pas réservée aux généralistes", "no"),
        ("obligé de faire un CDI c'est ça ?", "le CDI n’est pas obligatoire", None),
        ("on ne compte que les patients de plus de 16 ans ?", "les enfants comptent aussi", "no"),
        ("on n'a pas le droit de transformer sa secrétaire en assistante médicale ?", "Si, c’est permis", "yes"),
        ("puis-je juste former ma secrétaire sans la remplacer ?", "Non, pas sans remplacer son poste", "no"),
        ("je peux passer de mi-temps à temps plein en cours de contrat ?", "Ce n’est pas établi", "unknown"),
        ("38000 € tous les ans pendant 5 ans pour un temps plein, parfait !", "l’aide baisse avec les années", None),
        ("mon assistante a 3 ans pour avoir le CQP ?", "ce délai a été raccourci", None),
    ],
)  # fmt: skip
def test_a_lifted_rule_is_corrected(ask: Ask, question: str, corrected: str, verdict: str | None) -> None:
    answer = ask(question)
    assert corrected in answer.text.split("\n")[0]
    assert answer.verdict == verdict


@pytest.mark.parametrize(
    ("question", "corrected"),
    [
        ("Il faut bien 640 patients minimum ?", "640 patients, c’était avant le 1er mai 2023"),
        ("les 36 000 € la 1re année à temps plein, c'est bien ça ?", "36 000 €, c’était avant le 22 juin 2024"),
        ("la formation au CQP fait 384 h ?", "384 heures, c’était l’ancienne valeur"),
    ],
)  # fmt: skip
def test_an_outdated_figure_is_named_with_its_last_day(ask: Ask, question: str, corrected: str) -> None:
    said = ask(question).text.replace("\u202f", " ").replace("\u00a0", " ")
    assert said.startswith(f"**Plus maintenant : {corrected}")


def test_what_says_the_former_figure_is_cited(ask: Ask) -> None:
    assert "tout-savoir-bretagne" in {citation.source for citation in ask("Il faut bien 640 patients ?").citations}


@pytest.mark.parametrize(
    "question",
    [
        "généraliste secteur 1 avec 640 patients MT, puis-je signer ?",  # her own figure
        "j'ai signé un temps plein le 3 mars 2022, 36 000 € la première année ?",  # it was the rule of her contract
        "38 000 € la première année pour un temps plein ?",  # it is the rule
        "P95, mi-temps : 19 000 € chaque année ?",
    ],
)
def test_a_true_figure_is_not_corrected(ask: Ask, question: str) -> None:
    assert "Plus maintenant" not in ask(question).text


def test_a_contract_of_that_time_keeps_its_rule(ask: Ask) -> None:
    assert "n’est plus" not in ask("signé le 3 mars 2022 : temps plein réservé aux zones sous-denses ?").text
