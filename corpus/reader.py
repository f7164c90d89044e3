"""Reads the corpus: ``sources.yaml``, ``disagreements.yaml``, sheets and their questions into records of ``models``."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from corpus.carried import OURS, read_markers
from corpus.checked import ANY, NOT_WRITTEN, CorpusError, Model, Names, build, keys_of
from corpus.models import Corpus, Disagreement, Document, Source
from corpus.questions import questions_of
from french.yaml_files import Fields, Items, line_of, read_text, read_yaml

FOLDER = Path(__file__).parent


def load_corpus(folder: Path = FOLDER, names: Names = ANY) -> Corpus:
    """Read the whole corpus of ``folder``, which may use ``names`` and its own sources. Raises CorpusError."""
    sources = read_sources(folder / "sources.yaml", names)
    names = names._replace(sources=sources)
    return Corpus(
        sources=sources,
        documents=tuple(read_document(path, names) for path in sorted((folder / "documents").glob("*.md"))),
        disagreements=tuple(_read_register(folder / "disagreements.yaml", Disagreement, names).values()),
    )


def read_sources(path: Path, names: Names = ANY) -> dict[str, Source]:
    """Read a register of sources: ours, or the one staff keep beside the parameters they complete.

    An id of ``names.sources`` is taken.
    """
    return _read_register(path, Source, names, taken=names.sources or ())


def read_document(path: Path, names: Names = ANY) -> Document:
    """Read one fact sheet; its sources are those its sentences name. Raises CorpusError."""
    front, first_line = _front_matter(path)
    if "sources" in front:
        expected = "rien : les phrases nomment leurs sources, comme « Oui.[^ameli-2024-06] »"
        raise CorpusError.at(path, line_of(front, ["sources"]), "sources", expected, front["sources"])
    written = front["text"].splitlines()
    text, carried = read_markers(front["text"])
    named = Items(dict.fromkeys(id_ for span in carried for id_ in span.sources if id_ != OURS))
    for index, name in enumerate(named):
        where = next(number for number, line in enumerate(written) if f"[^{name}]" in line)
        named.lines[index] = first_line + where
    front |= {"text": text, "carried": carried, "sources": named, "questions": questions_of(path)}
    front.lines["sources"] = first_line
    return build(path, Document, front, names)


def read_front_matter(path: Path, model: type[Model], names: Names = ANY, written: str | None = None) -> Model:
    """Read YAML between two ``---`` lines, then Markdown as the field ``text``. The id is the name of the file.

    ``written`` is the content of the file, where its caller decoded it.
    """
    return build(path, model, _front_matter(path, written)[0], names)


def _front_matter(path: Path, written: str | None = None) -> tuple[Fields, int]:
    """Return the fields, the Markdown as ``text``, and the line it begins on."""
    written = read_text(path, CorpusError) if written is None else written
    head, end, body = written.removeprefix("---\n").partition("\n---\n")
    if not written.startswith("---\n") or not end:
        expected = "des lignes « clé: valeur » entre deux lignes « --- », en tête du fichier"
        raise CorpusError.at(path, 1, "", expected, written.partition("\n")[0])
    front = read_yaml(path, f"\n{head}", CorpusError)  # its first line is the second of the file
    if not isinstance(front, Fields):
        raise CorpusError.at(path, 2, "", "des lignes « clé: valeur »", front)
    if front.get("id") != path.stem:
        raise CorpusError.at(path, line_of(front, ["id"]), "id", f"le nom du fichier, {path.stem}", front.get("id"))
    before = written[: len(written) - len(body.lstrip())]
    front["text"] = body.strip()
    return front, before.count("\n") + 1


def _read_register(path: Path, model: type[Model], names: Names, taken: Collection[str] = ()) -> dict[str, Model]:
    entries = read_yaml(path, read_text(path, CorpusError), CorpusError)
    if not isinstance(entries, Fields):
        found = "ce fichier est vide : remplissez-le ou retirez-le" if entries is None else "une entrée par nom"
        raise CorpusError.at(path, 1, "", f"des entrées, chacune sous son nom ; {found}", entries)
    for key, entry in entries.items():
        line = entries.lines[key]
        if key in taken:
            expected = "un autre nom : celui-ci est déjà celui d’une de nos sources"
            raise CorpusError.at(path, line, str(key), expected, str(key))
        if not isinstance(entry, Fields):
            expected = f"ses champs, décalés de deux espaces : {', '.join(keys_of(model))}"
            raise CorpusError.at(path, line, str(key), expected, entry)
        for name in entry.keys() & set(NOT_WRITTEN):
            expected = f"l’une de ces clés : {', '.join(keys_of(model))}"
            raise CorpusError.at(path, entry.lines[name], f"{key}.{name}", expected, name)
        entry["id"], entry.line = key, line
    return {key: build(path, model, entry, names) for key, entry in entries.items()}
