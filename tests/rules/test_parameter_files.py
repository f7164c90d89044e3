"""Parameter files: each mistake is refused with its file, line, key and what was expected."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from rules.dated import PARAMETERS, Parameters, load
from rules.kinds import Kind
from rules.options import OPTIONS
from rules.parameter_files import ParameterError, read_entries
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


def _refused(folder: Path, text: str, overlay: bool = False, name: str = "aide.yaml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        load(overlay=folder) if overlay else load(folder)
    return str(caught.value).replace("\u00a0", " ").replace("\u202f", " ")


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
        (
            "18000",
            "beaucoup",
            r"aide.yaml, ligne 7 : aide.mi_temps.annee_1.values.2019-09-01.value : trouvé « beaucoup »",
        ),
        ("18000", "0x1F", r"ligne 7 : mi_temps.annee_1.values.2019-09-01.value : trouvé « 0x1F » ; attendu un nombre"),
        ("18000", "18.000", "trouvé « 18.000 » ; attendu 18000"),
        ("18000", "-5", "trouvé -5 ; attendu un nombre entre 0 et 1000000, en EUR"),
        ("18000", "99000000", "attendu un nombre entre 0 et 1000000"),
        ("unit: EUR", "unit: percent", "trouvé 18000 ; attendu un nombre entre 0 et 100, en percent"),
        ("unit: EUR", "unit: date", "trouvé 18000 ; attendu une date"),
        ("{unit: EUR}", "{}", "trouvé 18000 ; attendu true, false, un texte ou une liste"),
        ("{unit: EUR}", "{unit: EUR, kind: text}", "attendu unit ou kind"),
        ("{unit: EUR}", "{kind: textes}", "ligne 5 : aide.mi_temps.annee_1.metadata.kind : trouvé « textes »"),
        ("2019-09-01:", "1919-09-01:", "de 2019"),
        ("2019-09-01:", "2109-09-01:", "à 2029"),
        ("description: Aide", "same_as: b\n    description: Aide", "pas de values à côté"),
        ("references: [a], ", "", "references : trouvé rien ; attendu la liste des sources"),
        (
            "standing: ameli",
            "standing: sûr",
            "ligne 7 : aide.mi_temps.annee_1.values.2019-09-01.standing : trouvé « sûr »",
        ),
        ("{value: null}", "{value: null, standing: ameli}", "car value est null"),
        ("unit: EUR", "unit: francs", "ligne 5 : aide.mi_temps.annee_1.metadata.unit : trouvé « francs »"),
        ("{unit: EUR}", "EUR", "ligne 5 : aide.mi_temps.annee_1.metadata : trouvé « EUR » ; attendu {unit"),
        ("description: Aide", "titre: Aide", "titre : trouvé « titre » ; attendu l’une de ces clés"),
        ("description: Aide", "description: 3", "trouvé 3 ; attendu une phrase"),
        ("2019-09-01:", "dimanche:", "une date AAAA-MM-JJ"),
        ("2019-09-01:", "2019-13-01:", "ligne 7 : mi_temps.annee_1.values : trouvé « 2019-13-01 » ; attendu une date"),
        (
            "2024-06-22: {value: null}",
            "2019-09-01: {value: null}",
            "ligne 8 : mi_temps.annee_1.values : trouvé « 2019-09-01 »",
        ),
        ("{value: null}", "12", "ligne 8 : aide.mi_temps.annee_1.values.2024-06-22 : trouvé 12 ; attendu {value: …"),
        ("{value: null}", "{value: null, others: [2]}", "others : trouvé 2 ; attendu une liste de"),
        ("{value: null}", "{value: null, source: a}", "source : trouvé « source » ; attendu l’une"),
        (
            "metadata: {reviewed_by: Me Test}",
            "metadata: oui",
            "ligne 1 : metadata : trouvé « oui » ; attendu {reviewed_by",
        ),
        ("metadata: {reviewed_by: Me Test}", "autre: oui", "trouvé « oui » ; attendu un paramètre"),
        (GOOD, "- liste", "trouvé une liste ; attendu des paramètres, chacun"),
        (GOOD, "a: [", r"ligne 1 : trouvé « a: [ » ; attendu du YAML"),
        (GOOD, "", "ce fichier est vide"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert message in _refused(tmp_path, GOOD.replace(old, new, 1))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="attendu un dossier de fichiers"):
        load(tmp_path / "absent")


OVERLAY = """\
deux_temps_pleins:
  annee_1:
    description: Aide
    metadata: {unit: EUR}
    values: {2019-09-01: {value: 1, references: [cpam], standing: official}}
