"""Values that no source establishes: seen first, signed, kept in files that the next start reads; or refused whole."""

import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from html import unescape
from pathlib import Path

import pytest
import yaml
from staff import TODAY, Staff, entered, room, told

from assistant.answer import Request
from assistant.installation import load
from assistant.service import Assistant, build
from ui import proof
from ui.about import who as about
from ui.cpts import Cpts
from ui.settings import Settings
from ui.staff import effects, overlay, restart
from ui.staff.desk import save

RATE = "objectifs.augmentation.temps_plein.p50_p70"
YES_NO = "aide.nature.tva"
DELAY = "contrat.demarche.delai_reponse"
SINCE = date(2024, 6, 22)
FIELDS = {"valeur": "12,5", "depuis": "2024-06-22", "titre": "Courrier de la caisse", "editeur": "CPAM d’exemple",
          "publie": "10/2026", "adresse": "", "force": "ameli", "etendue": "full", "lu": "2026-11-02"}  # fmt: skip


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return build(tmp_path_factory.mktemp("data"), embedding_model="lexical", today=lambda: TODAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "baremes"
    made.mkdir()
    return made


@pytest.fixture
def staff(tmp_path: Path, folder: Path, assistant: Assistant) -> Iterator[Staff]:
    with room(tmp_path, assistant, parameters_dir=folder) as served:
        yield entered(served)


def sign(staff: Staff, parameter: str = RATE, **fields: str) -> None:
    staff.open(f"valeurs/{parameter}")
    staff.send(f"/gestion/valeurs/{parameter}", **{**FIELDS, "action": "signer", "nom": "Alix Exemple", **fields})


def test_without_a_folder_the_page_says_how_to_have_one(tmp_path: Path, assistant: Assistant) -> None:
    with room(tmp_path, assistant) as served:
        staff = entered(served)
        staff.open("valeurs")
        assert "AM_PARAMETERS_DIR" in told(staff)
        assert served.get(f"/gestion/valeurs/{RATE}").status_code == 404


def test_what_nothing_establishes_is_listed_and_nothing_else_can_be_written(staff: Staff, assistant: Assistant) -> None:
    page = staff.open("valeurs")
    listed = set(re.findall(r"gestion/valeurs/([\w.]+)", page))
    parameters = assistant.parameters
    assert RATE in listed
    assert YES_NO in listed
    assert all(parameters[id].at(TODAY).value is None for id in listed)
    assert staff.client.get("/gestion/valeurs/aide.mi_temps.annee_1").status_code == 404  # established by a source
    assert staff.client.get("/gestion/valeurs/nowhere").status_code == 404
    staff.open("valeurs")
    staff.send("/gestion/valeurs/aide.mi_temps.annee_1", **FIELDS, action="signer", nom="Alix Exemple")
    assert staff.page.status_code == 404


def test_the_values_are_searched_by_their_words(staff: Staff, folder: Path) -> None:
    staff.open("valeurs")
    staff.send("/gestion/valeurs", cherche="délais embauche signature")
    found = re.findall(r"gestion/valeurs/([\w.]+)", staff.page.text)
    assert found == ["contrat.demarche.delai_embauche"]
    assert "<details open>" in staff.page.text
    staff.send("/gestion/valeurs", cherche="pergola")
    assert "Aucune valeur à compléter ne porte ces mots." in told(staff)


def test_a_name_is_asked_for_again_where_it_is_typed_and_kept_as_it_is(staff: Staff, folder: Path) -> None:
    staff.open(f"valeurs/{RATE}")
    staff.send(f"/gestion/valeurs/{RATE}", **FIELDS, action="signer", nom=" ")
    assert "Votre nom : il manque." in told(staff)
    assert 'name="nom"' in staff.page.text
    for _ in range(2):
        sign(staff, nom="Alix Exemple, présidente")
    value = load(folder, TODAY)[0][RATE].at(TODAY)
    assert value.signed == "Alix Exemple, présidente, le 28/11/2026"
    (file,) = (path for path in folder.glob("*.yaml") if path.name != "sources.yaml")
    assert file.read_text("utf-8").count("présidente") == 2  # who signed the value, and who read the file, once


def test_every_value_listed_has_a_form(staff: Staff) -> None:
    for id in re.findall(r"gestion/valeurs/([\w.]+)", staff.open("valeurs")):
        assert 'name="valeur"' in staff.open(f"valeurs/{id}"), id


def test_what_would_change_is_shown_before_anything_is_written(staff: Staff, folder: Path) -> None:
    staff.open(f"valeurs/{RATE}")
    staff.send(f"/gestion/valeurs/{RATE}", **FIELDS, action="voir")
    shown = told(staff)
    assert "Avant de signer" in shown
    assert "12,5 %" in shown
    assert "non établi devient 12,5 %" in shown
    assert "Signer le 28/11/2026" in shown
    assert list(folder.iterdir()) == []
    staff.send(f"/gestion/valeurs/{RATE}", **FIELDS, action="corriger")
    assert 'value="12,5"' in staff.page.text


def test_the_sentences_that_doctors_would_read_are_shown_before_and_after(staff: Staff) -> None:
    staff.open(f"valeurs/{DELAY}")
    staff.send(f"/gestion/valeurs/{DELAY}", **FIELDS | {"valeur": "60"}, action="voir")
    shown = told(staff)
    assert "Ce qui changerait Le temps de réponse de la CPAM Aujourd’hui : Ce n’est pas établi" in shown
    assert "Avec cette valeur : " in shown
    assert "60 jours" in shown.partition("Avec cette valeur")[2].partition("Le détail")[0]
    assert "Source : « Courrier de la caisse », CPAM d’exemple, 10/2026, Assurance Maladie." in shown
    assert staff.page.text.count("Avec cette valeur") <= effects.MOST_ANSWERS


def test_who_signed_and_when_is_told_where_the_value_is_used(staff: Staff, folder: Path, tmp_path: Path) -> None:
    sign(staff, DELAY, valeur="60")
    signed = "signée par Alix Exemple, le 28/11/2026"
    staff.open(f"valeurs/{DELAY}")
    assert f"Aujourd’hui : 60 jours, {signed}." in told(staff)
    fields = staff.form(f"valeurs/{DELAY}")
    shown = [unescape(fields[name]) for name in ("valeur", "depuis", "titre", "publie", "lu")]
    assert shown == ["60", "2024-06-22", "Courrier de la caisse", "10/2026", "2026-11-02"]
    serving = build(tmp_path, folder, embedding_model="lexical", today=lambda: TODAY)
    answer = serving.ask(Request(question="sous combien de temps la CPAM répond-elle à ma demande d'aide ?"))
    assert signed in answer.text
    register = serving.sources()
    assert [(one["parameter"], one["signed"]) for one in register["added"]] == [
        (DELAY, signed.removeprefix("signée par "))
    ]
    assert register["reviewed_by"]["contrat.yaml"] is None  # they signed a value of theirs, and none of ours
    page = about.body(Cpts(), Settings(data_dir=tmp_path), register)
    assert "1 valeur ajoutée par votre CPTS" in page.replace("\u00a0", " ")
    assert signed in page
    (source,) = (one for one in register["sources"] if one["local"])
    assert "Assurance Maladie, selon votre CPTS" in proof.badge_of(source)


def test_a_yes_or_no_turns_an_answer(staff: Staff) -> None:
    staff.open(f"valeurs/{YES_NO}")
    staff.send(f"/gestion/valeurs/{YES_NO}", **{**FIELDS, "valeur": "non"}, action="voir")
    assert "L’aide n’est pas soumise à la TVA." in told(staff)


def test_signed_it_is_in_the_files_that_the_next_start_reads(staff: Staff, folder: Path, tmp_path: Path) -> None:
    sign(staff)
    assert "Valeur signée et enregistrée." in told(staff)
    assert "Vos valeurs (1)" in told(staff)
    assert "après un redémarrage" in told(staff)
    parameters, corpus = load(folder, TODAY)
    value = parameters[RATE].at(TODAY)
    assert (str(value.value), value.since, value.added) == ("12.5", SINCE, True)
    (source,) = value.references
    assert corpus.sources[source].title == "Courrier de la caisse"
    assert corpus.sources[source].local
    assert parameters[RATE].reviewed_by == "Alix Exemple"
    assert parameters[RATE].at(date(2023, 6, 1)).value is None  # ours stands before
    (line,) = [line for line in (tmp_path / "gestion/audit.jsonl").read_text("utf-8").splitlines() if RATE in line]
    assert json.loads(line)["what"] == "valeur signée par Alix Exemple"


def test_two_values_of_one_file_and_one_source_stand_together(staff: Staff, folder: Path) -> None:
    other = "objectifs.augmentation.temps_plein.p30_p50"
    sign(staff)
    sign(staff, valeur="13", depuis="2026-01-01", nom="Dominique Exemple")
    parameters, corpus = load(folder, TODAY)
    assert [str(value.value) for value in parameters[RATE].values[-2:]] == ["12.5", "13"]
    assert sum(source.title == "Courrier de la caisse" for source in corpus.sources.values()) == 1
    assert parameters[RATE].reviewed_by == "Alix Exemple, Dominique Exemple"
    if other in overlay.writable() and parameters[other].at(TODAY).value is None:
        sign(staff, other, valeur="20")
        assert len(yaml.safe_load((folder / "objectifs.yaml").read_text("utf-8"))["augmentation"]["temps_plein"]) == 2


def test_two_people_who_sign_at_once_both_keep_their_value(
    staff: Staff, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, keep = threading.Barrier(2), overlay.keep

    def met(*given: Path) -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait(1)  # for the other one to have read the folder too, where nothing keeps it out
        keep(*given)

    monkeypatch.setattr("ui.staff.overlay.keep", met)
    staff.open("valeurs")
    token, values = staff.token, {RATE: "12,5", YES_NO: "non"}

    def post(parameter: str) -> int:
        fields = {**FIELDS, "valeur": values[parameter], "titre": f"Lettre {parameter}"}
        sent = {**fields, "jeton": token, "action": "signer", "nom": "Alix Exemple"}
        return staff.client.post(f"/gestion/valeurs/{parameter}", data=sent).status_code

    with ThreadPoolExecutor(2) as signing:
        assert list(signing.map(post, values)) == [200, 200]
    parameters, _ = load(folder, TODAY)
    assert (str(parameters[RATE].at(TODAY).value), parameters[YES_NO].at(TODAY).value) == ("12.5", False)


def test_two_people_on_one_value_do_not_overwrite_each_other_unseen(staff: Staff, folder: Path) -> None:
    staff.open(f"valeurs/{RATE}")
    late = {**staff.form(f"valeurs/{RATE}"), **FIELDS, "valeur": "13", "nom": "Dominique Exemple"}
    sign(staff)
    staff.open("valeurs")
    staff.send(f"/gestion/valeurs/{RATE}", **late, action="voir")
    again = {name: unescape(value) for name, value in staff.form(f"valeurs/{RATE}").items()}
    staff.send(f"/gestion/valeurs/{RATE}", **again | {"action": "signer", "nom": "Dominique Exemple"})
    assert staff.page.status_code == 409
    assert "Valeur : « 12,5 » est enregistré, vous avez écrit « 13 »." in told(staff)
    assert re.search(r'role="alert"><p>[^<]*</p><ul class="am-list"><li>', staff.page.text)  # each on its own line
    assert str(load(folder, TODAY)[0][RATE].at(TODAY).value) == "12.5"
    staff.send(f"/gestion/valeurs/{RATE}", **late | {"vu": staff.form(f"valeurs/{RATE}")["vu"]}, action="signer")
    assert str(load(folder, TODAY)[0][RATE].at(TODAY).value) == "13"
    staff.send(f"/gestion/valeurs/{RATE}", vu=late["vu"], action="retirer")
    assert staff.page.status_code == 409
    assert "Voyez ci-dessous ce qui est enregistré avant de retirer quoi que ce soit." in told(staff)
    assert "Relisez ce que vous avez écrit" not in told(staff)
    assert str(load(folder, TODAY)[0][RATE].at(TODAY).value) == "13"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"force": "unconfirmed"},
            "Ce que vaut cette source : « Assurance Maladie » est enregistré, vous avez écrit « à confirmer ».",
        ),
        (
            {"etendue": "excerpt"},
            "Vous en avez lu : « le texte entier » est enregistré, vous avez écrit « un extrait ».",
        ),
        ({}, "Déjà signé : 12,5 % à partir du 22/06/2024, par Alix & Exemple, le 28/11/2026."),
    ],
)
def test_what_somebody_else_signed_is_told_whatever_differs(staff: Staff, fields: dict[str, str], said: str) -> None:
    staff.open(f"valeurs/{RATE}")
    late = staff.form(f"valeurs/{RATE}") | FIELDS | fields
    sign(staff, nom="Alix & Exemple")
    staff.send(f"/gestion/valeurs/{RATE}", **late, nom="Dominique Exemple", action="signer")
    assert staff.page.status_code == 409
    assert said in told(staff)


