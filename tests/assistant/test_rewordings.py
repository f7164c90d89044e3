"""What a model makes of real passages: most faithful answers are shown, and not one of the lies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant import rewording
from assistant.denials import contradicts
from assistant.rewording import UnprovedError, reword
from rag import Passage, Quote

PASSAGES = yaml.safe_load(Path(__file__).with_name("rewordings.yaml").read_text("utf-8"))
FAITHFUL = [(passage, reply) for passage in PASSAGES for reply in passage["faithful"]]
LIES = [
    (passage, kind, reply) for passage in PASSAGES for kind, replies in passage["lies"].items() for reply in replies
]
LEAST = 0.6  # share of the faithful answers that must be shown


class Writer:
    """A model that has one thing to say."""

    def __init__(self, reply: str) -> None:
        self.reply = reply

    def reword(self, question: str, passages: list[str]) -> Iterator[str]:
        yield self.reply


def refusal(passage: dict[str, Any], reply: str) -> str:
    """Why an answer to the heading of a passage may not be shown; nothing where it is."""
    text = passage["text"]
    quote = Quote(text, Passage("p#0", "p", passage["title"], passage["heading"], text, (text,)), 1.0)
    try:
        list(reword(passage["heading"], [quote], Writer(reply)))  # type: ignore[arg-type]  # all that is asked of a model
    except UnprovedError as refused:
        return str(refused)
    return ""


def test_most_faithful_answers_are_shown() -> None:
    refused = {reply.strip(): why for passage, reply in FAITHFUL if (why := refusal(passage, reply))}
    shown = len(FAITHFUL) - len(refused)
    assert len(FAITHFUL) >= 50
    assert shown / len(FAITHFUL) >= LEAST, refused


@pytest.mark.parametrize(
    ("passage", "reply"), [(passage, reply) for passage, _, reply in LIES], ids=[kind for _, kind, _ in LIES]
)
def test_no_lie_is_shown(passage: dict[str, Any], reply: str) -> None:
    assert refusal(passage, reply)


@pytest.mark.parametrize("check", ["contradicts", "_refuse_figures", "_refuse_form", "_refuse_other_words"])
def test_each_check_stops_lies_that_no_other_does(monkeypatch: pytest.MonkeyPatch, check: str) -> None:
    monkeypatch.setattr(rewording, check, lambda *_: None)
    assert any(not refusal(passage, reply) for passage, _, reply in LIES)


@pytest.mark.parametrize(
    ("said", "passage", "contradicted"),
    [
        ("Il conclut.", "Il mesure et ne conclut pas.", True),
        ("Il ne mesure pas.", "Il mesure et ne conclut pas.", True),
        ("Il ne conclut pas.", "Il mesure ; il ne conclut pas.", False),
        ("Un bureau est requis.", "Aucune source n’exige une pièce, un bureau ou une salle.", True),
        ("Les sources n’exigent ni bureau ni pièce.", "Aucune source n’exige une pièce ou un bureau.", False),
        ("La règle n’interdit pas ce geste.", "La règle interdit ce geste.", True),
        ("La règle interdit ce geste.", "La règle n’interdit pas ce geste.", True),
        ("La règle permet ce geste.", "La règle interdit ce geste.", True),
        ("La somme n’est versée que la veille.", "La somme est versée la veille, puis le lendemain.", True),
        ("Il n’utilise que des appareils simples.", "Il n’utilise que des appareils simples.", False),
        ("Il n’utilise pas des appareils simples.", "Il n’utilise que des appareils simples.", True),
        ("Ce point est confirmé.", "Ce point n’est pas établi.", True),
        ("Sans remplaçant, la caisse suspend.", "La caisse suspend, sans remplaçant.", False),
        ("La caisse suspend avec un remplaçant.", "La caisse suspend, sans remplaçant.", True),
    ],
)
def test_what_is_denied_stays_denied_and_nothing_else_is(said: str, passage: str, contradicted: bool) -> None:
    assert contradicts(said, passage) == contradicted
