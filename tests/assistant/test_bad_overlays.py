"""What a careful but hurried person gets wrong in an overlay: refused at start, in French, where it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.installation import load
from cli.main import main

TODAY = date(2026, 11, 28)
AIDE = """\
metadata: {reviewed_by: null}
temps_et_demi:
  annee_1:
    description: Aide annuelle, un temps et demi
    metadata: {unit: EUR}
    values:
      2019-09-01: {value: 12345, references: [reponse-cpam], standing: official}
"""
SOURCES = """\
reponse-cpam:
  title: Réponse écrite de la CPAM
  publisher: CPAM
  published: 2024-10
  url: null
  standing: official
  read: full
  checked_on: 2024-11-01
  regimes: [convention-2024]
"""
LISTS = """\
secteurs:
  description: Secteurs admis
  values:
    2019-09-01: {value: ["1"], references: [ameli-convention-2024], standing: ameli}
"""


class Mistake(NamedTuple):
    """Files as the person wrote them, and what the refusal must say."""

    files: dict[str, str]
    says: tuple[str, ...]


def _aide(old: str, new: str, *says: str) -> Mistake:
    assert old in AIDE
    return Mistake({"aide.yaml": AIDE.replace(old, new), "sources.yaml": SOURCES}, ("aide.yaml", *says))


def _source(old: str, new: str, *says: str) -> Mistake:
    assert old in SOURCES
    return Mistake({"aide.yaml": AIDE, "sources.yaml": SOURCES.replace(old, new)}, ("sources.yaml", *says))


def _list(name: str, value: str, *says: str, unit: str = "") -> Mistake:
    """A parameter of ours, by its id, given ``value``."""
    file, *groups = name.split(".")
    lines = [f"{'  ' * depth}{group}:" for depth, group in enumerate(groups)]
    inside = "  " * len(groups)
    fields = f"{{value: {value}, references: [ameli-convention-2024], standing: ameli}}"
    lines += [f"{inside}description: Essai", *([f"{inside}metadata: {{unit: {unit}}}"] if unit else [])]
    lines += [f"{inside}values:", f"{inside}  2019-09-01: {fields}"]
    return Mistake({f"{file}.yaml": "\n".join(lines) + "\n"}, (f"{file}.yaml", f"ligne {len(lines)}", name, *says))


VALUE = "temps_et_demi.annee_1.values.2019-09-01.value"
MISTAKES = {
    # how YAML is written
    "a tab": _aide("    metadata: {unit", "\tmetadata: {unit", "ligne 5", "tabulation"),
    "indentation lost": _aide("    values:", "   values:", "ligne 6", "values:", "décalage"),
    "a parameter one step too far left": _aide("  annee_1:", "annee_1:", "ligne 2", "temps_et_demi", "rien"),
    "dates not under values": _aide("      2019-09-01", "    2019-09-01", "ligne 7", "2019-09-01", "sous values"),
    "a colon forgotten": _aide("description: Aide", "description Aide", "ligne 5", "deux-points"),
    "a colon without its space": _aide("values:\n", "values:", "ligne 6"),
    "a colon in a text": _aide("Aide annuelle,", "Aide : annuelle,", "ligne 4", "entre guillemets"),
    "a quote left open": _aide("Aide annuelle", '"Aide annuelle', "ligne 4", "guillemets"),
    "a bracket left open": _aide("[reponse-cpam]", "[reponse-cpam", "ligne 7", "crochets"),
    "a brace in a template": _aide("12345", "{{ montant }}", "ligne 7", "accolades"),
    "an alias to itself": _aide("  annee_1:\n", "  annee_1: &a\n    copie: *a\n", "aide.yaml", "alias"),
    "an own tag": _aide("12345", "!montant 12345", "ligne 7", "!montant"),
    "two documents": _aide("temps_et_demi:", "---\ntemps_et_demi:", "ligne 2", "---"),
    "a day that no text governs": Mistake(
        {"regimes.yaml": "individuel:\n  description: Essai\n  values:\n    2019-09-01: {value: null}\n"},
        ("regimes.yaml", "ligne 4", "regimes.individuel.values.2019-09-01.value", "rules/regimes.py"),
    ),
    # numbers
    "a space between thousands": _aide("12345", "12 345", "ligne 7", VALUE, "« 12 345 »", "sans espace"),
    "a no-break space between thousands": _aide("12345", "12\u202f345", "ligne 7", "sans espace"),
    "a full stop between thousands": _aide("12345", "12.345", "ligne 7", VALUE, "« 12.345 »", "12345"),
    "the currency": _aide("12345", "12345€", "ligne 7", VALUE, "« 12345€ »", "sans espace ni symbole"),
    "a decimal comma": _aide("12345", "12345,5", "ligne 7", "12345.5", "point"),
    "a decimal comma in quotes": _aide("12345", "'12345,5'", "ligne 7", VALUE, "point"),
    "French quotes": _aide("12345", "« 12345 »", "ligne 7", VALUE, "sans guillemets"),
    "straight quotes": _aide("12345", '"12345"', "ligne 7", VALUE, "sans guillemets"),
    "a typographic minus": _aide("12345", "−5", "ligne 7", VALUE, "« −5 »"),
    "less than nothing": _aide("12345", "-5", "ligne 7", VALUE, "trouvé -5", "entre 0 et 1"),
    "a slip of the keyboard": _aide("12345", "12345000000", "ligne 7", VALUE, "entre 0 et"),
    "a yes for an amount": _aide("12345", "true", "ligne 7", VALUE, "trouvé true", "un nombre"),
    "a list for an amount": _aide("12345", "[12345]", "ligne 7", VALUE, "une liste", "un nombre"),
    "an octal": _aide("12345", "0x1F", "ligne 7", VALUE, "0x1F"),
    "9 900 %": _list("objectifs.augmentation.temps_plein.p50_p70", "9900", "9900", "entre 0 et 100", unit="percent"),
    "minus 5 %": _list("objectifs.augmentation.temps_plein.p50_p70", "-5", "-5", "entre 0 et 100", unit="percent"),
    "a day in letters": _list("seuils.generaliste.patientele_mt.p30", "mille", "« mille »", unit="patients"),
    # days
    "a French date": _aide("2019-09-01", "22/06/2024", "ligne 7", "« 22/06/2024 »", "AAAA-MM-JJ"),
    "a day that does not exist": _aide("2019-09-01", "2027-02-30", "ligne 7", "« 2027-02-30 »", "AAAA-MM-JJ"),
    "a thirteenth month": _aide("2019-09-01", "2024-13-01", "ligne 7", "« 2024-13-01 »"),
    "a day without its zeros": _aide("2019-09-01", "2024-6-22", "ligne 7", "« 2024-6-22 »", "AAAA-MM-JJ"),
    "a day before any text": _aide("2019-09-01", "2018-06-22", "ligne 7", "2018-06-22", "de 2019"),
    "a day before the first text, the same year": _aide("2019-09-01", "2019-03-01", "ligne 7", "2019-09-01"),
    "a day in another century": _aide("2019-09-01", "2204-06-22", "ligne 7", "à 2029"),
    "a first value too late": _aide("2019-09-01", "2025-01-01", "2019-09-01", "2025-01-01"),
    "two values for a day": _aide(
        "      2019", "      2019-09-01: {value: null}\n      2019", "ligne 8", "2019-09-01", "deux fois"
    ),
    "a date for a date": _list("formation.certificat.fin", "31/12/2027", "« 31/12/2027 »", "AAAA-MM-JJ", unit="date"),
    # keys
    "references misspelt": _aide("references", "refrences", "ligne 7", "refrences", "« references »"),
    "value in French": _aide("value: 12345", "valeur: 12345", "ligne 7", "value"),
    "a key in capitals": _aide("description", "Description", "ligne 4", "« description »"),
    "a key of a parameter misspelt": _aide("values", "value", "ligne 6", "« values »"),
    "unit misspelt": _aide("unit: EUR", "units: EUR", "ligne 5", "units", "« unit »"),
    "no description": _aide(
        "    description: Aide annuelle, un temps et demi\n", "", "description", "rien", "une phrase"
    ),
    "no references": _aide("references: [reponse-cpam], ", "", "ligne 7", "references", "rien", "source"),
    "references not a list": _aide("[reponse-cpam]", "reponse-cpam", "ligne 7", "references", "[reponse-cpam]"),
    "an unknown source": _aide("[reponse-cpam]", "[reponse-cpan]", "ligne 7", "« reponse-cpan »", "« reponse-cpam »"),
    "a number for a source": _aide("[reponse-cpam]", "[76]", "ligne 7", "references", "76"),
    "an unknown standing": _aide("standing: official", "standing: oficiel", "ligne 7", "« oficiel »", "« official »"),
    "no standing": _aide(", standing: official", "", "ligne 7", "standing", "rien", "official"),
    "a standing for nothing": _aide("12345", "null", "ligne 7", "standing", "null"),
    "a value left empty": _aide("12345", "", "ligne 7", "standing", "null"),
    "an unknown unit": _aide("unit: EUR", "unit: euros", "ligne 5", "« euros »", "EUR"),
    "another unit than ours": _aide("unit: EUR", "unit: months", "ligne 5", "months", "EUR"),
    "the unit forgotten": _aide("    metadata: {unit: EUR}\n", "", "unit"),
    "an unknown parameter": _aide("annee_1", "anee_1", "ligne 3", "aide.temps_et_demi.anee_1", "« aide.temps_et_demi."),
    "a note that is no text": _aide(
        "standing: official", "standing: official, note: [a]", "ligne 7", "note", "un texte"
    ),
    "who signed, a list": _aide("reviewed_by: null", "reviewed_by: [a]", "ligne 1", "reviewed_by", "une liste"),
    "who signed, misspelt": _aide("reviewed_by", "reviewd_by", "ligne 1", "« reviewed_by »"),
    "a value of another source, misshapen": _aide(
        "standing: official", "standing: official, others: [{value: 3}]", "ligne 7", "others", "references"
    ),
    "a value of another source, unreadable": _aide(
        "standing: official", "standing: official, others: [{value: 3 €, references: [ra-jhp]}]", "others", "« 3 € »"
    ),
    # the same as another
    "the same as nobody": _aide(
        "    values:\n      2019-09-01: {value: 12345, references: [reponse-cpam], standing: official}",
        "    same_as: anne_2",
        "ligne 6",
        "same_as",
        "aide.temps_et_demi.anne_2",
        "« aide.temps_et_demi.annee_2 »",
    ),
    "the same as itself": _aide(
        "    values:\n      2019-09-01: {value: 12345, references: [reponse-cpam], standing: official}",
        "    same_as: annee_1",
        "ligne 6",
        "same_as",
        "cercle",
    ),
    "the same in a circle": Mistake(
        {
            "aide.yaml": "mi_temps:\n"
            "  annee_1: {description: a, metadata: {unit: EUR}, same_as: annee_2}\n"
            "  annee_2: {description: a, metadata: {unit: EUR}, same_as: annee_1}\n"
        },
        ("aide.yaml", "ligne 2", "aide.mi_temps.annee_1.same_as", "cercle"),
    ),
    "the same as another unit": _aide(
        "    values:\n      2019-09-01: {value: 12345, references: [reponse-cpam], standing: official}",
        "    same_as: contrat.duree",
        "same_as",
        "years",
        "EUR",
    ),
    "values and same_as": _aide("    values:", "    same_as: annee_2\n    values:", "ligne 6", "same_as", "values"),
    # lists and names
    "oui for true": _list("eligibilite.remplacants", "oui", "« oui »", "true", "false"),
    "a text for a list": _list("eligibilite.secteurs", "secteur 2", "« secteur 2 »", "une liste"),
    "a secteur with its name": _list("eligibilite.secteurs", '["secteur 2"]', "« secteur 2 »", "2 avec OPTAM"),
    "a secteur without quotes": _list("eligibilite.secteurs", "[1]", "trouvé 1", "entre guillemets"),
    "an unknown specialty": _list("specialites.exclues", "[kiné]", "« kiné »", "rules/specialties.py"),
    "a specialty misspelt": _list("specialites.exclues", "[Généralistes]", "« generaliste »"),
    "an unknown zone": _list("eligibilite.second_assistant.zones", "[ZRR]", "« ZRR »", "zip"),
    "a zone in capitals": _list("eligibilite.second_assistant.zones", "[ZIP]", "« ZIP »", "« zip »"),
    "an unknown working time": _list("eligibilite.options_ouvertes", '["3/4"]', "« 3/4 »", "1/3"),
    "an unknown legal form": _list("collectif.formes", "[SELARL]", "« SELARL »", "« SEL »"),
    "an unknown department": _list("specialites.departements.radiologie", '["20"]', "« 20 »", "2A"),
    "a department without quotes": _list("specialites.departements.radiologie", "[05]", "entre guillemets"),
    "a text that governs nothing": _list("regimes.individuel", "convention-2042", "« convention-2042 »", "avenant-7"),
    "a yes or no nobody established": _list("missions.hors_liste", "vaccination", "« vaccination »", "true"),
    "a text that governs companies alone": _list("regimes.individuel", "aide-collective-2026")._replace(
        says=("regimes.yaml", "aucune valeur pour avenant-7")
    ),
    "all but the excluded, among the excluded": _list("specialites.exclues", "[toutes-sauf-exclues]", "generaliste"),
    "all but the excluded, and another": _list(
        "specialites.admises_partout", "[generaliste, toutes-sauf-exclues]", "ce nom seul"
    ),
    "a list in a list": _list("eligibilite.secteurs", '[["1"]]', "trouvé une liste", "un texte"),
    "half a patient": _list("seuils.generaliste.patientele_mt.p30", "774.5", "un nombre entier", unit="patients"),
    "a standing in brackets": _aide("standing: official", "standing: [official]", "ligne 7", "standing", "une liste"),
    "a unit in brackets": _aide("{unit: EUR}", "{unit: [EUR]}", "ligne 5", "metadata.unit", "une liste"),
    "a pit of brackets": Mistake({"aide.yaml": f"a: {'[' * 999}{']' * 999}\n"}, ("aide.yaml", "moins de groupes")),
    # files
    "an empty file": Mistake({"aide.yaml": ""}, ("aide.yaml", "vide")),
    "a file of comments": Mistake({"aide.yaml": "# rien\n"}, ("aide.yaml", "vide")),
    "a list as a file": Mistake({"aide.yaml": "- a\n"}, ("aide.yaml", "ligne 1", "une liste")),
    "the wrong ending": Mistake({"aide.yml": AIDE}, ("aide.yml", "« aide.yaml »")),
    "the register with the wrong ending": Mistake({"sources.yml": SOURCES}, ("sources.yml", "« sources.yaml »")),
    "an ending in capitals": Mistake({"aide.YAML": AIDE}, ("aide.YAML", "« aide.yaml »")),
    "an ending hidden by Windows": Mistake({"aide.yaml.txt": AIDE}, ("aide.yaml.txt", "« aide.yaml »")),
    "a folder in the folder": Mistake({"2027/aide.yaml": AIDE}, ("2027", "aide.yaml", "directement")),
    "a file that is none of ours": Mistake({"bareme.yaml": AIDE}, ("bareme.yaml", "docs/rules.md")),
    "a source file misnamed": Mistake({"source.yaml": SOURCES}, ("source.yaml", "ligne 2", "reponse-cpam.title")),
    # the staff's register
    "a name of ours": _source("reponse-cpam:", "ameli-2024-06:", "ligne 1", "ameli-2024-06", "autre nom"),
    "a name with capitals": _source("reponse-cpam:", "Réponse CPAM:", "ligne 1", "minuscules"),
    "a source without regimes": _source(
        "  regimes: [convention-2024]\n", "", "ligne 1", "reponse-cpam.regimes", "rien"
    ),
    "an unknown regime": _source(
        "convention-2024", "convention-20224", "ligne 9", "« convention-20224 »", "« convention-2024 »"
    ),
    "a regime that is no list": _source("[convention-2024]", "convention-2024", "ligne 9", "regimes", "une liste"),
    "a thirteenth month of publication": _source("2024-10", "2024-13", "ligne 4", "published", "« 2024-13 »"),
    "a day of publication that does not exist": _source("2024-10", '"2024-11-31"', "ligne 4", "« 2024-11-31 »"),
    "a publication in letters": _source("2024-10", "octobre 2024", "ligne 4", "« octobre 2024 »", "AAAA-MM"),
    "an address without its scheme": _source("url: null", "url: www.ameli.fr", "ligne 5", "url", "https://"),
    "an unknown standing of a source": _source("standing: official", "standing: CPAM", "ligne 6", "« CPAM »", "ameli"),
    "read in French": _source("read: full", "read: oui", "ligne 7", "« oui »", "full"),
    "read tomorrow": _source(
        "2024-11-01", "2099-11-01", "ligne 8", "checked_on", "2099-11-01", "au plus tard aujourd’hui"
    ),
    "read on no day": _source("2024-11-01", "01/11/2024", "ligne 8", "« 01/11/2024 »", "AAAA-MM-JJ"),
    "read before it was published": _source(
        "2024-11-01", "2024-09-01", "ligne 8", "2024-09-01", "published : 2024-10-01"
    ),
    "a title that is a number": _source("Réponse écrite de la CPAM", "[a]", "ligne 2", "title", "un texte"),
    "an empty title": _source("Réponse écrite de la CPAM", '""', "ligne 2", "title"),
    "a hash cut short": _source("read: full", "read: full\n  sha256: abc", "ligne 8", "sha256", "64"),
    "a key nobody knows": _source("publisher", "editeur", "ligne 3", "editeur", "publisher"),
    "a key of a source misspelt": _source("checked_on", "cheked_on", "ligne 8", "« checked_on »"),
    "a source that says it is local": _source("read: full", "read: full\n  local: oui", "ligne 8", "local"),
    "a source written twice": _source("reponse-cpam:", "reponse-cpam: {}\nreponse-cpam:", "ligne 2", "deux fois"),
    "a source that is a list": _source(SOURCES, "- reponse-cpam\n", "ligne 1", "une liste"),
    "a source that is a text": _source(SOURCES, "reponse-cpam: oui\n", "ligne 1", "reponse-cpam", "« oui »"),
    "a register left empty": _source(SOURCES, "", "vide"),
    "a register with a tab": _source("  publisher", "\tpublisher", "ligne 3", "tabulation"),
}


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def refused(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one line on which the command refuses the overlay of ``folder``."""
    monkeypatch.setenv("AM_PARAMETERS_DIR", str(folder))
    monkeypatch.setenv("AM_DATA_DIR", str(folder / "data"))
    assert main(["rules", "table"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    return said.err.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_refused_where_it_stands(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mistake = MISTAKES[what]
    said = refused(_write(tmp_path, mistake.files), monkeypatch, capsys)
    assert [words for words in mistake.says if words not in said] == [], said


def test_the_overlay_that_the_mistakes_are_made_in_is_right(tmp_path: Path) -> None:
    parameters, corpus = load(_write(tmp_path, {"aide.yaml": AIDE, "sources.yaml": SOURCES}), TODAY)
    assert parameters["aide.temps_et_demi.annee_1"].at(TODAY).value == 12345
    assert "reponse-cpam" in corpus.sources


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (AIDE.replace("Aide annuelle", "Année").encode("latin-1"), "aide.yaml, ligne 4 : attendu du texte en UTF-8"),
        (AIDE.encode("utf-16"), "aide.yaml, ligne 1 : attendu du texte en UTF-8"),
        (AIDE.replace("EUR", "EUR\x07").encode(), "aide.yaml, ligne 5 : trouvé « metadata: {unit: EUR } »"),
        (None, "aide.yaml : attendu un fichier ; c’est un dossier"),
    ],
    ids=["latin-1", "utf-16", "control character", "folder"],
)
def test_a_file_that_cannot_be_read_is_refused(
    content: bytes | None,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if content is None:
        (tmp_path / "aide.yaml").mkdir()
    else:
        (tmp_path / "aide.yaml").write_bytes(content)
    assert says in refused(tmp_path, monkeypatch, capsys)


def test_a_file_saved_by_windows_is_read(tmp_path: Path) -> None:
    for name, text in (("aide.yaml", AIDE), ("sources.yaml", SOURCES)):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load(tmp_path, TODAY)[0]["aide.temps_et_demi.annee_1"].at(TODAY).value == 12345
