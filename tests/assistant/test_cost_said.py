"""What a doctor says the employment costs goes on with the conversation, by the month, for the simulator."""

import pytest
from answers import Ask


@pytest.mark.parametrize(
    ("said", "monthly"),
    [
        (["mi-temps, elle me coûte 1 900 € par mois charges comprises, combien reste-t-il ?"], "1900"),
        (["elle me revient à 2400 par mois, combien me reste à payer ?"], "2400"),
        (["je la paie 1600 net, 2 388 par mois tout compris, l’aide couvre ?"], "2388"),
        (["temps plein, elle me coûte 30 000 € par an, combien me reste-t-il ?"], "2500"),
        (["elle me coûte 2 900 € par mois", "et la 2e année ?"], "2900"),
        (["elle me coûte 2 900 € par mois", "et si elle me coûte 3 100 € par mois ?"], "3100"),
        (["temps plein, elle me coûte 2 900 € par mois", "et à mi-temps ?"], None),  # of another contract
        (["je la paie 2 100 € brut, combien me reste-t-il ?"], None),  # its charges are on top
        (["l’aide de 38 000 euros couvre tout le coût ?"], None),
        (["temps plein, elle me coûte 2 900 € par mois, l’aide de 38 000 € couvre-t-elle tout ?"], "2900"),
        (["la formation coûte 5 000 €, qui paie ?"], None),
    ],
)
def test_the_cost_said_is_kept_by_the_month(ask: Ask, said: list[str], monthly: str | None) -> None:
    *earlier, question = said
    assert ask(question, *earlier).monthly_cost == monthly


def test_that_of_a_colleague_is_not_hers(ask: Ask) -> None:
    of_hers = ("temps plein, elle me coûte 2 900 € par mois", "et mon associé, lui, à mi-temps, combien d’aide ?")
    assert ask(of_hers[1], of_hers[0]).monthly_cost is None
    assert ask("et pour moi ?", *of_hers).monthly_cost == "2900"
