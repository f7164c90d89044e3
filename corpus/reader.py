"""Reads the corpus: ``sources.yaml``, ``disagreements.yaml`` and ``documents/*.md`` into frozen, typed objects."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, TypeAdapter, ValidationError
from pydantic.functional_validators import AfterValidator

from corpus.carried import OURS, Carried, carriers, read_markers

FOLDER = Path(__file__).parent
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is ten times faster
_URL = TypeAdapter(HttpUrl)


def _checked_url(value: str) -> str:
    _URL.validate_python(value)
    return value  # as registered: pydantic would rewrite it


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Url = Annotated[str, AfterValidator(_checked_url)]


class CorpusError(ValueError):
    """The corpus cannot be read: the message names the file, the key, what was found and what was expected."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Entry):
    """A text the answers rest on. ``standing`` is the firmest this source can be; ``published`` may be partial."""

    id: Id
    title: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    published: str | None = Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    url: Url | None
    other_urls: tuple[Url, ...] = ()
    standing: Literal["official", "ameli", "public", "secondary", "unconfirmed"]
    copy_of: str | None = None  # the official text, where this one is a copy of it found elsewhere
    official_url: Url | None = None  # of the text itself
    read: Literal["full", "excerpt"]
    checked_on: date
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    file: str | None = None  # name of the original the hash was taken from
    regimes: tuple[Id, ...]
    local: bool = False


class Document(_Entry):
    """A fact sheet: one topic under one regime (none: it holds whatever the regime). ``text`` is Markdown.

    ``carried``: its sentences, and the sources that carry them; nothing in a document of the staff, its own source.
    """

    id: Id
    title: str = Field(min_length=1)
    topics: tuple[str, ...] = Field(min_length=1)
    regimes: tuple[Id, ...]
    valid_from: date | None
    valid_to: date | None
    sources: tuple[Id, ...]
    checked_on: date
    reviewed_by: str | None
    text: str
    carried: tuple[Carried, ...] = ()
    local: bool = False

    def sources_of(self, passage: str) -> tuple[str, ...]:
        """Return the sources that carry the sentences found in a passage or a quote of this sheet, first use first.

        None where the words are our own.
        """
        return carriers(passage, self.carried) if self.carried else self.sources


class Position(_Entry):
    """One side of a disagreement, with the period it is said of when that explains it."""

    value: str = Field(min_length=1)
    sources: tuple[Id, ...] = Field(min_length=1)
    period: str | None = None


class Disagreement(_Entry):
    """Sources that contradict each other: what about, who says what, the side followed and why."""

    id: Id
    what: str = Field(min_length=1)
    topics: tuple[str, ...] = Field(min_length=1)
    parameters: tuple[str, ...] = ()
    positions: tuple[Position, ...] = Field(min_length=1)
    followed: str = Field(min_length=1)
    why: str = Field(min_length=1)


class Corpus(_Entry):
    """Everything read: sources by id, fact sheets by file name, disagreements as written."""

    sources: dict[str, Source]
    documents: tuple[Document, ...]
    disagreements: tuple[Disagreement, ...]

    def sheet(self, id_: str) -> Document | None:
        """Return the fact sheet of that id, if there is one."""
        return next((document for document in self.documents if document.id == id_), None)


Model = TypeVar("Model", bound=BaseModel)


def load_corpus(folder: Path = FOLDER) -> Corpus:
    """Read the whole corpus of ``folder``. Raises CorpusError, in English, for a maintainer to act on."""
    return Corpus(
        sources=read_sources(folder / "sources.yaml"),
        documents=tuple(read_document(path) for path in sorted((folder / "documents").glob("*.md"))),
        disagreements=tuple(_read_register(folder / "disagreements.yaml", Disagreement).values()),
    )


def read_sources(path: Path) -> dict[str, Source]:
    """Read a register of sources: ours, or the one staff keep beside the parameters they complete."""
    return _read_register(path, Source)


def read_document(path: Path) -> Document:
    """Read one fact sheet; its sources are those its sentences name. Raises CorpusError."""
    front = _front_matter(path)
    if "sources" in front:
        raise CorpusError(f"{path.name}: sources found; expected none, the sentences name theirs: « Oui.[^id] »")
    text, carried = read_markers(front["text"])
    named = dict.fromkeys(id_ for span in carried for id_ in span.sources if id_ != OURS)
    return _build(path, Document, front | {"text": text, "carried": carried, "sources": tuple(named)})


def read_front_matter(path: Path, model: type[Model]) -> Model:
    """Read YAML between two ``---`` lines, then Markdown as the field ``text``. The id is the name of the file."""
    return _build(path, model, _front_matter(path))


def _front_matter(path: Path) -> dict[str, Any]:
    text = _text(path)
    head, end, body = text.removeprefix("---\n").partition("\n---\n")
    if not text.startswith("---\n") or not end:
        raise CorpusError(f"{path.name}: no front matter found; expected YAML between two '---' lines at the top")
    front = _yaml(path, head)
    if not isinstance(front, dict):
        raise CorpusError(f"{path.name}: front matter is {type(front).__name__}; expected 'key: value' lines")
    if front.get("id") != path.stem:
        raise CorpusError(f"{path.name}: id is {front.get('id')!r}; expected the file name, {path.stem!r}")
    return front | {"text": body.strip()}


def _read_register(path: Path, model: type[Model]) -> dict[str, Model]:
    entries = _yaml(path, _text(path))
    if not isinstance(entries, dict):
        raise CorpusError(f"{path.name}: top level is {type(entries).__name__}; expected one entry per id")
    for key, entry in entries.items():
        if not isinstance(entry, dict):
            raise CorpusError(f"{path.name}: {key} is {type(entry).__name__}; expected the fields of {model.__name__}")
    return {key: _build(path, model, {"id": key, **entry}) for key, entry in entries.items()}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CorpusError(f"{path.name}: {error.strerror}; expected a readable file in {path.parent}") from error
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path.name}: not UTF-8 at byte {error.start}; expected UTF-8 text") from error


class _UniqueKeys(_LOADER):  # type: ignore[misc]  # the base is chosen at run time
    """YAML silently keeps the last of two equal keys: in a register that would lose an entry."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise CorpusError(f"key {key!r} found twice; expected once")
    return dict(zip(keys, [loader.construct_object(value, deep=True) for _, value in node.value], strict=True))


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _yaml(path: Path, text: str) -> Any:
    try:
        return yaml.load(text, _UniqueKeys)  # noqa: S506  # a safe loader, with a check on top
    except CorpusError as error:
        raise CorpusError(f"{path.name}: {error}") from None
    except yaml.YAMLError as error:
        raise CorpusError(f"{path.name}: not valid YAML; {error}") from error


def _build(path: Path, model: type[Model], fields: dict[str, Any]) -> Model:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in (fields.get("id"), *first["loc"]))
        found = "nothing" if first["type"] == "missing" else repr(first["input"])
        raise CorpusError(f"{path.name}: {key}: found {found}; expected: {first['msg']}") from error
