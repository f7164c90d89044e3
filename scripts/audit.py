"""Look the locked packages up among known vulnerabilities (pip-audit), but those that SECURITY.md accepts, and why."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOOL = "pip-audit==2.10.1"
ACCEPTED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["audit"]["accepted"]


def command() -> list[str]:
    """Return what is run: nothing is installed, the exact versions of both locks are looked up."""
    ignored = [option for name in ACCEPTED for option in ("--ignore-vuln", name)]
    locks = [option for name in ("constraints.txt", "constraints-dev.txt") for option in ("--requirement", name)]
    return [
        sys.executable,
        "-m",
        "uv",
        "tool",
        "run",
        "--from",
        TOOL,
        "pip-audit",
        "--disable-pip",
        "--no-deps",
        "--strict",
        *locks,
        *ignored,
    ]


if __name__ == "__main__":
    sys.exit(subprocess.run(command(), cwd=ROOT, check=False).returncode)
