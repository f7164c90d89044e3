"""What of an installation belongs to the CPTS, and where each part of it is kept. The rest can be made again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from corpus.local import FOLDER as DOCUMENTS
from ui.journal import FILE as JOURNAL
from ui.settings import Settings
from ui.staff import FOLDER as ROOM
from ui.staff.audit import FILE as AUDIT
from ui.staff.sources import FILE as REREADS

_FLAT = r"(?!\.)[^/\\\x00-\x1f]+"  # one name, never hidden
_CPTS = "cpts.yaml"


@dataclass(frozen=True)
class Part:
    """One folder of the archive. ``folder`` is where its files are here; none where no setting says so."""

    name: str
    title: str  # French
    folder: Path | None
    pattern: str  # of the names it takes
    setting: str = ""  # that says where
    whole: bool = False  # putting it back also removes what it does not hold
    named: Mapping[str, Path] = field(default_factory=dict)  # files that are called otherwise here

    def takes(self, name: str) -> bool:
        """Whether a file of that name is one of its own: an archive puts nothing else anywhere."""
        return re.fullmatch(self.pattern, name) is not None

    def place(self, name: str) -> Path:
        """Return where a file goes. Raises LookupError where no setting says so."""
        if self.folder is None:
            raise LookupError(f"{self.setting} says no folder")
        return self.named.get(name, self.folder / name)

    def files(self) -> dict[str, Path]:
        """Return the files that are here, by the name they have in the archive. Raises OSError."""
        found = dict(self.named)
        if self.whole and self.folder and self.folder.is_dir():
            found |= {path.name: path for path in sorted(self.folder.iterdir())}
        return {name: path for name, path in found.items() if self.takes(name) and path.is_file()}

    def inside(self, name: str) -> str:
        """Return the path of one of its files in the archive."""
        return f"{self.name}/{name}"


def parts(settings: Settings, bank: Path | None = None, *, journal: bool = False) -> list[Part]:
    """Return the parts of an installation; ``bank`` is the folder of its questions, else the one of the settings."""
    return list(_parts(settings, bank or settings.questions_dir, journal=journal))


def _parts(settings: Settings, bank: Path | None, *, journal: bool) -> Iterator[Part]:
    data, parameters, cpts = settings.data_dir, settings.parameters_dir, settings.cpts_file
    room = data / ROOM
    yield Part("documents", "Documents", data / DOCUMENTS, rf"{_FLAT}\.md", whole=True)
    yield Part("parametres", "Valeurs", parameters, rf"{_FLAT}\.yaml", "AM_PARAMETERS_DIR", whole=True)
    yield Part(
        "cpts", "Identité", cpts.parent if cpts else None, rf"{_CPTS}|({_FLAT}/)*{_FLAT}\.(?i:png|jpe?g|webp)",
        "AM_CPTS_FILE", named={_CPTS: cpts, **_logo(cpts)} if cpts else {},
    )  # fmt: skip
    decided = {name: room / name for name in (AUDIT, REREADS)}
    yield Part("gestion", "Décisions", room, "|".join(map(re.escape, decided)), named=decided)
    yield Part("questions", "Questions d’évaluation", bank, rf"{_FLAT}\.yaml", "--bank", whole=True)
    kept = {JOURNAL: data / JOURNAL} if journal else {}
    yield Part("journal", "Journal", data, re.escape(JOURNAL), named=kept)


def _logo(cpts: Path) -> dict[str, Path]:
    """The image beside the file of the CPTS, whatever else that file says: a wrong one is kept as it is."""
    try:
        tree = yaml.safe_load(cpts.read_text("utf-8"))
        logo = cpts.parent / str(tree["logo"])
        return {logo.resolve().relative_to(cpts.parent.resolve()).as_posix(): logo}
    except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError):
        return {}
