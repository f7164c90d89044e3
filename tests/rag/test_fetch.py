"""Pages are fetched from public addresses only, within limits, and refused with a reason otherwise."""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from rag import fetch as fetch_module
from rag.adding import Adding
from rag.fetch import fetch, is_url
from rag.reading.text import ReadError

PAGE = (
    "<html><head><title>La permanence</title><meta property='og:site_name' content='CPTS du Val'>"
    "<meta property='article:published_time' content='2025-03-12'></head><body><article><h1>La permanence</h1><p>"
    + "La permanence aide les cabinets à recruter un assistant médical près de chez eux. " * 4
    + "</p></article></body></html>"
).encode()
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE),
    "/note.md": (200, {"Content-Type": "text/plain"}, b"# Une note\n\nElle dit quelque chose d'utile."),
    "/sans-type.txt": (200, {}, b"Un texte simple, sans type de contenu."),
    "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/empty": (200, {"Content-Type": "text/html"}, b""),
    "/gzip": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"\x1f\x8b..."),
    "/gone": (404, {}, b""),
    "/moved": (302, {"Location": "/page"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            self._slowly()
            return
        status, headers, body = ANSWERS[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _slowly(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        with suppress(OSError):  # the reader has left: that is what is tested
            for _ in range(50):
                self.wfile.write(b"x")
                time.sleep(0.1)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("path", ["/page", "/moved"])
def test_a_page_is_fetched_where_its_redirection_leads(site: str, path: str) -> None:
    assert fetch(site + path, allow_private=True) == ("page.html", f"{site}/page", PAGE)


@pytest.mark.parametrize(("path", "name"), [("/note.md", "note.md"), ("/sans-type.txt", "sans-type.txt")])
def test_the_ending_follows_the_content(site: str, path: str, name: str) -> None:
    assert fetch(site + path, allow_private=True).name == name


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/image", "image/png"),
        ("/empty", "vide"),
        ("/gzip", "compressée"),
        ("/gone", "404"),
        ("/loop", "redirections"),
        ("/to-file", "http://"),
    ],
)
def test_what_cannot_be_read_is_refused(site: str, path: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        fetch(site + path, allow_private=True)


def test_a_slow_or_big_answer_is_cut(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_module, "MAX_BYTES", 100)
    with pytest.raises(ReadError, match="trop gros"):
        fetch(f"{site}/page", allow_private=True)
    monkeypatch.setattr(fetch_module, "TIMEOUT_S", 0.5)
    started = time.monotonic()
    with pytest.raises(ReadError, match="secondes"):
        fetch(f"{site}/slow", allow_private=True)
    assert time.monotonic() - started < 20  # of an answer without end


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/",
        "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://2130706433/", "http://0.0.0.0/",
        "http://224.0.0.1/", "http://user:secret@127.0.0.1/",
    ],
)  # fmt: skip
def test_a_private_address_is_refused(url: str) -> None:
    with pytest.raises(ReadError, match="réseau privé"):
        fetch(url)


def test_a_redirection_to_a_private_address_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_module, "_is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setitem(ANSWERS, "/inside", (302, {"Location": "http://10.0.0.1/"}, b""))
    with pytest.raises(ReadError, match="réseau privé"):
        fetch(f"{site}/inside")


@pytest.mark.parametrize("url", ["ftp://exemple.fr/a.pdf", "file:///etc/passwd", "http://", "https://exemple:port/"])
def test_only_web_addresses_are_taken(url: str) -> None:
    assert is_url(url)
    with pytest.raises(ReadError, match=r"http://|mal écrite"):
        fetch(url)


def test_a_page_becomes_a_local_document_that_keeps_its_address(site: str, tmp_path: Path) -> None:
    adding = Adding(tmp_path, date(2026, 11, 1), allow_private=True)
    report = adding.add([f"{site}/moved", f"{site}/gone"])
    (added,) = report.added
    assert (added.id, added.title, added.publisher) == ("local-page", "La permanence", "CPTS du Val")
    assert (added.published, added.url) == ("2025-03-12", f"{site}/page")
    assert [origin for origin, _ in report.refused] == [f"{site}/gone"]
    assert [document.id for document in adding.add([f"{site}/page"]).unchanged] == ["local-page"]
