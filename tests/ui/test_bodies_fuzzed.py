"""Whatever is posted: an answer, or a refusal in French that names a field and repeats nothing of what was sent."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from fake import FakeAssistant
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ui.api import create_api
from ui.journal import FILE, Journal
from ui.rate import Rate
from ui.settings import Settings

MARK = "zqxj"
ROUTES = ("/api/v1/ask", "/api/v1/simulate", "/api/v1/feedback")
FIELDS = st.sampled_from(
    "question history role content as_of profile id specialty secteur etp signed_on percentile useful comment".split()
)
TEXTS = st.text(max_size=30).map(lambda text: f"{MARK}{text}") | st.sampled_from(
    ["", " ", "1e999", "-0", "2026-02-30", "\ud800", "\u0000", f"{MARK}<script>", f"{MARK}'; --", "generaliste"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from([math.nan, math.inf, 1e-9]) | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS | TEXTS, inner, max_size=5),
    max_leaves=12,
)
ALMOST = st.fixed_dictionaries({"question": TEXTS}, optional={"id": VALUES, "profile": VALUES, "history": VALUES})
BODIES = st.one_of(
    ALMOST.map(lambda value: json.dumps(value).encode()),
    VALUES.map(lambda value: json.dumps({"question": "combien ?", "id": value}).encode()),
    st.binary(max_size=200),
    VALUES.map(lambda value: json.dumps(value).encode()),
    st.dictionaries(FIELDS, VALUES, max_size=6).map(lambda value: json.dumps(value).encode()),
    st.integers(1, 5_000).map(lambda depth: b"[" * depth),
)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    journal = Journal(tmp_path_factory.mktemp("journal") / FILE)
    app = create_api(FakeAssistant(), Settings(journal=True), Rate("1000000/minute", "memory://"), journal)
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize("route", ROUTES)
@settings(max_examples=150, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=BODIES, accepted=st.sampled_from(["application/json", "text/html", "text/event-stream", "*/*", MARK]))
def test_any_body_is_answered_or_refused(door: TestClient, route: str, body: bytes, accepted: str) -> None:
    answered = door.post(route, content=body, headers={"Content-Type": "application/json", "Accept": accepted})
    assert answered.status_code in (200, 204, 422)
    if answered.status_code == 422:
        error: dict[str, Any] = answered.json()["error"]
        assert error.keys() == {"field", "message", "expected"}
        assert all(error.values())
        assert MARK not in answered.text
