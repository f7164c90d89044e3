"""What is tried in memory is found as it would be once added, and changes nothing on disk."""

from pathlib import Path

import pytest
from rag_fakes import BagOfStems, Sheet

from rag import opening
from rag.embeddings import LEXICAL
from rag.retrieval import Retriever
from rag.trying import MOST, tried

ABSENCE = Sheet("absence", "## Que faire pendant un arrêt ?\n\nPrévenez la caisse au bout de deux mois d’arrêt.")
LOAN = Sheet("local-pret", "## Prêt\n\nLa CPTS prête un fauteuil. Elle prête une balance.", title="Prêt", local=True)
CLINIC = Sheet(
    "local-note",
    "# Permanences\n\n## Quand ouvre la permanence ?\n\nLa permanence ouvre le mardi.\n\n## Lieu\n\nÀ la mairie.",
    title="Permanences",
    local=True,
)
QUERIES = ("quand ouvre la permanence ?", "que faire pendant un arrêt ?", "la CPTS prête une balance ?")


@pytest.fixture(params=["fake", LEXICAL])
def embedding(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    model = BagOfStems()
    monkeypatch.setattr(opening, "load_once", lambda name: None if name == LEXICAL else model)
    return str(request.param)


def found(retriever: Retriever) -> list[list[tuple[str, float]]]:
    return [[(hit.passage.id, round(hit.score, 5)) for hit in retriever.search(query, 9)] for query in QUERIES]


@pytest.mark.parametrize("before", [[ABSENCE], [ABSENCE, LOAN]])
def test_it_is_found_as_it_would_be_once_added(tmp_path: Path, embedding: str, before: list[Sheet]) -> None:
    opened = opening.open_index(tmp_path / "before", before, embedding)
    trial, whole = tried(opened, CLINIC)
    added = opening.open_index(tmp_path / "after", [*before, CLINIC], embedding)
    assert whole
    assert found(trial) == found(added)
    assert all(passage.document != CLINIC.id for passage in opened.passages)
    assert [path.name for path in tmp_path.iterdir()].count("before") == 1


def test_the_one_it_replaces_is_found_no_more(tmp_path: Path, embedding: str) -> None:
    opened = opening.open_index(tmp_path / "before", [ABSENCE, LOAN], embedding)
    trial, _ = tried(opened, CLINIC, replaces=LOAN.id)
    assert found(trial) == found(opening.open_index(tmp_path / "after", [ABSENCE, CLINIC], embedding))


def test_of_a_long_document_the_beginning_is_tried(tmp_path: Path, embedding: str) -> None:
    opened = opening.open_index(tmp_path, [ABSENCE], embedding)
    parts = (f"## Partie {number}\n\n{'Un texte assez long pour un passage. ' * 12}" for number in range(MOST + 5))
    trial, whole = tried(opened, Sheet("local-long", "\n\n".join(parts), local=True))
    assert not whole
    assert sum(passage.document == "local-long" for passage in trial.passages) == MOST
