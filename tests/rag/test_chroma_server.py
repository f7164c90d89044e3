"""Vectors on a Chroma server, a real one: built, searched, rebuilt, cleaned; and what is said when it is down."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import chromadb
import pytest
from chromadb.api import ClientAPI
from rag_fakes import BagOfStems, Sheet

from rag import IndexFailedError, opening
from rag.unusable import SettingUnusableError

CATS = Sheet("chats", "Les chats dorment toute la journée. Ils chassent la nuit.")
DOGS = Sheet("chiens", "Les chiens gardent la maison. Ils aboient quand on sonne.")
BIRDS = Sheet("oiseaux", "Les oiseaux chantent à l’aube. Ils nichent dans les haies.")
PATIENCE_S = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port, folder = free_port(), tmp_path_factory.mktemp("chroma-server")
    command = [str(Path(sys.executable).with_name("chroma")), "run"]
    options = ["--host", "127.0.0.1", "--port", str(port), "--path", str(folder)]
    with subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + PATIENCE_S
            while not listens(port):
                assert process.poll() is None and time.monotonic() < deadline, "the Chroma server did not start"
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> BagOfStems:
    model = BagOfStems()
    monkeypatch.setattr(opening, "load_once", lambda name: BagOfStems("other", 32) if name == "other" else model)
    return model


@pytest.fixture
def client(server: str) -> Iterator[ClientAPI]:
    client = chromadb.HttpClient("127.0.0.1", int(server.rpartition(":")[2]))
    yield client
    for collection in client.list_collections():
        client.delete_collection(collection.name)


def collections(client: ClientAPI) -> dict[str, int]:
    return {found.name: found.count() for found in client.list_collections()}


def expected(folder: Path, passages: int, sentences: int) -> dict[str, int]:
    (build,) = folder.glob("build-*")
    assert not (build / "chroma").exists()
    counts = {"passages": passages, "sentences": sentences, "questions": 0, "local": 0}
    return {f"{build.name}-{kind}": count for kind, count in counts.items()}


def test_built_searched_and_opened_again(server: str, client: ClientAPI, tmp_path: Path, fake: BagOfStems) -> None:
    built = opening.open_index(tmp_path, [CATS, DOGS], "fake", server)
    assert collections(client) == expected(tmp_path, 2, 4)
    assert len(fake.embedded) == 6
    again = opening.open_index(tmp_path, [CATS, DOGS], "fake", server)
    assert again.search("qui aboie et garde la maison ?") == built.search("qui aboie et garde la maison ?")
    assert built.search("qui garde la maison ?")[0].passage.document == "chiens"
    assert len(fake.embedded) == 8  # two questions more, one asked twice: opening embeds nothing


def test_a_change_is_built_beside_then_replaces(
    server: str, client: ClientAPI, tmp_path: Path, fake: BagOfStems
) -> None:
    opening.open_index(tmp_path, [CATS], "fake", server)
    fake.embedded.clear()
    retriever = opening.open_index(tmp_path, [CATS, DOGS], "fake", server)
    assert not any("chats" in text for text in fake.embedded)
    assert retriever.search("aboient")[0].passage.document == "chiens"
    assert collections(client) == expected(tmp_path, 2, 4)


def test_another_model_rebuilds(server: str, client: ClientAPI, tmp_path: Path, fake: BagOfStems) -> None:
    opening.open_index(tmp_path, [CATS, DOGS], "fake", server)
    retriever = opening.open_index(tmp_path, embedding="other", chroma_url=server)
    assert retriever.index.vectors is not None
    assert retriever.index.vectors.passages.shape == (2, 32)
    assert retriever.search("aboient")[0].passage.document == "chiens"
    assert collections(client) == expected(tmp_path, 2, 4)


@pytest.mark.parametrize("kind", ["passages", "sentences", "questions"])
def test_a_lost_collection_is_rebuilt_and_leaves_nothing(
    server: str, client: ClientAPI, tmp_path: Path, fake: BagOfStems, kind: str
) -> None:
    opening.open_index(tmp_path, [CATS, DOGS], "fake", server)
    client.delete_collection(next(name for name in collections(client) if name.endswith(kind)))
    retriever = opening.open_index(tmp_path, [CATS, DOGS], "fake", server)
    assert retriever.search("aboient")[0].passage.document == "chiens"
    assert collections(client) == expected(tmp_path, 2, 4)


def test_a_build_that_fails_leaves_the_old_one_alone(
    server: str, client: ClientAPI, tmp_path: Path, fake: BagOfStems, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening.open_index(tmp_path, [CATS], "fake", server)
    monkeypatch.setattr(fake, "embed_documents", lambda texts: 1 / 0)
    with pytest.raises(IndexFailedError) as failed:
        opening.open_index(tmp_path, [CATS, DOGS], "fake", server)
    assert failed.value.retriever is not None
    assert failed.value.retriever.search("aboient")[0].passage.document == "chats"
    assert collections(client) == expected(tmp_path, 1, 2)


def test_a_server_that_does_not_answer_is_named_and_nothing_is_lost(
    server: str, client: ClientAPI, tmp_path: Path, fake: BagOfStems
) -> None:
    opening.open_index(tmp_path, [CATS], "fake", server)
    for documents in ([CATS], [CATS, DOGS], None):
        with pytest.raises(SettingUnusableError, match="AM_CHROMA_URL"):
            opening.open_index(tmp_path, documents, "fake", f"http://127.0.0.1:{free_port()}")
    assert collections(client) == expected(tmp_path, 1, 2)


@pytest.mark.parametrize("url", ["http://", "http://127.0.0.1:abc", "http://[::1"])
def test_an_address_that_is_none_is_named(url: str, tmp_path: Path, fake: BagOfStems) -> None:
    with pytest.raises(SettingUnusableError, match="AM_CHROMA_URL"):
        opening.open_index(tmp_path, [CATS], "fake", url)


def test_replicas_that_start_together_share_the_vectors_of_one_build_and_of_the_next(
    server: str, client: ClientAPI, tmp_path: Path, fake: BagOfStems
) -> None:
    asked = "qui aboie et garde la maison ?"
    with ThreadPoolExecutor(2) as replicas:
        first, second = replicas.map(lambda _: opening.open_index(tmp_path, [CATS, DOGS], "fake", server), range(2))
    assert collections(client) == expected(tmp_path, 2, 4)
    assert len(fake.embedded) == 6  # one of them built, the other waited and read
    assert first.search(asked) == second.search(asked)
    opening.add_documents(tmp_path, [BIRDS], "fake", server)
    (hit, *_) = opening.open_index(tmp_path, None, "fake", server).search("chantent")  # as a replica follows it
    assert hit.passage.document == "oiseaux"
    assert collections(client) == expected(tmp_path, 3, 6)
    assert first.search(asked) == second.search(asked)  # one that has not followed yet goes on answering
