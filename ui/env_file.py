"""The file of settings that ``AM_ENV_FILE`` names: a line a setting, as systemd, Docker Compose and a shell read it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from french.refusals import FileError
from french.yaml_files import read_text

_SETTING = re.compile(r"(?:export\s+)?([A-Za-z_]\w*)\s*=(.*)")
_QUOTED = re.compile(r"""(?:"((?:[^"\\]|\\.)*)"|'([^']*)')\s*(?:#.*)?""")
_ESCAPED = re.compile(r'\\(["\\$`])')
_COMMENT = re.compile(r"\s+#.*$")


class Line(NamedTuple):
    """What one line gives to a setting, and its number."""

    value: str
    number: int


def read_env_file(file: Path) -> dict[str, Line]:
    """Return the settings of ``file`` by name, in capitals; of one written twice, the last.

    Raise ``FileError``, which repeats no value, when it cannot be read or a line is not understood.
    """
    found: dict[str, Line] = {}
    for number, line in enumerate(read_text(file, FileError).split("\n"), 1):
        text = line.strip()
        if not text or text.startswith(("#", ";")):
            continue
        setting = _SETTING.fullmatch(text)
        if setting is None:
            expected = "« NOM=valeur », une ligne vide, ou un commentaire qui commence par #"
            raise FileError.at(file, number, "", expected)
        name, value = setting[1].upper(), setting[2]
        if name == "AM_ENV_FILE":
            raise FileError.at(file, number, name, "un autre réglage : celui-ci ne se donne que dans l’environnement")
        found[name] = Line(_value(file, number, name, value), number)
    return found


def _value(file: Path, number: int, name: str, written: str) -> str:
    plain = _COMMENT.sub("", written).strip()
    if not plain.startswith(("'", '"')):
        return plain
    quoted = _QUOTED.fullmatch(written.strip())
    if quoted is None:
        raise FileError.at(file, number, name, "un guillemet fermant sur la même ligne, et rien ensuite")
    return _ESCAPED.sub(r"\1", quoted[1]) if quoted[2] is None else quoted[2]