def test_a_value_that_begins_later_is_not_said_to_be_signed_today(staff: Staff) -> None:
    sign(staff, depuis="2026-12-15")
    staff.open(f"valeurs/{RATE}")
    assert "Aujourd’hui : non établi. " in told(staff)


def test_signed_again_under_another_title_it_leaves_its_former_source(staff: Staff, folder: Path) -> None:
    sign(staff, titre="Courrier de la caisse 2")
    sign(staff)
    assert load(folder, TODAY)[0][RATE].at(TODAY).references == ("notre-courrier-de-la-caisse",)
    assert list(yaml.safe_load((folder / "sources.yaml").read_text("utf-8"))) == ["notre-courrier-de-la-caisse"]
    sign(staff, titre="Courrier de la caisse 2")  # a name that begins as the former one
    assert list(yaml.safe_load((folder / "sources.yaml").read_text("utf-8"))) == ["notre-courrier-de-la-caisse-2"]


def test_the_folder_can_be_read_at_each_step_of_a_change(
    staff: Staff, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(staff)
    steps = []

    def seen(file: Path, text: str) -> None:
        save(file, text)
        if file.parent == folder:
            steps.append(load(folder, TODAY)[0][RATE].at(TODAY).references)

    monkeypatch.setattr("ui.staff.overlay.save", seen)
    sign(staff, titre="Autre courrier")
    assert steps[0] == ("notre-courrier-de-la-caisse",)
    assert steps[-1] == ("notre-autre-courrier",)


def test_what_was_written_by_hand_stays_and_a_copy_is_kept(staff: Staff, folder: Path, tmp_path: Path) -> None:
    sign(staff, YES_NO, valeur="non", titre="Autre courrier")
    by_hand = "# écrit à la main\n" + (folder / "aide.yaml").read_text("utf-8")
    (folder / "aide.yaml").write_text(by_hand, "utf-8")
    sign(staff, "aide.nature.plafond", valeur="1 000 €")
    parameters, _ = load(folder, TODAY)
    assert parameters[YES_NO].at(TODAY).value is False
    assert parameters["aide.nature.plafond"].at(TODAY).value == 1000
    assert (tmp_path / "gestion/backups/aide.yaml").read_text("utf-8") == by_hand


def test_withdrawn_it_leaves_nothing(staff: Staff, folder: Path) -> None:
    sign(staff)
    staff.open(f"valeurs/{RATE}")
    staff.send(f"/gestion/valeurs/{RATE}", action="retirer")
    assert "Valeur retirée avant d’avoir servi." in told(staff)
    assert list(folder.iterdir()) == []  # its source neither
    assert load(folder, TODAY)[0][RATE].at(TODAY).value is None


def test_a_value_that_is_still_served_is_said_to_be_on_every_page_until_a_restart(
    staff: Staff, folder: Path, tmp_path: Path, assistant: Assistant
) -> None:
    sign(staff)
    staff.open(f"valeurs/{RATE}")
    staff.send(f"/gestion/valeurs/{RATE}", action="retirer")
    assert "Les médecins ne l’ont jamais lue." in told(staff)
    assert "Redémarrer maintenant" not in staff.open("")  # signed and taken back: this server never followed it
    sign(staff)
    started = Assistant(load(folder, TODAY)[0], assistant.corpus, assistant.retriever, assistant.today)
    with room(tmp_path, started, parameters_dir=folder) as again:  # a server that started with it
        later = entered(again)
        assert "Redémarrer maintenant" not in later.open("")
        later.open(f"valeurs/{RATE}")
        later.send(f"/gestion/valeurs/{RATE}", action="retirer")
        assert "Elle sert encore jusqu’au redémarrage." in told(later)
        for path in ("", "valeurs", "etat"):
            assert "Redémarrer maintenant" in later.open(path)
            assert "toujours ce qui valait avant" in told(later)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"nom": "  "}, "Votre nom : il manque."),
        ({"valeur": "douze"}, "Valeur : écrivez un nombre, en %, comme 19000 ou 7,5."),
        ({"valeur": "1e9"}, "Valeur : écrivez un nombre"),
        ({"valeur": "-5"}, "Valeur : écrivez un nombre"),
        ({"valeur": "101"}, "Valeur : attendu un nombre entre 0 et 100 %."),
        ({"depuis": "2018-01-01"}, "Premier jour où elle vaut : donnez une date, du 01/09/2019"),
        ({"depuis": "bientôt"}, "Premier jour où elle vaut : cette date est impossible."),
        ({"lu": "2026-11-29"}, "Lue le : donnez le jour où vous avez lu la source, aujourd’hui au plus tard."),
        ({"lu": "2026-09-01"}, "Sa date : donnez-en une qui ne soit pas après le jour"),
        ({"titre": ""}, "Une valeur sans source n’est pas gardée."),
        ({"editeur": " "}, "Une valeur sans source n’est pas gardée."),
        ({"adresse": "https://"}, "Son adresse web : "),
        ({"publie": "hier"}, "Sa date : cette date n’est pas comprise"),
        ({"adresse": "javascript:alert(1)"}, "Son adresse web : donnez une adresse entière"),
        ({"force": "sure"}, "choisissez une réponse à chacun"),
    ],
)
def test_what_cannot_be_followed_is_refused_and_nothing_is_written(
    staff: Staff, folder: Path, tmp_path: Path, fields: dict[str, str], said: str
) -> None:
    sign(staff, **fields)
    assert staff.page.status_code == 422
    assert said in told(staff)
    assert not re.search(r"\.yaml|ligne \d", told(staff))
    assert str(tmp_path) not in staff.page.text
    assert 'value="Courrier de la caisse"' in staff.page.text or fields.get("titre") == ""
    assert list(folder.iterdir()) == []


