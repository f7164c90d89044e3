"""A conversation is replayed from the doctor's own messages."""

import re
from unittest.mock import Mock

import pytest
from answers import Ask

from assistant import parts
from assistant.answer import Message, Request
from assistant.conversation import take_turn
from assistant.markdown import rendered
from assistant.messages import DONT_KNOW, QUESTIONS, asked_in, question
from assistant.service import Assistant
from assistant.turn import State
from rules.profile import Profile


def test_facts_are_carried_and_corrected(ask: Ask) -> None:
    answer = ask("et pour un temps plein ?", "je suis généraliste secteur 1", "cb pour un mi-temps ?")
    assert answer.understood == {"specialty": "generaliste", "secteur": 1, "etp": 1.0}
    assert "38\u202f000\u202f€ la première année" in answer.text


def test_starting_again_forgets(ask: Ask) -> None:
    assert ask("recommencer", "je suis généraliste secteur 1").understood == {}
    assert ask("combien ?", "mi-temps, P92", "recommencer").understood == {}


def test_no_question_is_asked_twice(ask: Ask) -> None:
    first = ask("cb pour un mi-temps ?")
    assert first.missing[0] == "percentile"
    again = ask("et la 3e année ?", "cb pour un mi-temps ?")
    assert again.next_question != first.next_question


def test_not_knowing_is_accepted(ask: Ask) -> None:
    answer = ask(DONT_KNOW, "cb pour un mi-temps ?")
    assert answer.kind == "figure"
    assert answer.next_question is None
    assert "66\u202f000\u202f€" in answer.text


def test_a_corrected_profile_overrides_what_was_said(ask: Ask) -> None:
    answer = ask("combien la 1re année ?", "je prends un mi-temps", profile={"etp": 1})
    assert answer.understood["etp"] == 1.0


@pytest.mark.parametrize("text", ["pardon, j’ai signé en 2022", "correction : signature en juin 2022"])
def test_the_year_of_a_day_corrected_is_no_number_of_patients(ask: Ask, text: str) -> None:
    answer = ask(text, "généraliste secteur 1, 600 patients, j’ai droit ?")
    assert answer.understood["patientele_mt"] == 600
    assert "avenant 7" in answer.text


@pytest.mark.parametrize("text", ["j'ai 90 000 patients", "contrat signé le 3 mars 2018, combien ?", "j'ai 300 ans"])
def test_impossible_facts_are_named_and_never_kept(ask: Ask, text: str) -> None:
    answer = ask(text)
    assert "signed_on" not in answer.understood
    assert "patientele_mt" not in answer.understood
    assert "age" not in answer.understood
    assert ask("cb pour un mi-temps ?", text).kind == "figure"


@pytest.mark.parametrize(
    ("field", "choice", "expected"),
    [
        (field, choice, facts)
        for field, content in QUESTIONS.items()
        for wording in (content, *content.get("about", {}).values())
        for choice, facts in wording["choices"].items()
    ],
)
def test_every_choice_offered_is_understood(
    assistant: Assistant, field: str, choice: str, expected: dict[str, object]
) -> None:
    turn = take_turn(State(about="eligibility.doctor/general", asked=(field,)), choice, assistant.today())
    assert turn.topic == "eligibility.doctor"
    assert turn.state.profile.known() == Profile.model_validate(expected).known()
    assert (field in turn.state.declined) is (expected == {})


@pytest.mark.parametrize("field", QUESTIONS)
def test_what_an_answer_asked_is_read_in_it(field: str) -> None:
    for about in ("", *QUESTIONS[field].get("about", {})):
        asked = rendered(parts.question(*question(field, about)))
        for answer in (asked, f"**Oui**.\n\n{asked}\n\nUne fiche.", asked.replace("\u202f", " ")):
            assert asked_in(answer) == field
    assert asked_in("Quel est votre signe astrologique ? [Lion]") is None
    assert asked_in("") is None


CONVERSATIONS = [
    ("combien pour un mi-temps ?", "P90 à P94", "et sur 5 ans ?"),
    ("généraliste secteur 1, j'ai droit ?", "740", "non 840 pardon"),
    ("secrétaire, elle peut prendre la tension ?", "Oui", "et sans ?"),
]


