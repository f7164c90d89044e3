"""What is said of the reader's questions: it follows the settings, so that it stays true."""

from __future__ import annotations

from urllib.parse import urlsplit

import french
from ui.settings import Settings

IN_TAB = "Dans votre navigateur, la conversation et ce que vous écrivez s’effacent quand vous fermez l’onglet."
SIMULATED = (
    "Les réponses du simulateur sont envoyées à ce serveur, qui calcule et n’en garde rien\u202f; votre navigateur les "
    "garde jusqu’à la fermeture de l’onglet."
)
_KEPT_ON = "Quelques questions, relues et sans nom, peuvent l’être plus longtemps pour vérifier les réponses."
_HERE = {"localhost", "127.0.0.1", "::1"}


def promise(settings: Settings) -> str:
    """Return the whole promise, for the footer."""
    if not settings.journal and not leaves(settings):
        return "Vos questions ne sont pas conservées et ne quittent pas ce serveur."
    return f"{kept(settings)} {sent(settings)}".strip()


def kept(settings: Settings) -> str:
    """Return whether questions and opinions are kept, for how long and why."""
    if settings.journal:
        days = "un jour" if settings.journal_days == 1 else f"{settings.journal_days} jours"
        told = f"Vos questions et vos avis sont gardés {days}, sans nom ni coordonnées, pour améliorer les réponses."
        return f"{told} {_KEPT_ON}" if settings.questions_dir and settings.admin_password else told
    return "Vos questions ne sont pas conservées."


def sent(settings: Settings) -> str:
    """Return whether questions leave this server, and for what."""
    if not leaves(settings):
        return "Vos questions ne quittent pas ce serveur."
    reworded = "Quand une explication est reformulée, votre question est envoyée à un modèle de langage extérieur."
    return f"{listened(settings)} {reworded}".strip()


def listened(settings: Settings) -> str:
    """Return that a language model hears questions, which ones and where it runs; nothing where none does."""
    if not listens(settings):
        return ""
    told = f"{french.upper_first(where(settings))} écoute aussi vos questions"
    told += "" if settings.llm_reads == "always" else " peu claires"
    return f"{told}, qui lui sont envoyées sans noms ni coordonnées." if leaves(settings) else f"{told}."


def listens(settings: Settings) -> bool:
    """Tell whether a language model hears questions."""
    return bool(settings.llm) and settings.llm_reads != "off"


def where(settings: Settings) -> str:
    """Return where the language model runs: this server, or the host or the provider it is asked of."""
    if not leaves(settings):
        return "un modèle de langage installé sur ce serveur"
    return f"un modèle de langage extérieur ({provider(settings)})"


def provider(settings: Settings) -> str:
    """Return who runs the language model: the server it is asked on, else the provider by its name."""
    return (settings.llm_base_url and urlsplit(settings.llm_base_url).hostname) or settings.llm.partition(":")[0]


def leaves(settings: Settings) -> bool:
    """Tell whether a configured language model runs elsewhere than on this machine."""
    if not settings.llm:
        return False
    if settings.llm_base_url:
        return urlsplit(settings.llm_base_url).hostname not in _HERE
    return not settings.llm.startswith("ollama:")
