"""What readers judged: turns that were asked, each once."""

import pytest

from eval import exchanges, judged


def test_every_judgement_is_of_a_turn_that_was_asked() -> None:
    turns = {
        (one.id, turn)
        for author in exchanges.authors()
        for one in author.exchanges
        for turn in range(1, len(one.turns) + 1)
    }
    said = [(one.id, one.turn) for one in judged.read()]
    assert len(said) == len(set(said)) >= 200
    assert set(said) <= turns


def test_the_shares_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    judged.main()
    told = capsys.readouterr().out
    right = sum(one.verdict == "right" for one in judged.read()) / len(judged.read())
    assert f"right: {right:.1%} of {len(judged.read())}" in told
