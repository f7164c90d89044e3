"""A cross-encoder made here, of a few random weights: the order becomes its own, whatever it is."""

from datetime import date
from pathlib import Path

import pytest
from rag_fakes import Sheet

from rag.opening import open_index
from rag.reranking import DEPTH, Reranker
from rag.retrieval import OUTDATED_PENALTY

SHEETS = [
    Sheet(f"fiche-{number:02}", f"La fiche numéro {number} parle de la formation et de l’examen numéro {number * 7}.")
    for number in range(30)
]
OLD = Sheet("ancienne", "La formation et son examen, la formation et son examen.", valid_to=date(2020, 1, 1))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    import torch  # noqa: PLC0415 - seconds to import, for these tests alone
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("cross-encoder")
    letters = [*"abcdefghijklmnopqrstuvwxyz0123456789’.,"]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    BertTokenizerFast(vocab={piece: number for number, piece in enumerate(vocabulary)}).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=256, num_labels=1, initializer_range=1.0,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    return str(folder)


def test_the_best_are_put_in_the_model_s_order(tiny: str, tmp_path: Path) -> None:
    plain = open_index(tmp_path, SHEETS, "lexical")
    query, today = "la formation et l’examen", date(2026, 11, 1)
    before = plain.search(query, DEPTH, on=today)
    reranker = Reranker(tiny)
    after = reranker.reorder(query, before, OUTDATED_PENALTY)
    assert {hit.passage.id for hit in after} == {hit.passage.id for hit in before}
    assert [hit.passage.id for hit in after] != [hit.passage.id for hit in before]
    marks = reranker._model.predict([(query, hit.passage.counted_text) for hit in after])
    assert list(marks) == sorted(marks, reverse=True)
    assert (after[0].score, after[-1].score) == (1.0, 0.0)
    retriever = open_index(tmp_path, SHEETS, "lexical", reranker=reranker)
    assert retriever.search(query, 3, on=today) == after[:3]


def test_what_is_not_in_force_keeps_its_penalty(tiny: str, tmp_path: Path) -> None:
    retriever = open_index(tmp_path, [*SHEETS[:4], OLD], "lexical", reranker=Reranker(tiny))
    query = "la formation et son examen"
    then = {hit.passage.id: hit.score for hit in retriever.search(query, 5, on=date(2019, 11, 1))}
    now = {hit.passage.id: hit.score for hit in retriever.search(query, 5, on=date(2026, 11, 1))}
    assert {id_ for id_ in then if now[id_] != then[id_]} == {"ancienne#0"}
    assert now["ancienne#0"] == pytest.approx(then["ancienne#0"] - OUTDATED_PENALTY)


def test_nothing_is_loaded_before_the_first_question(tmp_path: Path) -> None:
    retriever = open_index(tmp_path, SHEETS[:2], "lexical", reranker=Reranker(str(tmp_path / "absent")))
    assert retriever.search("  ") == []
    with pytest.raises(OSError, match="absent"):
        retriever.search("la formation")
