"""The published OpenAPI, played: bodies that it allows and bodies that it forbids, each answered as it says."""

from __future__ import annotations

import json
import re
from functools import reduce
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from assistant.service import Assistant
from ui.api import create_api
from ui.journal import FILE, Journal
from ui.rate import Rate
from ui.settings import Settings

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
]


@pytest.fixture(scope="module")
def schema(opened: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The schema as the server publishes it, before the real assistant."""
    journal = Journal(tmp_path_factory.mktemp("journal") / FILE)
    app = create_api(opened, Settings(journal=True), Rate("1000000/minute", "memory://"), journal)
    return schemathesis.openapi.from_asgi("/api/openapi.json", app)


ROUTES = [
    ("POST", "/api/v1/ask"),
    ("POST", "/api/v1/simulate"),
    ("POST", "/api/v1/feedback"),
    ("GET", "/api/v1/sources"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
]


def test_no_reference_leads_nowhere(schema: Any) -> None:
    whole = schema.raw_schema
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(whole)):
        assert reduce(lambda node, name: node[name], reference.split("/"), whole)


def test_every_published_route_is_played(schema: Any) -> None:
    assert {(one.ok().method.upper(), one.ok().path) for one in schema.get_all_operations()} == set(ROUTES)


@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [
        (method, path, mode)
        for method, path in ROUTES
        for mode in GenerationMode
        if method == "POST" or mode.is_positive
    ],
)
def test_each_route_answers_as_it_says(schema: Any, method: str, path: str, mode: GenerationMode) -> None:
    @settings(max_examples=25, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def play(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    play()
