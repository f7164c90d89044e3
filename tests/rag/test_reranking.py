"""A cross-encoder made here, of a few random weights: the order becomes its own, whatever it is."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rag_fakes import Sheet

from cli.main import main
from rag.opening import open_index
from rag.reranking import DEPTH, Reranker
from rag.retrieval import OUTDATED_PENALTY
from rag.unusable import SettingUnusableError

SHEETS = [
    Sheet(f"fiche-{number:02}", f"La fiche numéro {number} parle de la formation et de l’examen numéro {number * 7}.")
    for number in range(30)
]
OLD = Sheet("ancienne", "La formation et son examen, la formation et son examen.", valid_to=date(2020, 1, 1))


def cross_encoder(folder: Path, marks: int) -> str:
    import torch  # noqa: PLC0415 - seconds to import, for these tests alone
    import transformers  # noqa: PLC0415

    bert: Any = transformers  # its names are made when asked for, and mypy knows some of them only
    letters = [*"abcdefghijklmnopqrstuvwxyz0123456789’.,"]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    bert.BertTokenizerFast(vocab={piece: number for number, piece in enumerate(vocabulary)}).save_pretrained(folder)
    torch.manual_seed(0)
    config = bert.BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=512, num_labels=marks, initializer_range=1.0,
    )  # fmt: skip
    bert.BertForSequenceClassification(config).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    return cross_encoder(tmp_path_factory.mktemp("cross-encoder"), 1)


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


def test_a_model_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingUnusableError, match=r"AM_RERANKER.*absent.*n’a pas pu être chargé"):
        Reranker(str(tmp_path / "absent"))


def test_a_model_that_gives_classes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingUnusableError, match=r"AM_RERANKER.*ne donne pas une note"):
        Reranker(cross_encoder(tmp_path, 3))


def test_the_setting_reorders_the_search_of_an_installation(
    tiny: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("AM_EMBEDDING_MODEL", "lexical")
    search = ["search", "la formation et l’examen", "-k", str(DEPTH), "--json"]
    assert main(search) == 0
    plain = [hit["text"] for hit in json.loads(capsys.readouterr().out)]
    monkeypatch.setenv("AM_RERANKER", tiny)
    assert main(search) == 0
    reranked = [hit["text"] for hit in json.loads(capsys.readouterr().out)]
    assert sorted(reranked) == sorted(plain) and reranked != plain
    monkeypatch.setenv("AM_RERANKER", str(tmp_path / "absent"))
    assert main(search) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("Réglage AM_RERANKER inutilisable") and len(told.err.splitlines()) == 1
