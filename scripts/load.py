"""Play doctors who all ask at once to a server started here, and print what they waited for.

    python scripts/load.py                      # 1, 20, 50 and 100 clients, as the page asks and as programs do
    python scripts/load.py --requests 10000     # the memory of the server, over so many requests of 20 clients
    python scripts/load.py --sessions 3000      # the same, over so many visits: the page, then one question
    python scripts/load.py --long               # a minute of 100 doctors on the page, 3,000 visits, 10,000 requests

A client asks again as soon as it is answered; one that is refused waits as long as it was told to. Times depend on the
machine and on what else it does: compare those of one run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import quantiles

import httpx
from load_mix import PAGE, PROGRAM, SHARES, Mix, Sent, posted, quiet, told
from load_server import Server, started

LEVELS = (1, 20, 50, 100)
REFUSALS = (429, 503)
_ROW = "{:8}{:>8}{:>9}{:>8}{:>8}{:>8}{:>8}{:>6}{:>6}{:>8}{:>11}{:>14}{:>11}"
_TITLES = (
    "door", "clients", "answers", "per s", "p50 ms", "p95 ms", "p99 ms", "429", "503", "errors", "different",
    "CPU ms/answer", "memory MB",
)  # fmt: skip


@dataclass
class Outcome:
    """What the clients of one level met."""

    seconds: float = 0.0
    taken: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in SHARES})  # ms, by kind
    refused: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    different: int = 0

    @property
    def times(self) -> list[float]:
        """Milliseconds that each answer took."""
        return [ms for times in self.taken.values() for ms in times]


async def play(
    address: str, mix: Mix, clients: int, go_on: Callable[[Outcome], bool], *, visits: bool = False
) -> Outcome:
    """Have ``clients`` ask as long as they are told to ``go_on``; each ``visits`` the page anew for each question."""
    met, begun = Outcome(), time.perf_counter()

    async def doctor(chance: random.Random) -> None:
        while go_on(met):
            async with asking(address) as client:
                if visits:
                    await _visit(client, met)
                await _ask(client, mix.draw(chance), met)
                while go_on(met) and not visits:
                    await _ask(client, mix.draw(chance), met)

    await asyncio.gather(*(doctor(random.Random(seed)) for seed in range(clients)))  # noqa: S311 — not a secret
    met.seconds = time.perf_counter() - begun
    return met


def asking(address: str) -> httpx.AsyncClient:
    """Return what asks, over a connection of its own, as a browser does: one of many that rests too long is closed."""
    return httpx.AsyncClient(base_url=address, timeout=60, limits=httpx.Limits(max_connections=1), verify=False)  # noqa: S501 — no certificate on this machine


async def _visit(client: httpx.AsyncClient, met: Outcome) -> None:
    try:
        (await client.get("/")).raise_for_status()
    except httpx.HTTPError as error:
        met.errors.append(repr(error))


async def _ask(client: httpx.AsyncClient, one: Sent, met: Outcome) -> None:
    begun = time.perf_counter()
    try:
        response = await posted(client, one)
    except httpx.HTTPError as error:
        met.errors.append(repr(error))
        return
    taken = 1000 * (time.perf_counter() - begun)
    if response.status_code in REFUSALS:
        met.refused[response.status_code] += 1
        await asyncio.sleep(float(response.headers["retry-after"]))
    elif response.status_code != 200 or not (said := told(response)):
        met.errors.append(response.text)
    else:
        met.taken[one.kind].append(taken)
        met.different += said != one.quiet


async def _levels(server: Server, given: argparse.Namespace) -> bool:
    """Play each level at each door and print it; return whether all was answered as when it was quiet."""
    right = True
    print(_ROW.format(*_TITLES))
    for door in (PAGE, PROGRAM):
        async with asking(server.address) as client:
            mix = await quiet(client, door, given.questions)
        for clients in given.clients:
            right &= await _level(server, door, mix, clients, _for(given.seconds))
    return right


def _for(seconds: float) -> Callable[[Outcome], bool]:
    ends = time.monotonic() + seconds
    return lambda _: time.monotonic() < ends


async def _memory(server: Server, given: argparse.Namespace) -> bool:
    """Play so many requests, or visits of the page, in ten parts each, and print the memory after each."""
    async with asking(server.address) as client:
        mix = await quiet(client, PAGE, given.questions)
    right = True
    print(f"{server.memory()} MB before, each question asked once; {_machine()}\n{_ROW.format(*_TITLES)}")
    if given.long:
        right &= await _level(server, PAGE, mix, 100, _for(60))
        right &= await _level(server, PAGE, mix, 1, _so_many(100))  # how soon it is itself again
    for asked, visits in ((given.sessions, True), (given.requests, False)):
        for _ in range(10 if asked else 0):
            right &= await _level(server, PAGE, mix, 20, _so_many(asked // 10), visits=visits)
    return right


def _machine() -> str:
    return f"{os.cpu_count()} processors, {os.getloadavg()[0]:.1f} processes at work on them"


def _so_many(answers: int) -> Callable[[Outcome], bool]:
    return lambda met: len(met.times) < max(1, answers)


async def _level(
    server: Server, door: str, mix: Mix, clients: int, go_on: Callable[[Outcome], bool], *, visits: bool = False
) -> bool:
    spent = server.processor()
    met = await play(server.address, mix, clients, go_on, visits=visits)
    spent, answered = server.processor() - spent, len(met.times)
    times = [round(found) for found in quantiles(met.times, n=100)] if answered > 1 else [0] * 99
    said = (answered, round(answered / met.seconds, 1), times[49], times[94], times[98])
    counts = (met.refused[429], met.refused[503], len(met.errors), met.different)
    told = (*said, *counts, round(1000 * spent / max(1, answered), 1), server.memory())
    print(_ROW.format("visits" if visits else door, clients, *told))
    kinds = (f"{kind} {round(quantiles(ms, n=20)[-1])} ms" for kind, ms in met.taken.items() if len(ms) > 1)
    print(f"         p95 of {', '.join(kinds)}", *dict.fromkeys(met.errors), sep="\n         ", flush=True)
    return not (met.errors or met.different)


def main() -> int:
    """Start the server, play and print; return 1 where an answer was missing, or another than when all was quiet."""
    parser = argparse.ArgumentParser(description="Play doctors who all ask at once to a server started here.")
    parser.add_argument("--clients", type=int, nargs="+", default=LEVELS, help="how many at a time (1 20 50 100)")
    parser.add_argument("--seconds", type=float, default=20, help="how long each level lasts (20)")
    parser.add_argument("--requests", type=int, help="instead: so many requests by 20 clients, to watch the memory")
    parser.add_argument("--sessions", type=int, help="the same, by so many visits: the page, then one question")
    parser.add_argument("--long", action="store_true", help="100 doctors for a minute, 3000 visits, 10000 requests")
    parser.add_argument("--questions", type=int, default=400, help="how many conversations are asked (400)")
    given = parser.parse_args()
    if given.long:
        given.sessions, given.requests = given.sessions or 3000, given.requests or 10000
    with started() as server:
        right = asyncio.run((_memory if given.requests or given.sessions else _levels)(server, given))
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
