"""multilingual-e5-small from the weights in `e5_weights`: a module of sentence-transformers that torch alone loads.

Nothing is downloaded or written. Linear layers are bfloat16 where the processor computes in it (half the time,
cosine with float32 above 0.9999) and float32 elsewhere; the word table stays in 4 bits (54 MB instead of 384 MB)
and is de-quantised row by row.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from torch import Tensor, nn

from rag.bert import Bert, WordTable
from rag.e5_weights import E5Weights, find_weights

MAX_TOKENS = 512
# Documents are read by batches: more threads than this gain nothing on a model this small. A question is read by one:
# two threads wait for each other, and on a busy machine that took 770 ms (median) where one takes 73.
BATCH_THREADS = 2
# name in transformers, name in the file, rows and columns ("H" hidden, "F" feed-forward)
_LINEARS = (
    ("attention.self.query", "q", "H", "H"),
    ("attention.self.key", "k", "H", "H"),
    ("attention.self.value", "v", "H", "H"),
    ("attention.output.dense", "ao", "H", "H"),
    ("intermediate.dense", "fi", "F", "H"),
    ("output.dense", "fo", "H", "F"),
)
_NORMS = (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln"))


class BundledE5(nn.Module):
    """Tokeniser and encoder: reads questions as it is, and documents as a module of sentence-transformers."""

    def __init__(self, weights: E5Weights) -> None:
        super().__init__()
        self.dimension = weights.header.hidden
        self.heads, self.epsilon = weights.header.heads, weights.header.epsilon
        self.pad = weights.header.pad
        self.tokenizer = _tokenizer(weights)
        self.bert = _bert(weights)
        self.in_bfloat16 = has_bfloat16()
        if self.in_bfloat16:
            for module in self.bert.modules():
                if isinstance(module, nn.Linear):
                    module.to(torch.bfloat16)

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Tensor]:
        """Token ids and attention mask of a batch, padded to its longest text (512 tokens at most)."""
        encodings = self.tokenizer.encode_batch([(prompt or "") + text for text in inputs])
        shape = (len(encodings), max(len(encoding.ids) for encoding in encodings))
        ids, mask = torch.full(shape, self.pad), torch.zeros(shape, dtype=torch.long)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = torch.tensor(encoding.ids)
            mask[row, : len(encoding.ids)] = 1
        return {"input_ids": ids, "attention_mask": mask}

    def words(self, texts: Sequence[str]) -> tuple[Tensor, list[int]]:
        """The states of the words of all texts below the first layer, one row each, and how many each text has."""
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        places = torch.cat([torch.arange(len(each)) for each in ids])
        states = self.bert.embeddings(
            input_ids=torch.tensor([list(chain.from_iterable(ids))]), position_ids=places[None]
        )
        return states[0], [len(each) for each in ids]

    def forward(self, features: dict[str, Tensor], **_: Any) -> dict[str, Tensor]:
        """Add the token vectors that the pooling module averages."""
        torch.set_num_threads(1 if len(features["input_ids"]) == 1 else BATCH_THREADS)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.in_bfloat16):
            states = self.bert(features["input_ids"], features["attention_mask"])
        features["token_embeddings"] = states.float()
        return features

    def get_embedding_dimension(self) -> int:
        """Size of the vectors."""
        return self.dimension


def load() -> BundledE5:
    """The model, ready to read. About 1 s and 200 MB."""
    return BundledE5(E5Weights(find_weights()))


def has_bfloat16() -> bool:
    """Whether the processor computes in bfloat16; those that emulate it are slower: ask what oneDNN itself asks."""
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _tokenizer(weights: E5Weights) -> Tokenizer:
    """XLM-R's tokeniser: same pieces on every string tried, including ligatures, emoji and decomposed accents."""
    header, pieces = weights.header, weights.pieces
    tokenizer = Tokenizer(models.Unigram(list(zip(pieces, weights.scores.tolist(), strict=True)), unk_id=header.unk))
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), spaces])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.add_special_tokens([pieces[i] for i in (header.bos, header.pad, header.eos, header.unk)])
    bos, eos = pieces[header.bos], pieces[header.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, header.bos), (eos, header.eos)],
    )
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _bert(weights: E5Weights) -> Bert:
    header = weights.header
    blocks = weights.blocks("emb.word", header.vocabulary, header.hidden)
    nibbles, scale = (torch.from_numpy(np.ascontiguousarray(blocks[part])) for part in ("nibbles", "scale"))
    with torch.device("meta"):  # nothing is made that the weights replace
        bert = Bert(header, WordTable(nibbles, scale))
    bert.load_state_dict(_state(weights), strict=True, assign=True)
    bert.train(False)
    bert.requires_grad_(False)
    return bert


def _state(weights: E5Weights) -> dict[str, Tensor]:
    header = weights.header
    size = {"H": header.hidden, "F": header.feed_forward}
    arrays: dict[str, Any] = {
        "embeddings.position_embeddings.weight": weights.floats("emb.pos", header.positions, header.hidden),
        "embeddings.token_type_embeddings.weight": weights.floats("emb.type", header.types, header.hidden),
        "embeddings.LayerNorm.weight": weights.floats("emb.ln.w", header.hidden),
        "embeddings.LayerNorm.bias": weights.floats("emb.ln.b", header.hidden),
    }
    for layer in range(header.layers):
        prefix = f"encoder.layer.{layer}."
        for name, short, rows, columns in _LINEARS:
            arrays[f"{prefix}{name}.weight"] = weights.matrix(f"l{layer}.{short}.w", size[rows], size[columns])
            arrays[f"{prefix}{name}.bias"] = weights.floats(f"l{layer}.{short}.b", size[rows])
        for name, short in _NORMS:
            arrays[f"{prefix}{name}.weight"] = weights.floats(f"l{layer}.{short}.w", header.hidden)
            arrays[f"{prefix}{name}.bias"] = weights.floats(f"l{layer}.{short}.b", header.hidden)
    return {name: torch.from_numpy(array) for name, array in arrays.items()}
