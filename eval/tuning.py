"""Small matrices added to the upper layers of the bundled model, and fitted: what the encoders of `make` share.

The model keeps its weights: the states below the tuned layers are computed once, which halves the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from rag.bundled_e5 import BundledE5, has_bfloat16
from rag.e5_weights import E5Weights, find_weights
from rag.tuned import LAYERS, LOWEST, MASKED

RANK = 16

Pairs = dict[str, tuple[nn.Parameter, nn.Parameter]]
States = tuple[Tensor, Tensor]  # of a batch, below the tuned layers, and its mask


def base() -> BundledE5:
    """Return the bundled model in single precision, its weights fixed."""
    module = BundledE5(E5Weights(find_weights()))
    module.bert.float()
    for parameter in module.bert.parameters():
        parameter.requires_grad_(False)
    return module


@torch.no_grad()
def below(module: BundledE5, texts: Sequence[str], prompt: str = "query: ") -> States:
    """Return the states of a batch below the tuned layers."""
    batch = module.preprocess(texts, prompt)
    mask = batch["attention_mask"]
    with torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16()):
        states = module.bert.embeddings(input_ids=batch["input_ids"])
        for layer in module.bert.encoder.layer[:LOWEST]:
            states = _through(layer, states, mask)
    return states.half(), mask


def above(layers: Iterable[Any], found: States) -> Tensor:
    """Return the unit vectors of a batch, through the tuned layers."""
    states, mask = found[0].float(), found[1]
    with torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16()):
        for layer in layers:
            states = _through(layer, states, mask)
    shown = mask[..., None].float()
    return nn.functional.normalize((states.float() * shown).sum(1) / shown.sum(1), dim=1)


def _through(layer: Any, states: Tensor, mask: Tensor) -> Tensor:
    out: Tensor = layer(states, (1.0 - mask[:, None, None, :].float()) * MASKED)
    return out


def adapted(layers: Any) -> Pairs:
    """Add a pair of low-rank matrices to each linear layer that is tuned."""
    pairs: Pairs = {}
    for name, layer in layers.named_modules():
        if isinstance(layer, nn.Linear) and name.endswith(LAYERS):
            first = nn.Parameter(torch.randn(RANK, layer.in_features) / RANK)
            second = nn.Parameter(torch.zeros(layer.out_features, RANK))
            pairs[name] = (first, second)
            layer.register_forward_hook(lambda _, inputs, out, a=first, b=second: out + inputs[0] @ a.T @ b.T)
    return pairs


def descent(matrices: Iterable[nn.Parameter], rate: float, steps: int) -> Callable[[Tensor], float]:
    """Return what mends ``matrices`` by a loss, and tells it; the rate rises for a tenth of the steps, then falls."""
    optimizer = torch.optim.AdamW(matrices, lr=rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=rate, total_steps=steps + 1, pct_start=0.1)

    def step(loss: Tensor) -> float:
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch is partly typed
        optimizer.step()
        schedule.step()
        return float(loss.detach())

    return step


def write(file: Path, pairs: Pairs, **beside: npt.NDArray[Any]) -> None:
    """Keep the matrices, « name.a » and « name.b », and what goes with them."""
    small = {
        f"{name}.{side}": matrix.detach().numpy().astype(np.float16)
        for name, pair in pairs.items()
        for side, matrix in zip("ab", pair, strict=True)
    }
    np.savez_compressed(file, **beside, **small)  # type: ignore[arg-type]  # a name is taken for one of its options
