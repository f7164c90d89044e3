"""The drift alarm names what changed, and every sheet and parameter that rests on it."""

import hashlib
from pathlib import Path

import pytest

from assistant.drift import check
from corpus import Corpus, load_corpus
from rules.dated import Parameters, load


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load()


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Ours, as if `sextant-76` had been read from a text of three words, and one other source were hashed."""
    ours = load_corpus()
    digest = hashlib.sha256(b"trois petits mots").hexdigest()
    kept = {id_: source.model_copy(update={"sha256": None}) for id_, source in ours.sources.items()}
    kept["sextant-76"] = ours.sources["sextant-76"].model_copy(update={"sha256": digest, "file": "Le Havre (2022).txt"})
    kept["syngof-119"] = ours.sources["syngof-119"].model_copy(update={"sha256": "1" * 64, "file": None})
    return ours.model_copy(update={"sources": kept})


def test_an_original_as_it_was_read_raises_nothing(tmp_path: Path, corpus: Corpus, parameters: Parameters) -> None:
    (tmp_path / "sous-dossier").mkdir()
    (tmp_path / "sous-dossier" / "renomme.txt").write_bytes(b"trois petits mots")
    drift = check(tmp_path, corpus, parameters)
    assert (drift.unchanged, drift.changed, drift.missing) == (["sextant-76"], {}, ["syngof-119"])
    assert (drift.sheets, drift.parameters, drift.unknown) == ([], [], [])


@pytest.mark.parametrize("name", ["Le Havre (2022).txt", "le-havre-2022.pdf", "2-sextant-76-v2.txt"])
def test_a_changed_original_names_what_to_read_again(
    tmp_path: Path, corpus: Corpus, parameters: Parameters, name: str
) -> None:
    (tmp_path / name).write_bytes(b"quatre petits mots neufs")
    drift = check(tmp_path, corpus, parameters)
    assert drift.changed == {"sextant-76": name}
    assert drift.sheets == sorted(sheet.id for sheet in corpus.documents if "sextant-76" in sheet.sources)
    assert "missions-trois-groupes" in drift.sheets
    assert "aide.mi_temps.annee_1" in drift.parameters
    assert all(any("sextant-76" in value.references for value in parameters[name].values) for name in drift.parameters)


def test_a_file_nobody_registered_is_listed(tmp_path: Path, corpus: Corpus, parameters: Parameters) -> None:
    (tmp_path / "autre.txt").write_bytes(b"autre chose")
    (tmp_path / ".cache").write_bytes(b"ignored")
    drift = check(tmp_path, corpus, parameters)
    assert (drift.unknown, drift.changed) == (["autre.txt"], {})


def test_every_hashed_source_of_ours_names_its_original() -> None:
    hashed = [source for source in load_corpus().sources.values() if source.sha256]
    assert len(hashed) >= 5
    assert all(source.file for source in hashed)
