"""``rules diff``, ``rules check`` and ``rules explain``, on ours and on an amendment that an installation knows."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from assistant.installation import load
from cli.commands.rules_check import faults
from cli.main import main

AMOUNT = """\
mi_temps:
  annee_1:
    description: Aide annuelle, mi-temps (0,5 ETP), 1re année
    metadata: {unit: EUR}
    values:
      2019-09-01: {value: 18000, references: [av7-wud], standing: secondary}
      2024-06-22: {value: 19000, references: [ameli-2024-06], standing: ameli}
      2029-01-01: {value: 20000, references: [avenant-essai], standing: official}
"""
THRESHOLD = """\
generaliste:
  patientele_mt:
    p30:
      description: Seuil P30 de patientèle médecin traitant, généraliste
      metadata: {unit: patients}
      values:
        2019-09-01: {value: 640, references: [tout-savoir-bretagne], standing: secondary}
        2023-05-01: {value: 775, references: [ra-jhp], standing: secondary}
        2029-01-01: {value: 800, references: [avenant-essai], standing: official}
"""
EXCLUDED = """\
exclues:
  description: Spécialités exclues
  values:
    2019-09-01: {value: null}
    2023-05-01: {value: [radiologue], references: [ra-ameli], standing: ameli}
    2029-01-01: {value: [radiologue, urgentiste], references: [avenant-essai], standing: official}
"""
WITHOUT_AN_AMOUNT = {  # a yes or no, a list and a share: no sheet states a sum that they close
    "contrat": """\
employeur:
  cdd:
    description: L’embauche en contrat à durée déterminée (CDD) est admise
    values:
      2019-09-01: {value: true, references: [urps-assistants-medicaux], standing: public}
      2029-01-01: {value: false, references: [avenant-essai], standing: official}
""",
    "eligibilite": """\
secteurs:
  description: Secteurs d’exercice admis
  metadata: {kind: secteurs}
  values:
    2019-09-01: {value: ["1", "2 avec OPTAM"], references: [ameli-convention-2024], standing: ameli}
    2029-01-01: {value: ["1"], references: [avenant-essai], standing: official}
""",
    "specialites": """\
part_ccam_maximale:
  description: Part des actes techniques (CCAM) dans les honoraires sans dépassement, à ne pas atteindre
  metadata: {unit: percent}
  values:
    2019-09-01: {value: null}
    2023-05-01: {value: 20, references: [ra-jhp], standing: secondary}
    2029-01-01: {value: 25, references: [avenant-essai], standing: official}
""",
}
SOURCE = """\
avenant-essai:
  title: Avenant d’essai
  publisher: Journal officiel
  published: "2026-11-20"
  url: null
  standing: official
  copy_of: avenant d’essai
  read: full
  checked_on: 2026-11-28
  regimes: [convention-2024]
"""


@pytest.fixture
def amended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installation that knows an amendment published in November for January."""
    folder = tmp_path / "parameters"
    folder.mkdir()
    for name, text in {"aide": AMOUNT, "seuils": THRESHOLD, "specialites": EXCLUDED, "sources": SOURCE}.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    monkeypatch.setenv("AM_PARAMETERS_DIR", str(folder))
    monkeypatch.setenv("AM_DATA_DIR", str(tmp_path / "data"))
    return folder


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["rules", *words]) == 0
    return _plain(capsys.readouterr().out)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.usefixtures("amended")
def test_two_days_are_compared_down_to_the_sheets_and_questions(capsys: pytest.CaptureFixture[str]) -> None:
    told = _said(capsys, "diff", "2029-01-01", "2028-12-31")  # in whichever order
    assert told.startswith("# Du 31 décembre 2028 au 1er janvier 2029\n")
    assert "`aide.mi_temps.annee_1` | 19 000 € | 20 000 € | avenant-essai |" in told
    assert "`aide.mi_temps.p95` | 19 000 € | 20 000 € | avenant-essai |" in told
    assert "1re année : 19 000 € → 20 000 € (temps de travail mi-temps" in told
    assert "**Non établi → Non** (spécialité urgentiste" in told
    assert "`patientele-minimale-convention-2024` : «" in told
    assert "seuils.generaliste.patientele_mt.p30 passe de 775 patients à 800 patients" in told
    assert "`aid24-half-short` (amounts-convention-2024.yaml), posée au 21 novembre 2026" in told


