"""Prepare a release: check that its tag is the version, take its notes from the CHANGELOG, and sum what it holds."""

import argparse
import hashlib
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTES, SUMS = "NOTES.md", "SHA256SUMS"


class NotReadyError(Exception):
    """What is tagged is no release; the message says what to do."""


def notes(changelog: str, version: str) -> str:
    """Return what the CHANGELOG says of a version: the text under « ## version »."""
    found = re.search(rf"^## {re.escape(version)}(?:,| |$)[^\n]*\n(.*?)(?=^## |\Z)", changelog, re.M | re.S)
    if found is None or not found[1].strip():
        raise NotReadyError(f"CHANGELOG.md says nothing under « ## {version} »: rename « ## Unreleased ».")
    return found[1].strip() + "\n"


def checked(tag: str, version: str) -> str:
    """Return the version that a tag names."""
    if tag != f"v{version}":
        raise NotReadyError(f"The tag {tag} is not v{version}, the version of pyproject.toml.")
    return version


def sums(folder: Path) -> str:
    """Return the SHA-256 of each file of a folder, as ``sha256sum --check`` reads them."""
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.name != SUMS)
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


def main() -> int:
    """Write the notes and the sums in the folder of the release."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tag", help="v0.2.0")
    parser.add_argument("folder", type=Path, help="of what was built")
    given = parser.parse_args()
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    try:
        told = notes((ROOT / "CHANGELOG.md").read_text("utf-8"), checked(given.tag, version))
    except NotReadyError as error:
        print(error, file=sys.stderr)
        return 1
    (given.folder / NOTES).write_text(told, "utf-8")
    (given.folder / SUMS).write_text(sums(given.folder), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