@pytest.mark.parametrize("turns", CONVERSATIONS)
def test_answers_sent_back_tell_what_they_asked_without_being_made_again(
    assistant: Assistant, ask: Ask, turns: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    decide = Mock(wraps=assistant._decide)
    monkeypatch.setattr(assistant, "_decide", decide)
    history: list[Message] = []
    for number, text in enumerate(turns):
        alone = ask(text, *turns[:number])
        decide.reset_mock()
        answer = assistant.ask(Request(question=text, history=history))
        assert answer.model_copy(update={"timings_ms": alone.timings_ms}) == alone
        assert [call.args[0].text for call in decide.call_args_list] in ([text], [])
        history += [Message(role="user", content=text), Message(role="assistant", content=answer.text)]


def test_sixty_turns_are_replayed(assistant: Assistant) -> None:
    turns = [{"role": role, "content": "cb pour un mi-temps ?"} for _ in range(30) for role in ("user", "assistant")]
    answer = assistant.ask(Request.model_validate({"question": "et au P95 ?", "history": turns}))
    assert "19\u202f000\u202f€ chaque année" in answer.text


def test_a_colleague_is_supposed_and_does_not_inherit_the_doctor(ask: Ask) -> None:
    mine = "généraliste secteur 1, 1 100 MT, éligible ?"
    assert ask("et pour ma collègue radiologue ?", mine).verdict == "no"
    hers = ask("et pour ma collègue cardiologue ?", mine)
    assert hers.understood == {"specialty": "cardiologue"}
    assert "sous conditions" in hers.text  # neither her secteur nor her patients are known
    assert hers.missing[0] == "secteur"
    back = ask("et moi, pour un mi-temps, combien ?", mine, "et pour ma collègue cardiologue ?")
    assert back.understood == {"specialty": "generaliste", "secteur": 1, "patientele_mt": 1100, "etp": 0.5}


def test_a_question_that_only_names_a_colleague_is_about_the_doctor(ask: Ask) -> None:
    answer = ask("et mon associé peut partager l'assistante avec moi ?", "MG secteur 1, temps plein, combien ?")
    assert answer.topic == "contract.sharing"
    assert answer.understood["secteur"] == 1


def test_five_years_are_no_longer_the_year_asked_before(ask: Ask) -> None:
    answer = ask("sur 5 ans ?", "mi-temps combien ?", "et en 2e année ?")
    assert "contract_year" not in answer.understood
    assert "66\u202f000\u202f€" in answer.text.split("\n")[0]


def test_five_years_are_those_of_the_aid_whatever_was_spoken_of(ask: Ask) -> None:
    assert ask("ok. et l'aide, sur 5 ans ?", "temps plein combien ?", "quel délai pour le CQP ?").topic == "aid.amounts"


def test_today_ends_a_past_signature(ask: Ask) -> None:
    answer = ask("et aujourd'hui ?", "temps plein, première année ?", "et si c'était en 2022 ?")
    assert answer.understood == {"etp": 1.0, "contract_year": 1}


def test_an_amount_is_that_of_the_aide_collective_until_one_goes_back_to_one_s_own(ask: Ask) -> None:
    group = "SISA de 4 généralistes secteur 1, moyenne 900 MT : aide collective possible ?"
    assert ask("et combien ?", group).topic == "collective.aid"
    assert ask("et combien de patients en plus ?", group).topic == "collective.aid"
    alone = ask("et en contrat individuel, combien pour un temps plein ?", group, "et combien ?")
    assert alone.topic == "aid.amounts"
    assert "legal_form" not in alone.understood


def test_the_amounts_of_a_group_are_those_of_the_assistants_it_plans(ask: Ask) -> None:
    group = "SISA de 6 généralistes secteur 1, moyenne 910 MT : l'aide collective nous est ouverte ?"
    plan = "Ils partiraient sur 4. Montant année 1 ?"
    first = ask(plan, group)
    assert first.topic == "collective.aid"
    assert "152 000 €" in first.text.replace("\u202f", " ").replace("\xa0", " ")
    total = ask("sur toute la durée ? si tout est atteint", group, plan)
    assert "528 000 €" in total.text.replace("\u202f", " ").replace("\xa0", " ")


def test_facts_that_change_nothing_of_what_was_spoken_of_are_about_their_own_topic(ask: Ask) -> None:
    answer = ask("mi-temps, première année", "de quel texte relève un contrat signé aujourd'hui ?")
    assert answer.topic == "aid.amounts"
    assert "19 000 €" in answer.text.replace("\u202f", " ").replace("\xa0", " ")


def test_facts_of_what_was_spoken_of_stay_about_it(ask: Ask) -> None:
    assert ask("et en secteur 2 avec OPTAM ?", "dermato, j'ai droit à l'aide ?").topic == "eligibility.doctor"


def test_a_colleague_s_facts_in_a_group_s_conversation_do_not_leave_it(ask: Ask) -> None:
    answer = ask("même si une de nous n'a que 500 mt ?", "SCM de 4 généralistes, l'aide collective est pour nous ?")
    assert answer.topic and answer.topic.startswith("collective.")


def test_only_what_is_taken_back_is_said_to_be_corrected(ask: Ask) -> None:
    assert "C’est corrigé" not in ask("et à mi-temps ?", "combien pour un temps plein ?").text
    assert "C’est corrigé" in ask("pardon, à mi-temps", "combien pour un temps plein ?").text


@pytest.mark.parametrize(
    ("earlier", "correction", "field", "value"),
    [
        (("2 AM temps plein en contrat collectif, combien la 1re année ?",), "non 3 AM pardon", "etp", 3.0),
        (
            ("ORL, 22 % d'actes CCAM, éligible ?",),
            "Je me suis trompé de ligne, pardon. C'est 12 %.",
            "ccam_share",
            12.0,
        ),
        (("combien pour un temps plein ?",), "pardon, mi-temps et pas plein temps", "etp", 0.5),
        (("combien pour un temps plein au P96 ?",), "pas de P90 en fait, 5e année ?", "percentile", None),
    ],
)
def test_a_correction_replaces_the_value(
    ask: Ask, earlier: tuple[str, ...], correction: str, field: str, value: object
) -> None:
    answer = ask(correction, *earlier)
    if value is not None:
        assert answer.understood.get(field) == value
    else:
        assert "90" not in str(answer.understood.get(field))


def test_a_correction_keeps_what_the_question_put_forward(ask: Ask) -> None:
    answer = ask("ah non mince 718 pardon j'ai inversé", "généraliste secteur 1, 817 patients MT, c'est suffisant ?")
    assert answer.verdict == "no" and "Je le confirme" not in answer.text


def test_the_whole_contract_of_a_group_is_that_of_its_aid(ask: Ask) -> None:
    first = "2 AM temps plein en contrat collectif, combien la 1re année ?"
    assert "264\u202f000\u202f€" in ask("et sur les 5 ans", first).text
    assert "396\u202f000\u202f€" in ask("non 3 AM pardon", first, "et sur les 5 ans").text


def test_a_pay_said_before_is_counted_with(ask: Ask) -> None:
    first = (
        "mon AM me coûte 2900 par mois tout compris, temps plein : que me reste-t-il à payer la 1re année avec l'aide ?"
    )
    assert "6\u202f800\u202f€" in ask("et la 2e", first).text


def test_a_question_that_only_looks_like_starting_again_is_no_reset(ask: Ask) -> None:
    assert ask("au pire, zéro ?", "ORL, mi-temps, combien ?").understood != {}


def test_the_same_question_may_be_put_of_another_recruit(ask: Ask) -> None:
    answer = ask("Plutôt ma secrétaire. Même délai ?", "j'embauche une infirmière, quel délai pour sa formation ?")
    assert answer.heard and answer.heard.asks[0].topic == "training.deadline"


def test_what_is_taken_back_leaves_the_question_as_it_was(ask: Ask) -> None:
    asked = "je suis généraliste secteur 2 sans OPTAM, 900 patients : ai-je droit à l’aide ?"
    mended = ask("pardon, je me suis trompée en remplissant la fiche, j’ai l’OPTAM", asked)
    assert mended.verdict == "yes"
    assert (
        ask("non, 1 280, pardon, j’ai mal lu amelipro", "généraliste, 1 180 patients").understood["patientele_mt"]
        == 1280
    )


def test_what_was_added_to_the_text_in_force_holds_for_it(ask: Ask) -> None:
    told = ask("et avec un docteur junior ?", "aide collective, SISA de 4 généralistes : combien d’ETP au plus ?")
    assert re.match(r"\*\*4,5 ETP au plus\*\*|Le plafond monte de \*\*0,5\sETP\*\*", told.text)


def test_what_a_fact_changes_is_told_by_the_answer_it_changes(ask: Ask) -> None:
    before = "généraliste secteur 2 OPTAM, 1 150 patients MT, un mi-temps : combien la première année ?"
    changed = ask("pardon, je suis en secteur 2 sans OPTAM. Ça change quelque chose ?", before)
    assert (changed.verdict, changed.topic) == ("yes", "eligibility.doctor")
    assert changed.text.startswith("**Oui, cela change la réponse.**\n\n**Non**")
    same = ask("et si j'ai 45 ans, ça change quelque chose ?", before)
    assert same.text.startswith("**Non, cela ne change rien à la réponse.**")
    assert "19\u202f000\u202f€" in same.text


def test_what_a_fact_changes_in_something_named_is_asked_of_it(ask: Ask) -> None:
    absence = "si elle part en congé maternité 4 mois sans que je la remplace, que devient l'aide ?"
    answer = ask("en fait je vais prendre un mi-temps. Ça change quoi aux montants ?", absence)
    assert not answer.text.startswith("**Oui, cela change la réponse.**")
    assert "19\u202f000\u202f€" in answer.text


def test_a_question_that_cannot_change_the_answer_is_not_asked(ask: Ask) -> None:
    assert ask("généraliste, secteur 1, un mi-temps : combien la première année ?").next_question is None
    assert "tranche" in str(ask("généraliste, secteur 1, un mi-temps : combien la troisième année ?").next_question)


def test_a_number_taken_back_among_words_replaces_the_one_of_its_order(ask: Ask) -> None:
    said = "généraliste secteur 1, 840 patients MT, un mi-temps, est-ce que j'ai droit à l'aide ?"
    answer = ask("non 740 pardon, j'ai lu la mauvaise colonne", said)
    assert (answer.understood["patientele_mt"], answer.verdict) == (740, "no")


def test_a_question_among_several_is_decided_on_its_own_numbers(ask: Ask) -> None:
    several = "Quelle prime d'ancienneté après 10 ans ? Et quel préavis si elle démissionne au bout de 3 ans ?"
    alone = ask("quel préavis si elle démissionne au bout de 3 ans ?")
    assert str(alone.parts[0].text) in ask(several).text


def test_hours_are_compared_with_those_first_said_of_the_topic(ask: Ask) -> None:
    secretary = "Notre secrétaire à 28 h souhaite devenir assistante médicale : est-ce permis ?"
    before = (secretary, "Faut-il la remplacer au secrétariat ?")
    short = ask("J'ai une candidate à 20 h seulement, ça suffit ?", *before)
    assert re.match(r"\*\*Non\*\*, 20\sheures ne suffisent pas à remplacer 28\sheures", short.text)
    enough = ask("et une autre à 30 h, ça suffirait ?", *before, "J'ai une candidate à 20 h seulement, ça suffit ?")
    assert re.match(r"\*\*Oui\*\*, 30\sheures suffisent", enough.text)


def test_a_month_taken_back_is_that_of_the_signature(ask: Ask) -> None:
    answer = ask("pardon, c'était mars 2024 (pas 2023)", "signé en mars 2023, temps plein : combien la 2e année ?")
    assert answer.understood["signed_between"] == ["2024-03-01", "2024-03-31"]
    assert answer.text.startswith("La deuxième année, l’aide est de **28\u202f000\u202f€** pour un temps plein")


def test_a_correction_keeps_the_question(ask: Ask) -> None:
    first = ask(asked := "signé en mars 2023, temps plein, 740 patients : combien la 2e année ?")
    answer = ask("Correction. Patientèle médecin traitant : 1240", asked, profile={"patientele_mt": 1240})
    assert answer.parts[0].text == first.parts[0].text


def test_years_of_service_are_no_delay_that_is_put(ask: Ask) -> None:
    answer = ask("ma secrétaire est là depuis 8 ans, elle passe assistante : sous combien de temps la remplacer ?")
    assert answer.verdict != "no" and "**6\u00a0mois**" in answer.text


def test_a_correction_answers_both_questions_again(ask: Ask) -> None:
    asked = "SISA de 4 généralistes secteur 1 : 1 150, 820, 540 et 610 patients MT, aide collective possible ?"
    asked += " Et combien d'assistants au maximum ?"
    answer = ask("non pardon, le troisième c'est 510, pas 540 !", asked)
    assert answer.verdict == "no" and re.search(r"elle est de 772.*4\sETP au plus", answer.text, re.DOTALL)


def test_the_same_question_is_all_that_was_asked(ask: Ask) -> None:
    asked = "Signature le 1er décembre 2026, 151,67 h par mois. Première année : combien, et c'est versé quand ?"
    answer = ask("Deuxième année, même question", asked)
    assert "28\u202f000\u202f€" in answer.text and "anniversaire" in answer.text


def test_both_options_are_asked_for_again(ask: Ask) -> None:
    answer = ask("et la 3e pour les deux formules", "mi-temps : combien la 2e année ?")
    assert "11\u202f000\u202f€" in answer.text and "22\u202f000\u202f€" in answer.text


def test_whether_it_still_holds_is_asked_of_what_was_corrected(ask: Ask) -> None:
    asked = "généraliste secteur 1, contrat signé en 2022, 780 patients dont 130 moins de 16 ans, assez de patients ?"
    assert ask(asked).verdict == "yes"
    assert ask("erreur, c'est 150 moins de seize ans, pas 130. Il le passait encore ?", asked).verdict == "no"


def test_the_children_told_apart_count_again_today(ask: Ask) -> None:
    asked = "généraliste secteur 1, contrat signé en 2022, 780 patients dont 150 moins de 16 ans, assez de patients ?"
    answer = ask("retour à aujourd'hui : assez de patients ?", asked)
    assert answer.verdict == "yes" and "signed_between" not in answer.understood


def test_a_member_who_joins_is_counted_once(ask: Ask) -> None:
    asked = "SISA de 4 généralistes : 1 150, 820, 540 et 510 patients MT, aide collective possible ?"
    assert "784" in ask("et si un cinquième à 900 nous rejoint ?", asked).text


def test_the_most_a_group_may_receive_is_told_with_the_amount_of_each(ask: Ask) -> None:
    answer = ask("et ça fait combien d'argent ?", "4 généralistes en SCM, aide collective : combien d'ETP au maximum ?")
    assert "152\u202f000\u202f€ la première année" in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "28 h du lundi au jeudi, ça compte pour un temps plein ?",
        "mon assistante aux 4/5, ça compte comme un temps plein ?",
    ],
)
def test_hours_put_for_a_full_time_are_compared_with_it(asked: str, ask: Ask) -> None:
    answer = ask(asked)
    assert answer.verdict == "no" and "35\u00a0heures" in answer.text and "28\u00a0heures" in answer.text


