"""Prometheus reads how many answers of each kind, how long they took and what was refused; and nobody else does."""

from collections.abc import Iterator

import httpx
import pytest
from fake import FakeAssistant
from fastapi.testclient import TestClient
from processes import running
from prometheus_client.parser import text_string_to_metric_families

from ui.cpts import Cpts
from ui.server import create_app
from ui.settings import Settings

MARK = "zq7marque"
Samples = dict[tuple[str, frozenset[str]], float]


def read(text: str) -> Samples:
    """Each sample, by its name and the values of its labels."""
    families = text_string_to_metric_families(text)
    return {(each.name, frozenset(each.labels.values())): each.value for family in families for each in family.samples}


@pytest.fixture(scope="module")
def measured() -> Iterator[str]:
    """What a real server has counted after a few visits."""
    with running(AM_METRICS="1", AM_RATE_LIMIT="6/minute") as address:
        for question in ("cb pour 0,5 etp ?", "cb pour 0,5 etp ?", "radiologue ?"):
            httpx.post(f"{address}/api/v1/ask", json={"question": question}, headers={"User-Agent": MARK})
        httpx.post(
            f"{address}/api/v1/ask", json={"question": "cb pour 0,5 etp ?"}, headers={"Accept": "text/event-stream"}
        )
        httpx.post(f"{address}/api/v1/simulate", json={"etp": 1})
        for _ in range(4):
            httpx.post(f"{address}/api/v1/ask", json={MARK: MARK})
        httpx.get(f"{address}/{MARK}?{MARK}")
        httpx.request(MARK.upper(), f"{address}/")
        httpx.post(f"{address}/api/v1/ask", content=b"a" * 200_000)
        yield httpx.get(f"{address}/metrics").raise_for_status().text


def test_answers_are_counted_by_route_status_and_kind(measured: str) -> None:
    found = read(measured)
    ask = "/api/v1/ask"
    assert found["assistant_request_seconds_count", frozenset({"POST", ask, "200"})] == 4
    assert found["assistant_request_seconds_count", frozenset({"POST", ask, "422"})] == 2
    assert found["assistant_request_seconds_count", frozenset({"GET", "other", "404"})] == 1
    assert found["assistant_request_seconds_sum", frozenset({"POST", ask, "200"})] > 0
    assert found["assistant_answers_total", frozenset({"figure"})] == 3
    assert found["assistant_answers_total", frozenset({"eligibility"})] == 1
    assert found["assistant_answers_total", frozenset({"simulation"})] == 1
    assert found["assistant_refusals_total", frozenset({"too_frequent"})] == 2
    assert found["assistant_refusals_total", frozenset({"too_large"})] == 1
    assert found["assistant_ready", frozenset()] == 1
    assert found["process_resident_memory_bytes", frozenset()] > 1e6


def test_nothing_a_visitor_sent_is_a_label(measured: str) -> None:
    assert MARK not in measured.lower()
    assert "127.0.0.1" not in measured


def client(host: str, **settings: object) -> TestClient:
    read = Settings.model_validate({"metrics": True, **settings})
    return TestClient(create_app(FakeAssistant(ready=False), read, Cpts()), client=(host, 1))


@pytest.mark.parametrize(
    ("host", "headers", "may"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("172.20.0.9", {}, True),
        ("172.21.0.9", {}, False),
        ("203.0.113.7", {}, False),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, False),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}, False),
        ("testclient", {}, False),
    ],
)
def test_only_machines_of_ours_that_ask_by_themselves_read_them(host: str, headers: dict[str, str], may: bool) -> None:
    answer = client(host, trusted_proxies="172.20.0.0/16").get("/metrics", headers=headers)
    assert answer.status_code == (200 if may else 404)
    assert ("assistant_ready 0.0" in answer.text) is may


def test_what_is_not_ready_yet_has_refused_nobody() -> None:
    asked = client("127.0.0.1")
    assert asked.get("/health/ready").status_code == 503
    told = read(asked.get("/metrics").text)
    assert told["assistant_request_seconds_count", frozenset({"GET", "/health/ready", "503"})] == 1
    assert ("assistant_refusals_total", frozenset({"too_busy"})) not in told


def test_they_are_off_by_default() -> None:
    assert client("127.0.0.1", metrics=False).get("/metrics").status_code == 404
