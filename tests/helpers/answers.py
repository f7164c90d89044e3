"""What the tests of whole answers share."""

from collections.abc import Callable
from datetime import date

from assistant.answer import Answer

TODAY = date(2026, 11, 21)
Ask = Callable[..., Answer]  # the ``ask`` fixture
