"""A question about another doctor is decided on what is said of her, which is not kept for the one who asks."""

import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from answers import Ask
from turns import TODAY, after

from assistant import colleagues, conversation
from assistant.conversation import take_turn
from assistant.turn import State, Turn

MINE = "je suis généraliste en secteur 1 avec 900 patients, ai-je droit à l’aide ?"


def test_a_colleague_is_known_by_what_is_said_of_her() -> None:
    hers = after(MINE, "et ma consœur dermatologue en secteur 2 sans OPTAM, elle peut signer ?").profile
    assert (hers.specialty, hers.secteur, hers.optam, hers.patientele_mt) == ("dermatologue", 2, False, None)


def test_what_is_said_of_her_is_not_kept() -> None:
    mine = after(MINE, "et ma consœur anesthésiste ?", "et moi ?").profile
    assert (mine.specialty, mine.secteur, mine.patientele_mt) == ("generaliste", 1, 900)


def test_a_first_message_about_another_leaves_nothing_of_her() -> None:
    mine = after(
        "ma femme est dermatologue, secteur 2 OPTAM, y a-t-elle droit ?", "et moi qui suis radiologue ?"
    ).profile
    assert (mine.specialty, mine.secteur, mine.optam) == ("radiologue", None, None)


def test_she_may_be_said_to_be_alike_but_for_one_thing() -> None:
    said = "généraliste en ZIP, objectifs atteints, un second assistant est possible ?"
    turn = take_turn(after(said), "ma collègue est en ZAC, même situation sinon. Pareil pour elle ?", TODAY)
    assert turn.heard.asks[0].topic == "eligibility.second_assistant"
    assert (turn.state.profile.zone, turn.state.profile.objectives_reached) == ("zac", True)
    assert turn.corrected == ()


def test_a_bare_number_is_of_what_was_said_last() -> None:
    assert after(MINE, "et mon associé qui n’en a que 600 ?").profile.patientele_mt == 600


def test_a_message_about_both_is_the_doctor_s_own() -> None:
    said = after(
        "mon confrère est en secteur 2 sans OPTAM et moi en secteur 1, j’ai 900 patients, ai-je droit à l’aide ?"
    )
    assert (said.profile.secteur, said.profile.patientele_mt) == (1, 900)


def test_what_she_may_have_is_asked_again_of_another() -> None:
    """« Elle aussi ? » after an amount asks whether she may have it."""
    assert colleagues.same_question("aid.amounts/beyond_full_time") == "eligibility.second_assistant/general"
    assert colleagues.same_question("aid.amounts/general") == "aid.amounts/general"


@pytest.mark.parametrize("text", ["et moi ?", "Et pour moi ?", "ok, dans ma situation ?"])
def test_going_back_to_the_one_who_asks(text: str) -> None:
    assert colleagues.goes_back_to_me(text)


@pytest.mark.parametrize("text", ["et moi, pour un mi-temps ?", "moi qui suis seul ?"])
def test_saying_more_is_another_question(text: str) -> None:
    assert not colleagues.goes_back_to_me(text)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Et si ma collègue part à la retraite, mon contrat tombe ?", "colleague"),
        ("mon associée nous quitte en mars", "colleague"),
        ("je quitte mon associée", "me"),
        ("ma collègue a 1 200 patients", "me"),
        ("si elle part en congé maternité 4 mois sans que je la remplace, que devient l'aide ?", "assistant"),
        ("mon assistante s’arrête quatre mois, l'aide continue ?", "assistant"),
        ("la docteure accouche en mars, elle s'arrête 16 semaines, son aide s'arrête aussi ?", "me"),
        ("moi je pars en congé maternité et mon assistante reste, l'aide tombe toujours ?", "me"),
    ],
)
def test_an_event_is_hers_mine_or_the_assistants(text: str, who: str) -> None:
    assert colleagues.who_acts(text) == who


def test_a_friend_is_another_doctor_and_so_is_one_of_them() -> None:
    state = after(MINE)
    for text in ("et mon pote cardiologue, il peut ?", "une de mes associées est cardiologue, elle peut ?"):
        assert take_turn(state, text, TODAY).state.profile.specialty == "cardiologue"


def test_she_is_still_spoken_of_until_the_doctor_speaks_of_herself() -> None:
    hers = "Mon mari. MG aussi. 66 ans, 1180 MT. À son âge, quelle baisse de patientèle est tolérée ?"
    assert after(hers, "quelle baisse est tolérée pour un médecin âgé ?").profile.patientele_mt == 1180
    mine = after(hers, "moi 58. pareil ?").profile
    assert (mine.age, mine.patientele_mt) == (58, None)


