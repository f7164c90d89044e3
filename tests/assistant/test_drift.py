"""The drift alarm names what changed, and every sheet and parameter that rests on it."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from papers import saved, word

from assistant.drift import check
from corpus import Corpus, fingerprint, load_corpus
from rules.dated import Parameters, load

TODAY = date(2026, 11, 28)
ORIGINALS = Path(__file__).parents[3] / "shared/sources"


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
    drift = check(tmp_path, corpus, parameters, TODAY)
    assert (drift.unchanged, drift.changed, drift.missing) == (["sextant-76"], {}, ["syngof-119"])
    assert (drift.sheets, drift.parameters, drift.unknown) == ([], [], [])


@pytest.mark.parametrize("name", ["Le Havre (2022).txt", "le-havre-2022.pdf", "2-sextant-76-v2.txt"])
def test_a_changed_original_names_what_to_read_again(
    tmp_path: Path, corpus: Corpus, parameters: Parameters, name: str
) -> None:
    (tmp_path / name).write_bytes(b"quatre petits mots neufs")
    drift = check(tmp_path, corpus, parameters, TODAY)
    assert drift.changed == {"sextant-76": name}
    assert drift.sheets == sorted(sheet.id for sheet in corpus.documents if "sextant-76" in sheet.sources)
    assert "missions-trois-groupes" in drift.sheets
    assert "aide.mi_temps.annee_1" in drift.parameters
    assert all(any("sextant-76" in value.references for value in parameters[name].values) for name in drift.parameters)


def test_a_file_nobody_registered_is_listed(tmp_path: Path, corpus: Corpus, parameters: Parameters) -> None:
    (tmp_path / "autre.txt").write_bytes(b"autre chose")
    (tmp_path / ".cache").write_bytes(b"ignored")
    drift = check(tmp_path, corpus, parameters, TODAY)
    assert (drift.unknown, drift.changed) == (["autre.txt"], {})


def test_every_hashed_source_of_ours_names_its_original() -> None:
    hashed = [source for source in load_corpus().sources.values() if source.sha256]
    assert len(hashed) >= 5
    assert all(source.file for source in hashed)


def test_a_file_saved_again_has_not_changed(tmp_path: Path, corpus: Corpus, parameters: Parameters) -> None:
    said = "La patientèle minimale est de 775 patients, soit 10 % de moins."
    source = corpus.sources["sextant-76"].model_copy(update={"words": fingerprint.of_words(said)})
    known = corpus.model_copy(update={"sources": corpus.sources | {"sextant-76": source}})
    (tmp_path / "Le Havre (2022).docx").write_bytes(saved(word(said)))
    assert check(tmp_path, known, parameters, TODAY).unchanged == ["sextant-76"]
    (tmp_path / "Le Havre (2022).docx").write_bytes(saved(word(said.replace("10 %", "10 €"))))
    assert check(tmp_path, known, parameters, TODAY).changed == {"sextant-76": "Le Havre (2022).docx"}


def test_a_changed_original_that_nobody_can_read_has_changed(
    tmp_path: Path, corpus: Corpus, parameters: Parameters
) -> None:
    source = corpus.sources["sextant-76"].model_copy(update={"words": None})
    known = corpus.model_copy(update={"sources": corpus.sources | {"sextant-76": source}})
    (tmp_path / "Le Havre (2022).pdf").write_bytes(b"no PDF at all")
    assert check(tmp_path, known, parameters, TODAY).changed == {"sextant-76": "Le Havre (2022).pdf"}


def test_a_source_without_its_original_is_to_be_read_again_by_a_day(corpus: Corpus, parameters: Parameters) -> None:
    found = check(None, corpus, parameters, TODAY)
    assert found.reread.keys() == corpus.sources.keys()
    assert found.reread["ameli-2024-06"] == corpus.sources["ameli-2024-06"].checked_on + timedelta(days=182)
    assert found.missing == []


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the originals are not beside this checkout")
def test_the_words_of_our_originals_are_those_that_were_read(tmp_path: Path, parameters: Parameters) -> None:
    ours = load_corpus()
    for source in ours.sources.values():
        if source.file:
            original = (ORIGINALS / source.file).read_text("utf-8")
            (tmp_path / source.file).write_text(f"{original}\n\n", "utf-8")  # other bytes, the same words
    hashed = [source.id for source in ours.sources.values() if source.sha256]
    assert sorted(check(tmp_path, ours, parameters, TODAY).unchanged) == sorted(hashed)
