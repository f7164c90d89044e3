"""Measure how soon a page is there on a slow phone: first paint, field in use, layout shift, requests and bytes.

    python scripts/paint.py http://127.0.0.1:7860

The network is that of a slow 3G (400 ms, 400 kbit/s), the processor four times slower than this machine's.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time

from playwright.sync_api import Browser, sync_playwright

PAGES = ("/", "/embed/")
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # ms, bytes/s
_SHIFTS = """new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift = (window.shift || 0) + entry.value;
}).observe({ type: "layout-shift", buffered: true })"""
_LISTENS = "() => Boolean(window.am && window.am.ask)"  # an element has the same name until our script runs
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
_LOADED = "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"


def measure(browser: Browser, url: str) -> str:
    """Return one line of figures for ``url``, opened afresh. Raise Playwright's error when it does not answer."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(_SHIFTS)
    begun = time.monotonic()
    page.goto(url, wait_until="commit")
    page.wait_for_function(_LISTENS)
    usable = time.monotonic() - begun
    page.wait_for_timeout(3_000)  # what moves late counts too
    sizes = page.evaluate(f"{_LOADED}.map((entry) => entry.transferSize)")
    told = (
        f"{url}: first paint {page.evaluate(_PAINT):.2f} s, field in use {usable:.2f} s, "
        f"shift {page.evaluate('window.shift || 0'):.3f}, {len(sizes)} requests, {sum(sizes) / 1000:.0f} kB"
    )
    context.close()
    return told


def main() -> int:
    """Print the figures of each page of a running server."""
    parser = argparse.ArgumentParser(description="Measure the page on a slow phone.")
    parser.add_argument("address", help="of a running assistant, like http://127.0.0.1:7860")
    address = parser.parse_args().address.rstrip("/")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        sys.stderr.write("No Chromium here: install the package chromium.\n")
        return 2
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for path in PAGES:
            sys.stdout.write(measure(browser, address + path) + "\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