def test_a_percentile_that_her_patients_contradict_is_neither_asked_nor_taken_as_it_is(ask: Ask) -> None:
    asked = "généraliste, temps plein, 3e année, combien ?"
    assert ask(f"700 patients médecin traitant, {asked}").next_question is None
    assert "sous la médiane" in ask(f"700 patients médecin traitant, je suis à P92, {asked}").text


def test_a_fact_corrected_on_the_page_asks_the_same_question(ask: Ask) -> None:
    answer = ask(
        "Correction. Tranche de patientèle : P95 et plus",
        "temps plein au P92, combien en 3e année ?",
        profile={"percentile": "95-100"},
    )
    assert answer.text.startswith("La troisième année, l’aide est de **38\u202f000\u202f€**")


def test_a_year_taken_back_keeps_the_day(ask: Ask) -> None:
    first = "J'ai signé le 12 novembre 2022. Combien cette année à mi-temps ?"
    assert ask("non pardon, en 2023", first).understood["signed_on"] == "2023-11-12"
    assert ask("non pardon, en mars 2023", first).understood["signed_between"] == ["2023-03-01", "2023-03-31"]
    assert ask("et un contrat de 2024 ?", first).understood.get("signed_on") != "2024-11-12"


def test_the_year_after_is_asked_of_what_was_asked_before(ask: Ask) -> None:
    assert "anniversaire" in ask("Et la deuxième année ?", "Je signe demain. L'argent tombe quand ?").text


