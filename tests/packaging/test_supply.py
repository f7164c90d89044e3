"""The chain of supply: actions pinned by commit, least rights, what is audited, a release that is what its tag says."""

import hashlib
import re
from pathlib import Path
from typing import Any

import audit
import bill
import pytest
import release
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted([*(ROOT / ".github/workflows").glob("*.yml"), *(ROOT / "docs").rglob(".github/workflows/*.yml")])
PINNED = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


_WRITES = {"actions": "read", "contents": "write", "id-token": "write"}


def read(file: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(file.read_text("utf-8"))
    return found


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_every_action_is_pinned_by_commit_with_its_version(file: Path) -> None:
    used = re.findall(r"uses: (.*)", file.read_text("utf-8"))
    assert [one for one in used if not PINNED.fullmatch(one.strip())] == []


def test_one_version_of_an_action_is_one_commit() -> None:
    used = {one for file in WORKFLOWS for one in re.findall(r"uses: (\S+@\S+ # \S+)", file.read_text("utf-8"))}
    assert len(used) == len({one.partition("@")[0] for one in used}) == 3


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_may_read_and_no_more_unless_it_releases(file: Path) -> None:
    told = read(file)
    assert told["permissions"] == {"contents": "read"}
    rights = {name: job["permissions"] for name, job in told["jobs"].items() if "permissions" in job}
    expected = {"publish": _WRITES} if file.name == "release.yml" else {}
    assert rights == expected
    assert all("timeout-minutes" in job for job in told["jobs"].values())


def test_what_may_write_runs_nothing_of_the_repository() -> None:
    steps = read(ROOT / ".github/workflows/release.yml")["jobs"]["publish"]["steps"]
    assert not any("uses" in step or re.search(r"scripts/|make |\.venv", step["run"]) for step in steps)


def test_a_step_takes_nothing_from_a_stranger_s_words() -> None:
    """What a pull request names (its title, its branch) never stands in a script."""
    for file in WORKFLOWS:
        steps = [step for job in read(file)["jobs"].values() for step in job["steps"]]
        assert not any("${{" in step.get("run", "") for step in steps), file


def test_tools_are_of_an_exact_version_and_read_the_locks() -> None:
    for tool in (audit.TOOL, bill.TOOL):
        assert re.fullmatch(r"[\w-]+==\d+\.\d+\.\d+", tool)
    asked = audit.command()
    assert {"constraints.txt", "constraints-dev.txt"} <= set(asked)
    assert "--strict" in asked
    assert all((ROOT / name).is_file() for name in asked if name.endswith(".txt"))


def test_dependabot_follows_every_folder_of_workflows() -> None:
    followed = {one["directory"] for one in read(ROOT / ".github/dependabot.yml")["updates"]}
    folders = {file.parent.relative_to(ROOT).as_posix() for file in WORKFLOWS}
    assert followed == {"/" if folder == ".github/workflows" else f"/{folder}" for folder in folders}


CHANGES = (
    "# Changelog\n\n## Unreleased\n\n### New\n\n## 0.2.0, 3 March 2027\n\n### One\n\n- Told.\n\n## 0.1.0\n\n- First.\n"
)


def test_the_notes_of_a_release_are_those_of_its_version() -> None:
    assert release.notes(CHANGES, "0.2.0") == "### One\n\n- Told.\n"
    assert release.notes(CHANGES, "0.1.0") == "- First.\n"


@pytest.mark.parametrize("version", ["0.2", "0.3.0", "0.2.01"])
def test_a_version_of_which_nothing_is_said_is_no_release(version: str) -> None:
    with pytest.raises(release.NotReadyError, match="Unreleased"):
        release.notes(CHANGES, version)


def test_a_tag_that_is_not_the_version_is_no_release() -> None:
    assert release.checked("v0.2.0", "0.2.0") == "0.2.0"
    for tag in ("0.2.0", "v0.2.1", "v0.2.0-rc1"):
        with pytest.raises(release.NotReadyError, match=tag):
            release.checked(tag, "0.2.0")


def test_the_sums_are_those_of_every_file(tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_bytes(b"wheel")
    (tmp_path / release.SUMS).write_text("old", "utf-8")
    assert release.sums(tmp_path) == f"{hashlib.sha256(b'wheel').hexdigest()}  a.whl\n"
