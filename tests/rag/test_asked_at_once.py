"""Questions embedded at the same moment have the vectors they have alone, and the last ones are remembered."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assistant.encoder import load_encoder
from eval import bank
from rag import bundled_e5, embeddings
from rag.embeddings import Fingerprint, SentenceModel
from rag.tuned import Tuned

pytestmark = pytest.mark.model
QUESTIONS = [question.question for question in bank.load(bank.QUESTIONS)][:60]


def _asked(tuned: Tuned, threads: int) -> np.ndarray:
    with ThreadPoolExecutor(threads) as pool:
        return np.array(list(pool.map(lambda text: tuned.question(text, "query: "), QUESTIONS)))


def test_many_at_once_have_the_vectors_of_one_at_a_time_to_the_bit(model: SentenceModel) -> None:
    alone = _asked(model._plain, 1)
    assert np.array_equal(_asked(model._plain, 20), alone)
    assert np.array_equal(
        model.tuned._questions(QUESTIONS[:8]), [model.tuned.question(text, "") for text in QUESTIONS[:8]]
    )


def test_without_bfloat16_as_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """In float32 too a text has its own vector, whoever is read with it."""
    monkeypatch.setattr(bundled_e5, "has_bfloat16", lambda: False)
    loaded = Tuned(bundled_e5.load())
    texts = [f"query: {text}" for text in QUESTIONS[:8]]
    assert np.array_equal(loaded._questions(texts), [loaded._questions([text])[0] for text in texts])


def test_the_layers_compute_what_those_of_transformers_do(model: SentenceModel) -> None:
    """To the last digit but one of a float32: the mean of the words is not added up in the same order."""
    theirs = model.model.encode(QUESTIONS, prompt="query: ", batch_size=1, normalize_embeddings=True)
    assert np.abs(_asked(model._plain, 1) - theirs).max() < 1e-6


def test_the_encoder_says_the_same_to_twenty_threads() -> None:
    encoder = load_encoder()
    assert encoder
    alone = [encoder(text) for text in QUESTIONS[:20]]
    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(encoder, QUESTIONS[:20])) == alone


class Counting:
    """A model that counts the texts it reads."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode(self, texts: list[str], **_: object) -> np.ndarray:
        self.read += texts
        return np.ones((len(texts), 3), np.float32)


def test_the_last_questions_are_remembered_by_their_words_and_no_more_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "REMEMBERED", 2)
    counting = Counting()
    model = SentenceModel(lambda: counting, Fingerprint("counting", "", "", "", 3))
    for text in ("Qui paie l’été ?", "  Qui paie\nl’e\u0301te\u0301 ? ", "deux", "Qui paie l’été ?", "trois"):
        assert model.embed_query(text) == [1, 1, 1]
    assert counting.read == ["Qui paie l’été ?", "deux", "trois"]
    model.embed_query("deux")  # the one that had rested longest was forgotten
    assert counting.read[-1] == "deux" and len(counting.read) == 4
