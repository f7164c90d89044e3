"""What says neither yes nor no to one who asks is counted, aspect by aspect."""

import pytest

from eval import polar


def test_a_question_told_no_yes_nor_no_is_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sides = {
        "eligibility.alone/must_find\tdois-je trouver un confrère ?": "unfavourable",
        "contract.ending/general\tje peux arrêter ?": "favourable",
        "contract.ending/general\tcomment arrêter ?": "open",
    }
    monkeypatch.setattr(polar, "of_sides", lambda: sides)
    polar.main()
    told = capsys.readouterr().out
    assert "1 of    1 contract.ending/general" in told
    assert "must_find" not in told
    assert told.endswith("0.500 of 2 say yes, no or not established\n")
