"""Write docs/reliability.md: each promise of docs/promises.yaml, the tests that hold it, and what their last run gave.

`make check` leaves what each test gave in build/tests.xml; `make load > build/load.txt` keeps what it measured, and
`make load ARGS=--long > build/load-long.txt` what a long load did.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import yaml

ROOT = Path(__file__).parents[1]
PROMISES, PAGE = ROOT / "docs/promises.yaml", ROOT / "docs/reliability.md"
HEAD = """# Ce qui est promis, et ce qui le tient

Page écrite par `make reliability`, d’après [promises.yaml](promises.yaml). Chaque promesse est tenue par des tests qui
jouent la panne, l’attaque ou la charge, sur de vrais processus chaque fois qu’il en faut un, à chaque changement.
"""
PASSED, FAILED, LEFT_OUT = "réussis", "en échec", "laissés de côté"
Run = Mapping[str, Counter[str]]  # test, or file of tests → outcome → cases


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised, and the tests that hold it: files, or functions of one (« tests/a.py::test_b »)."""

    promise: str
    tests: tuple[str, ...]


def promises(file: Path = PROMISES) -> Mapping[str, Sequence[Promise]]:
    """Return the promises of each chapter."""
    read = yaml.safe_load(file.read_text("utf-8"))
    return {title: [Promise(one["promise"], tuple(one["tests"])) for one in listed] for title, listed in read.items()}


def outcomes(file: Path) -> Run:
    """Return how many cases of each test, and of each file, passed, failed or were left out."""
    found: dict[str, Counter[str]] = {}
    for case in ElementTree.parse(file).iter("testcase"):  # noqa: S314 — written by our own run
        path = f"{case.attrib['classname'].replace('.', '/')}.py"
        kinds = {child.tag for child in case}
        outcome = FAILED if kinds & {"failure", "error"} else LEFT_OUT if "skipped" in kinds else PASSED
        for name in (path, f"{path}::{case.attrib['name'].partition('[')[0]}"):
            found.setdefault(name, Counter())[outcome] += 1
    return found


def total(promise: Promise, run: Run) -> Counter[str]:
    """Return what the tests of a promise gave together."""
    return sum((run.get(test, Counter()) for test in promise.tests), Counter[str]())


def page(given: Mapping[str, Sequence[Promise]], run: Run, measured: str) -> str:
    """Return the page: a table a chapter, then what was measured under load."""
    return "\n".join([HEAD, *_chapters(given, run), measured]).rstrip() + "\n"


def told(title: str, file: Path) -> str:
    """Return the chapter of what was measured."""
    return f"## {title}, dernière mesure\n\n```\n{file.read_text('utf-8').strip()}\n```"


def _chapters(given: Mapping[str, Sequence[Promise]], run: Run) -> Iterator[str]:
    for title, listed in given.items():
        yield f"## {title}\n\n| promesse | tests | dernier passage |\n|---|---|---|"
        for one in listed:
            links = "<br>".join(f"[{test.removeprefix('tests/')}](../{test.partition('::')[0]})" for test in one.tests)
            told = ", ".join(
                f"{outcome}\u00a0: {count}" for outcome, count in sorted(total(one, run).items(), reverse=True)
            )
            yield f"| {one.promise} | {links} | {told} |"
        yield ""


def main() -> None:
    """Write the page from the last runs; exit 1 where a promise has a test that failed, or none that passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tests", type=Path, help="what pytest wrote with --junitxml")
    parser.add_argument("--load", type=Path, help="what `make load` printed")
    parser.add_argument("--long", type=Path, help="what `make load ARGS=--long` printed")
    arguments = parser.parse_args()
    given, run = promises(), outcomes(arguments.tests)
    kept = {"Charge": arguments.load, "Longue charge": arguments.long}
    measured = (told(title, file) for title, file in kept.items() if file and file.exists())
    PAGE.write_text(page(given, run, "\n\n".join(measured)), "utf-8")
    totals = [(one, total(one, run)) for listed in given.values() for one in listed]
    broken = [one for one, found in totals if found[FAILED] or not found[PASSED]]
    for one in broken:
        print(f"not held: {one.promise} ({', '.join(one.tests)})")
    raise SystemExit(bool(broken))


if __name__ == "__main__":
    main()
