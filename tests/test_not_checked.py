"""What this machine cannot check is said at the end of a run, test by test, with what to install."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

BROWSER = "needs a browser (install chromium)"


def test_without_a_browser_each_check_that_was_not_made_is_counted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-vv", "-m", "browser", "-p", "no:cacheprovider", "tests/ui"]
    environment = {**os.environ, "PATH": str(tmp_path), "CI": "", "COLUMNS": "300"}
    root = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    skipped = Counter(re.findall(r"^tests/.+? SKIPPED \((.+?)\) +\[", done.stdout, re.M))
    told = re.findall(r"^(\d+) not made: (.+)$", done.stdout, re.M)
    assert {reason: int(count) for count, reason in told} == skipped
    assert skipped[BROWSER] > len(list((root / "tests/ui").glob("test_browser*.py")))  # tests, not modules
    assert " passed" not in done.stdout
