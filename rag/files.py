"""Which files are meant by the paths given: what is not one is refused, and the search never runs in circles."""

import os
import stat
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from rag.reading.text import ReadError

MAX_BYTES = 50_000_000
Refuse = Callable[[Path, str], None]
_DENIED = "Illisible : vérifiez les droits d’accès."

# Written beside a file that is open, by Word, LibreOffice or an editor: no document of anybody.
_LOCKS = ("~$", ".~lock.")
_LONGEST_NAME = 200
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})  # controls, marks of direction, bytes that are not UTF-8


def check_name(name: str) -> None:
    """Raises ReadError for the name of a file that shows otherwise than it is, or that leads elsewhere."""
    if name.startswith(_LOCKS):
        raise ReadError("Fichier temporaire de Word ou de LibreOffice : fermez le document, et donnez-le lui-même.")
    if _hides(name):
        raise ReadError("Nom de fichier illisible (caractères invisibles, ou qui ne sont pas en UTF-8) : renommez-le.")
    if {"/", "\\"} & set(name) or name in ("", ".", "..") or len(name) > _LONGEST_NAME:
        raise ReadError("Nom de fichier impossible : donnez un nom simple, sans barre oblique, de 200 lettres au plus.")


def shown(name: str) -> str:
    """A name as a message repeats it: nothing invisible, nothing that turns the line around."""
    return "".join("\ufffd" if unicodedata.category(one) in _INVISIBLE else one for one in name)


def find_files(paths: Iterable[Path], refuse: Refuse) -> list[Path]:
    """Files, and all files under folders but the hidden and temporary ones, in the order of their names."""
    files: list[Path] = []
    for path in paths:
        files += _inside(path, refuse) if path.is_dir() else [path]
    return [path for path in dict.fromkeys(files) if _is_file(path, refuse)]


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises ReadError when it is empty, too big or closed to us, or named to deceive."""
    check_name(path.name)
    if _hides(str(path.parent)):
        raise ReadError("Nom de dossier illisible (caractères invisibles, ou qui ne sont pas en UTF-8) : renommez-le.")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(f"Fichier trop gros ({size // 1_000_000} Mo) : 50 Mo au plus. Découpez-le.")
        content = path.read_bytes()
    except OSError as error:
        raise ReadError(_DENIED) from error
    if not content.strip():
        raise ReadError("Fichier vide.")
    return content


def _hides(name: str) -> bool:
    return any(unicodedata.category(character) in _INVISIBLE for character in name)


def _inside(folder: Path, refuse: Refuse) -> list[Path]:
    found: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=lambda error: refuse(Path(error.filename), _DENIED)):
        for name in [name for name in folders if (Path(root) / name).is_symlink()]:
            refuse(Path(root) / name, "Lien vers un dossier : donnez ce dossier lui-même.")
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += (Path(root) / name for name in names if not name.startswith((".", *_LOCKS)))
    return sorted(found)


def _is_file(path: Path, refuse: Refuse) -> bool:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        refuse(path, "Lien vers un fichier absent." if path.is_symlink() else "Introuvable : vérifiez le chemin.")
    except PermissionError:
        refuse(path, _DENIED)
    except OSError:
        refuse(path, "Lien qui tourne en rond, ou chemin impossible.")
    else:
        if stat.S_ISREG(mode):
            return True
        refuse(path, "Ce n’est pas un fichier ordinaire.")  # a pipe would be waited for, a device read for ever
    return False
