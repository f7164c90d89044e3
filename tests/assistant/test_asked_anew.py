"""What a message asks in the light of its words: the aspect that stands for the one its words are like."""

from __future__ import annotations

import re
from datetime import date

import pytest
from answers import Ask as Answered

from assistant.asked_anew import in_the_light_of
from assistant.asked_beyond import asked_beyond
from assistant.heard import Act, Ask, Heard
from assistant.hearing import going_back
from assistant.reading.prepared import prepared
from assistant.turn import State, Understanding
from assistant.understanding import understand
from rules.profile import Profile


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Soit par mois ?", "aid.amounts/per_month"),
        ("soit combien par mois", "aid.amounts/per_month"),
        ("donc rapporté au mois ?", "aid.amounts/per_month"),
        ("et c’est versé par mois ?", "contract.payment/monthly"),
    ],
)
def test_an_amount_is_brought_to_the_month(text: str, label: str) -> None:
    heard = in_the_light_of(Understanding(), going_back("contract.payment/monthly"), State(), text, again=False)
    assert heard.asks[0].label == label


@pytest.mark.parametrize(
    ("before", "words", "label"),
    [
        ("training.certificate/definition", "et en combien de temps ?", "training.deadline/general"),
        ("collective.aid/objectives", "c'est enorme. c'est en combien de temps ca ?", "collective.aid/objectives"),
        ("contract.secretary/must_replace", "et dans quel delai ?", "contract.secretary/delay"),
        ("objectives.new_installer/general", "et on a combien de temps ?", "objectives.new_installer/general"),
        ("training.certificate/general", "le contrat dure combien de temps ?", "contract.duration/general"),
        ("aid.amounts/general", "et pendant combien de temps ?", "contract.duration/general"),
    ],
)
def test_a_bare_delay_is_of_the_question_before(before: str, words: str, label: str) -> None:
    heard = Heard(Act.ASK, (Ask("contract.duration", "general", words),))
    light = in_the_light_of(Understanding(), heard, State(about=before), words, again=False)
    assert light.asks[0].label == label
    topic, _, aspect = before.partition("/")
    both = Heard(Act.ASK, (Ask(topic, aspect, "…"), *heard.asks))  # both in one message
    light = in_the_light_of(Understanding(), both, State(), words, again=False)
    assert [ask.label for ask in light.asks] == list(dict.fromkeys((before, label)))


@pytest.mark.parametrize(
    ("before", "words", "label"),
    [
        (
            "contract.sharing/how_much_each",
            "rectification : cozic est radiologue. eligible ?",
            "eligibility.doctor/general",
        ),
        ("aid.amounts/one_year", "il y a droit ?", "eligibility.doctor/general"),
        ("collective.eligibility/general", "il y a droit ?", "contract.sharing/without_contract"),
        ("aid.amounts/one_year", "un remplacant y a droit ?", "contract.sharing/without_contract"),
    ],
)
def test_a_bare_right_is_that_to_the_aid(before: str, words: str, label: str) -> None:
    heard = Heard(Act.ASK, (Ask("contract.sharing", "without_contract", words),))
    assert in_the_light_of(Understanding(), heard, State(about=before), words, again=False).asks[0].label == label


@pytest.mark.parametrize(
    ("text", "topic", "is_beyond"),
    [
        ("Une secrétaire et une aide-soignante, quelle formation ?", "training.certificate", True),
        ("combien d’heures chacune ?", "training.hours", True),
        ("et pour les deux, en combien de temps ?", "training.deadline", True),
        ("Une aide-soignante, quelle formation ?", "training.certificate", False),
        ("combien d’heures chacune ?", "contract.sharing", False),
    ],
)
def test_the_training_of_each_is_asked(text: str, topic: str, is_beyond: bool) -> None:
    heard, said = Heard(Act.ASK, (Ask(topic),)), understand(text, date(2026, 11, 21))
    known = Profile(assistant_profile="secrétaire")
    assert ("assistant_profile" in asked_beyond(said, heard, prepared(text).text, known)) is is_beyond


@pytest.mark.parametrize(
    ("text", "label", "of"),
    [
        ("on peut l’obliger ?", "all_must_join", "forced"),
        ("peut-on imposer l’adhésion au dernier associé ?", "blocking", "forced"),
        ("l’assistante, on peut la forcer ?", "transfer_forced", "transfer_forced"),
        ("je suis obligée d’adhérer ?", "all_must_join", "all_must_join"),
    ],
)
def test_nobody_is_made_to_join(ask: Answered, text: str, label: str, of: str) -> None:
    words = prepared(text).text
    heard = Heard(Act.ASK, (Ask("collective.eligibility", label, words),))
    assert in_the_light_of(Understanding(), heard, State(), words, again=False).asks[0].aspect == of
    if of == "forced":
        assert ask(f"Contrat collectif, un associé refuse d’adhérer : {text}").text.startswith("**Non**")


def test_the_next_step_is_that_of_what_was_spoken_of(ask: Answered) -> None:
    told = ask("palier suivant : taux, seuil ?", "la prime d’ancienneté après 3 ans ?").text
    assert re.search(r"7\s%\s*après 6\sans", told)


def test_each_of_several_questions_is_seen_in_its_own_words() -> None:
    asks = (
        Ask("collective.eligibility", "blocking", "on peut le forcer ?"),
        Ask("collective.eligibility", "leave", "…"),
    )
    light = in_the_light_of(Understanding(), Heard(Act.ASK, asks), State(), "on peut le forcer ? …", again=False)
    assert [item.aspect for item in light.asks] == ["forced", "leave"]