"""


def test_staff_complete_a_value_that_was_not_established(tmp_path: Path) -> None:
    (tmp_path / "aide.yaml").write_text(OVERLAY, encoding="utf-8")
    completed = load(overlay=tmp_path)
    assert completed["aide.deux_temps_pleins.annee_1"].at(date(2026, 1, 1)).value == 1
    assert completed.keys() == load().keys()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("deux_temps_pleins", "trois_temps_pleins", "vouliez-vous écrire « aide."),
        ("unit: EUR", "unit: hours", "trouvé « hours » ; attendu EUR, comme le nôtre"),
        ("2019-09-01", "2025-01-01", "attendu une première valeur au 2019-09-01 au plus tard"),
        ("2019-09-01", "2019-03-01", "attendu une date à partir du 2019-09-01"),
    ],
)
def test_an_overlay_that_no_rule_could_read_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert message in _refused(tmp_path, OVERLAY.replace(old, new), overlay=True)


def test_an_overlay_of_another_kind_is_refused(tmp_path: Path) -> None:
    text = "secteurs: {description: a, values: {2019-09-01: {value: 'oui', references: [a], standing: ameli}}}"
    message = "trouvé « oui » ; attendu une liste entre crochets"
    assert message in _refused(tmp_path, text, overlay=True, name="eligibilite.yaml")


def test_the_same_as_another_kind_is_refused(tmp_path: Path) -> None:
    text = "remplacants: {description: a, metadata: {kind: yes_no}, same_as: secteurs}"
    message = "attendu un paramètre en yes_no ; celui-ci est en secteurs"
    assert message in _refused(tmp_path, text, overlay=True, name="eligibilite.yaml")


def test_a_file_that_is_hidden_is_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / ".aide.yaml.swp").write_bytes(b"\x00")
    (tmp_path / "..2026_11_28").mkdir()  # where an orchestrator keeps the files it links to
    (tmp_path / "..2026_11_28" / "aide.yaml").write_text("faux", "utf-8")
    (tmp_path / "README.md").write_text("notes", "utf-8")
    assert load(overlay=tmp_path).keys() == load().keys()


def test_a_parameter_without_a_unit_says_or_shows_what_it_holds() -> None:
    """Otherwise an overlay could give it what its rule cannot read, or a name that no rule knows."""
    entries = list(read_entries(PARAMETERS))
    assert [entry.id for entry in entries if not (entry.unit or entry.kind or entry.same_as)] == []
    free = [entry.id for entry in entries if entry.kind is Kind.TEXTS]
    assert free == [
        "contrat.fin.motifs_cpam",
        "contrat.versement.pieces",
        "contrat.demarche.pieces",
        "contrat.demarche.simulateur_exclut",
        "contrat.demarche.etapes",
        "formation.certificat.equivalences",
        "salaire.classement.criteres",
    ]


def test_the_working_times_a_list_may_name_are_those_the_rules_know(tmp_path: Path) -> None:
    text = GOOD.replace("{unit: EUR}", "{kind: working_times}").replace("18000", "['3/4']")
    assert f"l’un de ces noms : {', '.join(map(str, OPTIONS))}" in _refused(tmp_path, text)


def test_every_reference_is_a_registered_source() -> None:
    known = yaml.safe_load(SOURCES.read_text(encoding="utf-8"))
    cited = {source for parameter in load().values() for value in parameter.values for source in value.references}
    assert cited - known.keys() == set()


def test_every_file_says_whether_someone_signed_it() -> None:
    for file in PARAMETERS.glob("*.yaml"):
        assert "reviewed_by" in yaml.safe_load(file.read_text(encoding="utf-8"))["metadata"], file.name
