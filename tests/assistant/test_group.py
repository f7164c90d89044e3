"""The patients of each doctor of a group: counted one by one, corrected, and without the one who leaves."""

from datetime import date

import pytest
from answers import Ask

from assistant.conversation import take_turn
from assistant.turn import State
from assistant.understanding import understand

TODAY = date(2026, 11, 28)
THREE = "on est trois généralistes en SCM, l'aide collective, on y a droit ?"
NAMED = "aide collective : Dr Lemoine 1 150 patients médecin traitant, Dr Haddad 720, Dr Perrot 500"
LISTED = "SISA de cinq généralistes. Patientèles MT : 610 (Dr Ferrand), 1 100, 980, 900, 850. On passe en collectif ?"


def _group(*messages: str) -> tuple[int | None, int | None]:
    state = State()
    for message in messages:
        state = take_turn(state, message, TODAY).state
    return state.profile.members, state.profile.average_patientele_mt


@pytest.mark.parametrize(
    ("messages", "group"),
    [
        (
            ("aide collective, moyenne : le Dr Vasseur a 1 380 patients et le Dr Lemaire, arrivée en mai, en a 310",),
            (2, 845),
        ),
        (
            (
                "la moyenne du Dr Vasseur, 1 380 patients médecin traitant, et du Dr Lemaire, 310, suffit-elle ?",
                "j'ai mal lu : pour le Dr Vasseur c'est 1 180 et non 1 380. Toujours bon ?",
            ),
            (2, 745),
        ),
        ((NAMED, "et si Perrot ne veut pas en être ?"), (2, 935)),
        ((LISTED,), (5, 888)),
        ((LISTED, "pardon, le Dr Ferrand en a 160, pas 610"), (5, 798)),
        ((LISTED, "et s'il n'adhérait pas ?"), (4, 957)),
        ((LISTED, "pardon, le Dr Ferrand en a 160, pas 610", "et sans lui ?"), (4, 957)),
        (("aide collective : l'un a 590 patients, les quatre autres en cumulent 3 420",), (5, 802)),
        (("le total : 3 780 patients MT à nous cinq, ça passe pour le collectif ?",), (5, 756)),
        (("aide collective : l'une a 500 MT, les 3 autres ont 900 patients chacun",), (4, 800)),
        ((LISTED, "un sixième associé, qui suit 520 patients, nous rejoint"), (6, 826)),
        (("aide collective : 1 040 + 690 + 610 MT", "non, 730 pour le deuxième"), (3, 793)),
        (("aide collective, moyenne possible avec 1 040 + 690 + 610 MT ?",), (3, 780)),
        ((THREE, "1 150 pour moi, 690 et 540 pour les deux jeunes"), (3, 793)),
        ((THREE, "1 200 pour moi, 1 100 pour Ève, et les deux jeunes tournent autour de 600 chacun"), (4, 875)),
        ((THREE, "1 150 pour moi, 690 et 540 pour les deux jeunes", "le dernier c'est 440, pas 540"), (3, 760)),
        ((THREE, "1 150, 690 et 540", "et si on fait entrer une quatrième, qui en a 900 ?"), (4, 820)),
        ((THREE, "Aubry en a 1 180, Cohen en a 905 et Petit 560"), (3, 881)),
        ((THREE, "moi j'ai 950 mon associé 800 et la troisième dans les 600"), (3, 783)),
        ((NAMED,), (3, 790)),
        ((NAMED, "pardon, j'ai mal lu la ligne de Perrot : 400"), (3, 756)),
        ((NAMED, "Perrot a signé en 2024, à 35 ans"), (3, 790)),
        (("SISA de 2 généralistes, l'un à 600 l'autre à 1200 patients, moyenne 900. Collectif ?",), (2, 900)),
        (("on est en scm a 2, claire 1300 patients moi 410. ca passe ?",), (2, 855)),
        (("SCP de 2 médecins, aide collective ?", "moi 840, mon associé 690"), (2, 765)),
    ],
)
def test_the_average_is_that_of_the_members_counted(messages: tuple[str, ...], group: tuple[int, int]) -> None:
    assert _group(*messages) == group


def test_who_leaves_must_have_been_singled_out() -> None:
    assert _group("aide collective : 1 040 + 690 + 610 MT", "et sans lui ?") == (3, 780)


def test_the_patients_of_a_member_are_not_those_of_the_one_who_asks() -> None:
    said = understand("le Dr Blin n'a que 590 patients MT ; les quatre autres en cumulent 3 420", TODAY)
    assert "patientele_mt" not in said.profile()


def test_members_who_adhere_are_counted() -> None:
    assert understand("avec quatre adhérents, combien d'ETP ?", TODAY).profile()["members"] == 4


@pytest.mark.parametrize(
    ("text", "juniors"),
    [
        ("deux praticiens agréés maîtres de stage accueillant chacun un docteur junior", [2]),
        ("dont 2 qui sont PAMSU et accueillent chacun un docteur junior", [2]),
        ("dont deux accueillent chacun depuis ce mois-ci un docteur junior", [2]),
        ("et si 2 d entre nous sont pamsu et accueillent chacun un docteur junior ?", [2]),
        ("et avec un docteur junior ?", [1]),
    ],
)
def test_the_hosts_of_juniors_are_no_other_doctors(text: str, juniors: list[int]) -> None:
    said = understand(text, TODAY).quantities
    assert [item.value for item in said if item.unit == "juniors"] == juniors
    assert not [item for item in said if item.unit == "doctors"]


@pytest.mark.parametrize(
    ("text", "average"), [("pardon, le deuxième c'est 690", 890), ("la dernière, plutôt 1 000", 953)]
)
def test_a_member_is_corrected_by_the_rank_it_was_told_in(text: str, average: int, ask: Ask) -> None:
    listed = "SISA de 3 généralistes, 1 160, 700 et 820 patients MT : la moyenne passe ?"
    assert ask(text, listed).understood["average_patientele_mt"] == average


def test_of_two_members_with_as_many_patients_only_the_one_named_is_corrected() -> None:
    equal = "aide collective : Dr Perrot 500 patients MT, Dr Blin 500, Dr Cohen 900"
    assert _group(equal, "pardon, Perrot 400") == (3, 600)
    assert _group(equal, "pardon, Perrot 400", "et Blin 450") == (3, 583)
    assert _group(equal, "pardon, c'est 400, pas 500", "et Blin 450") == (3, 583)


@pytest.mark.parametrize(
    ("text", "patients"),
    [
        ("67 ans, contrat signé en 09/2025, 1 420 patients MT à la signature", 1420),
        ("contrat du 01/02/2025, 1 100 patients MT, SCM de 3", 1100),
        ("signé en mars 2024, 1 350 patients MT, dans un groupe", 1350),
    ],
)
def test_a_date_counts_no_patients_of_a_member(text: str, patients: int) -> None:
    said = understand(text, TODAY)
    assert not said.counts.all
    assert patients in {item.value for item in said.facts}
