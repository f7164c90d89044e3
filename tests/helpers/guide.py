"""CONTRIBUTING played in a copy of the repository: its blocks are applied, its commands run, as they stand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
_LEFT = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "images", "*.egg-info")
_BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<file>\S+)(?: (?P<anchor>[^\n]+))?)?\n(?P<text>.*?)^```", re.M | re.S)


class Block(NamedTuple):
    """A fenced block: what goes into a file, after its anchor or at its end; or, without a file, commands."""

    language: str
    file: str
    anchor: str
    text: str


def blocks(heading: str) -> list[Block]:
    """Return the blocks between a heading of CONTRIBUTING and the next one of any level."""
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = guide.partition(f"# {heading}\n")[2]
    prose = _BLOCK.sub(lambda block: " " * len(block[0]), section)  # a sheet has headings of its own
    following = re.search(r"^#+ ", prose, re.M)
    end = following.start() if following else len(section)
    return [Block(*(found[name] or "" for name in Block._fields)) for found in _BLOCK.finditer(section, 0, end)]


class Copy:
    """A copy of the repository, whose own code its commands run."""

    def __init__(self, folder: Path, *applied: Block):
        self.root = shutil.copytree(ROOT, folder / "copy", ignore=_LEFT)
        self._environment = os.environ | {
            "PYTHONPATH": str(self.root),
            "AM_DATA_DIR": str(folder / "data"),
            "AM_EMBEDDING_MODEL": "lexical",
        }
        for block in applied:
            self.apply(block)

    def apply(self, block: Block) -> None:
        """Write a block where it says."""
        path = self.root / block.file
        text = path.read_text("utf-8") if path.exists() else ""
        at = _place(text, block)
        indent = _indent(text[:at], text[at:], block) if block.anchor else ""
        written = block.text.rstrip() + ",\n" if block.language == "python" and block.anchor else block.text
        path.write_text(text[:at] + textwrap.indent(written, indent) + text[at:], "utf-8")

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace every ``old`` of a file, which must hold one."""
        text = (self.root / file).read_text("utf-8")
        assert old in text, f"{file}: {old}"
        (self.root / file).write_text(text.replace(old, new), "utf-8")

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the guide with this interpreter."""
        python = f"{sys.executable} -m"
        command = command.replace(".venv/bin/python -m", python).replace(".venv/bin/assistant-medical", f"{python} cli")
        command = command.replace(".venv/bin/pytest", f"{python} pytest -q -x -p no:cacheprovider")
        return subprocess.run(  # noqa: S602 - the guide is ours, and redirects
            command, shell=True, cwd=self.root, env=self._environment, capture_output=True, text=True, check=False
        )


def _place(text: str, block: Block) -> int:
    """Return where a block goes: after its anchor, or at the end; a function before the records of its module."""
    if not block.anchor:
        return text.index("TOPICS = (\n") if block.text.startswith("def ") else len(text)
    if block.language == "python":
        return text.index("\n", text.index(block.anchor)) + 1
    at = 0
    for key in block.anchor.split("."):
        at = re.compile(rf"^ *{key}:", re.M).search(text, at).end()  # type: ignore[union-attr]
    values = re.compile(r"^( *)values:\n(?:\1 +[^\n]*\n)+", re.M).search(text, at)
    assert values, block.anchor
    return values.end()


def _indent(before: str, after: str, block: Block) -> str:
    """Return the indent of the neighbours: the days of a parameter, the records of a module."""
    days = re.findall(r"^( *)\d{4}-\d\d-\d\d:", before, re.M) if block.language == "yaml" else []
    return days[-1] if days else after[: len(after) - len(after.lstrip(" "))]
