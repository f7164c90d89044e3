"""Write the locks: one version of every package, for every platform and Python promised (``make lock``)."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Set
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
RUN, DEV, HASHED, SIZES = (
    ROOT / name for name in ("constraints.txt", "constraints-dev.txt", "requirements-hashed.txt", "scripts/sizes.json")
)
# As `sys.platform` and `platform.machine()` name them, with uv's names. macOS 14 is the oldest that torch serves.
PLATFORMS = {
    "linux-x86_64": "x86_64-manylinux_2_28",
    "linux-aarch64": "aarch64-manylinux_2_28",
    "darwin-arm64": "aarch64-apple-darwin",
}
# What one machine is set to (find-links, further indexes) must not reach what every machine reads.
_OWN = {"UV_FIND_LINKS", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_TORCH_BACKEND"}
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in _OWN} | {
    "MACOSX_DEPLOYMENT_TARGET": "14.0"
}

Sizes = dict[str, int]  # of each package's largest file, in bytes


class Project:
    """What `pyproject.toml` asks for."""

    def __init__(self) -> None:
        read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        promised = SpecifierSet(read["project"]["requires-python"])
        self.pythons = [version for version in (f"3.{minor}" for minor in range(100)) if version in promised]
        self.extras = [extra for extra in read["project"]["optional-dependencies"] if extra != "dev"]
        # pip and the build back end install the project: they are pinned with what it runs on.
        self.build = [*read["build-system"]["requires"], "pip"]


def compiled(source: list[str], *options: str, extras: list[str] | None, seed: str = "", pins: str = "") -> str:
    """Return what uv resolves from ``source``, and the project with ``extras``, near ``seed`` and within ``pins``."""
    with tempfile.TemporaryDirectory() as folder:
        asked, held, seeded = (Path(folder) / name for name in ("asked.in", "held.txt", "out.txt"))
        for file, text in ((asked, "\n".join(source)), (held, pins), (seeded, seed)):
            file.write_text(text, encoding="utf-8")
        out = Path(folder) / "pylock.toml" if "--format=pylock.toml" in options else seeded
        project = ["pyproject.toml", *(f"--extra={extra}" for extra in extras)] if extras is not None else []
        quiet = ["--quiet", "--no-config", "--no-header", "--no-annotate", "--fork-strategy=fewest"]
        command = [sys.executable, "-m", "uv", "pip", "compile", *project, str(asked), *quiet, *options]
        command += [f"--constraint={held}", f"--output-file={out}"]
        done = subprocess.run(command, cwd=ROOT, env=_ENVIRONMENT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(options)}\n{done.stderr}")
        return out.read_text(encoding="utf-8")


def pinned(text: str) -> dict[str, str]:
    """Return the version of each package of a requirements file, markers and hashes left out."""
    found = re.findall(r"^([a-z0-9-]+)==([^\s;\\]+)", text, re.MULTILINE)
    if twice := sorted({name for name, version in found if dict(found)[name] != version}):
        raise SystemExit(f"No one version serves every platform: {', '.join(twice)}. Narrow them in pyproject.toml.")
    return dict(found)


def lines(pins: dict[str, str]) -> str:
    """Return the pins as they are written in a lock."""
    return "".join(f"{name}=={version}\n" for name, version in sorted(pins.items()))


def served(project: Project, platform: str, python: str, pins: str) -> Sizes:
    """Return what one promised machine needs, from wheels alone: where it is installed, nothing is compiled."""
    target = [f"--python-platform={PLATFORMS[platform]}", f"--python-version={python}"]
    wheels = ["--only-binary=:all:", "--format=pylock.toml"]
    text = compiled(project.build, *target, *wheels, extras=[*project.extras, "dev"], pins=pins)
    packages: list[dict[str, Any]] = tomllib.loads(text)["packages"]
    return {package["name"]: max(wheel["size"] for wheel in package["wheels"]) for package in packages}


def for_the_gpu(pins: dict[str, str]) -> set[str]:
    """Return what torch asks for where its default build is the GPU's (Linux), and nowhere else."""
    torch = [f"torch=={pins['torch']}"]
    linux, macos = (
        set(pinned(compiled(torch, f"--python-platform={PLATFORMS[name]}", extras=None, pins=lines(pins))))
        for name in ("linux-x86_64", "darwin-arm64")
    )
    return linux - macos


def main() -> None:
    """Resolve, check every promised machine, then write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions instead of today's pins")
    upgrade = parser.parse_args().upgrade
    project = Project()
    seed = "" if upgrade else "".join(file.read_text(encoding="utf-8") for file in (RUN, DEV) if file.exists())
    universal = ["--universal", f"--python-version={project.pythons[0]}"]
    found = pinned(compiled(project.build, *universal, extras=[*project.extras, "dev"], seed=seed))
    bare, running, developing = (
        pinned(compiled(project.build, *universal, extras=extras, pins=lines(found))).keys()
        for extras in ([], project.extras, ["dev"])
    )

    needed: dict[str, list[Sizes]] = {}
    for platform in PLATFORMS:
        needed[platform] = [served(project, platform, python, lines(found)) for python in project.pythons]
        counts = ", ".join(
            f"{len(sizes)} on {python}" for sizes, python in zip(needed[platform], project.pythons, strict=True)
        )
        print(f"{platform}: a wheel for each package ({counts})")
    pins = {name: found[name] for sizes in needed.values() for name in set().union(*sizes)}

    # torch's build differs from one index to another: it is pinned by version, and installed in a step of its own.
    apart = {"torch", *for_the_gpu(pins)}
    left_out = [f"--no-emit-package={name}" for name in sorted(apart | found.keys() - pins.keys())]
    hashed = compiled(
        project.build, *universal, "--generate-hashes", *left_out, extras=project.extras, pins=lines(found)
    )
    RUN.write_text(lines({name: version for name, version in pins.items() if name in running}), encoding="utf-8")
    DEV.write_text(lines({name: version for name, version in pins.items() if name not in running}), encoding="utf-8")
    HASHED.write_text(hashed, encoding="utf-8")
    groups = {"torch": apart, "run": bare - apart, "dev": developing - bare}
    told = {
        platform: {group: max(_megabytes(sizes, names) for sizes in all_sizes) for group, names in groups.items()}
        for platform, all_sizes in needed.items()
    }
    SIZES.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _megabytes(sizes: Sizes, names: Set[str]) -> int:
    return round(sum(size for name, size in sizes.items() if name in names) / 1_000_000)


if __name__ == "__main__":
    main()
