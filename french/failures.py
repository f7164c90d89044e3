"""What the system refuses, in French: it tells it in English."""

from __future__ import annotations

import errno

_WHY = {
    errno.ENOENT: "il n’y a rien à cet endroit",
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "on ne peut rien y écrire",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "la place accordée est épuisée",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.EEXIST: "il existe déjà",
    errno.ENAMETOOLONG: "ce nom est trop long",
    errno.ELOOP: "ce lien tourne en rond",
    errno.ECONNREFUSED: "rien n’y répond",
    errno.ETIMEDOUT: "rien n’y répond",
}


def why(error: OSError) -> str:
    """Return why something could not be read or written; the words of the system where we have none."""
    return _WHY.get(error.errno or 0) or error.strerror or "illisible"
