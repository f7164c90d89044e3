"""A secret in a file of its own: Docker, Kubernetes and systemd hand it so, and no list of processes shows it."""

from __future__ import annotations

from pathlib import Path

from french.failures import why
from french.refusals import FileError

_LONGEST = 8192  # bytes: more is not a secret, and a device never ends
SUFFIX = "_file"  # the setting « llm_api_key » may stand in the file that « llm_api_key_file » names


def read_secret(file: Path) -> str:
    """Return the one line of ``file``. Raise ``FileError``, which repeats nothing of it, when it cannot be one."""
    try:
        if file.exists() and not file.is_file():
            raise FileError.at(file, None, "", "un fichier ordinaire")
        with file.open("rb") as opened:
            content = opened.read(_LONGEST + 1)
    except OSError as error:
        raise FileError.at(file, None, "", f"un fichier lisible : {why(error)}") from None
    if len(content) > _LONGEST:
        raise FileError.at(file, None, "", "un secret, sur une ligne")
    try:
        lines = content.decode("utf-8-sig").split()
    except UnicodeDecodeError:
        raise FileError.at(file, None, "", "du texte en UTF-8") from None
    if len(lines) != 1:
        raise FileError.at(file, None, "", "le secret seul, sur une ligne et sans espace")
    return lines[0]


def open_to_all(file: Path) -> bool:
    """Whether any user of this machine may read ``file``."""
    return bool(file.stat().st_mode & 0o004)
