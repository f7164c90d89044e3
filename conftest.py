"""What the tests of two rooms share; those in ``tests/`` have more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from eval.asking import Product


@pytest.fixture(scope="session")
def product() -> Product:
    """The assistant of this installation, for ``eval/test_bank.py``: the evaluation knows nothing above it."""
    from cli.product import product as ours  # noqa: PLC0415 — seconds, and no other test asks for it

    return ours()
