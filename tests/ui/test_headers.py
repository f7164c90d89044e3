"""Every answer says what its reader’s browser may do with it, errors that nobody foresaw included."""

import re
import socket
from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest
from fake import FakeAssistant
from fastapi.testclient import TestClient
from processes import running
from staff import HASH

from rules.simulation import Simulation
from ui.cpts import Cpts
from ui.server import create_app
from ui.settings import Settings

SITE = "https://www.cpts.example"
PAGES = ("/", "/embed/", "/embed/install", "/api/docs", "/qui-repond", "/signaler", "/mentions-legales",
         "/confidentialite", "/accessibilite")  # fmt: skip
DATA = ("/api/v1/sources", "/api/openapi.json", "/health/live", "/health/ready", "/embed/v1.js", "/embed/why",
        "/am/page.css", "/favicon.ico", "/cpts/accent.css?couleur=123456", "/simulateur/config",
        "/simulateur/theme.css")  # fmt: skip
HTML = {"accept": "text/html"}


class FailingAssistant(FakeAssistant):
    def simulate(self, profile: dict[str, Any], today: date | None = None) -> Simulation:
        raise RuntimeError("the shelf fell down")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    data = tmp_path_factory.mktemp("headers")
    settings = Settings(data_dir=data, admin_password=HASH, allowed_origins=SITE)
    return TestClient(create_app(FailingAssistant(), settings, Cpts()), raise_server_exceptions=False)


def policy(answer: Any) -> dict[str, set[str]]:
    directives = (directive.split() for directive in answer.headers["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in directives}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_our_own_files_and_is_framed_by_declared_sites(client: TestClient, path: str) -> None:
    answer = client.get(path).raise_for_status()
    found = policy(answer)
    assert found["default-src"] == found["base-uri"] == {"'none'"}
    assert found["style-src"] == {"'self'"}
    assert "'self'" in found["script-src"]
    assert all(source.startswith("'sha256-") for source in found["script-src"] - {"'self'"})
    assert found["frame-ancestors"] == {"'self'", SITE}
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", answer.text)
    assert answer.headers["Cross-Origin-Opener-Policy"] == (
        "unsafe-none" if path == "/signaler" else "same-origin-allow-popups"
    )


@pytest.mark.parametrize("path", DATA)
def test_what_is_no_page_runs_nothing_and_is_framed_by_nobody(client: TestClient, path: str) -> None:
    found = policy(client.get(path))
    assert found["default-src"] == found["frame-ancestors"] == {"'none'"}
    assert not {"script-src", "style-src"} & set(found)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/api/v1/simulate", 500), ("GET", "/health/live", 200), ("GET", "/nothing", 404), ("PUT", "/", 405),
     ("POST", "/api/v1/ask", 422), ("GET", "/gestion/entrer", 403), ("GET", "/gestion/nothing", 404),
     ("GET", "/simulateur/gradio_api/queue/join", 404), ("POST", "/am/page.css", 405), ("HEAD", "/", 200)],
)  # fmt: skip
@pytest.mark.parametrize("headers", [{}, HTML])
def test_every_answer_has_them(
    client: TestClient, method: str, path: str, status: int, headers: dict[str, str]
) -> None:
    answer = client.request(method, path, headers=headers, content="{}" if method == "POST" else None)
    assert answer.status_code == status
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert {"Referrer-Policy", "Permissions-Policy", "Cross-Origin-Resource-Policy"} <= {
        name.title() for name in answer.headers
    }
    if status >= 400:
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_unexpected_error_is_french_json_with_them(client: TestClient) -> None:
    answer = client.post("/api/v1/simulate", json={"etp": 1})
    assert (answer.status_code, answer.json()["error"]["field"]) == (500, "serveur")
    assert policy(answer)["default-src"] == {"'none'"}


@pytest.mark.parametrize("path", ["/health/ready", "/api/openapi.json", "/api/docs", "/gestion/entrer"])
def test_what_the_api_and_the_staff_s_room_answer_is_kept_nowhere(client: TestClient, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "shared"),
    [("/embed/v1.js", True), ("/embed/", True), ("/am/page.css", True), ("/", False), ("/assets/x", False)],
)
def test_other_sites_load_only_what_is_made_for_them(client: TestClient, path: str, shared: bool) -> None:
    wanted = "cross-origin" if shared else "same-origin"
    assert client.get(path).headers["Cross-Origin-Resource-Policy"] == wanted


def test_a_colour_has_its_style_sheet_and_nothing_else_has(client: TestClient) -> None:
    assert "#123456" in client.get("/cpts/accent.css?couleur=123456").raise_for_status().text
    for wrong in ("", "?couleur=", "?couleur=12345", "?couleur=red%7D*%7Bx", "?couleur=1234567"):
        assert client.get(f"/cpts/accent.css{wrong}").status_code == 404, wrong


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    with running("serve_exploding") as address:
        yield address


def test_a_real_server_answers_an_unexpected_error_with_them(served: str) -> None:
    answer = httpx.post(f"{served}/api/v1/ask", json={"question": "combien ?"})
    assert (answer.status_code, answer.json()["error"]["field"]) == (500, "serveur")
    assert policy(answer)["default-src"] == {"'none'"}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("told", "promised"),
    [
        ({"X-Forwarded-Proto": "https"}, True),
        ({"X-Forwarded-Proto": "http"}, False),
        ({}, False),
        ({"X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/assistant"}, False),  # the name is another site's
    ],
)
def test_https_is_promised_where_it_was_used(served: str, told: dict[str, str], promised: bool) -> None:
    for path in ("/", "/am/page.css", "/nothing"):
        answer = httpx.get(f"{served}{path}", headers=told)
        assert ("Strict-Transport-Security" in answer.headers) is promised, path


def test_what_is_not_even_http_is_refused_with_them(served: str) -> None:
    host, port = served.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(b"B\x00NJOUR\r\n\r\n")
        told = b"".join(iter(lambda: connection.recv(4096), b"")).decode()
    assert told.startswith("HTTP/1.1 400 ")
    assert "default-src 'none'" in told
    assert "mal formée" in told