def test_who_has_the_cqp_to_pass_is_no_nurse(ask: Ask) -> None:
    before = "J'embauche une infirmière, elle peut prendre la tension ?"
    assert ask("Et avant son CQP, elle prend la tension ?", before).verdict == "no"
    told = ask("J'embauche une infirmière comme assistante. Doit-elle suivre une formation ?")
    assert told.verdict == "yes" and "FAE" in told.text


def test_what_is_asked_may_go_on_from_the_question_before_both(ask: Ask) -> None:
    before = "Un télésecrétariat, ça compte comme remplacement ?"
    told = ask("Le justificatif, je le donne quand ? Et il faut autant d'heures qu'elle, ou on peut gratter ?", before)
    assert "au moins autant d’heures" in told.text


def test_a_first_year_asked_about_is_no_running_contract(ask: Ask) -> None:
    told = ask("Première année, plein temps, combien ?", "Rhumatologue secteur 2 sans OPTAM, j'y ai droit ?")
    assert told.text.startswith("**Avec ce que vous avez dit, l’aide n’est pas ouverte**")


def test_who_would_sign_is_answered_of_today_whatever_was_said_of_another(ask: Ask) -> None:
    before = "pour un confrère : contrat signé le 10 octobre 2022, mi-temps. le CQP, il avait combien d'années ?"
    assert ask("et pour moi si je signe lundi ?", before).understood.get("signed_on") is None
    young = "une jeune qui arrive aujourd'hui pourrait-elle signer pour un tiers-temps ?"
    assert ask(young, "mon associé a signé un tiers-temps en octobre 2020, il finit quand ?").verdict == "no"
    told = ask(
        "Un confrère qui avait signé en 2020 a eu 70 % ; un contrat que je signerais, moi : payé sous quel délai ?"
    )
    assert "signed_between" not in told.understood


