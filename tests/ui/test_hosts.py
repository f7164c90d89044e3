"""Who we are served as: the names an installation lists, and no door that was not meant to be open."""

import json
from pathlib import Path
from typing import Any

import pytest
from fake import FakeAssistant
from fastapi.testclient import TestClient
from staff import HASH
from starlette.routing import Mount
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ui import gradio_door
from ui.cpts import Cpts
from ui.server import create_app
from ui.settings import Settings

EVIL = "evil.example"
FORGED = {"Host": EVIL, "X-Forwarded-Host": EVIL, "X-Gradio-Server": f"http://{EVIL}", "Forwarded": f"host={EVIL}"}
ABOUT = {"/qui-repond", "/signaler", "/mentions-legales", "/confidentialite", "/accessibilite"}
EMBED = {"/embed", "/embed/", "/embed/v1.js", "/embed/v2.js", "/embed/why", "/embed/install"}
API = {"/api/openapi.json", "/api/docs", "/api/v1/ask", "/api/v1/simulate", "/api/v1/sources", "/api/v1/feedback"}
FILES = {"/am", "/assets", "/cpts/logo", "/cpts/accent.css", "/favicon.ico"}
ROUTES = {"/", "/simulateur", "/simulateur/", "/health/live", "/health/ready", "/metrics", *ABOUT, *EMBED, *API, *FILES}
GRADIO = {"/config", "/theme.css", "/static/{path:path}", "/svelte/{path:path}", "/gradio_api/app_id",
          "/gradio_api/app_id/", "/gradio_api/info", "/gradio_api/info/"}  # fmt: skip


def client(**settings: object) -> TestClient:
    app = create_app(FakeAssistant(), Settings(**settings), Cpts())  # type: ignore[arg-type]  # some of them
    return TestClient(app, base_url="https://assistant.exemple.fr", raise_server_exceptions=False)


@pytest.fixture(scope="module")
def anywhere(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return client(data_dir=tmp_path_factory.mktemp("hosts"), journal=True, admin_password=HASH)


def test_the_doors_of_the_application_are_a_closed_list(anywhere: TestClient) -> None:
    assert {route.path for route in anywhere.app.routes} == ROUTES  # type: ignore[attr-defined]  # FastAPI’s


def _gradio_s() -> list[str]:
    found, waiting = [], [("", route) for route in gradio_door.opened().routes]  # type: ignore[attr-defined]  # its App
    while waiting:
        before, route = waiting.pop()
        inner = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
        prefix = getattr(route, "path", "") or getattr(getattr(route, "include_context", None), "prefix", "") or ""
        if inner and not isinstance(route, Mount):
            waiting += [(before + prefix, each) for each in inner]
        else:
            found.append(before + prefix)
    return found


def test_of_gradio_s_doors_only_those_its_form_uses_are_open(anywhere: TestClient) -> None:
    paths = _gradio_s()
    assert set(paths) >= GRADIO
    for path in paths:
        asked = f"/simulateur{path.replace('{path:path}', 'x').replace('{', '').replace('}', '')}"
        for method in ("GET", "POST", "DELETE"):
            answer = anywhere.request(method, asked, follow_redirects=False)
            may = method == "GET" and (path in GRADIO or path == "/")
            assert may or (answer.status_code, answer.json()["error"]["field"]) == (404, "chemin"), (method, path)
    for path in {path.replace("{path:path}", "x") for path in paths} - ROUTES:
        assert anywhere.get(path).status_code == 404, path


PAGES = ("/", "/embed", "/embed/", "/embed/install", "/api/docs", "/api/docs/", "/api/openapi.json", "/qui-repond",
         "/qui-repond/", "/signaler", "/am", "/simulateur", "/simulateur/", "/simulateur/config", "/simulateur/config/",
         "/simulateur/theme.css", "/nowhere", "/nowhere/", "/gestion", "/gestion/", "/gestion/entrer/",
         "/embed/why")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_the_name_a_visitor_gives_is_never_copied(anywhere: TestClient, path: str) -> None:
    for accept in ("text/html", "application/json"):
        answer = anywhere.get(path, headers={**FORGED, "accept": accept}, follow_redirects=False)
        assert EVIL not in answer.text
        assert EVIL not in str(answer.headers)


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("assistant.exemple.fr", True),
        ("ASSISTANT.exemple.fr:443", True),
        ("assistant.exemple.fr:8443", False),
        ("a.b.cpts.example", True),
        ("cpts.example", False),
        ("evil-cpts.example", False),
        ('"><x.cpts.example', False),
        ("10.0.0.3:7860", True),
        (EVIL, False),
        ("", False),
    ],
)
def test_only_the_listed_names_are_answered(host: str, ours: bool) -> None:
    listed = client(allowed_hosts="assistant.exemple.fr *.cpts.example, 10.0.0.3:7860")
    answer = listed.get("/qui-repond", headers={"Host": host})
    assert answer.status_code == (200 if ours else 400)
    if not ours:
        assert answer.json()["error"]["field"] == "hôte"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_probes_and_this_very_machine_need_no_listed_name() -> None:
    listed = client(allowed_hosts="assistant.exemple.fr")
    assert listed.get("/health/live", headers={"Host": "10.1.2.3:7860"}).status_code == 200
    here = TestClient(listed.app, base_url="http://127.0.0.1:7860", client=("127.0.0.1", 1))
    assert here.get("/").status_code == 200
    assert here.get("/", headers={"Host": EVIL}).status_code == 400


def test_a_strange_scheme_is_no_reason_to_fail() -> None:
    listed: Any = client(allowed_hosts="assistant.exemple.fr").app
    behind: Any = ProxyHeadersMiddleware(listed, "*")
    strange = TestClient(behind, base_url="http://assistant.exemple.fr")
    assert strange.get("/", headers={"X-Forwarded-Proto": "ws"}).status_code == 200


def test_a_listed_name_stands_in_what_is_shown_of_a_link() -> None:
    listed = client(allowed_hosts="assistant.exemple.fr")
    assert '<meta property="og:url" content="https://assistant.exemple.fr/">' in listed.get("/").text


def test_the_form_of_gradio_is_found_wherever_we_are_served(anywhere: TestClient) -> None:
    config = json.loads(anywhere.get("/simulateur/config").text)
    assert config["root"] == ""
    assert config["components"]


def test_what_is_no_name_is_refused_at_the_start(tmp_path: Path) -> None:
    for wrong in ("https://assistant.exemple.fr", "assistant.exemple.fr/", "*", "*.", "a*.exemple.fr"):
        with pytest.raises(ValueError, match="allowed_hosts"):
            Settings.model_validate({"allowed_hosts": wrong})
    assert Settings.model_validate({"allowed_hosts": "médecins.exemple.fr"}).allowed_hosts == (
        "xn--mdecins-bya.exemple.fr",
    )
