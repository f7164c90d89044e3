"""The password of the staff's room, kept as a hash: scrypt, with its costs and its salt written in it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading

_COST, _BLOCK, _PARALLEL = 2**15, 8, 3  # 32 MiB and a quarter of a second: OWASP's second choice for scrypt
_MEMORY = 64 * 1024 * 1024  # bytes a hash may take, whatever costs it asks for
_SALT, _KEY = 16, 32  # bytes
SHORTEST, LONGEST = 12, 200  # letters
_one_at_a_time = threading.Lock()  # each takes memory: a crowd at the door waits


def hashed(password: str) -> str:
    """Return « scrypt:32768:8:3:salt:key », with no « $ »: shells and Docker Compose would read one as a variable."""
    salt = secrets.token_bytes(_SALT)
    key = _derived(password, salt, _COST, _BLOCK, _PARALLEL)
    return ":".join(["scrypt", f"{_COST}", f"{_BLOCK}", f"{_PARALLEL}", _written(salt), _written(key)])


def matches(password: str, wanted: str) -> bool:
    """Whether a password is that of a hash; takes as long whatever the answer."""
    cost, block, parallel, salt, key = _parts(wanted)
    with _one_at_a_time:
        found = _derived(password[:LONGEST], salt, cost, block, parallel)
    return hmac.compare_digest(found, key)


def checked(wanted: str) -> str:
    """Return a hash that can be compared with; raise ``ValueError`` on anything else, a bare password for one."""
    cost, block, parallel, salt, key = _parts(wanted)
    costly = cost >= 2**14 and cost & (cost - 1) == 0 and block >= 8 and 1 <= parallel <= 16
    if not costly or 128 * block * cost > _MEMORY - 2**20 or len(salt) < _SALT or len(key) != _KEY:
        raise ValueError("not a hash made by « assistant-medical password »")
    return wanted


def _parts(wanted: str) -> tuple[int, int, int, bytes, bytes]:
    scheme, *costs, salt, key = wanted.split(":")
    if scheme != "scrypt" or len(costs) != 3:
        raise ValueError("not a hash made by « assistant-medical password »")
    cost, block, parallel = map(int, costs)
    return cost, block, parallel, _read(salt), _read(key)


def _derived(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        password.encode(), salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY, dklen=_KEY
    )  # fmt: skip


def _written(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _read(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
