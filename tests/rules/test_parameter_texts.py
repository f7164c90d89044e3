"""What parameters say of themselves reaches doctors: it is set as French is."""

from collections.abc import Iterator

import pytest

from corpus.typography import faults
from rules.dated import Parameter, load

PARAMETERS = load()


def _texts(parameter: Parameter) -> Iterator[str]:
    yield parameter.description
    yield from (value.note for value in parameter.values if value.note)


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=PARAMETERS.keys())
def test_descriptions_and_notes_keep_french_typography(parameter: Parameter) -> None:
    assert [fault for text in _texts(parameter) for fault in faults(text)] == []


def test_there_are_notes_to_read() -> None:
    assert sum(len(list(_texts(parameter))) for parameter in PARAMETERS.values()) > len(PARAMETERS)
