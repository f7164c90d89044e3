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
      2019-09-01: {value: null}
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
    (tmp_path / "sources.yaml").write_text(SOURCE, "utf-8")
    assistant = build(tmp_path / "data", tmp_path, today=lambda: date(2026, 11, 21))
    answer = assistant.ask(Request(question="combien pour 1,5 ETP la 1re année ?"))
    assert "12\u202f345\u202f€" in answer.text
    assert "reponse-cpam" in {citation.source for citation in answer.citations}


def test_a_value_without_a_known_source_is_refused_at_start(tmp_path: Path) -> None:
    (tmp_path / "aide.yaml").write_text(VALUE, "utf-8")
    with pytest.raises(
        ParameterError, match=r"aide.yaml, ligne 7.*temps_et_demi\.annee_1.*reponse-cpam.*sources\.yaml"
    ):
        load(tmp_path)


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ("reponse-cpam:", "ameli-2024-06:", "ligne 1.*ameli-2024-06.*déjà celui d’une de nos sources"),
        ("convention-2024", "convention-2042", "ligne 9.*reponse-cpam.regimes.*convention-2042.*attendu un texte"),
    ],
)
def test_a_source_of_the_staff_takes_no_name_of_ours_and_none_that_nobody_knows(
    tmp_path: Path, ours: str, theirs: str, said: str
) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCE.replace(ours, theirs), "utf-8")
    with pytest.raises(CorpusError, match=said):
        load(tmp_path)


def test_a_day_or_a_year_of_publication_needs_no_quotes(tmp_path: Path) -> None:
    for written, published in (("2026-10-05", "2026-10-05"), ("2026", "2026"), ("'2026-10'", "2026-10")):
        (tmp_path / "sources.yaml").write_text(SOURCE.replace("2026-10\n", f"{written}\n"), "utf-8")
        assert load(tmp_path)[1].sources["reponse-cpam"].published == published


def test_a_source_is_not_read_after_today(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCE, "utf-8")
    assert load(tmp_path, date(2026, 11, 1))[1].sources["reponse-cpam"].checked_on == date(2026, 11, 1)
    with pytest.raises(CorpusError, match=r"ligne 8.*checked_on.*trouvé 2026-11-01.*aujourd’hui, 31/10/2026"):
        load(tmp_path, date(2026, 10, 31))


def test_every_text_of_the_rules_has_a_first_day(tmp_path: Path) -> None:
    """Sheets may speak of any of them: an overlay that forgets one is refused."""
    text = (
        "individuel: {description: a, values: {2019-09-01: {value: avenant-7, references: [ra-jhp], standing: ameli}}}"
    )
    (tmp_path / "regimes.yaml").write_text(text, "utf-8")
    with pytest.raises(ParameterError, match=r"aucune valeur pour convention-2024, .*reglement-arbitral-2023"):
        load(tmp_path)
