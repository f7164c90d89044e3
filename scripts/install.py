"""Make the environment of the Makefile, or complete it: ``python3 scripts/install.py [--dev] [--place FOLDER]``.

It runs before anything is installed, so with the standard library alone. Staff run it: it speaks French.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import re
import shutil
import subprocess
import sys
import time
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pip_runner
from pip_runner import InstallationError, amount

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("constraints.txt", "constraints-dev.txt")
# Megabytes, measured. The index that the lock was made from does not serve torch's build for processors.
CPU_TORCH = 200
ON_DISK = 3000
ON_DISK_FOR_GPU = 7000
_PYTHON = f"{sys.version_info[0]} {sys.version_info[1]} {sys.base_prefix}"  # a corrected 3.x.y keeps its environments


class Installation:
    """One environment, ``place``/.venv, to run the assistant or also to develop it."""

    def __init__(self, place: Path, dev: bool) -> None:
        self.place, self.dev = place, dev
        self.sizes = sizes_here()
        self.venv = place / ".venv"
        self.python = self.venv / "bin" / "python"
        self.stamp = self.venv / "assistant-medical.json"
        # What the last installation wrote: for whom the environment is, and what it holds once complete.
        self.before: dict[str, str] = json.loads(self.stamp.read_text("utf-8") or "{}") if self.stamp.exists() else {}
        self.log = place / "build" / "installation.log"

    @cached_property
    def asked(self) -> dict[str, Any]:
        """Return what `pyproject.toml` asks an installation for."""
        import tomllib  # noqa: PLC0415 - Python 3.11 brings it: by now the version is checked

        read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return {name: read[name] for name in ("build-system", "project")} | {"hatch": read["tool"]["hatch"]}

    @cached_property
    def pins(self) -> dict[str, str]:
        """Return the version of each package that runs the assistant."""
        return dict(line.split("==") for line in (ROOT / LOCKS[0]).read_text(encoding="utf-8").split())

    @cached_property
    def identity(self) -> str:
        """Return what an environment cannot outlive: its paths and its Python."""
        return f"{_PYTHON} {self.venv} {ROOT}"

    @cached_property
    def content(self) -> str:
        """Return what the environment must hold, in short."""
        locks = [(ROOT / name).read_text(encoding="utf-8") for name in LOCKS]
        return hashlib.sha256("\0".join([json.dumps(self.asked), *locks]).encode()).hexdigest()

    def complete(self) -> bool:
        """Tell whether there is nothing to do: what develops also runs."""
        held = {self.before.get("dev"), self.before.get("dev" if self.dev else "run")}
        return self.before.get("identity") == self.identity and self.content in held

    def holds(self, name: str) -> bool:
        """Tell whether the environment has a package at its locked version, whatever its build."""
        return any(self.venv.glob(f"lib/python*/site-packages/{name}-{self.pins[name]}*.dist-info"))

    def pip(self, *arguments: str, at_most: int = 0) -> str:
        """Run the environment's pip."""
        return pip_runner.run(self.python, *arguments, "--no-input", log=self.log, at_most=at_most)

    def install(self, *what: str, at_most: int = 0) -> None:
        """Install ``what`` within the locks; with ``at_most`` megabytes to come, tell how far it is."""
        held = [f"--constraint={ROOT / name}" for name in LOCKS]
        shown = ["--progress-bar=raw"] if at_most else []
        self.pip("install", *held, *shown, *what, at_most=at_most)

    def environment(self) -> None:
        """Make the environment, or keep the one that an interrupted or earlier installation left in a good state."""
        print(f"1/3  Environnement Python {platform.python_version()} dans {self.venv}.", flush=True)
        if self.before.get("identity", self.identity) != self.identity or not self._works():
            done = subprocess.run(
                [sys.executable, "-m", "venv", "--clear", self.venv], capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise InstallationError(
                    f"L’environnement n’a pas pu être créé :\n{done.stderr.strip() or done.stdout.strip()}"
                )
        self.stamp.write_text(json.dumps({"identity": self.identity}), encoding="utf-8")
        self._clear_halves()
        if not (self.holds("pip") and self.holds("hatchling")):
            self.install("pip", *self.asked["build-system"]["requires"])

    def _clear_halves(self) -> None:
        """Remove what an interrupted pip left: the next would take a package half written for a whole one."""
        for left in self.venv.glob("lib/python*/site-packages/*"):
            # « ~name » is half removed; INSTALLER is written once every file of a package is in place.
            if left.name.startswith("~") or (left.suffix == ".dist-info" and not (left / "INSTALLER").exists()):
                shutil.rmtree(left)

    def _works(self) -> bool:
        asked = "import pip, sys; print(*sys.version_info[:2], sys.base_prefix)"
        try:
            done = subprocess.run([self.python, "-c", asked], capture_output=True, text=True, check=False)
        except OSError:
            return False
        return done.stdout.strip() == _PYTHON

    def torch(self) -> None:
        """Install torch: its build for processors wherever the index serves it, else after saying what comes."""
        version = self.pins["torch"]
        stage = f"2/3  PyTorch {version}"
        if self.holds("torch"):
            print(f"{stage} : déjà là.", flush=True)
            return
        answer = self.pip("index", "versions", "torch", "--json")
        served = json.loads(next(line for line in answer.splitlines() if line.startswith("{")))["versions"]
        if f"{version}+cpu" in served:
            print(f"{stage}, version pour processeur : {amount(CPU_TORCH)} au plus à télécharger.", flush=True)
            self.install(f"torch=={version}+cpu", at_most=CPU_TORCH)
            return
        to_come = self.sizes["torch"]
        if to_come > CPU_TORCH:
            print(
                f"{stage}, version pour carte graphique : {amount(to_come)} à télécharger, "
                "4,6 Go sur le disque.\n"
                "     Votre index de paquets ne sert pas la version pour processeur, qui suffit et pèse "
                f"{amount(CPU_TORCH)}.\n"
                "     Pour la prendre, interrompez (Ctrl+C) et relancez avec PIP_EXTRA_INDEX_URL=<adresse>, l’adresse "
                "étant\n     celle que donne la page « Get Started » de PyTorch pour le choix CPU.",
                flush=True,
            )
            self._room_for(ON_DISK_FOR_GPU)
        else:
            print(f"{stage} : {amount(to_come)} à télécharger.", flush=True)
        self.install(f"torch=={version}", at_most=to_come)

    def libraries(self) -> None:
        """Install the assistant and what it needs."""
        runs = self.before == {"identity": self.identity, "run": self.content}
        to_come = (0 if runs else self.sizes["run"]) + (self.sizes["dev"] if self.dev else 0)
        print(f"3/3  L’assistant et ses bibliothèques : {amount(to_come)} au plus à télécharger.", flush=True)
        self.install("--no-build-isolation", "--editable", f"{ROOT}[dev]" if self.dev else str(ROOT), at_most=to_come)
        self.pip("check")

    def run(self) -> None:
        """Install, or do nothing where nothing is missing."""
        if self.complete():
            return
        begun = time.monotonic()
        self._refuse()
        self.environment()
        self.torch()
        self.libraries()
        stamp = {"identity": self.identity, "dev" if self.dev else "run": self.content}
        self.stamp.write_text(json.dumps(stamp), encoding="utf-8")
        minutes, seconds = divmod(round(time.monotonic() - begun), 60)
        held = sum(file.lstat().st_size for file in self.venv.rglob("*")) / 1_000_000
        print(f"     Installé en {minutes} min {seconds:02} s : {amount(held)} dans {self.venv}.", flush=True)

    def _refuse(self) -> None:
        """Say what cannot work before anything is fetched."""
        if not (find_spec("venv") and find_spec("ensurepip")):
            raise InstallationError(
                "Il manque à Python de quoi créer un environnement. Sur Debian ou Ubuntu : "
                "sudo apt install python3-venv, puis relancez."
            )
        try:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            self.log.write_text("", encoding="utf-8")
        except OSError as error:
            raise InstallationError(f"Impossible d’écrire dans {self.place} : {error.strerror}.") from error
        if not self.venv.exists():
            self._room_for(ON_DISK)

    def _room_for(self, needed: int) -> None:
        free = shutil.disk_usage(self.place).free / 1_000_000
        if free < needed:
            raise InstallationError(
                f"Il faut {amount(needed)} libres sur le disque de {self.place} ; il en reste {amount(free)}."
            )


def sizes_here() -> dict[str, int]:
    """Return the megabytes to come on this kind of machine, as `scripts/lock.py` measured them."""
    kind = f"{sys.platform}-{platform.machine()}"
    served: dict[str, dict[str, int]] = json.loads((ROOT / "scripts/sizes.json").read_text(encoding="utf-8"))
    if kind not in served:
        raise InstallationError(
            f"Il faut Linux (x86-64 ou ARM 64 bits) ou un Mac Apple Silicon ; cette machine est « {kind} »."
        )
    return served[kind]


def check_python() -> None:
    """Refuse a Python that the project does not promise, in words that a much older one can still say."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    first, after = map(int, re.findall(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', text)[0])
    if not (3, first) <= sys.version_info[:2] < (3, after):
        raise InstallationError(
            f"Il faut Python 3.{first} à 3.{after - 1} ; celui-ci est {platform.python_version()}. "
            f"Avec un autre : make run PYTHON=python3.{after - 1}"
        )


def main() -> int:
    """Install; return 1 once a failure is told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what lint, types, tests and evaluation need")
    parser.add_argument("--place", type=Path, default=Path(), help="folder of .venv and build (default: this one)")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without our characters
    try:
        check_python()
        Installation(arguments.place.absolute(), arguments.dev).run()
    except InstallationError as failed:
        print(f"Installation impossible. {failed}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInstallation interrompue : relancez la même commande, elle reprendra.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