def test_whether_she_may_have_what_only_some_may_is_asked_of_all_its_conditions() -> None:
    assert colleagues.same_question("eligibility.second_assistant/zone") == "eligibility.second_assistant/general"
    assert colleagues.same_question("contract.duration/general") == "contract.duration/general"


def test_somebody_named_is_another_doctor() -> None:
    hers = after("740 patients médecin traitant, ça suffit ?", "et Claire, au bout du couloir, elle est à 775 pile ?")
    assert hers.profile.patientele_mt == 775


def test_a_name_or_a_greeting_may_come_first() -> None:
    for opening in ("Salomé, notre copine gynécologue", "Bonjour, ma consœur gynécologue"):
        hers = take_turn(State(), f"{opening} en secteur 1, fait 35 % d’actes CCAM : y a-t-elle droit ?", TODAY).state
        assert (hers.profile.specialty, hers.profile.secteur) == ("gynecologue", 1)


def test_another_is_still_spoken_of_by_a_pronoun() -> None:
    before = (
        "combien pour un temps plein ?",
        "Un confrère a un tiers-temps signé le 10 juin 2022, il touche combien ?",
    )
    his = after(*before, "Et lui, il touche combien cette année ?").profile
    assert (his.etp, his.signed_on) == (Fraction(1, 3), date(2022, 6, 10))
    half = after(*before, "Et s'il avait pris un mi-temps le même jour ?")
    assert (half.profile.etp, half.profile.signed_on) == (Fraction(1, 2), date(2022, 6, 10))
    mine = after(*before, "Et moi, un mi-temps, cinq ans en tout ?").profile
    assert (mine.etp, mine.signed_on) == (Fraction(1, 2), None)


def test_the_same_date_is_that_of_another_too() -> None:
    first = "Dr Lemoine, contrat signé le 9 février 2022, un tiers-temps : combien cette année ?"
    state = after(first, "Même date de signature pour Dr Haddad mais lui c'est la moitié d'un temps plein")
    assert (state.profile.etp, state.profile.signed_on) == (Fraction(1, 2), date(2022, 2, 9))
    assert state.topic == "aid.amounts"


@pytest.mark.parametrize(
    ("word", "somebody"),
    [
        *(("Correction", False), ("Maintenant", False), ("Hier", False), ("Mardi", False), ("Août", False)),
        *(("Depuis", False), ("Forcément", False), ("Parfois", False), ("Désolée", False)),
        *(("Claire", True), ("Clément", True), ("Mehdi", True), ("François", True), ("Éliane", True), ("Lui", True)),
    ],
)
def test_a_word_that_begins_a_sentence_is_nobody(word: str, somebody: bool) -> None:
    for pause in (",", ""):
        assert (colleagues.left_of(f"{word}{pause} elle en avait 900") is not None) is somebody


def test_another_specialty_is_another_doctor() -> None:
    first = "un ORL, un tiers de ses honoraires en CCAM, il y a droit ?"
    assert after(first, "la gynécologue, elle y a droit ?").profile.ccam_share is None
    assert after(first, "la gynécologue, un petit dixième, elle y a droit ?").profile.ccam_share == 10
    assert after(first, "pardon, il est chirurgien, pas ORL").profile.ccam_share == 33


def test_what_i_correct_is_mine_after_another() -> None:
    others = ("520 patients, ai-je droit à l'aide ?", "et ma copine, 900 patients, elle y a droit ?")
    assert after(*others, "attends, moi c'est pas 520 c'est 1120, c'est bon ?").profile.patientele_mt == 1120


EACH = (
    "Le Dr Roux a signé le 2 mai 2025 un mi-temps et le Dr Blanc le 3 juin 2026 un temps plein : combien touchent-ils ?"
)


def test_each_doctor_named_has_an_answer_of_her_own(ask: Ask) -> None:
    answer = ask(EACH).text
    assert re.search(r"Dr Roux\s: .*14\s000\s€.*\n\nDr Blanc\s: .*38\s000\s€", answer)


def test_what_is_told_of_doctors_named_is_not_the_askers() -> None:
    assert after(EACH).profile.known() == {}


def test_what_is_said_of_all_holds_for_each(ask: Ask) -> None:
    answer = ask("Dr Aubry secteur 1, Dr Cohen secteur 2 sans OPTAM, tous radiologues. Ont-ils droit à l'aide ?").text
    assert answer.count("**Non") == 2


def test_one_doctor_named_is_no_list_of_them() -> None:
    assert not take_turn(State(), "Le Dr Roux a signé le 2 mai 2025 un mi-temps, combien cette année ?", TODAY).each


