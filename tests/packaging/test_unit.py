"""The service of systemd: it is understood, confined, and stands where the guide says."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = (ROOT / "docs/deploy/assistant-medical.service").read_text("utf-8")
INSTALL = (ROOT / "docs/install.md").read_text("utf-8")
LINES = [line.partition("=") for line in UNIT.splitlines() if "=" in line and not line.startswith("#")]
ANALYZE = shutil.which("systemd-analyze")
MOST_EXPOSED = 2.0  # of 10, as systemd counts: measured 1.7


def values(key: str) -> list[str]:
    return [value for name, _, value in LINES if name == key]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("User", "assistant"), ("ProtectSystem", "strict"), ("ProtectHome", "yes"), ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"), ("NoNewPrivileges", "yes"), ("CapabilityBoundingSet", ""), ("IPAddressDeny", "any"),
        ("IPAddressAllow", "localhost"), ("MemoryMax", "3G"), ("TasksMax", "256"), ("StateDirectoryMode", "0700"),
        ("UMask", "0077"), ("RestrictSUIDSGID", "yes"), ("SystemCallArchitectures", "native"),
    ],
)  # fmt: skip
def test_it_is_confined(key: str, value: str) -> None:
    assert values(key) == [value]


def test_what_it_names_is_what_the_guide_makes() -> None:
    assert values("ExecStart") == ["/srv/assistant/.venv/bin/assistant-medical serve"]
    assert "sudo cp -r . /srv/assistant" in INSTALL
    assert values("Environment") == ["AM_ENV_FILE=/etc/assistant-medical/reglages.env"]
    assert "/srv/assistant/docs/deploy/assistant-medical.service /etc/systemd/system/" in INSTALL
    assert f"AM_DATA_DIR=/var/lib/{values('StateDirectory')[0]}\n" in INSTALL
    credential, file = re.findall(r"^#LoadCredential=(\w+):(\S+)$", UNIT, re.M)[0]
    assert f"#Environment=AM_LLM_API_KEY_FILE=%d/{credential}\n" in UNIT
    assert f"`{file}`" in INSTALL


@pytest.mark.skipif(ANALYZE is None, reason="needs systemd-analyze (Debian: systemd)")
def test_systemd_understands_it_and_finds_it_confined(tmp_path: Path) -> None:
    assert ANALYZE
    file = tmp_path / "assistant-medical.service"
    here = re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", UNIT, flags=re.M)  # the guide's is not on this machine
    file.write_text(re.sub(r"^#(?=LoadCredential|Environment)", "", here, flags=re.M), "utf-8")
    told = subprocess.run([ANALYZE, "verify", "--man=no", str(file)], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    command = [ANALYZE, "security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSED * 10:.0f}", str(file)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
