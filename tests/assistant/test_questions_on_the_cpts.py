"""Sixty questions on four documents of a fictional CPTS, in the words of tired doctors and of its staff.

The real model, on these documents and on those of our sheets that speak of a CPTS or of a group of employers.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from answers import TODAY

from assistant.answer import Request
from assistant.our_cpts import OurCpts
from assistant.reader import Reader
from assistant.service import Assistant, build
from corpus import Corpus
from french import bare
from rag import open_index
from rag.adding import Adding

DOCUMENTS = Path(__file__).parents[1] / "cpts_documents"
# Of each thirty: the fact is in the answer, the answer opens with it.
LEAST = {"questions.txt": (24, 20), "questions-2.txt": (26, 25)}


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    data = tmp_path_factory.mktemp("data")
    files = [path for path in DOCUMENTS.iterdir() if path.suffix in (".md", ".html") and path.stem != "note-perimee"]
    given = data / "given"
    given.mkdir()
    for path in files:
        shutil.copy(path, given)
    assert len(Adding(data / "documents", TODAY).add([str(given)]).added) == 4
    whole = build(data, today=lambda: TODAY)
    near = tuple(sheet for sheet in whole.corpus.documents if sheet.local or "cpts" in bare(sheet.text))
    corpus = Corpus(sources=whole.corpus.sources, documents=near, disagreements=whole.corpus.disagreements)
    reader: Reader = whole._whole_reader
    return Assistant(
        whole.parameters, corpus, lambda: open_index(data / "index", near), lambda: TODAY, None, reader,
        cpts=OurCpts("CPTS du Val-Clair", "coordination@val-clair.example"),
    )  # fmt: skip


def _plain(text: str) -> str:
    return bare(text).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("name", LEAST)
def test_most_are_answered_by_its_documents_and_none_by_a_false_no(staffed: Assistant, name: str) -> None:
    found, opened = 0, 0
    for line in (DOCUMENTS / name).read_text("utf-8").splitlines():
        question, _, fact = line.partition(" | ")
        answer = staffed.ask(Request(question=question))
        assert answer.verdict != "no", question
        assert "**Non" not in answer.text, question
        found += _plain(fact) in _plain(answer.text)
        opened += _plain(fact) in _plain(answer.parts[0].text)
    least_found, least_opened = LEAST[name]
    assert found >= least_found
    assert opened >= least_opened
