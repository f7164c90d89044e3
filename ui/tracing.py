"""A span for each answer, sent by OpenTelemetry to the collector that its own variables name; none without one."""

from __future__ import annotations

import logging
import os
from importlib.metadata import version

from ui.observed import Seen, Watcher

_log = logging.getLogger(__name__)
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_NAME = "assistant-medical"


def tracing() -> Watcher | None:
    """Return what sends a span for an answer, where there is a collector.

    A span is made of what we know of the answer, once it is given. OpenTelemetry's own middleware would take the
    address, the query and the words of errors, and whatever a visitor calls the trace she says it belongs to.
    """
    if not any(os.environ.get(name) for name in _ENDPOINTS):
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 — an extra
    except ImportError:
        _log.warning("no trace is sent to the collector: pip install 'assistant-medical[otel]'")
        return None
    from opentelemetry.context import Context  # noqa: PLC0415 — as above
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 — as above
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 — as above
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 — as above
    from opentelemetry.trace import SpanKind  # noqa: PLC0415 — as above

    named = {"service.name": os.environ.get("OTEL_SERVICE_NAME") or _NAME, "service.version": version(_NAME)}
    provider = TracerProvider(resource=Resource.create(named))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    tracer = provider.get_tracer(_NAME)

    def sent(seen: Seen) -> None:
        told: dict[str, str | int | float] = {
            "http.request.method": seen.method,
            "http.route": seen.route,
            "http.response.status_code": seen.status,
            **({"assistant.kind": seen.kind} if seen.kind else {}),
            **{f"assistant.{stage}_ms": time for stage, time in seen.stages.items()},
        }
        name = f"{seen.method} {seen.route}"
        span = tracer.start_span(name, Context(), SpanKind.SERVER, told, start_time=seen.begun)
        span.end(seen.begun + seen.took)

    return sent
