"""A question is searched in the words of the sheets."""

import pytest

from corpus import written


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("cb de MG pour la conso ?", "combien de généralistes pour la consultation ?"),
        ("l’AM et les rdv", "l’assistant médical et les rendez-vous"),
        ("l'am fait quoi exactement", "l'assistant médical fait quoi"),
        ("les 1729 contrats de 2021", "les 1 729 contrats de 2021"),
        ("objectif : 15000 en 2029", "objectif : 15 000 en 2029"),
        ("Que fait l’assistant médical ?", "Que fait l’assistant médical ?"),
        ("il est tout seul dans son cabinet", "il est tout seul dans son cabinet"),
    ],
)
def test_what_is_typed_is_spelt_out(typed: str, searched: str) -> None:
    assert written(typed) == searched
