"""The locks hold everything, once, at a version that any machine can fetch; and nothing here came from elsewhere."""

import itertools
import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
RUN, DEV = "constraints.txt", "constraints-dev.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def problems(lines: list[str]) -> list[str]:
    """Return the lines of a lock that are not one exact version of one more package, in order."""
    names = [line.partition("==")[0] for line in lines]
    return [
        line
        for number, line in enumerate(lines)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*==[0-9][a-z0-9.]*", line)  # no `@`, path, address, marker or label
        or names[number] != canonicalize_name(names[number])
        or names[number] <= (names[number - 1] if number else "")
    ]


def lines(name: str) -> list[str]:
    return (ROOT / name).read_text(encoding="utf-8").splitlines()


def pins(*names: str) -> dict[str, str]:
    return dict(line.split("==") for name in names for line in lines(name))


def hashed() -> dict[str, tuple[str, list[str]]]:
    """Return the version and the hashes of each package of the hashed lock."""
    text = (ROOT / "requirements-hashed.txt").read_text(encoding="utf-8").replace("\\\n", "")
    entry = re.compile(r"([a-z0-9-]+)==([a-z0-9.]+)(?: ; [^\\@/]+?)?((?:\s+--hash=sha256:[0-9a-f]{64})+)")
    found = [entry.fullmatch(line) for line in text.splitlines()]
    assert None not in found, text.splitlines()[found.index(None)]
    return {match[1]: (match[2], match[3].split()) for match in found if match}


@pytest.mark.parametrize(
    "line",
    [
        f"lxml-html-clean @ {Path('/srv/wheels/lxml_html_clean-0.4.6-py3-none-any.whl').as_uri()}#sha256=cc037270",
        "./wheels/lxml_html_clean-0.4.6-py3-none-any.whl",
        "https://example.org/lxml_html_clean-0.4.6-py3-none-any.whl",
        "-e .",
        "--find-links /srv/wheels",
        "jiter",
        "jiter>=0.19",
        "jiter==0.*",
        "jiter==0.19.0 ; python_version < '3.12'",
        "jiter==0.19.0 --hash=sha256:00",
        "Jiter==0.19.0",
        "jiter_x==0.19.0",
        "jiter==0.19.0+local",
        "anyio==4.16.0",  # after « h11 », which the test puts before: out of order
        "h11==0.16.0",  # twice
        "",
    ],
)
def test_a_line_only_one_machine_can_read_is_refused(line: str) -> None:
    assert problems(["h11==0.16.0", line]) == [line]


@pytest.mark.parametrize("name", [RUN, DEV])
def test_a_lock_holds_exact_versions_and_nothing_else(name: str) -> None:
    assert problems(lines(name)) == []


def test_what_runs_and_what_develops_are_apart() -> None:
    assert set(pins(RUN)) & set(pins(DEV)) == set()


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        (PROJECT["build-system"]["requires"], (RUN,)),
        (PROJECT["project"]["dependencies"], (RUN,)),
        *(
            (requirements, (RUN, DEV) if extra == "dev" else (RUN,))
            for extra, requirements in PROJECT["project"]["optional-dependencies"].items()
        ),
    ],
)
def test_the_locks_satisfy_what_the_project_asks_for(asked: list[str], held: tuple[str, ...]) -> None:
    locked = pins(*held)
    for wanted in map(Requirement, asked):
        assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)]), str(wanted)


def test_nothing_that_the_project_needs_was_chosen_outside_the_locks() -> None:
    extras = PROJECT["project"]["optional-dependencies"].values()
    asked = [*PROJECT["project"]["dependencies"], *itertools.chain(*extras), *PROJECT["build-system"]["requires"]]
    locked, installed = pins(RUN, DEV), reached(asked)
    # A local label (torch's « +cpu ») is the index's build of the same version.
    strangers = {name: version(name) for name in installed if Version(version(name)).public != locked.get(name)}
    assert "torch" in installed
    assert strangers == {}


def test_the_hashed_lock_is_the_lock_that_runs() -> None:
    locked = pins(RUN)
    assert {name: version for name, (version, _) in hashed().items()} == {
        name: version for name, version in locked.items() if name in hashed()
    }


def test_the_hashed_lock_leaves_out_torch_and_only_what_torch_alone_brings() -> None:
    apart = set(pins(RUN)) - set(hashed())
    assert "torch" in apart
    assert apart & reached(PROJECT["project"]["dependencies"], but="torch") == set()


def reached(asked: list[str], but: str = "") -> set[str]:
    """Return every installed package that ``asked`` leads to, in turn, without going through ``but``."""
    seen: set[tuple[str, str]] = set()
    queue = [Requirement(text) for text in asked]
    while queue:
        one = queue.pop()
        name = canonicalize_name(one.name)
        for extra in {"", *one.extras}:
            if name == but or (name, extra) in seen:
                continue
            try:
                texts = requires(name) or []
            except PackageNotFoundError:  # asked for on other machines only
                continue
            seen.add((name, extra))
            needed = map(Requirement, texts)
            queue += [need for need in needed if not need.marker or need.marker.evaluate({"extra": extra})]
    return {name for name, _ in seen}
