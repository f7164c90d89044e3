"""BERT's layers, by torch alone: importing transformers takes twice as long as loading and reading the whole model.

Modules are named as transformers names them, and compute what its do, in the same order: same weights, same bits.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from rag.e5_weights import Header


class WordTable(nn.Module):
    """An embedding table kept in 4 bits: the rows asked for are de-quantised at each call."""

    def __init__(self, nibbles: Tensor, scale: Tensor) -> None:
        super().__init__()
        self.register_buffer("nibbles", nibbles, persistent=False)
        self.register_buffer("scale", scale, persistent=False)

    def forward(self, ids: Tensor) -> Tensor:
        """Rows of the table as float32, shaped [*ids, hidden]."""
        nibbles = self.get_buffer("nibbles")[ids]
        weights = torch.cat([nibbles & 15, nibbles >> 4], dim=-1).float() - 8
        return (weights * self.get_buffer("scale")[ids].float()[..., None]).flatten(-2)


class Bert(nn.Module):
    """Words to states; ``words`` is the table of their embeddings."""

    def __init__(self, sizes: Header, words: WordTable) -> None:
        super().__init__()
        self.embeddings = _Embeddings(sizes, words)
        self.encoder = _Encoder(sizes)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return the states of a batch of texts; ``mask`` is 0 where a shorter one is padded."""
        states = self.embeddings(ids)
        shown = None if mask.all() else mask.bool()[:, None, None, :].expand(-1, 1, mask.shape[1], -1)
        for layer in self.encoder.layer:
            states = layer(states, shown)
        return states  # type: ignore[no-any-return]  # torch does not type what a module returns


class _Encoder(nn.Module):
    def __init__(self, sizes: Header) -> None:
        super().__init__()
        self.layer = nn.ModuleList(_Layer(sizes) for _ in range(sizes.layers))


class _Embeddings(nn.Module):
    def __init__(self, sizes: Header, words: WordTable) -> None:
        super().__init__()
        self.word_embeddings = words
        self.position_embeddings = _table(sizes.positions, sizes.hidden)
        self.token_type_embeddings = _table(sizes.types, sizes.hidden)
        self.LayerNorm = _norm(sizes)

    def forward(self, input_ids: Tensor, position_ids: Tensor | None = None) -> Tensor:
        """Return the states of the words below the first layer, at their places in their text."""
        places = torch.arange(input_ids.shape[1])[None] if position_ids is None else position_ids
        types = self.token_type_embeddings(torch.zeros_like(input_ids))
        states: Tensor = self.LayerNorm(self.word_embeddings(input_ids) + types + self.position_embeddings(places))
        return states


class _Layer(nn.Module):
    def __init__(self, sizes: Header) -> None:
        super().__init__()
        self.attention = nn.Module()
        self.attention.self = _Attention(sizes)
        self.attention.output = _Added(sizes, sizes.hidden)
        self.intermediate = nn.Module()
        self.intermediate.dense = nn.Linear(sizes.hidden, sizes.feed_forward)
        self.output = _Added(sizes, sizes.feed_forward)

    def forward(self, states: Tensor, shown: Tensor | None = None) -> Tensor:
        """Return the states after this layer; ``shown``: what each word may attend to."""
        attention: Any = self.attention
        states = attention.output(attention.self(states, shown), states)
        wide: Any = self.intermediate.dense
        return self.output(functional.gelu(wide(states)), states)  # type: ignore[no-any-return]  # as above


class _Attention(nn.Module):
    def __init__(self, sizes: Header) -> None:
        super().__init__()
        self._heads = sizes.heads
        self.query, self.key, self.value = (nn.Linear(sizes.hidden, sizes.hidden) for _ in range(3))

    def forward(self, states: Tensor, shown: Tensor | None) -> Tensor:
        each = (linear(states).unflatten(-1, (self._heads, -1)) for linear in (self.query, self.key, self.value))
        query, key, value = (of_heads.transpose(1, 2) for of_heads in each)
        heard = functional.scaled_dot_product_attention(query, key, value, shown)
        return heard.transpose(1, 2).flatten(-2)


class _Added(nn.Module):
    """What a part of a layer found, added to what it was given."""

    def __init__(self, sizes: Header, found: int) -> None:
        super().__init__()
        self.dense, self.LayerNorm = nn.Linear(found, sizes.hidden), _norm(sizes)

    def forward(self, found: Tensor, given: Tensor) -> Tensor:
        return self.LayerNorm(self.dense(found) + given)  # type: ignore[no-any-return]  # as above


def _norm(sizes: Header) -> nn.LayerNorm:
    return nn.LayerNorm(sizes.hidden, eps=sizes.epsilon)


def _table(rows: int, columns: int) -> nn.Embedding:
    """Return a table to fill: one that torch fills itself has it import its compiler first, a second."""
    return nn.Embedding.from_pretrained(torch.empty(rows, columns))  # type: ignore[no-any-return, no-untyped-call]  # as above
