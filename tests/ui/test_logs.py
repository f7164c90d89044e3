"""A real server’s log tells what happens to it, as text or as JSON, and nothing that a visitor sent."""

import asyncio
import gc
import json
import logging
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from processes import running
from staff import HASH

from ui import logs

MARK = "zq7marque"
ADDRESS = "203.0.113.77"
SAID = f"Bonjour, je suis le docteur {MARK}, 06 12 34 56 78 : combien pour un mi-temps ?"
BODIES = (
    {"question": SAID},
    {"question": "et pour 1 ETP ?", "history": [{"role": "user", "content": SAID}, {"role": MARK, "content": MARK}]},
    {"question": "combien ?", "profile": {"specialty": MARK, "department": MARK, "signed_on": MARK}},
    {"question": "combien ?", "profile": {MARK: 1}, MARK: MARK},
    {"question": "qui contacter à la CPTS ?", "id": MARK, "as_of": MARK},
    {"question": f"L’assistant peut-il faire un électrocardiogramme à {MARK} ?"},
    {"question": MARK * 700},
)
HEADERS = {"User-Agent": MARK, "Referer": f"https://{MARK}.example/", "Cookie": f"gestion={MARK}; a={MARK}",
           "Authorization": f"Bearer {MARK}", "X-Forwarded-For": ADDRESS, "Origin": f"https://{MARK}.example",
           "X-Forwarded-Prefix": f"/{MARK}", "X-Forwarded-Host": MARK, MARK: MARK}  # fmt: skip
PATHS = (f"/{MARK}", f"/api/v1/{MARK}", f"/am/{MARK}.css", f"/simulateur/config?{MARK}={MARK}", f"/am/..%2f{MARK}",
         f"/simulateur/gradio_api/file={MARK}", f"/simulateur/static/{MARK}", f"/gestion/{MARK}", f"/?q={MARK}",
         f"/embed/why?{MARK}", f"/health/ready?{MARK}", f"/{MARK}%00%ff", f"/am/{MARK * 60}")  # fmt: skip
RAW = (f"{MARK}\r\n\r\n", f"GET /{MARK} HTTP/9.{MARK}\r\n\r\n", f"{MARK} / HTTP/1.1\r\n\r\n",
       f"GET / HTTP/1.1\r\nHost: a\r\n{MARK}\r\n\r\n", f"GET /{MARK} HTTP/1.1\r\nContent-Length: {MARK}\r\n\r\n",
       f"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: {MARK}\r\n\r\n")  # fmt: skip


def asked(visitor: httpx.Client) -> None:
    for body in BODIES:
        for accept in ("application/json", "text/event-stream", "text/event-stream, text/html", MARK):
            visitor.post("/api/v1/ask", json=body, headers={"Accept": accept})
        visitor.post("/api/v1/simulate", json=body.get("profile", {"etp": MARK}))
        visitor.post("/api/v1/feedback", json={"question": SAID, "useful": MARK, "comment": MARK})
    for broken in (f'{{"question": "{MARK}', f'["{MARK}"', MARK, f'{{"question": "\\ud800{MARK}"}}', f'"{MARK}"'):
        for door in ("ask", "simulate", "feedback"):
            visitor.post(f"/api/v1/{door}", content=broken)


def knocked(visitor: httpx.Client) -> None:
    """At every door but the API's."""
    for path in PATHS:
        for method in ("GET", "HEAD", "POST", "DELETE"):
            visitor.request(method, path)
    visitor.get("/", headers={"Host": f"{MARK}.example"})
    form = {"mot": MARK, "jeton": MARK, MARK: MARK}
    for path in ("entrer", "documents", "identite", "valeurs"):
        visitor.post(f"/gestion/{path}", data=form, headers={"X-Forwarded-Proto": "https"})
        visitor.post(f"/gestion/{path}", data=form, files={MARK: (f"{MARK}.pdf", MARK.encode())})
        parts = {"Content-Type": f"multipart/form-data; boundary={MARK}"}
        visitor.post(f"/gestion/{path}", content=MARK, headers=parts)


