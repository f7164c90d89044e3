"""Doctors who all ask at once: the answers of a quiet day, polite refusals beyond what is taken, and no trace after."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import httpx
import pytest
from load import Outcome, asking, play
from load_mix import ASK, PAGE, PROGRAM, SHARES, Mix, Sent, posted, quiet, told
from processes import running
from served import TAKEN

TOO_MANY = TAKEN + 40


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real rules, sheets and readers, searched by words: its index takes a second."""
    folder = str(tmp_path_factory.mktemp("data"))
    with running(
        "serve_real", AM_DATA_DIR=folder, AM_EMBEDDING_MODEL="lexical", AM_RATE_LIMIT="100000/minute"
    ) as address:
        yield address


@pytest.fixture(scope="module")
def unhurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server whose answers take a while, and its errors."""
    log = tmp_path_factory.mktemp("log") / "errors"
    with running("serve_unhurried", log=log, AM_RATE_LIMIT="100000/minute") as address:
        yield address, log


@pytest.mark.parametrize("door", [PAGE, PROGRAM])
def test_twenty_doctors_at_once_read_what_one_alone_does(real: str, door: str) -> None:
    async def played() -> tuple[Mix, Outcome]:
        async with asking(real) as client:
            mix = await quiet(client, door, 40)
        return mix, await play(real, mix, 20, lambda met: len(met.times) < 200)

    mix, met = asyncio.run(played())
    assert all(mix.by_kind[kind] and met.taken[kind] for kind in SHARES)
    assert (met.different, met.errors, met.refused) == (0, [], Counter())


def test_visits_are_answered_alike_and_a_page_that_is_not_there_is_seen(real: str) -> None:
    async def played(address: str, most: int) -> Outcome:
        async with asking(real) as client:
            mix = await quiet(client, PAGE, 40)
        return await play(address, mix, 5, lambda met: len(met.times) + len(met.errors) < most, visits=True)

    met = asyncio.run(played(real, 30))
    assert len(met.times) >= 30
    assert (met.different, met.errors, met.refused) == (0, [], Counter())
    assert any(error.startswith("HTTPStatusError") for error in asyncio.run(played(f"{real}/nowhere", 4)).errors)


def test_an_answer_that_differs_is_seen(real: str) -> None:
    async def played() -> Outcome:
        async with asking(real) as client:
            simulations = (await quiet(client, PAGE, 0)).by_kind["simulations"]
        other = Mix(
            [
                one._replace(kind=kind, quiet=simulations[rank - 1].quiet)
                for kind in SHARES
                for rank, one in enumerate(simulations)
            ]
        )
        return await play(real, other, 2, lambda met: len(met.times) < 10)

    met = asyncio.run(played())
    assert met.different == len(met.times) >= 10


def test_beyond_what_is_taken_refusals_are_polite_and_the_next_is_answered(unhurried: tuple[str, Path]) -> None:
    address, log = unhurried
    accepts = ("text/event-stream, text/html", "text/event-stream", "application/json")
    body = json.dumps({"question": "Combien pour un mi-temps ?"}).encode()

    async def all_at_once() -> tuple[list[httpx.Response], httpx.Response]:
        limits = httpx.Limits(max_connections=TOO_MANY)
        async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
            asked = [posted(client, Sent("", ASK, accepts[rank % 3], body)) for rank in range(TOO_MANY)]
            answers = await asyncio.gather(*asked)
        async with asking(address) as client:
            return answers, await posted(client, Sent("", ASK, accepts[0], body))

    answers, after = asyncio.run(all_at_once())
    refused = [answer for answer in answers if answer.status_code != 200]
    assert len(answers) - len(refused) >= TAKEN and refused
    assert {answer.request.headers["accept"] for answer in refused} == set(accepts)
    for answer in refused:
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert answer.headers["content-type"] == "application/json"
        assert answer.json()["error"] == {
            "field": "serveur",
            "message": "Beaucoup de demandes arrivent en même temps.",
            "expected": "Réessayez dans 5\u00a0secondes.",
        }
    assert all(told(answer) for answer in answers if answer.status_code == 200)  # whole: none is an « error » event
    assert after.status_code == 200 and told(after)
    assert not re.search("ERROR|WARNING|Traceback", log.read_text("utf-8"))


def test_draws_follow_the_shares_of_a_day() -> None:
    mix, chance = Mix([Sent(kind, "", "", b"") for kind in SHARES]), Random(1)  # noqa: S311 — not a secret
    drawn = Counter(mix.draw(chance).kind for _ in range(2000))
    assert {kind: round(drawn[kind] / 2000, 1) for kind in SHARES} == SHARES
