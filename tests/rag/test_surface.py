"""The room's public names stay what they are, whatever was imported before."""

import importlib
import inspect
import pkgutil

import rag


def test_no_public_name_is_hidden_by_a_module() -> None:
    modules = {module.name for module in pkgutil.iter_modules(rag.__path__)}
    for name in modules:
        importlib.import_module(f"rag.{name}")
    assert not modules & set(rag.__all__)
    assert not any(inspect.ismodule(getattr(rag, name)) for name in rag.__all__)
