"""What several threads ask at the same moment is done at once, and each gets what it asked for."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest

from rag.together import Together


class Held:
    """Work that waits, the first time, until it is let go; keeps what it was given each time."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun, self.let_go, self._one_at_a_time = Event(), Event(), Lock()

    def __call__(self, asked: list[int]) -> list[int]:
        assert self._one_at_a_time.acquire(blocking=False), "two worked at the same time"
        self.batches.append(asked)
        self.begun.set()
        self.let_go.wait(20)
        self._one_at_a_time.release()
        if 13 in asked:
            raise ValueError("13")
        return [10 * each for each in asked]


def test_those_who_come_during_the_work_are_done_together_a_few_at_a_time() -> None:
    held = Held()
    together = Together(held, most=4)
    with ThreadPoolExecutor(10) as threads:
        first = threads.submit(together, 0)
        assert held.begun.wait(20)
        others = [threads.submit(together, number) for number in range(1, 10)]
        while len(together._waiting) < 9:  # each of them is in line
            pass
        held.let_go.set()
        assert [first.result(20), *(other.result(20) for other in others)] == [10 * number for number in range(10)]
    assert [len(batch) for batch in held.batches] == [1, 4, 4, 1]


def test_a_failure_is_told_to_those_it_was_for_and_to_nobody_after_them() -> None:
    held = Held()
    held.let_go.set()
    together = Together(held, most=4)
    with pytest.raises(ValueError, match="13"):
        together(13)
    assert together(2) == 20
