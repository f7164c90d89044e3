"""A file written whole or not at all, for this user alone: killed at any moment, the one before is still there."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """Yield where to write what a file will hold. Raises OSError."""
    handle, written = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=file.parent)  # mode 600
    try:
        with os.fdopen(handle, "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        Path(written).replace(file)
    except BaseException:
        Path(written).unlink(missing_ok=True)
        raise