def test_a_value_too_large_is_told_in_the_unit_of_the_form(staff: Staff) -> None:
    sign(staff, DELAY, valeur="4000")
    assert "Valeur : attendu un nombre entre 0 et 3 660 jours." in told(staff)
    sign(staff, "contrat.demarche.delai_embauche", valeur="3000")
    assert "Valeur : attendu un nombre entier, entre 0 et 120 mois." in told(staff)
    sign(staff, "contrat.versement.annee_1.solde", valeur="1999-01-01")
    assert "Valeur : attendu une date, de 2000 à 2099." in told(staff)


def test_a_folder_that_is_wrong_already_is_told_and_left_alone(staff: Staff, folder: Path) -> None:
    (folder / "aide.yaml").write_text("mi_temps: douze\n", "utf-8")
    staff.open("valeurs")
    assert "aide.yaml" in told(staff)
    assert staff.client.get(f"/gestion/valeurs/{RATE}").status_code == 422
    assert (folder / "aide.yaml").read_text("utf-8") == "mi_temps: douze\n"


def test_a_restart_that_would_fail_is_not_made(staff: Staff, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AM_PARAMETERS_DIR", str(folder))
    (folder / "aide.yaml").write_text("mi_temps: douze\n", "utf-8")
    staff.open("documents")
    staff.send("/gestion/redemarrer")
    assert staff.page.status_code == 422
    assert "Le redémarrage échouerait : rien n’est fait." in told(staff)
    assert not restart.AGAIN.is_set()