def stammered(address: str) -> None:
    """What is almost HTTP."""
    where = address.removeprefix("http://").split(":")
    for raw in RAW:
        with socket.create_connection((where[0], int(where[1])), timeout=5) as connection:
            connection.sendall(raw.encode())
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65_536):
                pass


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What two servers wrote: a real one, as text, and one that fails at each question, as JSON."""
    found = {}
    for start, form in (("serve_real", "text"), ("serve_exploding", "json")):
        data = tmp_path_factory.mktemp(form)
        real = {"AM_DATA_DIR": str(data), "AM_EMBEDDING_MODEL": "lexical", "AM_JOURNAL": "1", "AM_ADMIN_PASSWORD": HASH}
        told = {"AM_RATE_LIMIT": "999/minute", "AM_LOG_FORMAT": form, "AM_LOG_REQUESTS": "1"}
        with running(start, data / "log", **real, **told) as address:
            with httpx.Client(base_url=address, headers=HEADERS, timeout=60) as visitor:
                asked(visitor)
                if form == "text":
                    knocked(visitor)
            stammered(address)
            httpx.get(f"{address}/qui-repond")
        found[form] = (data / "log").read_text("utf-8")
    yield found


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_a_visitor_sent_is_in_the_log(written: dict[str, str], form: str) -> None:
    for said in (MARK, MARK.upper(), ADDRESS, "06 12", "127.0.0.1"):
        told = written[form].replace("http://127.0.0.1:", "")  # its own address, at the start
        assert said not in told, next(line for line in told.splitlines() if said in line)


def test_each_request_is_a_line_that_says_what_was_answered(written: dict[str, str]) -> None:
    lines = re.findall(r"^INFO answers: (.+)$", written["text"], re.M)
    shapes = [re.fullmatch(r"(\w+) (\S+) (\d{3}) \d+\.\d ms ([\w-]+)", line) for line in lines]
    assert len(lines) > 100
    assert all(shapes), lines
    told = {found.groups() for found in shapes if found}
    assert {("GET", "/qui-repond", "200", "-"), ("POST", "/api/v1/ask", "200", "figure"),
            ("POST", "/api/v1/ask", "422", "-"), ("GET", "other", "404", "-"), ("other", "other", "404", "-"),
            ("POST", "/gestion", "403", "-")} <= told  # fmt: skip
    assert {route for _, route, _, _ in told if MARK in route} == set()


def test_json_lines_have_their_fields_and_errors_their_place_without_their_words(written: dict[str, str]) -> None:
    lines = [json.loads(line) for line in written["json"].splitlines() if line.startswith("{")]
    failed = [line for line in lines if "exception" in line]
    assert failed
    for line in failed:
        assert {"time", "level", "logger", "message"} < set(line)
        assert line["exception"].splitlines()[-1] == "KeyError"  # what led to it comes last
        assert "ValueError" in line["exception"].splitlines()
        assert "served.py" in line["exception"]
    answered = [line for line in lines if line["logger"] == "answers"]
    assert {(line["route"], line["status"]) for line in answered} >= {("/api/v1/ask", 500), ("/api/v1/ask", 422)}
    tried = [line for line in answered if line["route"] == "/api/v1/ask" and line["status"] in (200, 500)]
    assert len(failed) == len(tried)  # each is told once


def test_an_error_outside_a_request_keeps_its_words() -> None:
    try:
        Path("/no/where").stat()
    except OSError:
        record = logging.LogRecord("a", logging.ERROR, __file__, 1, "it failed", (), sys.exc_info())
    assert "No such file or directory: '/no/where'" in logs.Text().format(record)
    assert "No such file" in json.loads(logs.Json().format(record))["exception"]
    token = logs.ANSWERING.set(True)
    try:
        assert "No such file" not in logs.Text().format(record)
    finally:
        logs.ANSWERING.reset(token)


@pytest.mark.parametrize("form", [logs.Text(), logs.Json()])
def test_an_error_that_nobody_took_is_told_without_its_words(
    caplog: pytest.LogCaptureFixture, form: logging.Formatter
) -> None:
    async def failing() -> None:
        raise ValueError(MARK)

    async def forgetful() -> None:
        task = asyncio.ensure_future(failing())
        await asyncio.sleep(0)
        del task
        gc.collect()

    asyncio.run(forgetful())
    told = [form.format(record) for record in caplog.records if record.name == "asyncio"]
    assert "Task exception was never retrieved" in told[0]
    assert "ValueError" in told[0]
    assert MARK not in told[0]


def test_by_default_an_answer_leaves_no_line(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(log=log) as address:
        httpx.get(f"{address}/qui-repond")
        httpx.get(f"{address}/{MARK}")
    lines = [line for line in log.read_text("utf-8").splitlines() if "/qui-repond" not in line]
    assert [line for line in lines if not line.startswith("L")] == [], lines
