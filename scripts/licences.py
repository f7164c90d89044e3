"""Check the licence of everything the locks name against what pyproject.toml allows, and keep NOTICE complete.

``python scripts/licences.py`` says what is unknown or not allowed; ``--write`` writes the list of NOTICE anew.
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTICE = ROOT / "NOTICE"
RUN, DEV = ROOT / "constraints.txt", ROOT / "constraints-dev.txt"
RULES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["licences"]
HEADING = "Installed with it, each under its own licence, whose text it carries:\n\n"
# What package indexes called licences before SPDX expressions.
_CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_ID = re.compile(r"[\w.+-]+(?: WITH [\w.-]+)?")


def licence(name: str) -> str | None:
    """Return the SPDX expression of a package: as pyproject.toml read it, else as it says itself; None if neither."""
    if name in RULES["read"]:
        return str(RULES["read"][name])
    try:
        return _said(distribution(name))
    except PackageNotFoundError:  # installed on other machines only
        return None


def _said(package: Distribution) -> str | None:
    told = package.metadata.json
    if "license_expression" in told:
        return str(told["license_expression"])
    classifiers = [str(one).rpartition(" :: ")[2] for one in told.get("classifier", []) if one.startswith("License ::")]
    if classifiers and all(one in _CLASSIFIERS for one in classifiers):
        return " AND ".join(_CLASSIFIERS[one] for one in classifiers)
    field = str(told.get("license", "")).strip()
    return field if allowed(field) else None


def allowed(expression: str | None) -> bool:
    """Whether an SPDX expression can be met with allowed licences alone: one side of an OR, all of an AND."""
    if not expression:
        return False
    while inner := re.search(r"\(([^()]*)\)", expression):
        met = next(iter(RULES["allow"])) if allowed(inner[1]) else "none"
        expression = f"{expression[: inner.start()]}{met}{expression[inner.end() :]}"
    sides = [side.split(" AND ") for side in expression.split(" OR ")]
    return any(all(_ID.fullmatch(one.strip()) and one.strip() in RULES["allow"] for one in side) for side in sides)


def locked(*locks: Path) -> list[str]:
    """Return the names that the locks hold, but those that only a GPU build of PyTorch brings."""
    names = [line.partition("==")[0] for lock in locks for line in lock.read_text("utf-8").splitlines()]
    return sorted(name for name in names if not name.startswith(tuple(RULES["gpu"])))


def problems() -> Iterator[str]:
    """Yield each package whose licence is unknown or not allowed, and each that is read without need."""
    names = locked(RUN, DEV)
    for name in names:
        found = licence(name)
        if found is None:
            yield f"{name}: no licence that is known. Read it, and say what it is in [tool.licences.read]."
        elif not allowed(found):
            yield f"{name}: {found} is not allowed. See [tool.licences] in pyproject.toml."
    yield from (f"{name}: in [tool.licences.read], and in no lock." for name in sorted(set(RULES["read"]) - set(names)))


def notice() -> str:
    """Return NOTICE with its list as it should be."""
    listed = "".join(f"{name}: {licence(name)}\n" for name in locked(RUN))
    return NOTICE.read_text("utf-8").partition(HEADING)[0] + HEADING + listed


def main() -> int:
    """Check, or write; return 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the list of NOTICE anew")
    if parser.parse_args().write:
        NOTICE.write_text(notice(), "utf-8")
    found = [*problems()]
    if notice() != NOTICE.read_text("utf-8"):
        found.append("NOTICE is not complete: python scripts/licences.py --write")
    print("\n".join(found) or f"{len(locked(RUN, DEV))} packages, each under a licence that is allowed.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
