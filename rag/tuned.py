"""The bundled model, as it is or with small matrices added to its upper layers, which tell better what they learnt.

The layers below and the table of words are those of the model: loaded once, whatever the number of its tunings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rag.together import Together

if TYPE_CHECKING:  # torch costs seconds that a figure answer must not wait for
    from rag.bundled_e5 import BundledE5

LOCAL = Path(__file__).with_name("local.npz")  # fitted by `make local`: which passage of the staff answers a question
LOWEST = 6  # the first layer that is tuned
LAYERS = (
    "attention.self.query",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
MASKED = -1e9  # added to the attention paid to padding
_BATCH = 32
_AT_ONCE = 8  # questions: of more, each would wait longer than it gains
Vectors = npt.NDArray[np.float32]


@cache
def digest(file: Path = LOCAL) -> str:
    """Hash of the matrices: vectors of others are not comparable."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


class Tuned:
    """Texts as unit vectors. Thread-safe: nothing changes after construction."""

    def __init__(self, module: BundledE5, stored: Mapping[str, npt.NDArray[Any]] | None = None) -> None:
        """``stored``: for each tuned layer, the matrices « name.a » and « name.b » whose product is added."""
        from rag.packed import Packed  # noqa: PLC0415 (loads torch: seconds, in the background)

        self._module = module
        blocks: Any = module.bert.encoder.layer
        self._below, self._layers = blocks[:LOWEST], blocks[LOWEST:]
        if stored is not None:
            self._layers = _added(self._layers, stored)
        layers = (*self._below, *self._layers)
        self._packed = Packed(layers, module.heads, module.epsilon)
        self._together = Together(self._questions, _AT_ONCE)

    def question(self, text: str, prompt: str) -> Vectors:
        """Return the vector of a text, read with those that other threads ask for at the same moment."""
        return self._together(prompt + text)

    def vectors(self, texts: Sequence[str], prompt: str) -> Vectors:
        """Return one row a text, read after the ``prompt`` that the model wants before a question or a passage."""
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))  # one length in one batch: little padding
        found = np.empty((len(texts), self._module.dimension), np.float32)
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            found[rows] = self._read([texts[row] for row in rows], prompt)
        return found

    def _questions(self, texts: list[str]) -> list[Vectors]:
        import torch  # noqa: PLC0415 (loaded already)

        torch.set_num_threads(1)  # two would wait for each other: `rag.bundled_e5`
        with torch.inference_mode():
            words, lengths = self._module.words(texts)
            by_text = torch.split(self._packed(words, lengths), lengths)
            means = torch.stack([states.sum(0) / len(states) for states in by_text])
            return list(torch.nn.functional.normalize(means, dim=1).numpy())

    def _read(self, texts: Sequence[str], prompt: str) -> Vectors:
        import torch  # noqa: PLC0415 (loaded already)

        torch.set_num_threads(1 if len(texts) == 1 else 2)  # of one text, two wait for each other: `rag.bundled_e5`
        batch = self._module.preprocess(texts, prompt)
        mask = batch["attention_mask"]
        hidden = None if len(texts) == 1 else (1.0 - mask[:, None, None, :].float()) * MASKED
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self._module.in_bfloat16):
            states = self._module.bert.embeddings(input_ids=batch["input_ids"])
            for layer in (*self._below, *self._layers):
                states = layer(states, hidden)
        with torch.inference_mode():
            shown = mask[..., None].float()
            means = (states.float() * shown).sum(1) / shown.sum(1)
            vectors: Vectors = torch.nn.functional.normalize(means, dim=1).numpy()
        return vectors


def _added(layers: Any, stored: Mapping[str, npt.NDArray[Any]]) -> Any:
    """Return a copy of the layers with the matrices added."""
    import torch  # noqa: PLC0415 (loaded already)

    tuned = deepcopy(layers)
    for name, layer in tuned.named_modules():
        if f"{name}.a" in stored:
            added = stored[f"{name}.b"].astype(np.float32) @ stored[f"{name}.a"].astype(np.float32)
            layer.weight.data = (layer.weight.data.float() + torch.from_numpy(added)).to(layer.weight.dtype)
    return tuned
