"""Nobody makes Gradio read, copy or fetch anything: whatever is posted, to every function of the simulator."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from no_way_out import enclosed
from processes import running


@dataclass(frozen=True)
class Served:
    address: str
    copies: Path
    attempts: Path
    errors: Path

    def post(self, path: str, body: object) -> tuple[int, str]:
        sent: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"json": body}
        response = httpx.post(self.address + path, timeout=20, **sent)
        return response.status_code, response.text

    def get(self, path: str) -> str:
        return httpx.get(self.address + path, timeout=20).raise_for_status().text

    def log(self) -> str:
        return self.errors.read_text("utf-8")

    def events(self, session: str) -> str:
        return self.get(f"/simulateur/gradio_api/queue/data?session_hash={session}")

    def functions(self) -> list[int]:
        return [function["id"] for function in json.loads(self.get("/simulateur/config"))["dependencies"]]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "copies").mkdir()
    environment, noted = enclosed(folder)
    log = folder / "log"
    with running(log=log, GRADIO_TEMP_DIR=str(folder / "copies"), **environment) as address:
        yield Served(address, folder / "copies", noted, log)


def _file(path: str) -> dict[str, object]:
    return {"path": path, "meta": {"_type": "gradio.FileData"}}


PATHS = ["/etc/hostname", "/proc/self/environ", "/dev/zero", "http://example.org/x", "https://192.0.2.1/x"]
PLACES = [
    lambda file: {"data": [file]},
    lambda file: {"data": ["a", None, file]},
    lambda file: {"data": [[file]]},
    lambda file: {"data": [{"a": {"b": [file]}}]},
    lambda file: {"data": file},
    lambda file: {"data": ["a"], "event_data": file},
    lambda file: {"data": ["a"], "request": file},
    lambda file: [file],
]


def test_no_file_object_enters_whatever_its_place_and_the_server_goes_on(served: Served) -> None:
    functions = served.functions()
    assert len(functions) >= 3
    for function, path, place in itertools.product(functions, PATHS, PLACES):
        body = place(_file(path))
        if isinstance(body, dict):
            body |= {"fn_index": function, "session_hash": "a"}
        code, text = served.post("/simulateur/gradio_api/queue/join", body)
        assert code == 422, (function, path, body)
        assert set(json.loads(text)["error"]) == {"field", "message", "expected"}
        assert path not in text
    assert "live" in served.get("/health/live")
    assert [copy for copy in served.copies.rglob("*") if copy.is_file()] == []
    assert not served.attempts.exists(), served.attempts.read_text()


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b'{"data": [', b"[" * 50_000, b"null", b'"a"', b'{"data": ["a"]} {"data": []}'],
    ids=range(7),
)
def test_what_is_no_object_of_scalars_is_refused(served: Served, body: bytes) -> None:
    code, _ = served.post("/simulateur/gradio_api/queue/join", body)
    assert code in (400, 422)


@pytest.mark.parametrize(
    "change",
    [
        {"fn_index": 99},
        {"fn_index": -1},
        {"data": []},
        {"data": ["a", "b"]},
        {"session_hash": "../a"},
        {"batched": True},
    ],
    ids=str,
)
def test_an_event_the_page_does_not_have_is_refused(served: Served, change: dict[str, Any]) -> None:
    body = {"data": ["a"], "fn_index": 3, "session_hash": "a", **change}
    assert served.post("/simulateur/gradio_api/queue/join", body)[0] == 422


@pytest.mark.parametrize(
    ("function", "data"),
    [(0, [True] * 11), (0, [3.5] * 11), (0, [None] * 11), (2, ["9" * 5_000] * 11), (2, [1e300] * 11), (3, [False])],
)
def test_any_scalar_is_answered_in_french(served: Served, function: int, data: list[object]) -> None:
    before = served.log()
    event = {"data": data, "fn_index": function, "session_hash": "any"}
    assert served.post("/simulateur/gradio_api/queue/join", event)[0] == 200
    assert '"success":true' in served.events("any")
    assert served.log() == before


def test_what_is_not_for_gradio_is_not_repeated(served: Served) -> None:
    answer = httpx.post(f"{served.address}/simulateur/gradio_api/queue/join", content='{"data": ["SECRET"]}')
    assert answer.status_code == 422
    assert "SECRET" not in answer.text


def test_a_listener_of_no_session_ends_without_a_traceback(served: Served) -> None:
    assert "session_not_found" in served.events("unknown")
    assert "Traceback" not in served.log()


def test_a_value_no_choice_holds_is_answered_in_french_and_not_logged(served: Served) -> None:
    form = ["SECRET", *[None] * 10]
    assert (
        served.post("/simulateur/gradio_api/queue/join", {"data": form, "fn_index": 0, "session_hash": "c"})[0] == 200
    )
    told = served.events("c")
    assert "am-" in told
    assert "not in the list" not in told
    assert "SECRET" not in served.log()


def test_the_last_of_two_equal_names_is_the_one_checked_and_the_one_given(served: Served) -> None:
    twice = b'{"data": ["a"], "data": [{"path": "/etc/hostname", "meta": {"_type": "gradio.FileData"}}]}'
    assert served.post("/simulateur/gradio_api/queue/join", twice)[0] == 422


def test_a_form_of_the_page_passes(served: Served) -> None:
    form = [0.5, *[None] * 10]
    asked = {"data": form, "fn_index": 0, "session_hash": "b", "event_data": None}
    code, text = served.post("/simulateur/gradio_api/queue/join", asked)
    assert code == 200, text
    assert "am-total__figure" in served.events("b")


@pytest.mark.parametrize("path", ["upload", "file=/etc/hostname", "proxy=http://example.org", "heartbeat/a", "run/ask"])
def test_the_doors_the_page_does_not_use_are_closed(served: Served, path: str) -> None:
    assert served.post(f"/simulateur/gradio_api/{path}", {})[0] == 404
    assert served.post(f"/embed/gradio_api/{path}", {})[0] == 404


@pytest.mark.parametrize("path", ["login", "logout", "openapi.json", "monitoring", "api/v1/nothing", "x"])
def test_what_is_not_the_page_s_is_unknown_in_french(served: Served, path: str) -> None:
    answer = httpx.get(f"{served.address}/{path}")
    assert answer.status_code == 404
    assert answer.json()["error"]["field"] == "chemin"


def test_the_panel_has_its_address_with_and_without_a_slash(served: Served) -> None:
    assert "am-compact" in httpx.get(f"{served.address}/embed", follow_redirects=True).text


@pytest.fixture(scope="module")
def unguarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Gradio as the product builds it, without the guard in front: the second lock."""
    copies = tmp_path_factory.mktemp("copies")
    with running("serve_gradio_alone", GRADIO_TEMP_DIR=str(copies)) as address:
        yield Served(address, copies, copies / "none", copies / "none")


def test_gradio_itself_checks_the_paths_of_a_mounted_page(unguarded: Served) -> None:
    body = {"data": [_file(__file__), *[None] * 10], "fn_index": 0, "session_hash": "a"}
    assert unguarded.post("/simulateur/gradio_api/queue/join", body)[0] == 200
    assert '"success":false' in unguarded.events("a")
    assert list(unguarded.copies.rglob("*.py")) == []


def test_visitors_leave_little_in_memory(unguarded: Served) -> None:
    for number in range(210):
        body = {"data": [None], "fn_index": 3, "session_hash": f"visitor-{number}"}
        assert unguarded.post("/simulateur/gradio_api/queue/join", body)[0] == 200
        unguarded.events(f"visitor-{number}")
    assert json.loads(unguarded.get("/remembered")) == 200


def test_the_queue_of_simulations_has_an_end(unguarded: Served) -> None:
    body = {"data": [0.5, *[None] * 10], "fn_index": 0, "session_hash": "waiting"}
    codes = [unguarded.post("/simulateur/gradio_api/queue/join", body)[0] for _ in range(90)]
    assert set(codes[:64]) == {200}
    assert 503 in codes
