"""The application within what holds for every answer, those of unexpected errors included."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp

from ui.headers import Dressed
from ui.hosts import Hosts
from ui.observed import Observed, Watcher
from ui.settings import Settings


class Application(FastAPI):
    """FastAPI, whose own middlewares all stand inside what answers an unexpected error."""

    def __init__(self, settings: Settings, watchers: tuple[Watcher, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._settings = settings
        self._watchers = watchers

    def build_middleware_stack(self) -> ASGIApp:
        """Return what answers."""
        inner = Hosts(super().build_middleware_stack(), self._settings.allowed_hosts)
        return Observed(Dressed(inner, self._settings.allowed_origins), self._watchers)
