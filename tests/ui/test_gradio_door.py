"""Nobody makes Gradio read, copy or fetch anything: it shows a form, and nothing is sent to it."""

import json
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
from processes import running


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    with running() as address:
        yield f"{address}/simulateur"


def test_the_page_of_gradio_has_no_function_to_call(served: str) -> None:
    config = httpx.get(f"{served}/config", timeout=60).raise_for_status().json()
    assert config["dependencies"] == []
    shown = json.dumps(config, ensure_ascii=False)
    assert "Temps de travail de l’assistant" in shown
    assert "/home/" not in shown


def test_the_server_is_made_without_gradio() -> None:
    made = "import sys; import ui.server; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", made], check=False).returncode == 0


@pytest.mark.parametrize(
    "path", ["queue/join", "run/predict", "call/a", "component_server", "upload", "app_id", "info"]
)
@pytest.mark.parametrize("body", [b"", b"[" * 50_000, b'{"data": [{"path": "/etc/hostname"}], "fn_index": 0}'])
def test_nothing_can_be_posted_to_it(served: str, path: str, body: bytes) -> None:
    answer = httpx.post(f"{served}/gradio_api/{path}", content=body)
    assert answer.status_code == 404
    assert answer.json()["error"]["field"] == "chemin"


@pytest.mark.parametrize(
    "path",
    ["queue/data?session_hash=a", "file=/etc/hostname", "proxy=http://example.org", "heartbeat/a", "deep_link", "x"],
)
def test_the_doors_the_page_does_not_use_are_closed(served: str, path: str) -> None:
    assert httpx.get(f"{served}/gradio_api/{path}").status_code == 404
    embed = served.replace("/simulateur", "/embed")
    assert httpx.get(f"{embed}/gradio_api/{path}").status_code == 404


@pytest.mark.parametrize("path", ["login", "logout", "openapi.json", "monitoring", "api/v1/nothing", "x"])
def test_what_is_not_the_page_s_is_unknown_in_french(served: str, path: str) -> None:
    for base in (served, served.removesuffix("/simulateur")):
        answer = httpx.get(f"{base}/{path}")
        assert answer.status_code == 404
        assert answer.json()["error"]["field"] == "chemin"


def test_the_panel_has_its_address_with_and_without_a_slash(served: str) -> None:
    embed = served.replace("/simulateur", "/embed")
    assert "am-compact" in httpx.get(embed, follow_redirects=True).text
