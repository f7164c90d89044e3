"""A question that denies what it asks is answered « Non » where that is so, « Si » where it is not."""

from __future__ import annotations

import re

import pytest
from answers import Ask

from assistant.polarity import affirmed, asks_of_facts_alone, is_closed, last_question, plain_side
from assistant.reader import WORDS_ALONE
from assistant.reading.prepared import prepared
from eval.intents import of_sides

SIDES = of_sides()  # labelled by hand

DENIES = {
    "j’ai pas le droit de prendre la tension ?": "j'ai le droit de prendre la tension ?",
    "C’est pas 22 000 maintenant ?": "c'est 22000 maintenant ?",
    "On ne peut pas la licencier ?": "on peut la licencier ?",
    "Je ne dois rien rembourser ?": "je dois rembourser ?",
    "La CPAM ne peut donc pas refuser ?": "la cpam peut donc refuser ?",
    "je n’ai pas besoin d’être en MSP ? si ?": "j'ai besoin d'etre en msp ? si ?",
    "je n’ai pas besoin d’être en MSP, si ?": "j'ai besoin d'etre en msp, si ?",
    "rien ne l’interdit ?": "l'interdit ?",
    "y a pas un délai ?": "y a un delai ?",
    "ne puis-je pas signer seul ?": "puis-je signer seul ?",
    "Il paraît qu’on ne peut pas cumuler ?": "il parait qu'on peut cumuler ?",
    "pas besoin de confrère ?": "besoin de confrere ?",
    "elle est pas obligée de le faire, avec un BTS ?": "elle est obligee de le faire, avec un bts ?",
    "mon contrat n’est pas perdu, dans ce cas ?": "mon contrat est perdu, dans ce cas ?",
    "on m’a dit que les dermatos n’étaient pas concernés ?": "on m'a dit que les dermatos etaient concernes ?",
    "Le CQP n’est plus obligatoire ?": "le cqp est obligatoire ?",
}
DENIES_NOTHING = (
    "si je n’atteins pas mes objectifs, l’aide s’arrête ?",
    "un médecin qui n’a pas l’OPTAM peut signer ?",
    "mon assistante n’a pas le CQP, elle peut piquer ?",
    "c’est vrai que je ne peux pas cumuler ?",
    "on ne peut pas cumuler, c’est ça ?",
    "elle compte ou elle compte pas ?",
    "je peux ne pas remplacer la secrétaire ?",
    "pourquoi elle n’a pas droit à la prime ?",
    "je ne sais pas si j’y ai droit",
    "on ne signe que pour cinq ans ?",
    "il y a une marge ou pas ?",
    "pas encore de CQP, elle peut piquer ?",
    "elle peut refuser un geste qu’elle a pas le droit de faire ?",
    "la CPAM me réclame un justificatif que je n’ai pas, je peux refuser ?",
    "est-ce exclu ?",
    "peut-on me refuser l’aide ?",
    "Je n’ai pas d’associé. Je peux signer ?",
    "faut que j’avance les salaires avant de toucher l’aide ? j’ai pas de tréso",
)
OPENINGS = {
    "radiologue, je n’y ai pas droit ?": r"\*\*Non\*\*\. Les radiologues sont exclus",
    "dermatologue en secteur 1, je n’ai pas droit à l’aide ?": r"\*\*Si\b",
    "je n’ai donc pas à trouver un confrère ?": r"\*\*Non\*\*, vous n’avez personne à trouver",
    "elle n’est pas obligée de passer le CQP ?": r"\*\*Si\*\* : le CQP est obligatoire",
    "on n’a pas le droit de partager une assistante à deux ?": r"\*\*Si\*\* : le partage est possible",
    "l’aide n’est pas imposable ?": r"\*\*Si\*\*\. L’aide est imposable",
    "les enfants ne comptent pas ?": r"\*\*Si\*\*, les enfants comptent",
    "généraliste secteur 1, 1 200 patients : on ne peut pas me refuser l’aide ?": r"\*\*Non : l’aide reste possible",
    "ma secrétaire sans diplôme de soin n’a pas le droit de prendre la tension avant son CQP ?": r"\*\*Non\b",
}


@pytest.mark.parametrize(("question", "positive"), DENIES.items(), ids=DENIES)
def test_what_is_asked_is_read_without_its_denial(question: str, positive: str) -> None:
    assert affirmed(_words(question)) == positive


@pytest.mark.parametrize("question", DENIES_NOTHING)
def test_a_denial_elsewhere_in_the_message_is_not_of_what_is_asked(question: str) -> None:
    assert affirmed(_words(question)) == _words(question)


