"""What the words around a value make of it: counted, denied, supposed, somebody else's, or no fact at all."""

from __future__ import annotations

from fractions import Fraction

import pytest
from answers import Ask
from labelled import TODAY

from assistant.reading.prepared import prepared
from assistant.understanding import understand
from rules.profile import Profile


def facts(text: str) -> dict[str, object]:
    return understand(text, TODAY).profile()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 AM temps plein en contrat collectif", {"etp": 4}),
        ("et si on en prend 3 à tps plein ?", {"etp": 3}),
        ("mi-temps et pas plein temps", {"etp": Fraction(1, 2)}),
        ("pourquoi pas un mi-temps", {"etp": Fraction(1, 2)}),
        ("une seule AM plein tps pour 2, secteur 1", {"shared_between": 2, "etp": 1, "secteur": 1}),
        ("27 pour cent de mes honoraires hors dépassements viennent de la CCAM", {"ccam_share": 27.0}),
        ("secteur 2, je refuse l'OPTAM", {"secteur": 2, "optam": False}),
        ("le généraliste d'en face a tort", {}),
        ("ok p50 pédiatre = ?", {"specialty": "pediatre"}),
        ("pas de P90, objectifs atteints", {"objectives_reached": True}),
        ("SISA : 620 900 850 et 790 patients, la moyenne passe ?", {"average_patientele_mt": 790, "members": 4}),
    ],
)
def test_what_is_counted_denied_or_of_somebody_else(text: str, expected: dict[str, object]) -> None:
    read = facts(text)
    assert {field: value for field, value in read.items() if field != "legal_form"} == expected


def test_a_duration_may_be_said_without_a_figure() -> None:
    said = understand("un CDD d'un an, absente une semaine, position 6 à 24 h", TODAY).quantities
    assert [(item.unit, int(item.value)) for item in said] == [("years", 1), ("weeks", 1), ("none", 6), ("hours", 24)]


@pytest.mark.parametrize(
    ("text", "beyond"),
    [
        ("et si l'arrêt devait dépasser trois mois ?", 1),
        ("3 mois dépassés, personne à la place", 1),
        ("trois mois bien sonnés qu'elle est absente", 1),
        ("un congé au-delà de 3 mois", 1),
        ("ça excède les 3 mois", 1),
        ("absente plus de 3 mois", 1),
        ("pas plus de 3 mois", 0),
        ("3 mois d'absence", 0),
        ("bientôt trois mois", -1),
        ("moins de 3 mois", -1),
        ("même pas 3 mois", -1),
    ],
)
def test_a_duration_may_be_said_to_be_more_or_less(text: str, beyond: int) -> None:
    assert [(int(item.value), item.beyond) for item in understand(text, TODAY).quantities] == [(3, beyond)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mon assistante est absente depuis plus de trois mois, sans remplaçant", "suspendu après"),
        ("mon assistante est absente depuis trois mois, sans remplaçant", "entre"),
        ("mon assistante est absente depuis moins de deux mois", "ne demande aucune démarche"),
    ],
)
def test_more_or_less_than_a_duration_is_compared_as_such(text: str, said: str, ask: Ask) -> None:
    assert said in ask(text).text.partition("\n")[0]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("et si mon cabinet était pas en ZIP ?", {"zone": "hors zone"}),
        ("et si ma commune sortait de la ZIP ?", {"zone": "hors zone"}),
        ("ma cousine n'a jamais voulu de l'OPTAM", {"optam": False}),
        ("il n'a souscrit aucune option tarifaire", {"optam": False}),
        ("Et une secrétaire sans diplôme, le peut-elle ?", {"assistant_profile": "secrétaire"}),
        ("1 AM à plein temps dep 14 mois", {"department": None}),
        ("gynéco OPTAM à 17 %", {"etp": None}),
        ("J'en ai 1 180. Mon plancher ?", {"patientele_mt": 1180}),
        ("si je signe à 63, j'aurai 65 en route", {"age": 63}),
        ("file active P30 d'un cardiologue ?", {"percentile": None}),
        ("mon psy dit quatre mois", {"specialty": None}),
        ("on n'est pas classés ZIP", {"zone": "hors zone"}),
        ("moins de 20 % d'actes CCAM", {"ccam_share": 19.0}),
        ("mes actes CCAM font moins de 20 % des honoraires", {"ccam_share": 19.0}),
        ("pédiatre, ou c'est juste pour nous les généralistes ?", {"specialty": "pediatre"}),
        ("infirmière, il exige qu'elle passe le CQP", {"assistant_certified": None}),
        ("elle n'a que son bac, 0 diplôme de soin", {"assistant_profile": "autre"}),
        ("l'arrêté de 2019 dit trois ans", {"signed_on": None}),
        ("je suis en SEL plutôt qu'en SISA", {"legal_form": "SEL"}),
        ("un patient au 96e ?", {"percentile": 96}),
        ("je m'installe avec 0 patient", {"patientele_mt": 0}),
        ("jprends un mi-temps", {"etp": Fraction(1, 2)}),
    ],
)
def test_words_around_a_value_tell_whether_it_is_a_fact(text: str, known: dict[str, object]) -> None:
    said = facts(text)
    assert {name: said.get(name) for name in known} == known


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("signé le 31 avril 2023", ("31 avril 2023",)),
        ("signé le 30/02/2024", ("30/02/2024",)),
        ("signé le 29 février 2024", ()),
        ("signé le 29 février 2023", ("29 février 2023",)),
    ],
)
def test_a_day_that_is_in_no_calendar_is_told(text: str, days: tuple[str, ...]) -> None:
    assert understand(text, TODAY).unreal == days


