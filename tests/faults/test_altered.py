"""What lies on the disk and was altered: an index is built again; weights are refused, and words answer."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from rag_fakes import BagOfStems, Sheet

from assistant import encoder
from assistant.answer import Request
from assistant.searching import Status
from assistant.service import build
from rag import e5_weights, opening
from rag.embeddings import load_embedding
from rag.faults import WEIGHTS

FIGURE, EXPLANATION = "combien pour un mi-temps la première année ?", "à quoi sert un assistant médical ?"
CATS, DOGS = Sheet("chats", "Les chats dorment la journée."), Sheet("chiens", "Les chiens gardent la maison.")


def flip(file: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def test_one_bit_of_what_is_searched_by_words_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "load_once", lambda _: BagOfStems())
    opening.open_index(tmp_path, [CATS, DOGS], "tiny")
    (build_,) = tmp_path.glob("build-*")
    names = sorted(file.name for file in (build_ / "bm25").iterdir())
    assert len(names) >= 4
    for name in names:
        (before,) = tmp_path.glob("build-*")
        flip(before / "bm25" / name)
        found = opening.open_index(tmp_path, [CATS, DOGS], "tiny").search("qui garde la maison ?")
        assert found[0].passage.document == "chiens"
        assert not before.exists(), name


def missing() -> Path:
    raise e5_weights.WeightsError("not found")


@pytest.mark.parametrize("altered", [True, False])
def test_weights_altered_or_missing_leave_words_and_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, altered: bool
) -> None:
    (weights := tmp_path / "weights.bin").write_bytes(b"\0" * 4096)
    monkeypatch.setattr(e5_weights, "find_weights", (lambda: weights) if altered else missing)
    monkeypatch.setattr("rag.bundled_e5.find_weights", (lambda: weights) if altered else missing)
    monkeypatch.setattr(opening, "_cached", cache(load_embedding))  # another test may have loaded it
    monkeypatch.setattr(encoder, "_tried", [])
    assistant = build(tmp_path / "data", today=lambda: date(2026, 11, 21))
    assistant.never_wait()
    assistant.warm_up()
    assert (assistant.standing.status, assistant.standing.fault) == (Status.DEGRADED, WEIGHTS)
    assert assistant.ask(Request(question=FIGURE)).figures
    assert assistant.ask(Request(question=EXPLANATION)).kind == "explanation"
