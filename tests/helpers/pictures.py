"""Pictures of the page for the documents."""

import os
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

COLOURS = 64  # the nearest to its own: a third of the bytes, the same to the eye


def keep(page: Page, name: str, otherwise: Path, **options: Any) -> None:
    """Take the picture ``name`` in the folder SCREENSHOTS, or in ``otherwise`` where it is not set."""
    file = Path(os.environ.get("SCREENSHOTS") or otherwise) / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, **options)
    with Image.open(file) as taken:
        reduced = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    reduced.save(file, optimize=True)
    assert file.stat().st_size > 4_000  # not blank; how much more depends on the fonts of the machine
