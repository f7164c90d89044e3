"""Replies of a language model that nobody should believe, by kind; each is made for the codes of one prompt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from scripted import KNOWN, Json, asking, codes

from assistant.listening.reply import FIELDS

Reply = Callable[[Json], str]  # a request → what the model replies to it

MESSAGE = (
    "Je suis généraliste en secteur 2 OPTAM, 1 012 patients, à mi-temps. Ma consœur de 61 ans en a 640. "
    "Combien la 2e année ?"
)
WRONG: list[Any] = [None, 0, 1.5, True, "x", "", [], {}, [[]], [None], [0], {"a": 1}, "ask", ["ask"], "38 000 €"]


def plainly(body: Json, **changed: Any) -> Json:
    """Return a right reply of the right form, where a test changes what it wants."""
    system, human = (message["content"] for message in body["messages"])
    known = codes(system)
    return {"messages": [_heard(one["text"], known) for one in json.loads(human)["messages"]], **changed}


def hers(body: Json) -> int:
    """Return the rank of the doctor's message among the two."""
    told = json.loads(body["messages"][1]["content"])["messages"]
    return next(rank for rank, one in enumerate(told) if one["text"] not in KNOWN)


def saying(**changed: Any) -> Reply:
    """Return a reply that is right of the known message, with what is ``changed`` in the doctor's."""

    def made(body: Json) -> str:
        whole = plainly(body)
        whole["messages"][hers(body)].update(changed)
        return json.dumps(whole, ensure_ascii=False)

    return made


def beside(**added: Any) -> Reply:
    """Return a right reply, with something beside the two messages."""
    return lambda body: json.dumps(plainly(body, **added))


def mentioning(**changed: Any) -> Reply:
    """The same, with one fact."""
    fact = {"field": "secteur", "value": "2", "words": "secteur 2", "whose": "me", "how": "stated"}
    return saying(mentions=[{**fact, **changed}])


def _heard(text: str, known: dict[str, str]) -> Json:
    return asking(KNOWN.get(text, ""), known)


def _cut(share: float) -> Reply:
    def made(body: Json) -> str:
        whole = json.dumps(plainly(body))
        return whole[: int(len(whole) * share)]

    return made


def _constant(text: str) -> Reply:
    return lambda _: text


def malformed() -> Iterator[Reply]:
    """Text that is no JSON, or not that of two messages."""
    said = [
        "",
        " ",
        "null",
        "true",
        "0",
        "NaN",
        "1e999",
        "-",
        '""',
        "[]",
        "{}",
        "[{}]",
        "[{},{}]",
        "{",
        '{"messages"',
        "}",
    ]
    said += [
        "Je ne peux pas répondre.",
        "<html><body>502</body></html>",
        "Vous avez droit à 38 000 €.",
        "﻿{}",
        "{'messages': []}",
    ]
    said += [
        "[" * 50_000,
        '{"messages":' * 20_000,
        '{"messages": "x"}',
        '{"messages": [1, 2]}',
        '{"messages": [{}]}',
        "\x00\x00",
    ]
    said += [
        '{"messages": [{}, {}, {}]}',
        '{"messages": null}',
        '{"messages": [{}, {}],}',
        '{"messages": [{}, {}]} {}',
        "\ud800",
    ]
    yield from map(_constant, said)
    yield from (_cut(share / 20) for share in range(1, 20))
    yield lambda body: f"```json\n{json.dumps(plainly(body))}\n```"
    yield lambda body: f"Voici : {json.dumps(plainly(body))}"


def wrong_types() -> Iterator[Reply]:
    """Each part of a reply, of every type but its own."""
    for wrong in WRONG:
        for part in ("asks", "mentions"):
            if wrong != []:
                yield saying(**{part: wrong})
        if wrong != "ask":
            yield saying(act=wrong)
        yield saying(mentions=[wrong])
        yield from (mentioning(**{part: wrong}) for part in ("field", "words", "value", "whose", "how"))


def invented() -> Iterator[Reply]:
    """Fields, codes, acts, facts and persons that are on no list."""
    told = {
        "verdict": "yes",
        "amount": 38000,
        "answer": "Oui, 38 000 €.",
        "lead": "Oui.",
        "source": "ameli",
        "__proto__": {},
    }
    for name, value in told.items():
        yield saying(**{name: value})
        yield mentioning(**{name: value})
        yield beside(**{name: value})
    yield from (
        saying(asks=[code]) for code in ("q0", "q41", "q999", "s43", "Q1", "aid.amounts/general", "../etc", "1", "oui")
    )
    yield from (saying(act=act) for act in ("answer", "injection", "abuse", "language", "ASK", "decide"))
    yield from (
        mentioning(field=field) for field in ("verdict", "montant", "model_fields", "__class__", "nom", "Secteur")
    )
    yield from (mentioning(whose=whose) for whose in ("toi", "le préfet", "ME"))
    yield from (mentioning(how=how) for how in ("sûr", "certain", "STATED"))


def huge() -> Iterator[Reply]:
    """More than anyone would read."""
    yield _constant("x" * 1_000_000)
    yield _constant('{"messages": [' + "1," * 500_000 + "1]}")
    yield saying(asks=["q1"] * 100_000)
    yield saying(mentions=[{"field": "age"}] * 50_000)
    yield mentioning(words="secteur 2 " * 100_000)
    yield mentioning(value="9" * 1_000_000)


def lies() -> Iterator[Reply]:
    """Each field of the profile, of which the message does not say that, or not of the doctor."""
    values = {"secteur": "3", "optam": "non", "age": "61", "patientele_mt": "640", "etp": "1", "contract_year": "5"}
    for field in FIELDS:
        value = values.get(field, "oui")
        yield mentioning(field=field, value=value, words="comme je vous l’ai dit")  # words that are not hers
        yield mentioning(field=field, value=value, words="640")  # hers, which do not say it
        yield mentioning(field=field, value=value, words="Ma consœur de 61 ans en a 640")  # of somebody else
        yield mentioning(field=field, value=value, words=MESSAGE)  # somewhere in there
        yield mentioning(field=field, value="9999", words="secteur 2")  # a value made up


KINDS: dict[str, Callable[[], Iterator[Reply]]] = {
    "malformed": malformed, "wrong types": wrong_types, "invented": invented, "huge": huge, "lies": lies
}  # fmt: skip
