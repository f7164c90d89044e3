"""The index cannot break: whatever happens to the build, something right answers."""

import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rag_fakes import BagOfStems, Sheet

from rag import IndexFailedError, opening, store
from rag.embeddings import LEXICAL
from rag.index import CURRENT, MANIFEST, PASSAGES, IndexUnusableError
from rag.retrieval import Retriever

CATS = Sheet("chats", "Les chats dorment toute la journée. Ils chassent la nuit.")
DOGS = Sheet("chiens", "Les chiens gardent la maison. Ils aboient quand on sonne.")
PATIENT = Sheet("chats", CATS.text, questions=("le félin sommeille-t-il ?",))
ROOT = Path(__file__).parents[2]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> BagOfStems:
    model = BagOfStems()
    monkeypatch.setattr(opening, "load_once", lambda name: BagOfStems("other", 32) if name == "other" else model)
    return model


def builds(folder: Path) -> list[Path]:
    return sorted(folder.glob("build-*"))


def first(retriever: Retriever, query: str) -> str:
    return retriever.search(query)[0].passage.document


def test_same_documents_open_without_embedding_again(tmp_path: Path, fake: BagOfStems) -> None:
    assert first(opening.open_index(tmp_path, [CATS, DOGS], "fake"), "qui garde la maison ?") == "chiens"
    built, embedded = builds(tmp_path), len(fake.embedded)
    retriever = opening.open_index(tmp_path, [DOGS, CATS], "fake")
    assert first(retriever, "qui dort la journée ?") == "chats"
    assert builds(tmp_path) == built
    assert len(fake.embedded) == embedded + 1  # the question alone


def test_a_change_embeds_only_what_is_new_and_removes_the_old_build(tmp_path: Path, fake: BagOfStems) -> None:
    opening.open_index(tmp_path, [CATS], "fake")
    fake.embedded.clear()
    retriever = opening.open_index(tmp_path, [CATS, DOGS], "fake")
    assert not any("chats" in text for text in fake.embedded)
    assert first(retriever, "aboient") == "chiens"
    assert len(builds(tmp_path)) == 1


def test_added_documents_join_and_replace(tmp_path: Path, fake: BagOfStems) -> None:
    opening.open_index(tmp_path, [CATS], "fake")
    opening.add_documents(tmp_path, [DOGS], "fake")
    opening.add_documents(tmp_path, [Sheet("chiens", "Les chiens nagent volontiers.")], "fake")
    texts = {p.document: p.text for p in opening.open_index(tmp_path, embedding="fake").passages}
    assert texts == {"chats": CATS.text, "chiens": "Les chiens nagent volontiers."}


def test_additions_at_once_lose_nothing(tmp_path: Path) -> None:
    sheets = [Sheet(f"note-{number}", f"La note {number} parle du mardi.") for number in range(6)]
    start = threading.Barrier(len(sheets))

    def add(sheet: Sheet) -> None:
        start.wait()
        opening.add_documents(tmp_path, [sheet], LEXICAL)

    with ThreadPoolExecutor(len(sheets)) as pool:
        list(pool.map(add, sheets))
    found = opening.open_index(tmp_path, embedding=LEXICAL).passages
    assert {passage.document for passage in found} == {sheet.id for sheet in sheets}


def test_another_model_rebuilds_from_the_passages_kept(tmp_path: Path, fake: BagOfStems) -> None:
    opening.open_index(tmp_path, [CATS, DOGS], "fake")
    retriever = opening.open_index(tmp_path, embedding="other")
    assert retriever.index.vectors is not None
    assert retriever.index.vectors.passages.shape == (2, 32)
    assert first(retriever, "aboient") == "chiens"


@pytest.mark.parametrize("damage", [MANIFEST, PASSAGES, "bm25", "chroma", "chroma/chroma.sqlite3"])
def test_a_missing_part_is_rebuilt(tmp_path: Path, fake: BagOfStems, damage: str) -> None:
    opening.open_index(tmp_path, [CATS, DOGS], "fake")
    broken = builds(tmp_path)[0] / damage
    if broken.is_dir():
        shutil.rmtree(broken)
    else:
        broken.unlink()
    assert first(opening.open_index(tmp_path, [CATS, DOGS], "fake"), "aboient") == "chiens"


@pytest.mark.parametrize("part", [MANIFEST, PASSAGES, "bm25/vocab.index.json", "chroma/chroma.sqlite3", CURRENT])
def test_an_overwritten_part_is_rebuilt(tmp_path: Path, fake: BagOfStems, part: str) -> None:
    opening.open_index(tmp_path, [CATS, DOGS], "fake")
    target = tmp_path / part if part == CURRENT else builds(tmp_path)[0] / part
    target.write_bytes(b"\x00\xff garbage" * 300)
    assert first(opening.open_index(tmp_path, [CATS, DOGS], "fake"), "aboient") == "chiens"


def test_altered_vectors_are_noticed(tmp_path: Path, fake: BagOfStems) -> None:
    opening.open_index(tmp_path, [CATS, DOGS], "fake")
    before = builds(tmp_path)[0]
    with store.connect(before, None) as client:
        client.get_collection(f"{before.name}-passages").update(ids=["0"], embeddings=[1.0] + [0.0] * 63)
    opening.open_index(tmp_path, [CATS, DOGS], "fake")
    assert builds(tmp_path) != [before]