def test_less_than_at_the_beginning_is_not_under_the_first_rules() -> None:
    said = understand("8 000 euros de moins qu'au début, c'est bien cela ?", TODAY)
    assert said.rules_of is None


def test_thousands_of_euros_have_up_to_three_digits() -> None:
    (sum_found,) = understand("je trouve 126 k€", TODAY).quantities
    assert (sum_found.unit, int(sum_found.value)) == ("euros", 126_000)


def test_the_years_that_follow_are_those_after_the_one_known() -> None:
    known = Profile(contract_year=1)
    assert understand("et les suivantes ?", TODAY, known=known).asked_years == (2, 3, 4, 5)
    assert understand("et celle de la deuxième ?", TODAY, known=known).asked_years == (2,)


@pytest.mark.parametrize(
    ("text", "doctors"),
    [
        ("avec mon associée claire on veut 1 seule assistante 35h pr nous 2", 2),
        ("Mon mari et moi voudrions une assistante plein temps pour nous deux.", 2),
        ("avec Karim mon associé on voudrait se partager la même assistante", 2),
        ("une assistante 35h à deux, ça passe ?", 2),
        ("ma femme et moi nous prendrions une assistante commune", 2),
        ("mon associé et moi avons chacun la nôtre", None),
    ],
)
def test_a_couple_or_two_partners_share_one_post(text: str, doctors: int | None) -> None:
    assert facts(text).get("shared_between") == doctors


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("si elle se barre au bout de 6 mois", "si elle demissionne au bout de 6 mois"),
        ("elle s'est barrée hier", "elle a demissionne hier"),
        ("et si elle me plante ?", "et si elle demissionne ?"),
        ("elle nous a lâchés", "elle a demissionne"),
        ("elle va rendre son tablier", "elle va demissionner"),
        ("elle a claqué la porte", "elle a demissionne"),
        ("elle s'est cassé la jambe", "elle s'est casse la jambe"),
        ("mon logiciel me plante", "mon logiciel me plante"),
        ("mon associé se barre en juin", "mon associe se barre en juin"),
    ],
)
def test_an_assistant_who_leaves_is_heard_however_it_is_said(text: str, read: str) -> None:
    assert prepared(text).text == read
