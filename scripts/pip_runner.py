"""Run pip: its words go to a log, a line of progress to the terminal, and a failure is told in French."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

_FILE = re.compile(r"\s*(?:Downloading|Using cached|Processing) \S+\.(?:whl|tar\.gz)(?: \(([\d.]+) (kB|MB|GB)\)| |$)")
_PART = re.compile(r"Progress (\d+) of \d+")
_MEGABYTES = {"kB": 0.001, "MB": 1.0, "GB": 1000.0}
# What to do, by the words pip leaves in its log. The first that matches is told: what it hides comes after it.
_CAUSES = {
    r"No space left on device": "Le disque est plein : faites de la place, puis relancez.",
    r"Permission denied|Read-only file system": "Un dossier n’est pas accessible en écriture. Le journal dit lequel.",
    r"CERTIFICATE_VERIFY_FAILED": "Le certificat de l’index des paquets est refusé : un proxy s’interpose sans doute.\n"
    "Donnez son certificat par PIP_CERT, puis relancez.",
    r"NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|Network is unreachable"
    r"|Connection refused|Connection reset|Temporary failure in name resolution": "Le réseau ne répond pas, et "
    "l’installation télécharge des paquets.\nVérifiez la connexion (derrière un proxy : HTTPS_PROXY), puis relancez.",
    # pip's words where an index lacks a version asked for, and where it lacks one that a lock holds to.
    r"(?:No matching distribution found for|The user requested \(constraint\)) (\S+)": "L’index des paquets ne sert "
    "pas {} pour cette machine.",
}


class InstallationError(Exception):
    """What stops the installation, in words for who installs."""


def amount(megabytes: float) -> str:
    """Return a size as it is read: « 371 Mo », « 2,7 Go »."""
    text = f"{megabytes:.0f} Mo" if megabytes < 1000 else f"{megabytes / 1000:.1f} Go"
    return text.replace(".", ",").replace(" ", "\N{NO-BREAK SPACE}")


def progress(log: str, at_most: int, installed: int) -> str:
    """Return what pip has done according to its ``log``; ``installed`` packages are in place since it began."""
    if found := re.search(r"^Installing collected packages: (.+)$", log, re.MULTILINE):
        total = found[1].count(",") + 1
        return f"{min(installed, total)} paquets installés sur {total}"
    sizes = []
    for line in log.splitlines():
        if file := _FILE.match(line):
            sizes.append(float(file[1]) * _MEGABYTES[file[2]] if file[1] else 0.0)
        elif sizes and (part := _PART.match(line)):  # only large files tell their parts
            sizes[-1] = int(part[1]) / 1_000_000
    files = f"{len(sizes)} fichier{'s' if len(sizes) > 1 else ''}"
    return f"{files}, {amount(sum(sizes))} sur {amount(at_most)} au plus" if sizes else "recherche des paquets"


def cause(log: str, where: Path) -> str:
    """Return why pip failed and what to do, in one or two lines."""
    for pattern, told in _CAUSES.items():
        if found := re.search(pattern, log):
            return f"{told.format(*found.groups())}\nJournal de pip : {where}"
    return f"pip a échoué. Ses derniers mots sont dans son journal : {where}"


def run(python: Path, *arguments: str, log: Path, at_most: int = 0) -> str:
    """Run pip with ``arguments`` in the environment of ``python``; return what it wrote on its standard output."""
    command = [str(python), "-m", "pip", *arguments]
    site = next((python.parents[1] / "lib").glob("python*/site-packages"))
    before = len(list(site.glob("*.dist-info")))
    with log.open("w", encoding="utf-8") as written, Line() as line:
        pip = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.STDOUT)
        try:
            while pip.poll() is None:
                time.sleep(0.5)
                if at_most:
                    words = log.read_text(encoding="utf-8", errors="replace")
                    line.show(progress(words, at_most, len(list(site.glob("*.dist-info"))) - before))
        except KeyboardInterrupt:
            pip.wait()  # the terminal interrupted it as well; the next run completes what it leaves
            raise
    text = log.read_text(encoding="utf-8", errors="replace")
    if pip.returncode:
        raise InstallationError(cause(text, log))
    return text


class Line:
    """The line that tells how far pip is: rewritten on a terminal, a new one from time to time in a file."""

    _EVERY = 15  # seconds between two lines where they stay

    def __init__(self) -> None:
        self._stays = not sys.stdout.isatty()
        self._last, self._at = "", time.monotonic()

    def __enter__(self) -> Line:
        return self

    def show(self, text: str) -> None:
        """Tell ``text`` if it is news, and time for it."""
        if text == self._last or (self._stays and time.monotonic() - self._at < self._EVERY):
            return
        print(f"     {text}" if self._stays else f"\r\033[K     {text}", end="\n" if self._stays else "", flush=True)
        self._last, self._at = text, time.monotonic()

    def __exit__(self, *_: object) -> None:
        if self._last and not self._stays:
            print("\r\033[K", end="", flush=True)
