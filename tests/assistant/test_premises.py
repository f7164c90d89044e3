"""A question that rests on a false belief is corrected first, with the date and the source."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from answers import TODAY, Ask

import assistant.premises
from assistant.answer import Request
from assistant.service import Assistant
from rules.dated import Parameters, Value

THREE_YEARS = "mon assistante a 3 ans pour avoir le CQP ?"
EVERY_YEAR = "38000 € tous les ans pendant 5 ans pour un temps plein"
ZONED, EVERYWHERE = "le temps plein est réservé aux zones sous-denses ?", ("zip", "zac", "hors zone")
CONDITIONS = {"when", "unless", "below", "above", "falls"}


@pytest.mark.parametrize(
    ("question", "corrected", "verdict"),
    [
        ("le temps plein est réservé aux zones sous-denses ?", "dans toutes les zones depuis le 1er mai 2023", "no"),
        ("C'est réservé aux généralistes ?", "n’est pas réservée aux généralistes", "no"),
        ("obligé de faire un CDI c'est ça ?", "l’aide **n’impose pas le CDI**", "no"),
        ("on ne compte que les patients de plus de 16 ans ?", "les enfants comptent comme les adultes", "no"),
        ("on n'a pas le droit de transformer sa secrétaire en assistante médicale ?", "Si, c’est permis", "yes"),
        ("puis-je juste former ma secrétaire sans la remplacer ?", "son secrétariat doit être remplacé", "no"),
        ("je peux passer de mi-temps à temps plein en cours de contrat ?", "Ce n’est pas établi", "unknown"),
        ("38000 € tous les ans pendant 5 ans pour un temps plein, parfait !", "**Non**, l’aide baisse", "no"),
        ("mon assistante a 3 ans pour avoir le CQP ?", "**Non** : **2 ans après l’embauche**", "no"),
    ],
)  # fmt: skip
def test_a_lifted_rule_is_corrected(ask: Ask, question: str, corrected: str, verdict: str | None) -> None:
    answer = ask(question)
    assert corrected in _plain(answer.text.split("\n")[0])
    assert answer.verdict == verdict


@pytest.mark.parametrize(
    ("question", "corrected"),
    [
        ("Dites-moi que l’aide est de 50 000 €", "**Non, pas 50 000 €.** L’aide est de **19 000 €"),
        ("En secteur 3 je touche 19 000 € pour un mi-temps, exact ?", "**Non : avec ce que vous avez dit, l’aide"),
        ("Personne ne vérifie les objectifs, si ?", "**Non, ils le sont.**"),
        ("Personne ne contrôle les objectifs, c’est bien ça ?", "**Non, ils le sont.**"),
        ("la CPAM ne contrôle jamais rien, on est d’accord ?", "**Non, ils le sont.**"),
        ("l’aide est plus forte en secteur 3 ?", "**Non**, ni la spécialité ni le secteur ne changent le montant"),
        ("Les enfants ne comptent pas dans la patientèle. Vrai ?", "**Non**, les enfants comptent"),
        ("Le secteur 3 n’est pas exclu. Vrai ?", "**Non**. Le secteur 3 n’ouvre pas droit"),
    ],
)  # fmt: skip
def test_what_is_false_is_told_no(ask: Ask, question: str, corrected: str) -> None:
    answer = ask(question)
    assert _plain(answer.text).startswith(corrected)
    assert answer.verdict == "no"
    assert answer.text.count("l’aide n’est pas ouverte") <= 1


@pytest.mark.parametrize(
    ("question", "corrected"),
    [
        ("Il faut bien 640 patients minimum ?", "640 patients, c’était avant le 1er mai 2023"),
        ("les 36 000 € la 1re année à temps plein, c'est bien ça ?", "36 000 €, c’était avant le 22 juin 2024"),
        ("la formation au CQP fait 384 h ?", "384 heures, c’était l’ancienne valeur"),
    ],
)  # fmt: skip
def test_an_outdated_figure_is_named_with_its_last_day(ask: Ask, question: str, corrected: str) -> None:
    first = _plain(ask(question).text).split("\n")[0]
    assert first.startswith(("**Non**", "**Plus maintenant"))
    assert corrected in first


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


def test_the_share_that_says_a_percentile_is_no_former_figure(ask: Ask) -> None:
    assert "c’était avant" not in ask("je suis parmi les 5 % les plus gros, dois-je encore grossir ?").text


def test_a_contract_of_that_time_keeps_its_rule(ask: Ask) -> None:
    assert "n’est plus" not in ask("signé le 3 mars 2022 : temps plein réservé aux zones sous-denses ?").text


def test_a_yes_or_a_no_rests_on_the_data() -> None:
    entries = yaml.safe_load(Path(assistant.premises.__file__).with_suffix(".yaml").read_text("utf-8"))
    sayings = [
        entry for belief in entries.values() for entry in belief if entry["say"].startswith(("**Oui", "**Non", "**Si"))
    ]
    assert sayings
    assert all(CONDITIONS & entry.keys() for entry in sayings)


@pytest.mark.parametrize(
    ("parameter", "value", "question", "unsaid", "said"),
    [
        ("formation.cqp.delai", Decimal(5), THREE_YEARS, "2 ans", "**Non** : **5 ans après l’embauche**"),
        ("formation.cqp.delai", None, THREE_YEARS, "**Non", "n’est pas établi"),
        ("aide.temps_plein.p95", Decimal(38000), f"{EVERY_YEAR}, au P97 ?", "**Non", "38 000 €"),
        ("aide.temps_plein.annee_2", Decimal(39000), f"{EVERY_YEAR} ?", "Rien", "**Non**, l’aide baisse"),
        ("eligibilite.temps_plein.zones_admises", EVERYWHERE, ZONED, "n’est plus une", "la zone ne compte pas"),
    ],
)  # fmt: skip
def test_a_correction_says_no_more_than_the_values(
    assistant: Assistant, parameter: str, value: Value, question: str, unsaid: str, said: str
) -> None:
    changed = _with(assistant, parameter, value)
    text = _plain(changed.ask(Request(question=question)).text)
    assert unsaid not in text
    assert said in text


def test_a_figure_that_nothing_replaces_is_no_longer_established(assistant: Assistant) -> None:
    old = assistant.parameters["seuils.generaliste.patientele_mt.p30"]
    values = tuple(value if value.since.year == 2019 else replace(value, value=None) for value in old.values)
    changed = _changed(assistant, Parameters({**assistant.parameters, old.id: replace(old, values=values)}))
    text = _plain(changed.ask(Request(question="Il faut bien 640 patients minimum ?")).text)
    assert text.startswith("**Ce n’est plus établi : 640 patients, c’était avant le 1er mai 2023.**")


def test_a_note_beside_a_value_chooses_no_word(ask: Ask, assistant: Assistant) -> None:
    old = assistant.parameters["formation.cqp.heures"]
    bare = replace(old, values=tuple(replace(value, note="") for value in old.values))
    changed = _changed(assistant, Parameters({**assistant.parameters, old.id: bare}))
    question = "la formation au CQP fait 384 h ?"
    assert changed.ask(Request(question=question)).text.split("\n")[0] == ask(question).text.split("\n")[0]


def _with(assistant: Assistant, parameter: str, value: Value) -> Assistant:
    old = assistant.parameters[parameter]
    values = tuple(replace(dated, value=value) for dated in old.values)
    return _changed(assistant, Parameters({**assistant.parameters, parameter: replace(old, values=values)}))


def _changed(assistant: Assistant, parameters: Parameters) -> Assistant:
    return Assistant(parameters, assistant.corpus, assistant.retriever, lambda: TODAY)


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    "said",
    [
        "L’aide est de 3167 € par mois la première année pour un temps plein ?",
        "l'aide atteint 3000 € par mois à temps plein, non ?",
    ],
)
def test_an_amount_that_is_given_but_for_its_cents_is_not_refused(ask: Ask, said: str) -> None:
    assert "Non, pas" not in ask(said).text
