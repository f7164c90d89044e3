"""What keeps an index from being opened or written, in French, worded once: for readiness, `doctor`, the staff's room.

No path, address or name of the machine stands in it: anybody may read `/health/ready`.
"""

import errno

from french import HARD
from french.failures import why
from rag.e5_weights import WeightsError
from rag.unusable import Fault, SettingUnusableError

FULL = Fault("le disque est plein", f"Faites de la place{HARD}: 1{HARD}Go au moins.")
SHUT = Fault("le dossier de données ne s’ouvre pas en écriture", "Changez ses droits, ou AM_DATA_DIR.")
WEIGHTS = Fault("le modèle fourni est absent ou abîmé", f"Réinstallez{HARD}: make install, ou docker compose build.")
MEMORY = Fault("la mémoire manque", f"Donnez davantage de mémoire à l’assistant{HARD}: il en occupe de 1 à 2{HARD}Go.")
CHROMA = Fault("le serveur Chroma ne répond pas", "Démarrez-le (chroma run), ou corrigez AM_CHROMA_URL.")
MODEL = "le modèle que nomme {} n’a pas pu être chargé"
UNKNOWN = Fault("une erreur inattendue", f"Lancez{HARD}: assistant-medical doctor, puis lisez le journal du serveur.")

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SHUT = (errno.EROFS, errno.EACCES, errno.EPERM)
# Words of SQLite, which Chroma repeats in errors of its own, and of torch.
_TOLD = {
    "database or disk is full": FULL,
    "no space left on device": FULL,
    "disk i/o error": Fault("le disque refuse d’être lu ou écrit", "Vérifiez-le, et la place qu’il y reste."),
    "readonly database": SHUT,
    "permission denied": SHUT,
    "can't allocate memory": MEMORY,
    "not enough memory": MEMORY,
}


def fault_of(error: BaseException) -> Fault:
    """Return what an error comes from, its causes looked at too."""
    seen: BaseException | None = error
    while seen:
        found = getattr(seen, "fault", None) or _known(seen)
        if isinstance(found, Fault):
            return found
        seen = seen.__cause__ or seen.__context__
    return UNKNOWN


def _known(error: BaseException) -> Fault | None:
    if isinstance(error, SettingUnusableError):
        named = Fault(MODEL.format(error.setting), f"Corrigez {error.setting}.")
        return CHROMA if error.setting == "AM_CHROMA_URL" else named
    if isinstance(error, WeightsError):
        return WEIGHTS
    if isinstance(error, MemoryError):
        return MEMORY
    if isinstance(error, OSError) and error.errno:
        told = Fault(f"un fichier ne s’ouvre pas ({why(error)})", UNKNOWN.mend)
        return FULL if error.errno in _FULL else SHUT if error.errno in _SHUT else told
    said = str(error).lower()
    return next((fault for words, fault in _TOLD.items() if words in said), None)


def is_failure(error: BaseException) -> bool:
    """Whether something failed, rather than was interrupted: Chroma's Rust fails in a way of its own."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"
