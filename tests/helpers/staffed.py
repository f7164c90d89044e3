"""An assistant over the documents of a CPTS; what it searches of our sheets is those that speak of one."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from answers import TODAY

from assistant.our_cpts import NOBODY, OurCpts
from assistant.reader import Reader
from assistant.service import Assistant, build
from french import bare
from rag import open_index
from rag.adding import Adding


def staffed_with(data: Path, files: Iterable[Path], cpts: OurCpts = NOBODY) -> Assistant:
    """Return an assistant with the real model over these files; ``data`` is an empty folder."""
    given = data / "given"
    given.mkdir()
    for path in files:
        shutil.copy(path, given)
    assert len(Adding(data / "documents", TODAY).add([str(given)]).added) == 4
    whole = build(data, today=lambda: TODAY)
    near = tuple(sheet for sheet in whole.corpus.documents if sheet.local or "cpts" in bare(sheet.text))
    reader: Reader = whole._whole_reader
    return Assistant(
        whole.parameters, whole.corpus, lambda: open_index(data / "index", near), lambda: TODAY, None, reader, cpts=cpts
    )


def plain(text: str) -> str:
    """Return a text without capitals, accents or hard spaces."""
    return bare(text).replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")
