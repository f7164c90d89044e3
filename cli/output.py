"""What commands write on standard output: results, and nothing else."""

from __future__ import annotations

import json
import sys
from typing import Any


def write(text: str) -> None:
    """Write one line of result."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def write_json(value: Any, *, lines: bool = False) -> None:
    """Write ``value`` as JSON: on one line for batches, indented for people otherwise."""
    write(json.dumps(value, ensure_ascii=False, indent=None if lines else 2, allow_nan=False))
