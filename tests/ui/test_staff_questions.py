"""What the staff read and decide beside their documents: questions that were asked."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import yaml
from staff import TODAY, Staff, entered, room, told
from staff_note import asked

from assistant.answer import Kind
from assistant.service import Assistant
from eval.bank import load
from eval.reading import says
from ui.journal import FILE, Journal


@pytest.fixture
def staff(tmp_path: Path, noted: Assistant) -> Iterator[Staff]:
    with room(tmp_path, noted, journal=True) as served:
        yield entered(served)


def test_questions_are_listed_by_what_became_of_them_and_drafted(staff: Staff, tmp_path: Path) -> None:
    for _ in range(3):
        asked(tmp_path, "combien pour un mi-temps ?", Kind.FIGURE, topic="aid.amounts")
    asked(tmp_path, 'et pour un "parking" <b> ?', Kind.OUT_OF_SCOPE)
    asked(tmp_path, "quel préavis ?", Kind.EXPLANATION, liked=False)
    asked(tmp_path, "combien à 2 ETP ?", Kind.ELIGIBILITY, verdict="unknown")
    staff.open("questions")
    shown = told(staff)
    assert "6 questions" in shown
    for title in (
        "Sans réponse (1)",
        "Non établi (1) combien à 2 ETP ? 1 × · sujet non reconnu · réponse : ce n’est pas établi",
        "Mal jugées (1)",
        "Les plus posées (6)",
        "quel préavis ? 1 × · sujet non reconnu · réponse : une explication Commentaire : « il manque la date »",
    ):
        assert title in shown
    assert shown.index("3 × ") > shown.index("Les plus posées")
    assert "<b> ?" not in staff.page.text
    todo = staff.open("").replace("\u00a0", " ")
    assert "1 question sans réponse" in todo
    assert "1 question mal jugée" in todo
    staff.open("questions")
    staff.send("/gestion/questions/une", question="jamais posée")
    assert staff.page.status_code == 404


def test_a_question_shows_what_is_kept_of_it_what_it_gets_today_and_what_would_complete_it(
    tmp_path: Path, noted: Assistant
) -> None:
    question = "combien de temps ai-je pour embaucher après la signature ?"
    asked(tmp_path, question, Kind.ELIGIBILITY, liked=False, topic="contract.steps")
    (tmp_path / "values").mkdir()
    with room(tmp_path, noted, journal=True, parameters_dir=tmp_path / "values") as served:
        staff = entered(served)
        staff.open("questions")
        staff.send("/gestion/questions/une", question=question)
        shown = told(staff)
        assert "Le journal ne garde aucune réponse." in shown
        assert "aucune source ne fixe le délai pour embaucher après la signature" in shown
        assert "Commentaires il manque la date" in shown
        assert "Jugée mal 1 fois" in shown
        first, *_ = re.findall(r"gestion/valeurs/([\w.]+)", staff.page.text)
        assert first == "contrat.demarche.delai_embauche"
        assert len(Journal(tmp_path / FILE, today=lambda: TODAY).entries()) == 1  # nobody asked it anew
        assert question not in str(staff.page.url)


def test_a_question_is_kept_for_the_evaluation_with_what_its_answer_must_hold(tmp_path: Path, noted: Assistant) -> None:
    bank, question = tmp_path / "bank", 'l\'aide pour un "parking" <b> ?'
    bank.mkdir()
    (bank / "gestion.yaml").write_text("train: []\n", "utf-8")
    asked(tmp_path, question, Kind.OUT_OF_SCOPE)
    with room(tmp_path, noted, journal=True, questions_dir=bank) as served:
        staff = entered(served)
        staff.open("questions")
        wanted = {"question": question, "texte": question, "action": "garder", "sorte": "figure", "tait": "36 000 €"}
        staff.send("/gestion/questions/une", **wanted | {"sorte": "", "dit": "38 000 €"})
        assert "Sorte de réponse attendue : choisissez-en une." in told(staff)
        assert "38 000 €" in staff.page.text  # what was typed is not lost
        staff.send("/gestion/questions/une", **wanted, dit="")
        assert "Ce que la réponse doit dire : écrivez un mot ou un montant" in told(staff)
        staff.send("/gestion/questions/une", **wanted | {"texte": "Mme Dupont, née le 03/04/1950"}, dit="38 000 €")
        assert "identifie une personne" in told(staff)
        staff.send("/gestion/questions/une", **wanted, dit="Mme Dupont, née le 03/04/1950")
        assert "Ce que la réponse doit dire : cela identifie une personne." in told(staff)
        for said in ("36 000 €", "38\u00a0000 €\r\nl’aide (brute)"):
            staff.open("questions")
            staff.send("/gestion/questions/une", **wanted, dit=said)
            assert "Question gardée." in told(staff)
    (kept,) = load(bank)
    assert (kept.question, kept.kind, kept.note) == (question, [Kind.FIGURE], "sans réponse, 1 fois")
    assert says("Oui : 38\u202f000\u00a0€, l’aide (brute).", kept.must_say)
    assert not says("Oui : 38 000 euros.", kept.must_say)
    assert says("36\u202f000 €", kept.must_not_say)


def test_what_cannot_be_read_beside_a_question_is_told_and_takes_nothing_else_away(
    tmp_path: Path, noted: Assistant
) -> None:
    question = "combien de temps ai-je pour embaucher après la signature ?"
    asked(tmp_path, question, Kind.ELIGIBILITY)
    (tmp_path / "values").mkdir()
    with room(tmp_path, noted, journal=True, parameters_dir=tmp_path / "values") as served:
        staff = entered(served)
        (tmp_path / "values/contrat.yaml").write_text("- faux\n", "utf-8")
        staff.open("questions")
        staff.send("/gestion/questions/une", question=question, action="garder", texte="Mon texte", dit="38 000 €")
        assert "contrat.yaml" in told(staff)
        assert staff.form("questions/une")["texte"] == "Mon texte"
        (tmp_path / FILE).write_bytes(b"damaged")
        staff.send("/gestion/questions/une", question=question)
        assert "Le journal est illisible" in told(staff)


def test_without_a_folder_a_question_is_shown_to_be_sent(staff: Staff, tmp_path: Path) -> None:
    asked(tmp_path, "quel préavis ?", Kind.EXPLANATION)
    staff.open("questions")
    fields = {"question": "quel préavis ?", "texte": "quel préavis ?", "sorte": "explanation", "dit": "un mois"}
    staff.send("/gestion/questions/une", action="garder", **fields)
    assert "envoyez-le à votre installateur" in told(staff)
    written = re.findall(r"<textarea[^>]*readonly>\n(.*?)</textarea>", staff.page.text, re.S)[0]
    (entry,) = yaml.safe_load(unescape(written))["train"]
    assert (entry["question"], entry["must_say"]) == ("quel préavis ?", ["un mois"])


def test_a_damaged_file_of_questions_is_told_and_left_as_it_is(tmp_path: Path, noted: Assistant) -> None:
    (tmp_path / "gestion.yaml").write_text("- pas de clé\n", "utf-8")
    asked(tmp_path, "quel préavis ?", Kind.EXPLANATION)
    with room(tmp_path, noted, journal=True, questions_dir=tmp_path) as served:
        staff = entered(served)
        staff.open("questions")
        fields = {"question": "quel préavis ?", "texte": "quel préavis ?", "sorte": "explanation", "dit": "un mois"}
        staff.send("/gestion/questions/une", action="garder", **fields)
    assert "attendu des questions sous « train »" in told(staff)
    assert (tmp_path / "gestion.yaml").read_text("utf-8") == "- pas de clé\n"


def test_a_journal_that_is_off_or_damaged_is_told(tmp_path: Path, noted: Assistant) -> None:
    with room(tmp_path, noted) as served:
        staff = entered(served)
        staff.open("questions")
        assert "AM_JOURNAL=1" in told(staff)
    (tmp_path / FILE).write_bytes(b"not a database at all, but long enough to be looked at" * 20)
    with room(tmp_path, noted, journal=True) as served:
        staff = entered(served)
        staff.open("questions")
        assert "Le journal est illisible" in told(staff)
        assert staff.open("")
