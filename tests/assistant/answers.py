"""The type of the ``ask`` fixture."""

from collections.abc import Callable

from assistant.answer import Answer

Ask = Callable[..., Answer]
