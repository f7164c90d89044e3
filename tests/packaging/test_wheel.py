"""The wheel runs elsewhere: nothing it needs stays in the checkout."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from processes import free_port, wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _pip("wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment that holds the wheel, and reads the libraries of this one without its editable project."""
    place = tmp_path_factory.mktemp("elsewhere")
    venv.create(place)
    site = next(place.glob("lib/python*/site-packages"))
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    _pip("--python", str(place / "bin/python"), "install", "--no-index", "--no-deps", str(wheel))
    return place


def _pip(*arguments: str) -> str:
    command = [sys.executable, "-m", "pip", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_the_rooms_and_their_data_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    rooms = ("assistant", "cli", "corpus", "eval", "french", "rag", "rules", "ui")
    left_out = (
        "assistant/exemplars/",
        "eval/baseline.json",
        "eval/test_bank.py",
    )  # read by who changes the code, not by who runs it
    tracked = {
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == {name for name in tracked if not name.startswith(left_out)}


def test_its_requirements_are_met(elsewhere: Path) -> None:
    assert "No broken requirements" in _pip("--python", str(elsewhere / "bin/python"), "check")


@pytest.fixture(scope="module")
def address(elsewhere: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the wheel from an unrelated folder, with an empty home and an empty data folder."""
    port, away = free_port(), tmp_path_factory.mktemp("away")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AM_", "PYTHON", "XDG_"))}
    (away / "home").mkdir()
    environment = kept | {"HOME": str(away / "home"), "AM_DATA_DIR": str(away / "data"), "AM_PORT": str(port)}
    command = [str(elsewhere / "bin/assistant-medical"), "serve"]
    with subprocess.Popen(command, cwd=away, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def test_the_code_that_runs_is_the_wheel_s(elsewhere: Path, tmp_path: Path) -> None:
    asked = "import rules, ui; print(rules.__file__, ui.__file__, sep='\\n')"
    command = [str(elsewhere / "bin/python"), "-c", asked]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert [Path(file).is_relative_to(elsewhere) for file in done.stdout.splitlines()] == [True, True]


def test_it_answers_a_figure(address: str) -> None:
    answer = httpx.post(f"{address}/api/v1/ask", json={"question": "cb pour 0,5 etp ?"}, timeout=60).json()
    assert answer["kind"] == "figure"
    assert "19000" in [figure["value"] for figure in answer["figures"]]
    assert "19\N{NARROW NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}€" in answer["text"]


def test_it_serves_the_page(address: str) -> None:
    page = httpx.get(f"{address}/", timeout=60)
    assert page.status_code == 200
    assert "assistant médical" in page.text
