"""What is asked under load, and how it was answered when nobody else was asking.

Conversations of the bank, turn by turn, and questions of strangers, as the page sends them and as programs do; and
simulations. A question is one of figures or of explanations by what answered it.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

import httpx

from eval import bank, labels

SHARES = {"figures": 0.6, "explanations": 0.3, "simulations": 0.1}
PAGE, PROGRAM = "page", "program"
ASK, SIMULATE = "/api/v1/ask", "/api/v1/simulate"
_ACCEPTS = {
    (PAGE, ASK): "text/event-stream, text/html",
    (PAGE, SIMULATE): "text/html",
    (PROGRAM, ASK): "application/json",
    (PROGRAM, SIMULATE): "application/json",
}
_KINDS = {"figure": "figures", "eligibility": "figures", "explanation": "explanations"}
_ASKED = re.compile(r'data-asked="([^"]*)"')
_OWN = ("id", "timings_ms")  # of an answer, what is never twice the same


class Sent(NamedTuple):
    """A request, of one kind of `SHARES`, and the answer it had from a server with nothing else to do."""

    kind: str
    path: str
    accept: str
    body: bytes
    quiet: str = ""


class Mix:
    """Requests to draw from, in the shares of a day."""

    def __init__(self, sent: list[Sent]) -> None:
        self.by_kind = {kind: [one for one in sent if one.kind == kind] for kind in SHARES}

    def draw(self, chance: random.Random) -> Sent:
        """Return a request: its kind by its share, then any of this kind."""
        (kind,) = chance.choices(list(SHARES), list(SHARES.values()))
        return chance.choice(self.by_kind[kind])


async def quiet(client: httpx.AsyncClient, door: str, most: int) -> Mix:
    """Ask everything once, one after the other: ``most`` conversations, then simulations."""
    asked = [[*question.history, question.question] for question in bank.load(bank.QUESTIONS)]
    asked += [[asked.text] for asked in labels.hand() if asked.previous is None]
    chance = random.Random(0)  # noqa: S311 — the same questions at each run, not a secret
    sent: list[Sent] = []
    for texts in chance.sample(asked, min(most, len(asked))):
        sent += await _conversation(client, door, texts)
    for body in _simulations(door):
        one = _sent("simulations", door, SIMULATE, body)
        sent.append(one._replace(quiet=told(await posted(client, one))))
    return Mix(sent)


async def posted(client: httpx.AsyncClient, one: Sent) -> httpx.Response:
    """Send a request and read its whole answer."""
    headers = {"accept": one.accept, "content-type": "application/json"}
    return await client.post(one.path, content=one.body, headers=headers)


def told(response: httpx.Response) -> str:
    """Return what an answer says, without what is never twice the same; empty when it is no whole answer."""
    name, said = "event: answer", response.text
    if response.headers["content-type"].startswith("text/event-stream"):
        name, _, said = said.strip().rpartition("\n\n")[2].partition("\ndata: ")
    kept = {name: value for name, value in json.loads(said).items() if name not in _OWN}
    return json.dumps(kept, sort_keys=True) if name == "event: answer" else ""


async def _conversation(client: httpx.AsyncClient, door: str, texts: list[str]) -> list[Sent]:
    """Return its turns, each after the answers of those before it, but for those that are neither kind of answer."""
    sent: list[Sent] = []
    history: list[dict[str, str]] = []
    for text in texts:
        body = {"question": text, "history": history}
        answer = (await posted(client, _sent("", PROGRAM, ASK, body))).json()
        one = _sent(_KINDS.get(answer["kind"], ""), door, ASK, body)
        one = one._replace(quiet=told(await posted(client, one)))
        sent += [one] if one.kind else []
        asked_back = _ASKED.search(json.loads(one.quiet).get("html", ""))  # all that our page sends back of an answer
        said = answer["text"] if door == PROGRAM else unescape(asked_back[1]) if asked_back else ""
        history = [*history, {"role": "user", "content": text}, {"role": "assistant", "content": said}]
    return sent


def _sent(kind: str, door: str, path: str, body: dict[str, Any]) -> Sent:
    return Sent(kind, path, _ACCEPTS[door, path], json.dumps(body).encode())


def _simulations(door: str) -> Iterator[dict[str, Any]]:
    """Yield sixty profiles: our page sends its fields as they are typed."""
    for etp in ("0.5", "1", "1/3"):
        for patients in range(700, 2700, 100):
            numbers = {"secteur": 1, "patientele_mt": patients}
            typed = numbers if door == PROGRAM else {name: str(number) for name, number in numbers.items()}
            yield {"specialty": "generaliste", "etp": etp, **typed}
