"""The scale of the seniority bonus is read both ways: what years give, and when a percentage is reached."""

import pytest
from answers import Ask


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Ma salariée est là depuis 8 ans, quand passe-t-elle à 10 % de prime d’ancienneté ?", "**9 ans**"),
        ("prime d’ancienneté : à partir de combien d’années a-t-on 16 % ?", "**16 %** à partir de **15 ans**"),
        ("Embauchée le 3 mars 2022, quand passe-t-elle à 7 % de prime d’ancienneté ?", "à partir du 3 mars 2028"),
        ("Elle a 8 ans d’ancienneté, quelle prime d’ancienneté ?", "**7 %** à partir de 6 ans"),
    ],
)
def test_the_scale_is_read_the_way_it_is_asked(ask: Ask, question: str, said: str) -> None:
    told = ask(question).text.split("\n")[0].replace("\u00a0", " ").replace("\u202f", " ")
    assert said in told
    assert not told.startswith(("**Oui", "**Non"))


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("À 12 ans d’ancienneté, 13 % de prime, c’est ça ?", "yes"),
        ("On me dit 4 % de prime d’ancienneté au bout de 3 ans, vrai ?", "yes"),
        ("À 12 ans d’ancienneté, 16 % de prime, c’est ça ?", "no"),
    ],
)
def test_a_step_that_is_put_is_checked(ask: Ask, question: str, verdict: str) -> None:
    assert ask(question).verdict == verdict
