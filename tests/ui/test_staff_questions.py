"""What the staff read and decide beside their documents: questions that were asked."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import yaml
from staff import TODAY, Staff, entered, room, told
from staff_note import asked, note

from assistant.answer import Kind
from assistant.service import Assistant, build
from corpus.local import save_local
from eval.bank import load
from eval.reading import says
from ui.journal import FILE, Journal


@pytest.fixture
def data(tmp_path: Path) -> Path:
    save_local(tmp_path / "documents", note())
    return tmp_path


@pytest.fixture
def assistant(data: Path) -> Assistant:
    built = build(data, embedding_model="lexical", today=lambda: TODAY)
    built.retriever()
    return built


@pytest.fixture
def staff(data: Path, assistant: Assistant) -> Iterator[Staff]:
    with room(data, assistant, journal=True) as served:
        yield entered(served)


def test_questions_are_listed_by_what_became_of_them_and_drafted(staff: Staff, data: Path) -> None:
    for _ in range(3):
        asked(data, "combien pour un mi-temps ?", Kind.FIGURE, topic="aid.amounts")
    asked(data, 'et pour une "pergola" <b> ?', Kind.OUT_OF_SCOPE)
    asked(data, "quel préavis ?", Kind.EXPLANATION, liked=False)
    staff.open("questions")
    shown = told(staff)
    assert "5 questions" in shown
    for title in (
        "Sans réponse (1)",
        "Mal jugées (1)",
        "Les plus posées (5)",
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
    data: Path, assistant: Assistant
) -> None:
    question = "combien de temps ai-je pour embaucher après la signature ?"
    asked(data, question, Kind.ELIGIBILITY, liked=False, topic="contract.steps")
    (data / "values").mkdir()
    with room(data, assistant, journal=True, parameters_dir=data / "values") as served:
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
        assert len(Journal(data / FILE, today=lambda: TODAY).entries()) == 1  # nobody asked it anew
        assert question not in str(staff.page.url)


def test_a_question_is_kept_for_the_evaluation_with_what_its_answer_must_hold(data: Path, assistant: Assistant) -> None:
    bank, question = data / "bank", 'l\'aide pour une "pergola" <b> ?'
    bank.mkdir()
    (bank / "gestion.yaml").write_text("train: []\n", "utf-8")
    asked(data, question, Kind.OUT_OF_SCOPE)
    with room(data, assistant, journal=True, questions_dir=bank) as served:
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
    data: Path, assistant: Assistant
) -> None:
    question = "combien de temps ai-je pour embaucher après la signature ?"
    asked(data, question, Kind.ELIGIBILITY)
    (data / "values").mkdir()
    with room(data, assistant, journal=True, parameters_dir=data / "values") as served:
        staff = entered(served)
        (data / "values/contrat.yaml").write_text("- faux\n", "utf-8")
        staff.open("questions")
        staff.send("/gestion/questions/une", question=question, action="garder", texte="Mon texte", dit="38 000 €")
        assert "contrat.yaml" in told(staff)
        assert staff.form("questions/une")["texte"] == "Mon texte"
        (data / FILE).write_bytes(b"damaged")
        staff.send("/gestion/questions/une", question=question)
        assert "Le journal est illisible" in told(staff)


def test_without_a_folder_a_question_is_shown_to_be_sent(staff: Staff, data: Path) -> None:
    asked(data, "quel préavis ?", Kind.EXPLANATION)
    staff.open("questions")
    fields = {"question": "quel préavis ?", "texte": "quel préavis ?", "sorte": "explanation", "dit": "un mois"}
    staff.send("/gestion/questions/une", action="garder", **fields)
    assert "envoyez-le à votre installateur" in told(staff)
    written = re.findall(r"<textarea[^>]*readonly>\n(.*?)</textarea>", staff.page.text, re.S)[0]
    (entry,) = yaml.safe_load(unescape(written))["train"]
    assert (entry["question"], entry["must_say"]) == ("quel préavis ?", ["un mois"])


def test_a_damaged_file_of_questions_is_told_and_left_as_it_is(data: Path, assistant: Assistant) -> None:
    (data / "gestion.yaml").write_text("- pas de clé\n", "utf-8")
    asked(data, "quel préavis ?", Kind.EXPLANATION)
    with room(data, assistant, journal=True, questions_dir=data) as served:
        staff = entered(served)
        staff.open("questions")
        fields = {"question": "quel préavis ?", "texte": "quel préavis ?", "sorte": "explanation", "dit": "un mois"}
        staff.send("/gestion/questions/une", action="garder", **fields)
    assert "attendu des questions sous « train »" in told(staff)
    assert (data / "gestion.yaml").read_text("utf-8") == "- pas de clé\n"


def test_a_journal_that_is_off_or_damaged_is_told(data: Path, assistant: Assistant) -> None:
    with room(data, assistant) as served:
        staff = entered(served)
        staff.open("questions")
        assert "AM_JOURNAL=1" in told(staff)
    (data / FILE).write_bytes(b"not a database at all, but long enough to be looked at" * 20)
    with room(data, assistant, journal=True) as served:
        staff = entered(served)
        staff.open("questions")
        assert "Le journal est illisible" in told(staff)
        assert staff.open("")