@pytest.mark.parametrize(("question", "opening"), OPENINGS.items(), ids=OPENINGS)
def test_a_denial_is_confirmed_by_no_and_refused_by_si(ask: Ask, question: str, opening: str) -> None:
    answer = ask(question)
    first = re.sub(r"\s", " ", answer.text.partition("\n")[0])
    assert re.match(opening, first), first
    assert answer.verdict == ("yes" if first.startswith("**Si") else "no")


def test_a_closed_question_has_a_verb_and_no_question_word() -> None:
    assert is_closed("je peux signer seul ?")
    assert not any(map(is_closed, ("combien je touche ?", "et le secteur 3 ?", "je veux signer seul")))


def _words(question: str) -> str:
    return re.sub(r" +(?=\?)", " ", prepared(question).text.strip())


def test_a_long_preface_puts_nothing_forward(ask: Ask) -> None:
    told = "je me demande comment on compte : un patient venu cinq fois compte-t-il pour cinq dans ma file active ?"
    assert last_question(prepared(told).text).startswith("un patient venu 5 fois")
    assert last_question(prepared("900 patients en secteur 1. Possible ?").text).startswith("900")
    assert ask(told).text.startswith("**Non")


@pytest.mark.parametrize("words", ["et si elle adhere a l'optam avant ?", "et en janvier alors ?", "et a 2200 ?"])
def test_a_fact_alone_asks_nothing_of_its_own(words: str) -> None:
    assert asks_of_facts_alone(words)


@pytest.mark.parametrize("words", ["et elle touche combien ?", "elle y a droit ?", "et si je pars, quel preavis ?"])
def test_a_question_is_no_fact_alone(words: str) -> None:
    assert not asks_of_facts_alone(words)


@pytest.mark.parametrize(
    ("sequel", "first", "opening"),
    [
        ("et si elle adhère à l'OPTAM avant ?", "dermatologue secteur 2 sans OPTAM, elle y a droit ?", "**Oui"),
        ("Et à 2 200 ?", "66 ans, 2 600 patients. S'il descend à 2 400, ça passe encore ?", "**Non"),
    ],
)
def test_a_sequel_puts_what_the_question_before_put(ask: Ask, sequel: str, first: str, opening: str) -> None:
    assert ask(sequel, first).text.startswith(opening)


@pytest.mark.parametrize(("kept", "opening"), [("2 400", "**Oui"), ("2 340", "**Oui"), ("2 300", "**Non")])
def test_a_number_of_patients_that_respects_the_floor_is_a_yes(ask: Ask, kept: str, opening: str) -> None:
    assert ask(f"66 ans, 2 600 patients. S'il descend à {kept}, ça passe encore ?").text.startswith(opening)


PUTS = {  # after words that put the contrary, told and not asked
    "mon mari est secteur deux sans optam lui il a droit à l’aide ou pas": ("eligibility.doctor/secteur", "favourable"),
    "Ma femme n’est pas conventionnée, elle a refusé l’OPTAM trois fois. Est-ce compatible avec l’aide ?": (
        "eligibility.doctor/secteur", "favourable",
    ),
    "je suis à P96 l’an deux ça baisse ou pas": ("aid.amounts/more_if_busy", "unfavourable"),
    "elle débute en janvier le seuil s’applique à elle": ("eligibility.doctor/general", "unfavourable"),
    "Il en perd soixante la deuxième année. Il est sorti du dispositif ?": ("objectives.senior/drop", "unfavourable"),
    "on m’a soutenu qu’il fallait être deux sinon rien est-ce que moi toute seule j’y ai droit": (
        "eligibility.group/general", "favourable",
    ),
}  # fmt: skip
SAYS_NO_SIDE = (
    "il peut le faire ?",
    "elle est exclue mais c’est légal ?",
    "secteur 2 sans OPTAM, on fait comment ?",
    "j’ai droit à quel pourcentage",
    "un peu de télétravail, c’est envisageable ou c’est mort ?",
)


@pytest.mark.parametrize("question", PUTS)
def test_the_last_words_say_what_is_put(question: str) -> None:
    label, side = PUTS[question]
    assert plain_side(prepared(question).text.strip()) == side
    assert WORDS_ALONE.puts(prepared(question).text.strip(), label) == side


@pytest.mark.parametrize("question", SAYS_NO_SIDE)
def test_words_that_may_be_either_side_say_none(question: str) -> None:
    assert plain_side(prepared(question).text.strip()) is None


def test_plain_words_put_the_side_they_say() -> None:
    put = [(plain_side(affirmed(prepared(said.partition("\t")[2]).text.strip())), side) for said, side in SIDES.items()]
    told = [side == plain for plain, side in put if plain and side != "open"]
    assert len(told) > 2000
    assert sum(told) >= 0.95 * len(told)
