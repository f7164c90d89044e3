"""Parameter files: each mistake is refused with its file, line, key and what was expected."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from rules.dated import PARAMETERS, Parameters, load
from rules.parameter_files import ParameterError
from rules.units import Standing, Unit

SOURCES = Path(__file__).parents[2] / "corpus" / "sources.yaml"
GOOD = """\
metadata: {reviewed_by: Me Test}
mi_temps:
  annee_1:
    description: Aide
    metadata: {unit: EUR}
    values:
      2019-09-01: {value: 18000, references: [a], standing: ameli}
      2024-06-22: {value: null}
"""


def _load(folder: Path, text: str) -> Parameters:
    (folder / "aide.yaml").write_text(text, encoding="utf-8")
    return load(folder)


def test_a_parameter_knows_its_values_dates_and_file(tmp_path: Path) -> None:
    parameter = _load(tmp_path, GOOD)["aide.mi_temps.annee_1"]
    assert (parameter.unit, parameter.file, parameter.reviewed_by) == (Unit.EUR, "aide.yaml", "Me Test")
    before, after = parameter.at(date(2024, 6, 21)), parameter.at(date(2024, 6, 22))
    assert (before.value, before.standing, before.until) == (Decimal(18000), Standing.AMELI, date(2024, 6, 22))
    assert (after.value, after.standing, after.until) == (None, None, None)
    with pytest.raises(ParameterError, match="connu que depuis le 2019-09-01, demandé au 2019-08-31"):
        parameter.at(date(2019, 8, 31))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("18000", "beaucoup", r"aide\.yaml, ligne 7.: .*2019-09-01\.value.: attendu un nombre en EUR"),
        ("18000", "0x1F", r"ligne 7.: 0x1F.: attendu un nombre"),
        ("18000", "-5", "attendu entre 0 et 1000000 en EUR, trouvé -5"),
        ("18000", "99000000", "attendu entre 0 et 1000000 en EUR"),
        ("unit: EUR", "unit: percent", "attendu entre 0 et 100 en percent, trouvé 18000"),
        ("2019-09-01:", "1919-09-01:", "de 2019 au plus tôt"),
        ("description: Aide", "same_as: b\n    description: Aide", "pas de values à côté"),
        ("references: [a], ", "", "pas de valeur sans source"),
        ("standing: ameli", "standing: sûr", r"ligne 7.: .*standing.: attendu l’un de"),
        ("{value: null}", "{value: null, standing: ameli}", "null n’a pas de fermeté"),
        ("unit: EUR", "unit: francs", r"ligne 5.: .*unit.: attendu l’une"),
        ("{unit: EUR}", "EUR", r"ligne 5.: .*metadata.: attendu \{unit"),
        ("description: Aide", "titre: Aide", "titre.: attendu l’une"),
        ("description: Aide", "description: 3", "attendu une phrase"),
        ("2019-09-01:", "dimanche:", r"une date AAAA-MM-JJ"),
        ("2019-09-01:", "2019-13-01:", r"ligne 7.: 2019-13-01.: attendu une date"),
        ("2024-06-22: {value: null}", "2019-09-01: {value: null}", "ligne 8.: 2019-09-01 est écrit deux fois"),
        (
            "{value: null}",
            "12",
            r"ligne 8.: .*attendu \{value, references, standing\}",
        ),
        ("{value: null}", "{value: null, others: [2]}", r"others.: attendu une liste de"),
        ("{value: null}", "{value: null, source: a}", r"source.: attendu l’une"),
        ("metadata: {reviewed_by: Me Test}", "metadata: oui", "reviewed_by"),
        ("metadata: {reviewed_by: Me Test}", "autre: oui", "attendu un paramètre"),
        (GOOD, "- liste", "des paramètres, chacun"),
        (GOOD, "a: [", r"vers la ligne 2.: attendu du YAML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        _load(tmp_path, GOOD.replace(old, new, 1))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="attendu un dossier de fichiers"):
        load(tmp_path / "absent")


OVERLAY = """\
deux_temps_pleins:
  annee_1:
    description: Aide
    metadata: {unit: EUR}
    values: {2024-06-22: {value: 1, references: [cpam], standing: official}}
"""


def test_staff_complete_a_value_that_was_not_established(tmp_path: Path) -> None:
    (tmp_path / "aide.yaml").write_text(OVERLAY, encoding="utf-8")
    completed = load(overlay=tmp_path)
    assert completed["aide.deux_temps_pleins.annee_1"].at(date(2026, 1, 1)).value == 1
    assert completed.keys() == load().keys()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("deux_temps_pleins", "trois_temps_pleins", "un des paramètres"),
        ("unit: EUR", "unit: hours", "attendu EUR, comme le nôtre, trouvé hours"),
        ("2024-06-22", "2025-01-01", "une première valeur au 2024-06-22 au plus tard"),
    ],
)
def test_an_overlay_that_no_rule_could_read_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    (tmp_path / "aide.yaml").write_text(OVERLAY.replace(old, new), encoding="utf-8")
    with pytest.raises(ParameterError, match=message):
        load(overlay=tmp_path)


def test_an_overlay_of_another_kind_is_refused(tmp_path: Path) -> None:
    text = "secteurs: {description: a, values: {2019-09-01: {value: 'oui', references: [a], standing: ameli}}}"
    (tmp_path / "eligibilite.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match="attendu une liste, comme le nôtre, trouvé 'oui'"):
        load(overlay=tmp_path)


def test_every_reference_is_a_registered_source() -> None:
    known = yaml.safe_load(SOURCES.read_text(encoding="utf-8"))
    cited = {source for parameter in load().values() for value in parameter.values for source in value.references}
    assert cited - known.keys() == set()


def test_every_file_says_whether_someone_signed_it() -> None:
    for file in PARAMETERS.glob("*.yaml"):
        assert "reviewed_by" in yaml.safe_load(file.read_text(encoding="utf-8"))["metadata"], file.name
