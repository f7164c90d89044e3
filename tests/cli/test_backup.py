"""What a CPTS owns is kept in one file and put back elsewhere; a file that cannot be trusted changes nothing."""

import errno
import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from cli.backups import archive, restoring
from cli.main import main

DOCUMENT = """---
id: local-pret
title: Prêt de matériel
sha256: {digest}
origin: pret.md
added_on: 2026-11-28
---

La CPTS du Val Perdu prête un électrocardiographe.
"""
VALUES = "metadata:\n  reviewed_by: Une coordinatrice\n"


class Installation:
    """The folders of one machine, and commands run there in processes of their own."""

    def __init__(self, root: Path) -> None:
        self.root, self.data, self.values, self.cpts = root, root / "data", root / "values", root / "cpts"
        self.bank = root / "bank"
        for folder in (self.data, self.values, self.cpts, self.bank):
            folder.mkdir(parents=True)
        (root / "reglages.env").write_text(
            f"AM_DATA_DIR={self.data}\nAM_PARAMETERS_DIR={self.values}\nAM_CPTS_FILE={self.cpts}/cpts.yaml\n"
            "AM_EMBEDDING_MODEL=lexical\n",
            "utf-8",
        )

    def fill(self) -> None:
        for folder in ("documents", "gestion", "index"):
            (self.data / folder).mkdir()
        (self.data / "documents" / "local-pret.md").write_text(DOCUMENT.format(digest="a" * 64), "utf-8")
        (self.data / "gestion" / "audit.jsonl").write_text("{}\n", "utf-8")
        (self.data / "gestion" / "rereads.json").write_text("{}\n", "utf-8")
        for secret in ("gestion/key", "index/current"):
            (self.data / secret).write_text("never kept", "utf-8")
        (self.values / "objectifs.yaml").write_text(VALUES, "utf-8")
        (self.cpts / "cpts.yaml").write_text("nom: CPTS du Val Perdu\nlogo: logo.png\n", "utf-8")
        (self.cpts / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        (self.bank / "notre.yaml").write_text("train: []\n", "utf-8")
        with sqlite3.connect(self.data / "journal.sqlite") as journal:
            journal.execute("CREATE TABLE questions (day TEXT)")
        journal.close()

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        environment = os.environ | {"AM_ENV_FILE": str(self.root / "reglages.env")}
        return subprocess.run(
            [sys.executable, "-m", "cli", *words], env=environment, capture_output=True, text=True, check=False
        )

    def files(self) -> dict[str, bytes]:
        found = [path for path in self.root.rglob("*") if path.is_file() and path.suffix != ".env"]
        return {str(path.relative_to(self.root)): path.read_bytes() for path in found}


@pytest.fixture
def old(tmp_path: Path) -> Installation:
    installation = Installation(tmp_path / "old")
    installation.fill()
    return installation


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    installation = Installation(tmp_path / "new")
    monkeypatch.setenv("AM_ENV_FILE", str(installation.root / "reglages.env"))
    return installation


@pytest.fixture
def there(kept: Path, new: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """The other machine, where the backup goes."""
    monkeypatch.setenv("AM_ENV_FILE", str(new.root / "reglages.env"))
    return new


@pytest.fixture
def kept(old: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AM_ENV_FILE", str(old.root / "reglages.env"))
    assert main(["backup", str(tmp_path / "cpts.zip")]) == 0
    return tmp_path / "cpts.zip"


def test_what_the_cpts_owns_goes_from_one_machine_to_another(
    old: Installation, new: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "cpts.zip"
    done = old.run("backup", str(file), "--journal", "--bank", str(old.bank))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Documents\u00a0: 1\u00a0fichier, {old.data}/documents" in done.stdout
    assert f"Sauvegarde\u00a0: {file}" in done.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    done = new.run("restore", str(file), "--bank", str(new.bank))
    assert (done.returncode, done.stderr) == (0, "")
    for folder in (new.data / "documents", new.values, new.cpts, new.data / "gestion", new.bank):
        assert f"\u00a0: {folder}" in done.stdout
    left = {"data/gestion/key", "data/index/current", "data/journal.sqlite"}
    was = {name: content for name, content in old.files().items() if name not in left}
    assert {name: content for name, content in new.files().items() if name not in left} == was
    assert not (new.data / "gestion" / "key").exists()
    with sqlite3.connect(new.data / "journal.sqlite") as journal:
        assert journal.execute("SELECT count(*) FROM questions").fetchone() == (0,)
    journal.close()
    listed = new.run("sources", "list")
    assert "local-pret" in listed.stdout


def test_nothing_is_replaced_unless_asked_and_what_was_is_kept(
    old: Installation,
    new: Installation,
    kept: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("AM_ENV_FILE", str(new.root / "reglages.env"))
    (new.data / "documents").mkdir()
    (new.data / "documents" / "local-autre.md").write_text("autre", "utf-8")
    (new.cpts / "cpts.yaml").write_text("nom: Autre CPTS\n", "utf-8")
    before = new.files()
    assert main(["restore", str(kept)]) == 1
    assert new.files() == before
    assert f"documents ({new.data}/documents) et identité ({new.cpts})" in capsys.readouterr().err
    assert main(["restore", str(kept), "--replace"]) == 0
    told = capsys.readouterr().out
    assert f"Documents, 1\u00a0ajouté et 1\u00a0retiré\u00a0: {new.data}/documents" in told
    assert (new.cpts / "cpts.yaml").read_text("utf-8") == (old.cpts / "cpts.yaml").read_text("utf-8")
    (former,) = (new.data / "backups").iterdir()
    assert str(former) in told
    assert main(["restore", str(former), "--replace"]) == 0  # back to what was, the logo aside
    assert {name: new.files()[name] for name in before} == before
    assert not (new.data / "documents" / "local-pret.md").exists()
    capsys.readouterr()
    assert main(["restore", str(former)]) == 0  # the same again: nothing to replace
    assert "1\u00a0inchangé" in capsys.readouterr().out


def test_what_is_replaced_is_kept_from_where_it_stood(kept: Path, there: Installation) -> None:
    """The image that the archive calls logo.png is none of those that the file of the CPTS here speaks of."""
    (there.cpts / "cpts.yaml").write_text("nom: Autre CPTS\nlogo: b.png\n", "utf-8")
    (there.cpts / "b.png").write_bytes(b"b")
    (there.cpts / "logo.png").write_bytes(b"another")
    before = there.files()
    assert main(["restore", str(kept), "--replace"]) == 0
    assert there.files()["cpts/logo.png"] == b"\x89PNG\r\n\x1a\n"
    (former,) = (there.data / "backups").iterdir()
    assert main(["restore", str(former), "--replace"]) == 0
    assert {name: there.files()[name] for name in before} == before


def test_a_file_put_back_is_for_who_could_read_the_one_it_replaces(kept: Path, there: Installation) -> None:
    shared = there.cpts / "cpts.yaml"
    shared.write_text("nom: Autre CPTS\n", "utf-8")
    shared.chmod(0o640)
    group = max(os.getgroups(), default=os.getgid()) if os.geteuid() else 54321
    os.chown(shared, -1, group)
    assert main(["restore", str(kept), "--replace"]) == 0
    told = shared.stat()
    assert (stat.S_IMODE(told.st_mode), told.st_gid) == (0o640, group)
    assert stat.S_IMODE((there.cpts / "logo.png").stat().st_mode) == 0o600, "new: for this user alone"


def test_a_file_whose_group_cannot_be_given_is_put_back_for_this_user_alone(
    kept: Path, there: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: int) -> NoReturn:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    shared = there.cpts / "cpts.yaml"
    shared.write_text("nom: Autre CPTS\n", "utf-8")
    shared.chmod(0o640)
    monkeypatch.setattr(os, "fchown", refused)
    assert main(["restore", str(kept), "--replace"]) == 0
    assert stat.S_IMODE(shared.stat().st_mode) == 0o600


def _again(file: Path, change: Callable[[dict[str, bytes], dict[str, object]], None], **info: int) -> None:
    """Write the archive again, its files and its manifest changed."""
    with zipfile.ZipFile(file) as was:
        manifest = json.loads(was.read(archive.MANIFEST))
        files = {name: was.read(name) for name in was.namelist() if name != archive.MANIFEST}
    change(files, manifest)
    with zipfile.ZipFile(file, "w") as made:
        for name, content in files.items():
            member = zipfile.ZipInfo(name)
            member.external_attr = info.get("mode", 0o100600) << 16
            made.writestr(member, content)
        made.writestr(archive.MANIFEST, json.dumps(manifest))


def _named(path: str, content: bytes = b"x") -> Callable[[dict[str, bytes], dict[str, object]], None]:
    def change(files: dict[str, bytes], manifest: dict[str, object]) -> None:
        files[path] = content
        entry = {"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        manifest["files"] = [*manifest["files"], entry]  # type: ignore[misc]

    return change


def _nothing(*_: object) -> None:
    pass


@pytest.mark.parametrize(
    ("change", "mode", "told"),
    [
        (_named("documents/../../../evil.md"), 0o100600, "n’est pas un fichier de l’assistant"),
        (_named("/etc/evil.md"), 0o100600, "n’est pas un fichier de l’assistant"),
        (_named("gestion/key"), 0o100600, "n’est pas un fichier de l’assistant"),
        (_named("cpts/../logo.png"), 0o100600, "n’est pas un fichier de l’assistant"),
        (_named("documents/.hidden.md"), 0o100600, "n’est pas un fichier de l’assistant"),
        (_named("documents/back\\slash.md"), 0o100600, "n’est pas un fichier de l’assistant"),
        (_nothing, 0o120777, "n’est pas un fichier ordinaire"),
        (lambda files, _: files.update({"documents/local-pret.md": b"other"}), 0o100600, "n’est pas ce qui a été"),
        (lambda files, _: files.update({"documents/local-more.md": b"more"}), 0o100600, "ceux qu’elle annonce"),
        (lambda files, _: files.pop("cpts/logo.png"), 0o100600, "ceux qu’elle annonce"),
        (lambda _, manifest: manifest.update(format=2, version="9.0"), 0o100600, "de l’assistant, 9.0"),
        (lambda _, manifest: manifest.update(format=2, version="\x1b[2J"), 0o100600, "illisible"),
        (lambda _, manifest: manifest.update(made_at="0001-01-01T00:00:00Z"), 0o100600, "illisible"),
        (lambda _, manifest: manifest.update(files="none"), 0o100600, "illisible"),
    ],
)  # fmt: skip
def test_an_archive_that_is_not_what_it_says_changes_nothing(
    kept: Path, there: Installation, capsys: pytest.CaptureFixture[str],
    change: Callable[[dict[str, bytes], dict[str, object]], None], mode: int, told: str,
) -> None:  # fmt: skip
    _again(kept, change, mode=mode)
    assert main(["restore", str(kept), "--replace"]) == 1
    said = capsys.readouterr()
    assert told in said.err
    assert "Rien n’a été changé" in said.err
    assert said.err.count("\n") == 1
    assert there.files() == {}


@pytest.mark.parametrize("spoiled", ["cut", "flipped", "text", "folder", "absent"])
def test_a_damaged_file_is_told_and_changes_nothing(
    kept: Path, there: Installation, capsys: pytest.CaptureFixture[str], spoiled: str
) -> None:
    content = bytearray(kept.read_bytes())
    kept.unlink()
    if spoiled == "cut":
        kept.write_bytes(content[: len(content) // 2])
    elif spoiled == "flipped":
        content[60:90] = bytes(30)
        kept.write_bytes(content)
    elif spoiled == "text":
        kept.write_text("une note", "utf-8")
    elif spoiled == "folder":
        kept.mkdir()
    assert main(["restore", str(kept)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert str(kept) in said
    assert there.files() == {}


def test_what_has_no_place_here_is_refused_with_the_setting_to_give(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AM_ENV_FILE")
    monkeypatch.setenv("AM_DATA_DIR", str(tmp_path / "bare"))
    assert main(["restore", str(kept)]) == 1
    assert "valeurs (AM_PARAMETERS_DIR) et identité (AM_CPTS_FILE)" in capsys.readouterr().err
    assert not (tmp_path / "bare").exists()


def test_the_questions_of_the_setting_are_kept_where_none_are_named(
    old: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AM_ENV_FILE", str(old.root / "reglages.env"))
    monkeypatch.setenv("AM_QUESTIONS_DIR", str(old.bank))
    assert main(["backup", str(tmp_path / "cpts.zip")]) == 0
    with zipfile.ZipFile(tmp_path / "cpts.zip") as written:
        assert "questions/notre.yaml" in written.namelist()


@pytest.mark.parametrize("where", ["there", "nowhere"])
def test_a_backup_never_takes_the_place_of_a_file_nor_leaves_half_of_one(
    old: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    monkeypatch.setenv("AM_ENV_FILE", str(old.root / "reglages.env"))
    file = tmp_path / "nowhere" / "cpts.zip" if where == "nowhere" else tmp_path / "cpts.zip"
    if where == "there":
        file.write_text("mine", "utf-8")
    before = sorted(tmp_path.iterdir())
    assert main(["backup", str(file)]) == 1
    said = capsys.readouterr().err
    assert ("existe déjà" in said) == (where == "there")
    assert ("il n’y a rien à cet endroit" in said) == (where == "nowhere")
    assert sorted(tmp_path.iterdir()) == before


def test_a_backup_too_large_to_be_put_back_is_not_written(
    old: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AM_ENV_FILE", str(old.root / "reglages.env"))
    monkeypatch.setattr(archive, "MOST", len(DOCUMENT) + 100)  # each of the files would be let in, not all
    assert main(["backup", str(tmp_path / "cpts.zip")]) == 1
    said = capsys.readouterr().err
    assert "trop grosse" in said
    assert said.count("\n") == 1
    assert not (tmp_path / "cpts.zip").exists()


@pytest.mark.parametrize("spoiled", ["large", "journal"])
def test_what_cannot_be_kept_before_a_restore_is_told_without_an_option_of_the_backup(
    kept: Path, there: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], spoiled: str
) -> None:
    (there.cpts / "cpts.yaml").write_text("nom: Autre CPTS\n", "utf-8")

    def refused(*_: object) -> NoReturn:
        raise archive.ArchiveError("elle est trop grosse") if spoiled == "large" else sqlite3.DatabaseError

    monkeypatch.setattr(archive, "write", refused)
    assert main(["restore", str(kept), "--replace"]) == 1
    said = capsys.readouterr().err
    assert "Rien n’a été restauré. Mettez " in said
    assert "--journal" not in said
    assert (f"La sauvegarde {there.data}/backups/avant-" in said) == (spoiled == "large")
    assert (there.cpts / "cpts.yaml").read_text("utf-8") == "nom: Autre CPTS\n"


def test_a_folder_that_cannot_be_listed_is_told(
    old: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def shut(folder: Path) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    monkeypatch.setenv("AM_ENV_FILE", str(old.root / "reglages.env"))
    monkeypatch.setattr(Path, "iterdir", shut)
    assert main(["backup", str(tmp_path / "cpts.zip")]) == 1
    assert f"{old.data}/documents\u00a0: " in capsys.readouterr().err


def test_an_empty_installation_says_which_folder_it_looked_in(
    new: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(tmp_path / "cpts.zip")]) == 1
    assert f"Rien à sauvegarder. Dossier de données\u00a0: {new.data}" in capsys.readouterr().out
    assert not (tmp_path / "cpts.zip").exists()


def test_a_disk_that_is_full_half_way_is_told_with_where_the_former_files_are(
    kept: Path, there: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(there.cpts))

    (there.cpts / "cpts.yaml").write_text("nom: Autre CPTS\n", "utf-8")
    monkeypatch.setattr(restoring, "_write", full)
    assert main(["restore", str(kept), "--replace"]) == 1
    said = capsys.readouterr().err
    assert f"{there.cpts}\u00a0: le disque est plein. Ce qui était là est dans {there.data}/backups/avant-" in said
    assert (there.cpts / "cpts.yaml").read_text("utf-8") == "nom: Autre CPTS\n"
