"""Which files are meant by the paths given: what is not one is refused, and the search never runs in circles."""

import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from rag.readers import ReadError

MAX_BYTES = 50_000_000
Refuse = Callable[[Path, str], None]
_DENIED = "Illisible : vérifiez les droits d’accès."


def find_files(paths: Iterable[Path], refuse: Refuse) -> list[Path]:
    """Files, and all files under folders but the hidden ones, in the order of their names."""
    files: list[Path] = []
    for path in paths:
        files += _inside(path, refuse) if path.is_dir() else [path]
    return [path for path in dict.fromkeys(files) if _is_file(path, refuse)]


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises ReadError when it is empty, too big or closed to us."""
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


def _inside(folder: Path, refuse: Refuse) -> list[Path]:
    found: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=lambda error: refuse(Path(error.filename), _DENIED)):
        for name in [name for name in folders if (Path(root) / name).is_symlink()]:
            refuse(Path(root) / name, "Lien vers un dossier : donnez ce dossier lui-même.")
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += (Path(root) / name for name in names if not name.startswith("."))
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
