"""YAML that people write: what is read of it, and how the rest is refused."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from french.refusals import FileError, nearest, shown
from french.yaml_files import Items, line_of, read_text, read_yaml

FILE = Path("a.yaml")


def _read(text: str) -> object:
    return read_yaml(FILE, text, FileError)


def _said(error: pytest.ExceptionInfo[FileError]) -> str:
    return str(error.value).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("written", ["19000", "7.5", "27.50", "0.125", "-5", "1_000"])
def test_a_number_is_exact(written: str) -> None:
    assert _read(f"a: {written}") == {"a": Decimal(written)}


def test_each_key_and_item_knows_its_line() -> None:
    tree = read_yaml(FILE, "a:\n  b: 1.50\n  c:\n    - x\n    - {d: 2024-06-22}\n", FileError)
    assert tree == {"a": {"b": Decimal("1.50"), "c": ["x", {"d": date(2024, 6, 22)}]}}
    assert [line_of(tree, path) for path in (["a"], ["a", "b"], ["a", "c", 1, "d"], ["a", "absent"])] == [1, 2, 5, 1]
    assert line_of(Items(["x"], 7, {0: 8}), [0]) == 8


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\n\tb: 2", "a.yaml, ligne 2 : trouvé « b: 2 » ; attendu des espaces pour décaler"),
        ("a: 'x\nb: 2\nc: 3", "ligne 1 : trouvé « a: 'x » ; attendu du YAML"),
        ("a: [x\nb: 2\nc: 3", "ligne 1 : trouvé « a: [x » ; attendu du YAML"),
        ("a: 1\nb: \x07", "ligne 2 : trouvé"),
        ("a: !x 1", "attendu une valeur sans étiquette"),
        ("a: *x", "un alias"),
        ("a: &x [*x]", "un alias"),
        ("a: 1\n---\nb: 1", "ligne 2 : trouvé « --- » ; attendu un seul document"),
        ("a: {b: 1, b: 2}", "ligne 1 : a : trouvé « b » ; attendu chaque clé une fois"),
        ("a: {{ b }}", "ligne 1 : a : trouvé un groupe de clés ; attendu une clé qui soit un mot"),
        ("a: {b: [x, 2024-02-30]}", "ligne 1 : a.b.1 : trouvé « 2024-02-30 » ; attendu une date"),
        ("a: 19.000", "ligne 1 : a : trouvé « 19.000 » ; attendu 19000"),
        ("a: 0b1", "ligne 1 : a : trouvé « 0b1 » ; attendu un nombre"),
    ],
)
def test_what_yaml_may_write_and_no_file_of_ours_hold_is_refused(text: str, said: str) -> None:
    with pytest.raises(FileError) as error:
        _read(text)
    assert said in _said(error)
    assert "\n" not in _said(error)


@pytest.mark.parametrize("content", [b"a: \xc3\xa9\r\n", b"\xef\xbb\xbfa: \xc3\xa9\n"])
def test_a_file_saved_on_windows_is_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.yaml").write_bytes(content)
    assert read_text(tmp_path / "a.yaml", FileError) == "a: é\n"


@pytest.mark.parametrize(
    ("content", "line"), [("a: 1\nb: é".encode("latin-1"), 2), ("a: 1".encode("utf-16"), 1)], ids=["latin-1", "utf-16"]
)
def test_another_encoding_is_refused(tmp_path: Path, content: bytes, line: int) -> None:
    (tmp_path / "a.yaml").write_bytes(content)
    with pytest.raises(FileError) as error:
        read_text(tmp_path / "a.yaml", FileError)
    assert f"a.yaml, ligne {line} : attendu du texte en UTF-8, et non en " in _said(error)


def test_what_cannot_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileError, match="c’est un dossier"):
        read_text(tmp_path, FileError)
    with pytest.raises(FileError, match="il n’y en a pas"):
        read_text(tmp_path / "absent", FileError)
    for failure, said in ((PermissionError(13, "no"), "chmod"), (OSError(5, "Input/output error"), "Input/output")):

        def refuse(path: Path, failure: OSError = failure) -> bytes:
            raise failure

        monkeypatch.setattr(Path, "read_bytes", refuse)
        with pytest.raises(FileError, match=said):
            read_text(tmp_path / "a.yaml", FileError)


def test_a_value_is_repeated_short_and_on_one_line() -> None:
    assert shown("x\n" * 500) == f"«\u00a0{'x ' * 20}…\u00a0»"
    values: list[object] = [None, True, "", "a\x07b", Decimal(5), date(2024, 1, 2), [], {}]
    assert [shown(value).replace("\u00a0", " ") for value in values] == [
        "rien", "true", "un texte vide", "« a b »", "5", "2024-01-02", "une liste", "un groupe de clés",
    ]  # fmt: skip


def test_a_near_miss_is_suggested_whatever_case_and_accents() -> None:
    assert "«\u00a0généraliste\u00a0»" in nearest("Generalistes", ["généraliste", "pédiatre"])
    assert nearest("kiné", ["généraliste", "pédiatre"]) == ""
