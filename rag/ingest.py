"""Files of staff → documents. One bad file is refused with its reason; the others go on."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from rag.readers import READERS, ReadError

MAX_BYTES = 50_000_000
_MIN_LETTERS = 20


@dataclass(frozen=True)
class IngestedDocument:
    """A document read from a file; its id is the name of the file without its ending."""

    id: str
    title: str
    text: str
    path: Path
    topics: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    local: bool = True


@dataclass
class IngestReport:
    """What was read, and what was refused and why (in French, for the person who gave the files)."""

    documents: list[IngestedDocument] = field(default_factory=list)
    refused: list[tuple[Path, str]] = field(default_factory=list)
    duplicates: list[tuple[Path, Path]] = field(default_factory=list)  # the copy, the file it repeats


def ingest(paths: Iterable[Path], progress: Callable[[int, int], None] | None = None) -> IngestReport:
    """Read files, and all files under folders. Never raises for a file: see the report."""
    report = IngestReport()
    seen: dict[str, Path] = {}
    ids: dict[str, Path] = {}
    files = _files(paths, report)
    for number, path in enumerate(files, 1):
        try:
            document = _read(path)
            digest = hashlib.sha256(document.text.encode()).hexdigest()
            if digest in seen:
                report.duplicates.append((path, seen[digest]))
            elif document.id in ids:
                raise ReadError(f"« {ids[document.id].name} » porte déjà ce nom : renommez l’un des deux fichiers.")
            else:
                seen[digest] = ids[document.id] = path
                report.documents.append(document)
        except ReadError as error:
            report.refused.append((path, str(error)))
        if progress:
            progress(number, len(files))
    return report


def _files(paths: Iterable[Path], report: IngestReport) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (file for file in path.rglob("*") if file.is_file())
            files += sorted(file for file in inside if not any(p.startswith(".") for p in file.relative_to(path).parts))
        elif path.is_file():
            files.append(path)
        else:
            report.refused.append((path, "Fichier introuvable : vérifiez le chemin."))
    return list(dict.fromkeys(files))


def _read(path: Path) -> IngestedDocument:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise ReadError(f"Type de fichier non pris en charge « {path.suffix} ». Types acceptés : {known}.")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(f"Fichier trop gros ({size // 1_000_000} Mo) : 50 Mo au plus. Découpez-le.")
        content = path.read_bytes()
    except OSError as error:
        raise ReadError("Fichier illisible : vérifiez les droits d’accès.") from error
    if not content.strip():
        raise ReadError("Fichier vide.")
    read = reader(content)
    if sum(map(str.isalpha, read.text)) < _MIN_LETTERS:
        raise ReadError("Aucun texte lisible dans ce fichier.")
    matter, body = _front_matter(read.text)
    return IngestedDocument(
        id=path.stem,
        title=str(matter.get("title") or read.title or _title(body, path)),
        text=body,
        path=path,
        topics=_words(matter.get("topics")),
        regimes=_words(matter.get("regimes")),
        sources=_words(matter.get("sources")) or (path.stem,),
        valid_from=_day(matter, "valid_from"),
        valid_to=_day(matter, "valid_to"),
    )


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    if not text.startswith("---\n") or "\n---" not in text[3:]:
        return {}, text
    head, _, body = text[4:].partition("\n---")
    try:
        matter = yaml.safe_load(head)
    except yaml.YAMLError as error:
        raise ReadError("L’en-tête entre « --- » n’est pas du YAML valide : corrigez-le ou retirez-le.") from error
    return (matter, body.lstrip("-").strip()) if isinstance(matter, dict) else ({}, text)


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, Sequence) else ()


def _day(matter: dict[str, Any], name: str) -> date | None:
    value = matter.get(name)
    if value is None or (isinstance(value, date) and type(value) is date):
        return value
    raise ReadError(f"« {name} » dans l’en-tête : écrivez une date AAAA-MM-JJ, ou retirez la ligne.")


def _title(text: str, path: Path) -> str:
    """The first heading, or a short first line, or the name of the file."""
    lines = [line.strip() for line in text.splitlines() if any(map(str.isalpha, line))]
    heading = next((line.lstrip("# ") for line in lines if line.startswith("#")), "")
    first = lines[0] if len(lines[0]) <= 120 and not lines[0].startswith(("-", "|")) else ""
    return heading or first or path.stem.replace("-", " ").replace("_", " ")
