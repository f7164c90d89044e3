"""multilingual-e5-small served through sentence-transformers from the weights in `e5_weights`.

Nothing is downloaded or written. Linear layers are bfloat16 where the processor computes in it (half the time,
cosine with float32 above 0.9999) and float32 elsewhere; the word table stays in 4 bits (54 MB instead of 384 MB)
and is de-quantised row by row.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule, Normalize
from sentence_transformers.sentence_transformer.modules import Pooling
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from torch import Tensor, nn
from transformers import BertConfig, BertModel

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


class WordTable(nn.Module):
    """An embedding table kept in 4 bits: the rows asked for are de-quantised at each call."""

    def __init__(self, blocks: Any) -> None:
        super().__init__()
        self.register_buffer("nibbles", torch.from_numpy(np.ascontiguousarray(blocks["nibbles"])), persistent=False)
        self.register_buffer("scale", torch.from_numpy(np.ascontiguousarray(blocks["scale"])), persistent=False)

    def forward(self, ids: Tensor) -> Tensor:
        """Rows of the table as float32, shaped [*ids, hidden]."""
        nibbles = self.get_buffer("nibbles")[ids]
        weights = torch.cat([nibbles & 15, nibbles >> 4], dim=-1).float() - 8
        return (weights * self.get_buffer("scale")[ids].float()[..., None]).flatten(-2)


class BundledE5(InputModule):
    """Tokeniser and encoder in one sentence-transformers module."""

    config_keys: list[str] = []  # noqa: RUF012 - the base class reads it as an instance list

    def __init__(self, weights: E5Weights) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # sentence-transformers is partly typed
        self.dimension = weights.header.hidden
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
            encoded = self.bert(input_ids=features["input_ids"], attention_mask=features["attention_mask"])
        features["token_embeddings"] = encoded.last_hidden_state.float()
        return features

    def get_embedding_dimension(self) -> int:
        """Size of the vectors."""
        return self.dimension

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Refused: the weights belong to their package, a copy on disk would escape the hash check."""
        raise NotImplementedError(f"the bundled model is not exported (asked for {output_path})")


def load() -> SentenceTransformer:
    """The model, ready for `encode_query` and `encode_document` (prefixes included). About 2 s and 500 MB."""
    module = BundledE5(E5Weights(find_weights()))
    return SentenceTransformer(
        modules=[module, Pooling(module.dimension, "mean"), Normalize()],
        device="cpu",
        prompts={"query": "query: ", "document": "passage: "},
        similarity_fn_name="cosine",
    )


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


def _bert(weights: E5Weights) -> BertModel:
    header = weights.header
    config = BertConfig(
        vocab_size=1,  # the real table is set below: a float one would take 384 MB
        pad_token_id=0,
        hidden_size=header.hidden,
        num_hidden_layers=header.layers,
        num_attention_heads=header.heads,
        intermediate_size=header.feed_forward,
        max_position_embeddings=header.positions,
        type_vocab_size=header.types,
        layer_norm_eps=float(np.float32(header.epsilon)),
    )
    with torch.device("meta"):
        bert: BertModel = BertModel(config, add_pooling_layer=False)
    bert.load_state_dict(_state(weights), strict=True, assign=True)
    words = WordTable(weights.blocks("emb.word", header.vocabulary, header.hidden))
    bert.embeddings.add_module("word_embeddings", words)
    bert.embeddings.register_buffer("position_ids", torch.arange(header.positions)[None], persistent=False)
    types = torch.zeros(1, header.positions, dtype=torch.long)
    bert.embeddings.register_buffer("token_type_ids", types, persistent=False)
    bert.train(False)
    bert.requires_grad_(False)
    return bert


def _state(weights: E5Weights) -> dict[str, Tensor]:
    header = weights.header
    size = {"H": header.hidden, "F": header.feed_forward}
    arrays: dict[str, Any] = {
        "embeddings.word_embeddings.weight": np.zeros((1, header.hidden), np.float32),
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
