"""« De plus que le cas général », « dans cette hypothèse »: what is compared or supposed is kept apart from hers."""

from __future__ import annotations

import pytest
from answers import Ask, read