def test_a_locum_once_settled_is_one_no_longer(ask: Ask) -> None:
    before = "pédiatre secteur 1, tant qu'il n'est que remplaçant, il peut demander l'aide ?"
    assert ask(before).verdict == "no"
    assert "status" not in ask("et une fois installé pour de bon ?", before).understood


def test_a_reason_given_after_the_question_is_no_question(ask: Ask) -> None:
    told = ask("Et pour le mi-temps ? Parce que plein temps, à mon âge…", "temps plein, combien la première année ?")
    assert "**19\u202f000\u202f€" in told.text


def test_the_yes_or_no_of_a_second_question_is_that_of_the_answer(ask: Ask) -> None:
    both = ask("Combien la première année pour un temps plein ? Et les enfants comptent-ils dans ma patientèle ?")
    assert (both.kind, both.verdict) == ("figure", "yes")
    assert both.text.startswith("La première année")


def test_a_question_put_again_with_a_fact_that_is_known_is_not_taken_for_another(assistant: Assistant) -> None:
    history: list[Message] = []
    for text in (
        "Mon docteur est ORL, secteur 2 OPTAM.",
        "Combien de patients en plus lui demande-t-on ?",
        "Combien de patients en plus exactement pour un ORL ??",
    ):
        told = assistant.ask(Request(question=text, history=history)).text
        history += [Message(role="user", content=text), Message(role="assistant", content=told)]
    assert told.startswith("**L’objectif exact n’est pas établi**")


@pytest.mark.parametrize("message", ["et l’inverse ?", "Et inversement ?", "dans l’autre sens, c’est possible ?"])
def test_the_contrary_of_a_question_is_not_confirmed(assistant: Assistant, message: str) -> None:
    first = "Une secrétaire peut-elle devenir assistante médicale ?"
    told = assistant.ask(Request(question=first)).text
    history = [Message(role="user", content=first), Message(role="assistant", content=told)]
    answer = assistant.ask(Request(question=message, history=history))
    assert answer.kind == "clarification" and answer.choices
