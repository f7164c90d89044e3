"""Whatever a model replies: no figure without proof, no fact without the doctor's words, no verdict but the rules'."""

from __future__ import annotations

import json
from copy import copy
from typing import Any

import pytest
from answers import TODAY
from hostile import MESSAGE, hers, plainly
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from scripted import Json, listening

from assistant.answer import Request
from assistant.listening.reply import ACTS, FIELDS, HOW, WHOSE
from assistant.service import Assistant
from assistant.understanding import understand
from eval import firewall

QUESTIONS = (
    MESSAGE,
    "chirurgien S2 à 66 ans, ai-je droit à l’aide ?",
    "Ma consœur est en secteur 3, elle peut signer ?",
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
VALUES = st.sampled_from(
    ["1", "2", "3", "oui", "non", "66", "640", "1012", "1/2", "P95", "zip", "chirurgien", "2024-07-01"]
)
CODES = [f"q{number}" for number in range(1, 41)] + [f"s{number}" for number in range(43)]


def words(question: str) -> st.SearchStrategy[str]:
    """Draw words of the question, whole or cut anywhere, or others."""
    pieces = question.split()
    runs = st.tuples(st.integers(0, len(pieces) - 1), st.integers(1, 4))
    whole = runs.map(lambda run: " ".join(pieces[run[0] : run[0] + run[1]]))
    cut = st.tuples(st.integers(0, len(question)), st.integers(1, 40)).map(lambda at: question[at[0] : at[0] + at[1]])
    return whole | whole | cut | st.text(max_size=15)


def facts(question: str) -> st.SearchStrategy[Json]:
    """Draw a fact of the right form, that the question may say or not."""
    names = st.sampled_from(FIELDS)
    return st.fixed_dictionaries(
        {
            "field": names,
            "value": VALUES | words(question),
            "words": words(question),
            "whose": st.just("me") | st.sampled_from(WHOSE),
            "how": st.just("stated") | st.sampled_from(HOW),
        }
    )


def messages(question: str) -> st.SearchStrategy[Any]:
    """Draw what is said of the doctor's message: mostly of the right form, so that it is not left out at once."""
    told = st.fixed_dictionaries(
        {
            "act": st.sampled_from([str(act) for act in ACTS]),
            "asks": st.lists(st.sampled_from(CODES), max_size=3),
            "mentions": st.lists(facts(question), max_size=12) | st.lists(facts(question) | JSON, max_size=4),
        }
    )
    return told | st.tuples(told, st.dictionaries(st.sampled_from(["act", "asks", "mentions", "x"]), JSON)).map(
        lambda both: both[0] | both[1]
    )


@pytest.mark.parametrize("question", QUESTIONS)
@given(data=st.data())
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # a failure is told at once, as it was drawn
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_unproved_gets_through(assistant: Assistant, question: str, data: st.DataObject) -> None:
    said = data.draw(messages(question))

    def replies(body: Json) -> str:
        whole = plainly(body)
        whole["messages"][hers(body)] = said  # the other message is heard rightly: the reply is believed
        return json.dumps(whole)

    asked = copy(assistant)
    ours = asked.ask(Request(question=question, as_of=TODAY))
    asked.listener = listening(replies)
    answer = asked.ask(Request(question=question, as_of=TODAY))
    shown = answer.model_dump(mode="json")
    assert not firewall.unproved(shown, [question])
    for field, value in answer.understood.items():
        if ours.understood.get(field) != value:
            assert any(_reads(one, field, question) for one in said["mentions"]), f"nobody said {field}"
    if answer.heard and answer.heard.asks == (ours.heard.asks if ours.heard else []):
        assert answer.verdict == ours.verdict or answer.understood != ours.understood


def _reads(one: Any, field: str, question: str) -> bool:
    """Whether the words of a fact are the doctor's, and our own reader reads that field in them."""
    if not isinstance(one, dict) or one.get("field") != field or one["words"].strip().lower() not in question.lower():
        return False
    return any(item.field == field for item in understand(one["words"], TODAY).mentions)
