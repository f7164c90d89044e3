"""How often one address may ask. Counted in memory, or in a store shared by several servers, which may be away."""

from __future__ import annotations

import hashlib
import logging
import math
import secrets
import time
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any, cast

import limits
from limits.errors import StorageError
from starlette.concurrency import run_in_threadpool

_log = logging.getLogger(__name__)

_PATIENCE = 0.2  # seconds a shared store has to answer
_REST = 30.0  # seconds it is left alone once it did not
IN_MEMORY = "memory://"


# Simulations, one at each move on the form, are counted apart from questions, and cost the server a hundredth of them.
SIMULATIONS, TIMES = "simulate", 4


class Rate:
    """Allows each client a number of requests over a moving window. Addresses are kept as keyed hashes only."""

    def __init__(self, rate: str, storage: str = IN_MEMORY) -> None:
        """Take the rate and the storage in the notation of ``limits``, both already checked by the settings."""
        self._item = limits.parse(rate)
        self._more = type(self._item)(TIMES * self._item.amount, self._item.multiples)
        self._own = _limiter(IN_MEMORY)
        self._shared = None if storage == IN_MEMORY else _limiter(storage)
        # Servers that share a store must agree on the key; its address, which may hold a password, stays with them.
        self._key = hashlib.sha256(storage.encode()).digest() if self._shared else secrets.token_bytes(32)
        self._away_until = 0.0

    def wait(self, client: str, door: str = "") -> int:
        """Count one request of ``client``; return 0 if it may go on, else the whole seconds left to wait.

        Simulations (``door``) have an allowance of their own, four times as large: they take nothing from questions.

        May block for as long as the shared store takes, 0.2 s at most: not for the event loop. A store that is away
        refuses nobody: this server counts alone meanwhile.
        """
        item, apart = (self._more, f" {door}") if door == SIMULATIONS else (self._item, "")
        name = hashlib.blake2b(f"{_subscriber(client)}{apart}".encode(), key=self._key, digest_size=16).hexdigest()
        if self._shared and time.monotonic() >= self._away_until:
            try:
                return _left(self._shared, item, name)
            except StorageError as error:
                self._away_until = time.monotonic() + _REST
                _log.warning(
                    "AM_RATE_LIMIT_STORAGE does not answer (%s): each server counts alone for %d s",
                    type(error.storage_error).__name__, _REST,
                )  # fmt: skip
        return _left(self._own, item, name)

    async def wait_aside(self, client: str, door: str = "") -> int:
        """Return what ``wait`` returns, without holding up the event loop."""
        return await run_in_threadpool(self.wait, client, door) if self._shared else self.wait(client, door)


def _left(limiter: limits.strategies.RateLimiter, item: limits.RateLimitItem, name: str) -> int:
    if limiter.hit(item, name):
        return 0
    frees = limiter.get_window_stats(item, name).reset_time  # when the oldest request leaves the window
    return max(1, math.ceil(frees - time.time()))


def answers(storage: str) -> bool:
    """Whether a shared store answers, in the time that servers leave it."""
    try:
        return _opened(storage).check()
    except StorageError:
        return False


def _subscriber(client: str) -> str:
    """Return who stands behind an address, however it is spelt: in IPv6, a subscriber has a whole /64."""
    try:
        address = ip_address(client.partition("%")[0])
    except ValueError:
        return client
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, 64), strict=False))


def _limiter(storage: str) -> limits.strategies.RateLimiter:
    return limits.strategies.MovingWindowRateLimiter(_opened(storage))


def _opened(storage: str) -> limits.storage.Storage:
    opened = limits.storage.storage_from_string(storage, wrap_exceptions=True, **_impatient(storage))
    return cast("limits.storage.Storage", opened)  # never one of its asynchronous ones


def _impatient(storage: str) -> dict[str, Any]:
    """Return what keeps Redis's client from waiting, and from trying again, behind a doctor's back."""
    if not storage.startswith("redis"):
        return {}
    from redis.backoff import NoBackoff  # noqa: PLC0415 — an extra, needed only where the setting names it
    from redis.retry import Retry  # noqa: PLC0415

    return {"socket_timeout": _PATIENCE, "socket_connect_timeout": _PATIENCE, "retry": Retry(NoBackoff(), 0)}
