"""A collector of OpenTelemetry receives a span for each answer, and nothing that a visitor sent."""

import sys
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest
from live import eventually
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from processes import free_port, running
from serving import Quiet, listening

from ui.tracing import tracing

pytest.importorskip("opentelemetry.exporter.otlp.proto.http", reason="needs the extra otel")
MARK = "zq7marque"
TRACE = "0af7651916cd43dd8448eb211c80319c"
FAST = {"OTEL_BSP_SCHEDULE_DELAY": "50"}


@pytest.fixture(scope="module")
def received() -> Iterator[list[bytes]]:
    """What a collector received of a few visits to a real server."""
    bodies: list[bytes] = []

    class Collector(Quiet, BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            body = self.rfile.read(int(self.headers["Content-Length"]))
            bodies.append(zlib.decompress(body, 31) if self.headers.get("Content-Encoding") == "gzip" else body)
            self.send_response(200)
            self.end_headers()

    headers = {"User-Agent": MARK, "traceparent": f"00-{TRACE}-b7ad6b7169203331-01", "tracestate": f"a={MARK}"}
    with (
        listening(Collector) as collector,
        running("serve", None, OTEL_EXPORTER_OTLP_ENDPOINT=collector, **FAST) as address,
    ):
        for accept in ("application/json", "text/event-stream"):
            httpx.post(
                f"{address}/api/v1/ask?{MARK}",
                json={"question": "cb pour 0,5 etp ?", "id": MARK},
                headers=headers | {"Accept": accept},
            )
        httpx.get(f"{address}/{MARK}", headers=headers)
        eventually(lambda: any(span.name == "GET other" for span in spans(bodies)))
    yield bodies


def spans(bodies: list[bytes]) -> list[Span]:
    requests = map(ExportTraceServiceRequest.FromString, bodies)
    return [
        span
        for request in requests
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


def test_each_answer_is_a_span(received: list[bytes]) -> None:
    asked = [span for span in spans(received) if span.name == "POST /api/v1/ask"]
    assert len(asked) == 2
    for span in asked:
        told = {each.key: each.value for each in span.attributes}
        assert told["http.route"].string_value == "/api/v1/ask"
        assert told["http.response.status_code"].int_value == 200
        assert told["assistant.kind"].string_value == "figure"
        assert span.kind == Span.SPAN_KIND_SERVER
        assert 0 < span.end_time_unix_nano - span.start_time_unix_nano < 60e9


def test_nothing_a_visitor_sent_is_in_them(received: list[bytes]) -> None:
    assert not [body for body in received if MARK.encode() in body or b"127.0.0.1" in body]
    assert not [span for span in spans(received) if span.trace_id.hex() == TRACE or span.parent_span_id]


def test_a_collector_that_is_away_keeps_nobody_waiting() -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    with running("serve", None, OTEL_EXPORTER_OTLP_ENDPOINT=nobody, **FAST) as address:
        for _ in range(3):
            assert httpx.post(f"{address}/api/v1/ask", json={"question": "cb pour 0,5 etp ?"}).status_code == 200


def test_without_a_collector_or_its_client_there_is_none(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    assert tracing() is None
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    assert tracing() is None
    assert "assistant-medical[otel]" in caplog.text
