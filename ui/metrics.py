"""Counts and times for Prometheus, by route, status and kind of answer: no content, no address."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from ui.networks import Networks
from ui.observed import Seen

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_REFUSED = {
    408: "too_slow",
    413: "too_large",
    429: "too_frequent",
    431: "too_large",
}
_FORWARDED = ("forwarded", "x-forwarded-for")


class Metrics:
    """The counts of this process. Prometheus adds up those of several by itself."""

    def __init__(self, ready: Callable[[], bool], trusted: tuple[str, ...]) -> None:
        """``trusted``: the networks that may read them, besides this machine."""
        self._trusted = Networks(("127.0.0.0/8", "::1", *trusted))
        self._registry = registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=registry)
        self._seconds = Histogram(
            "assistant_request_seconds", "Seconds from a request to the end of its answer",
            ["method", "route", "status"], buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self._kinds = Counter("assistant_answers", "Answers, by kind", ["kind"], registry=registry)
        self._refused = Counter("assistant_refusals", "Requests refused to protect all", ["why"], registry=registry)
        Gauge("assistant_ready", "Whether explanations are available", registry=registry).set_function(ready)

    def count(self, seen: Seen) -> None:
        """Count one answer."""
        self._seconds.labels(seen.method, seen.route, seen.status).observe(seen.took / 1e9)
        if seen.kind:
            self._kinds.labels(seen.kind).inc()
        if why := seen.refused or _REFUSED.get(seen.status):
            self._refused.labels(why).inc()

    def shown(self) -> Response:
        """Return them as Prometheus reads them."""
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)

    def may_be_read_by(self, scope: Scope) -> bool:
        """Whether who asks is a machine of ours that asks by itself: what a proxy passes on comes from a visitor."""
        forwarded = any(name in Headers(scope=scope) for name in _FORWARDED)
        return not forwarded and self._trusted.hold(scope.get("client"))
