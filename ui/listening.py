"""The address where the page is served. It is taken before anything slow: a port that is not free is known at once."""

from __future__ import annotations

import errno
import socket

from ui.settings import SettingsError

_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 — compared with, not bound to
_WHY = {
    errno.EADDRINUSE: "ce port est pris par un autre programme",
    errno.EACCES: "ce port est réservé à l’administrateur de cette machine",
}


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens: whoever comes before the page is ready waits for it, and is not refused.

    Raise ``SettingsError`` where one cannot listen.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = family == socket.AF_INET6 and socket.has_dualstack_ipv6()
    try:
        return socket.create_server((host, port), family=family, dualstack_ipv6=both)
    except OSError as error:
        why = _WHY.get(error.errno or 0, "cette adresse n’est pas celle de cette machine")
        raise SettingsError(
            f"Impossible d’écouter sur {host}:{port}\u00a0: {why}. Changez AM_PORT ou AM_HOST."
        ) from None


def address(host: str, port: int) -> str:
    """Return what to type in a browser of this machine."""
    host = _HERE.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