def test_what_is_told_in_the_same_breath_as_a_colleague_s_fact_is_the_colleague_s(ask: Ask) -> None:
    answer = ask(
        "un confrère est au-dessus du P95, plein temps lui aussi. Combien sur 5 ans ?", "combien pour un mi-temps ?"
    )
    assert answer.text.startswith("Pour un temps plein (1 ETP) avec une patientèle de P95 ou plus")
    assert "**190\u202f000\u202f€" in answer.text


def test_a_total_over_the_contract_is_not_what_was_paid_so_far(ask: Ask) -> None:
    said = "contrat temps plein signé le 12 mars 2024, objectifs tenus : total encaissé sur les cinq ans ?"
    assert "**130\u202f000\u202f€" in ask(said).text.partition("\n")[0]


def test_what_goes_on_of_her_keeps_the_day_she_signed(ask: Ask) -> None:
    hers = "ma collègue a signé en mars 2023, elle touche combien la 2e année ?"
    answer = ask("et son objectif, ce sont les adultes seulement ou les enfants aussi ?", hers)
    assert "avenant 7" in answer.text
    assert answer.verdict == "no"


def test_a_crowd_of_doctors_is_read_as_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """One by one, a message of three thousand letters would be read whole a hundred times."""
    readings: list[str] = []

    def counted(state: State, text: str, *rest: Any) -> Turn:
        readings.append(text)
        return one(state, text, *rest)

    one = conversation._of_one_doctor
    monkeypatch.setattr(conversation, "_of_one_doctor", counted)
    told = ", ".join(f"le Dr Roux{letter} a signé le 2 mai 2025" for letter in "abcdefgh")
    assert not take_turn(State(), f"{told} : combien touchent-ils ?", TODAY).each
    assert len(readings) == 1
    readings.clear()
    take_turn(State(), "le Dr Roux a signé en mai 2025, pas le Dr Blanc, ni le Dr Noir : combien ?", TODAY)
    assert len(readings) == 2, "nothing is told of the others"


@pytest.mark.parametrize("text", ["et il faut combien de patients ?", "il y a un délai pour signer ?"])
def test_what_is_of_nobody_is_not_of_the_colleague(text: str) -> None:
    assert not colleagues.goes_on_of_another(text)


def test_each_of_a_list_is_answered_where_the_same_is_told_of_two(ask: Ask) -> None:
    said = "Hamdi : généraliste secteur 1, 830 patients MT. N’Guyen : généraliste secteur 1, 610 patients. Éligibles ?"
    told = ask(said).text
    assert re.search(r"Hamdi\s: \*\*Oui", told)
    assert re.search(r"N’Guyen\s: \*\*Non", told)


def test_headings_of_one_s_own_case_are_no_list_of_doctors() -> None:
    said = "Situation : généraliste secteur 1. Contrat : signé en mars 2023, mi-temps. Question : combien la 3e année ?"
    turn = take_turn(State(), said, TODAY)
    assert not turn.each
    assert turn.state.profile.etp == Fraction(1, 2)


OF_A_FRIEND = "Un ami pédiatre en secteur 2 sans OPTAM veut une assistante. Possible ?"
OF_ME = "et moi, généraliste secteur 1, 1000 patients ?"


@pytest.mark.parametrize(
    ("told", "facts"),
    [
        ((OF_A_FRIEND, OF_ME, "et lui, s’il prend l’OPTAM ?"), {"specialty": "pediatre", "secteur": 2, "optam": True}),
        ((OF_A_FRIEND, OF_ME), {"specialty": "generaliste", "secteur": 1, "patientele_mt": 1000}),
        (
            (
                "Jeune consœur psychiatre qui s’installe. Droit à l’aide ?",
                "Et moi, psychiatre secteur 1, j’y ai droit ?",
            ),
            {"specialty": "psychiatre", "secteur": 1},
        ),
        (
            ("Consœur psychiatre, secteur 2 OPTAM : éligible ?", "Et que lui demande-t-on en échange ?"),
            {"specialty": "psychiatre", "secteur": 2},
        ),
        (("J’ai 58 ans, généraliste.", "mon associé en a 67, son objectif ?", "et le mien ?"), {"age": 58}),
        (("Mon confrère généraliste a 700 patients. Éligible ?", "Et moi avec 900 ?"), {"patientele_mt": 900}),
    ],
)
def test_each_keeps_her_own_facts(told: tuple[str, ...], facts: dict[str, object]) -> None:
    state = State()
    for text in told:
        state = take_turn(state, text, date(2026, 11, 28)).state
    known = state.profile.known()
    assert facts.items() <= known.items()
    assert "new_installer" not in known