def test_when_the_rebuild_fails_the_old_index_answers(
    tmp_path: Path, fake: BagOfStems, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening.open_index(tmp_path, [CATS], "fake")
    monkeypatch.setattr(fake, "embed_documents", lambda texts: 1 / 0)
    with pytest.raises(IndexFailedError) as failed:
        opening.open_index(tmp_path, [CATS, DOGS], "fake")
    assert failed.value.retriever is not None
    assert first(failed.value.retriever, "aboient") == "chats"
    assert len(builds(tmp_path)) == 1


def test_no_index_and_no_documents_is_said(tmp_path: Path, fake: BagOfStems) -> None:
    with pytest.raises(IndexUnusableError, match="no index"):
        opening.open_index(tmp_path, embedding="fake")


def start(code: str) -> subprocess.Popen[str]:
    head = f"import sys, time; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests/helpers')!r}]\n"
    return subprocess.Popen([sys.executable, "-c", head + code], stdout=subprocess.PIPE, text=True)


def test_killed_while_building_the_old_index_answers(tmp_path: Path, fake: BagOfStems) -> None:
    opening.open_index(tmp_path, [CATS], "fake")
    process = start(
        "from rag_fakes import BagOfStems, Sheet\nfrom rag import opening\n"
        "class Stuck(BagOfStems):\n"
        "    def _encode(self, texts, prefix):\n"
        "        print('embedding', flush=True); time.sleep(600)\n"
        "opening.load_once = lambda name: Stuck()\n"
        f"opening.open_index({str(tmp_path)!r}, [Sheet('chiens', 'Les chiens aboient.')], 'fake')\n"
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "embedding\n"
        process.kill()
        process.wait()
    assert len(builds(tmp_path)) == 2
    assert first(opening.open_index(tmp_path, embedding="fake"), "aboient") == "chats"
    assert first(opening.open_index(tmp_path, [DOGS], "fake"), "aboient") == "chiens"
    assert len(builds(tmp_path)) == 1


def test_a_folder_in_use_is_read_from_a_private_copy(tmp_path: Path, fake: BagOfStems) -> None:
    opening.open_index(tmp_path, [CATS, DOGS], "fake")
    build = builds(tmp_path)[0]
    process = start(
        "from pathlib import Path\nfrom rag import store\n"
        f"with store.exclusive(Path({str(build)!r})) as mine:\n"
        "    print(mine, flush=True); time.sleep(600)\n"
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "True\n"
        started = time.monotonic()
        assert first(opening.open_index(tmp_path, embedding="fake"), "aboient") == "chiens"
        assert time.monotonic() - started < 30
        process.kill()
        process.wait()


def test_lexical_search_needs_no_vectors(tmp_path: Path) -> None:
    retriever = opening.open_index(tmp_path, [CATS, DOGS], "lexical")
    hit = retriever.search("ou dorment les chat ?")[0]
    assert hit.passage.document == "chats"
    assert hit.dense_cosine is None
    assert not (builds(tmp_path)[0] / "chroma").exists()


def test_a_passage_is_found_by_a_question_it_answers(tmp_path: Path, fake: BagOfStems) -> None:
    retriever = opening.open_index(tmp_path, [PATIENT, DOGS], "fake")
    found = retriever.search("un félin sommeille")[0]
    assert found.passage.document == "chats"
    assert found.question_cosine is not None and found.question_cosine > max(found.sentence_scores)
    assert retriever.search("aboient")[0].question_cosine is None


def test_words_alone_find_a_question_too(tmp_path: Path) -> None:
    retriever = opening.open_index(tmp_path, [PATIENT, DOGS], "lexical")
    assert first(retriever, "un félin sommeille") == "chats"
    assert retriever.search("un félin sommeille")[0].lexical_coverage == 1


def test_a_question_more_is_embedded_alone_and_survives_the_next_opening(tmp_path: Path, fake: BagOfStems) -> None:
    opening.open_index(tmp_path, [CATS, DOGS], "fake")
    fake.embedded.clear()
    opening.open_index(tmp_path, [PATIENT, DOGS], "fake")
    assert fake.embedded == list(PATIENT.questions)
    assert first(opening.open_index(tmp_path, embedding="fake"), "un félin sommeille") == "chats"


def test_an_index_of_before_the_questions_is_rebuilt_from_its_passages(tmp_path: Path, fake: BagOfStems) -> None:
    opening.open_index(tmp_path, [CATS, DOGS], "fake")
    (build,) = builds(tmp_path)
    lines = (build / PASSAGES).read_text("utf-8")
    (build / PASSAGES).write_text(lines.replace('"questions": [], ', ""), encoding="utf-8")
    assert '"questions"' not in (build / PASSAGES).read_text("utf-8")
    (build / MANIFEST).write_text('{"key": "of before", "vectors": null}', encoding="utf-8")
    assert first(opening.open_index(tmp_path, embedding="fake"), "aboient") == "chiens"
