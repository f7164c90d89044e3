"""What a visitor waits for: first paint, the field ready to type in, and the weight of the page."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import Any

_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def page_times(address: str) -> dict[str, Any] | None:
    """Open ``address`` with an empty cache; ``None`` where Chromium or Playwright is not installed."""
    chromium = next(filter(None, map(shutil.which, _NAMES)), None)
    try:
        from playwright.sync_api import TimeoutError as Late  # noqa: PLC0415 — for development only: see pyproject.toml
        from playwright.sync_api import sync_playwright  # noqa: PLC0415
    except ImportError:
        return None
    if chromium is None:
        return None
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        received: list[int] = []
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        page.goto(address)
        page.get_by_label("Votre question").fill("Combien pour un mi-temps\u202f?")
        ready = page.evaluate("performance.now()")
        with suppress(Late):  # a busy machine is never idle: what came by then is the weight
            page.wait_for_load_state("networkidle", timeout=10_000)
        paint = page.evaluate(_PAINT)
        browser.close()
    return {
        "first_contentful_paint_ms": round(paint),
        "interactive_ms": round(ready),
        "weight_kb": round(sum(received) / 1024),
        "requests": len(received),
    }
