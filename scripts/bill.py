"""Write the bill of materials of an environment (CycloneDX): every package in it, its version, licence and needs."""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOOL = "cyclonedx-bom==7.5.0"


def command(out: Path, python: Path) -> list[str]:
    """Return what is run: the tool in an environment of its own, so that it is not counted."""
    tool = [sys.executable, "-m", "uv", "tool", "run", "--from", TOOL, "cyclonedx-py", "environment"]
    options = ["--pyproject", str(ROOT / "pyproject.toml"), "--output-format", "JSON", "--output-reproducible"]
    return [*tool, *options, "--output-file", str(out), str(python)]


def main() -> int:
    """Write it; return the tool's exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--python", type=Path, default=ROOT / ".venv/bin/python", help="of the environment that runs")
    given = parser.parse_args()
    return subprocess.run(command(given.out, given.python), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