def test_the_sheets_on_the_topic_of_what_changes_are_to_read_again(
    amended: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in WITHOUT_AN_AMOUNT.items():
        (amended / f"{name}.yaml").write_text(text, "utf-8")
    told = _said(capsys, "diff", "2028-12-31", "2029-01-01")
    for parameter, sheet in {
        "contrat.employeur.cdd": "cdi-ou-cdd",
        "eligibilite.secteurs": "secteur-et-optam",
        "specialites.part_ccam_maximale": "medecins-eligibles-convention-2024",
    }.items():
        [line] = [line for line in told.splitlines() if line.startswith(f"- sur un sujet que règle `{parameter}` : ")]
        assert f"`{sheet}`" in line


@pytest.mark.usefixtures("amended")
def test_nothing_is_told_of_two_days_under_the_same_texts(capsys: pytest.CaptureFixture[str]) -> None:
    told = _said(capsys, "diff", "2026-11-21", "2026-11-28")
    assert "Aucun ne change." in told
    assert "Aucune ne change, dans les situations usuelles." in told
    assert told.count("Rien.") == 2


@pytest.mark.usefixtures("amended")
@pytest.mark.parametrize(
    ("signed", "amount", "announced"),
    [("2029-01-01", "20 000 €", True), ("2028-12-31", "19 000 €", False)],
)
def test_a_signature_to_come_is_explained_with_the_texts_published(
    capsys: pytest.CaptureFixture[str], signed: str, amount: str, announced: bool
) -> None:
    told = _said(capsys, "explain", "aid.amounts", "--signed", signed, "--etp", "0.5", "--as-of", "2026-11-28")
    assert f"1re année : **{amount}**" in told
    assert ("Cette réponse applique le texte publié le 20 novembre 2026" in told) == announced


def test_ours_hold_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Rien à reprendre" in _said(capsys, "check")


def test_what_an_amendment_leaves_to_do_is_named(amended: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (amended / "aide.yaml").write_text(AMOUNT.replace("{value: 20000", "{value: 13000"), "utf-8")
    assert main(["rules", "check", str(amended)]) == 1
    told = _plain(capsys.readouterr().out)
    assert "aide.mi_temps.annee_1 vaut 13 000 au 1er janvier 2029, moins que aide.mi_temps.annee_2" in told
    assert "documents/patientele-minimale-convention-2024.md : «" in told
    assert "fermez la fiche la veille (valid_to) et écrivez-en une autre à partir du 1er janvier 2029." in told


def test_a_sheet_left_after_the_change_is_to_close_on_the_eve_of_the_new_value(amended: Path) -> None:
    told = [line for line in faults(*load(amended), date(2029, 1, 15)) if "écrivez-en une autre" in line]
    assert told
    assert all(line.endswith("à partir du 1er janvier 2029.") for line in map(_plain, told))


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("sources.yaml", "", r"trouvé « avenant-essai » ; .* n’est dans aucun registre"),
        ("aide.yaml", AMOUNT.replace("20000", "-5"), r"aide\.yaml, ligne \d+ : .*entre 0 et"),
        ("aide.yaml", AMOUNT.replace("annee_1", "annee_6"), r"un des paramètres de docs/rules\.md"),
        ("aide.yaml", AMOUNT + AMOUNT, r"aide\.yaml, ligne \d+ : trouvé « mi_temps » ; .* deux fois"),
    ],
)
def test_a_wrong_folder_is_refused_in_french(
    amended: Path, capsys: pytest.CaptureFixture[str], file: str, text: str, said: str
) -> None:
    if text:
        (amended / file).write_text(text, "utf-8")
    else:
        (amended / file).unlink()
    assert main(["rules", "check", str(amended)]) == 1
    assert re.search(said, _plain(capsys.readouterr().err))


@pytest.mark.parametrize("words", [("diff", "hier", "2029-01-01"), ("diff", "2028-12-31", "2031-01-01")])
def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert main(["rules", *words]) == 1
    assert capsys.readouterr().err.startswith("JOUR\u00a0:")
