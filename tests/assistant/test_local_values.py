"""Beside a value of the staff, nothing of ours says otherwise: neither a contradiction it settles nor a sheet."""

from pathlib import Path

import pytest
from answers import TODAY, Ask

from assistant.answer import Request
from assistant.service import Assistant, build

OVERLAY = {
    "seuils.yaml": """\
generaliste:
  patientele_mt:
    p30:
      description: Patientèle médecin traitant des généralistes (hors MEP), P30
      metadata: {unit: patients}
      values:
        2019-09-01: {value: 900, references: [note-locale], standing: official}
""",
    "formation.yaml": """\
organismes:
  description: Organismes habilités à former au CQP
  metadata: {unit: count}
  values:
    2019-09-01: {value: 12, references: [note-locale], standing: official}
""",
    "sources.yaml": """\
note-locale:
  title: Note de la caisse
  publisher: Caisse du département
  published: "2026-01-01"
  url: null
  standing: official
  read: full
  checked_on: 2026-11-20
  regimes: [convention-2024]
""",
}
BOTH = "le salaire est-il remboursé pendant la formation ?"  # answered by a rule, and by a sheet
SHEET_ALONE = "c'est quoi un percentile ?"
P30 = "combien de patients au minimum pour un généraliste ?"


@pytest.fixture(scope="module")
def overlaid(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("overlay")
    for name, text in OVERLAY.items():
        (folder / name).write_text(text, encoding="utf-8")
    return build(folder / "data", folder, embedding_model="lexical", today=lambda: TODAY)


def test_a_value_of_the_staff_settles_what_our_sources_disputed(ask: Ask, overlaid: Assistant) -> None:
    disputed = "seuil-640-ou-775"
    assert disputed in {entry.id for entry in ask(P30).disagreements}
    answer = overlaid.ask(Request(question=P30))
    assert "900" in answer.text
    assert disputed not in {entry.id for entry in answer.disagreements}


def test_our_sheets_are_not_quoted_beside_a_value_of_the_staff(assistant: Assistant, overlaid: Assistant) -> None:
    for ready in (assistant, overlaid):
        ready.retriever()  # a figure waits for no sheet
    ours, theirs = (ready.ask(Request(question=BOTH)) for ready in (assistant, overlaid))
    quoted = [citation.quote for citation in ours.citations if citation.quote]
    assert quoted
    assert all(quote in ours.text for quote in quoted)
    assert theirs.topic == ours.topic
    assert not any(citation.quote for citation in theirs.citations)
    assert not any(quote in theirs.text for quote in quoted)


def test_where_a_sheet_alone_answers_the_rule_speaks_with_the_value_of_the_staff(ask: Ask, overlaid: Assistant) -> None:
    assert any(citation.quote for citation in ask(SHEET_ALONE).citations)
    answer = overlaid.ask(Request(question=SHEET_ALONE))
    assert not any(citation.quote for citation in answer.citations)
    assert "900" in answer.text


def test_a_value_whose_source_is_unconfirmed_is_told_so_beside_it(tmp_path: Path, overlaid: Assistant) -> None:
    folder = tmp_path / "values"
    folder.mkdir()
    for name, text in OVERLAY.items():
        (folder / name).write_text(text.replace("standing: official", "standing: unconfirmed"), "utf-8")
    weak = build(tmp_path / "data", folder, embedding_model="lexical", today=lambda: TODAY)
    said = "Valeur ajoutée par votre CPTS, à confirmer\u00a0: "
    for assistant, told in ((weak, True), (overlaid, False)):
        answer = assistant.ask(Request(question=P30))
        assert (said in answer.text) is told
        assert any(said in item for part in answer.parts for item in part.items) is told
