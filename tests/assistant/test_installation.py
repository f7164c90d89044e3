"""The staff's own values and sources, laid over ours."""

from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Request
from assistant.installation import load
from assistant.service import build
from corpus import CorpusError
from rules.dated import ParameterError

VALUE = """\
temps_et_demi:
  annee_1:
    description: Aide annuelle, un temps et demi (1,5 ETP), 1re année
    metadata: {unit: EUR}
    values:
      2024-06-22: {value: 12345, references: [reponse-cpam], standing: official}
"""
SOURCE = """\
reponse-cpam:
  title: Réponse écrite de la CPAM
  publisher: CPAM
  published: 2026-10
  url: null
  standing: official
  read: full
  checked_on: 2026-11-01
  regimes: [convention-2024]
"""


def test_a_value_obtained_by_the_staff_is_answered_with_its_source(tmp_path: Path) -> None:
    (tmp_path / "aide.yaml").write_text(VALUE, "utf-8")
    (tmp_path / "sources.yaml").write_text(SOURCE.replace("2026-10\n", "'2026-10'\n"), "utf-8")
    assistant = build(tmp_path / "data", tmp_path, today=lambda: date(2026, 11, 21))
    answer = assistant.ask(Request(question="combien pour 1,5 ETP la 1re année ?"))
    assert "12\u202f345\u202f€" in answer.text
    assert "reponse-cpam" in {citation.source for citation in answer.citations}


def test_a_value_without_a_known_source_is_refused_at_start(tmp_path: Path) -> None:
    (tmp_path / "aide.yaml").write_text(VALUE, "utf-8")
    with pytest.raises(ParameterError, match=r"temps_et_demi\.annee_1.*'reponse-cpam'.*sources\.yaml"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ("reponse-cpam:", "ameli-2024-06:", "'ameli-2024-06' est déjà le nom d’une de nos sources"),
        ("convention-2024", "convention-2042", "reponse-cpam: regime 'convention-2042' found"),
    ],
)
def test_a_source_of_the_staff_takes_no_name_of_ours_and_none_that_nobody_knows(
    tmp_path: Path, ours: str, theirs: str, said: str
) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCE.replace("2026-10\n", "'2026-10'\n").replace(ours, theirs), "utf-8")
    with pytest.raises(CorpusError, match=said):
        load(tmp_path)
