"""Documents of the staff are framed, never in our voice; what they say otherwise than the rules is told and listed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from answers import TODAY

from assistant import local_words
from assistant.answer import Answer, Request
from assistant.contradictions import Contradiction
from assistant.encoder import load_encoder
from assistant.local_words import Theirs
from assistant.messages import MESSAGES
from assistant.our_cpts import OurCpts
from assistant.reader import Reader
from assistant.recorded import FILE, Recorded
from assistant.service import Assistant, build
from corpus import LocalDocument, save_local, with_local
from corpus.local import FOLDER
from rag import Hit, Quote, Retriever

OLD = """## Les radiologues ont-ils droit à l’aide ?

Oui, les radiologues ont droit à l’aide, comme toutes les spécialités.

## Combien verse l’Assurance Maladie ?

Pour un temps plein, l’aide est de 36 000 € la première année.

## Combien de temps dure le contrat ?

Le contrat dure trois ans.
"""
OWN = """## Aide au recrutement

La CPTS du Val-Clair verse 500 € à chaque cabinet adhérent qui recrute son premier assistant médical.

## Faut-il prévenir la CPTS avant de signer ?

Oui. Prévenez-nous deux semaines avant la signature du contrat.

## Horaires du bureau

Le bureau de la CPTS est ouvert le mardi de 9 h à 12 h.
"""
FRAME = "Document de votre CPTS, à confirmer"


def _document(id: str, title: str, text: str) -> LocalDocument:
    return LocalDocument(
        id=id, title=title, publisher="CPTS du Val-Clair", published="2026-05", sha256="0" * 64, origin=f"{id}.md",
        added_on=date(2026, 11, 1), text=text,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data: Path = tmp_path_factory.mktemp("data")
    save_local(data / FOLDER, _document("local-note", "Note d’information", OLD))
    save_local(data / FOLDER, _document("local-cpts", "Ce que fait votre CPTS", OWN))
    return data


@pytest.fixture(scope="module")
def staffed(folder: Path) -> Assistant:
    cpts = OurCpts("CPTS du Val-Clair", "coordination@val-clair.example", "02 00 00 00 00")
    return build(folder, embedding_model="lexical", today=lambda: TODAY, cpts=cpts)


def ask(assistant: Assistant, question: str) -> Answer:
    return assistant.ask(Request(question=question))


def ours(answer: Answer) -> str:
    """All that is said in our voice."""
    return " ".join(f"{part.title} {part.text} {part.items}" for part in answer.parts if part.kind != "local")


def test_a_passage_of_the_staff_is_a_part_of_its_own_with_name_and_date(staffed: Assistant) -> None:
    answer = ask(staffed, "quelle aide au recrutement donne la CPTS ?")
    first = answer.parts[0]
    assert (first.kind, first.title, first.document, first.differs) == ("local", FRAME, "local-cpts", False)
    assert "500 €" in first.text
    assert first.origin.endswith("CPTS du Val-Clair, 05/2026")
    assert "500" not in ours(answer)
    assert (answer.kind, answer.verdict) == ("explanation", None)
    assert all(line.startswith(">") for line in answer.text.splitlines() if "500" in line)
    assert answer.dates.sources_checked_on is None  # the day it was added is no check of ours


@pytest.mark.parametrize(
    ("question", "wrong", "right"),
    [
        ("les radiologues ont-ils droit à l'aide ?", "ont droit", "exclus"),
        ("combien pour un temps plein la première année ?", "36 000", "38 000"),
        ("combien de temps dure le contrat ?", "trois ans", "5 ans"),
    ],
)
def test_what_contradicts_a_rule_never_stands_in_our_words(
    staffed: Assistant, question: str, wrong: str, right: str
) -> None:
    answer = ask(staffed, question)
    said = ours(answer).replace("\u202f", " ").replace("\u00a0", " ")
    assert right in said
    assert wrong not in said
    assert answer.parts[0].kind == "lead"
    for part in answer.parts:
        if part.kind == "local":
            assert part.differs
            assert part.text.startswith("Ce document dit autre chose")


def test_contradictions_are_listed_and_those_met_are_kept(staffed: Assistant, folder: Path) -> None:
    listed = staffed.contradictions()
    assert {item.document for item in listed} == {"local-note"}
    assert {item.topic.partition("/")[0] for item in listed} >= {"aid.amounts", "contract.duration"}
    assert "36 000" in " ".join(item.said for item in listed)
    ask(staffed, "les radiologues ont-ils droit à l'aide ?")
    met = Recorded(folder).read(["local-note"])
    assert ["radiologues" in item.said for item in met if item.topic.startswith("eligibility.doctor")] == [True]
    assert Recorded(folder).read(["local-other"]) == []  # of a document that is gone


def test_the_word_alone_is_no_condition_of_the_scheme(staffed: Assistant) -> None:
    answer = ask(staffed, "faut-il prévenir la CPTS avant de signer ?")
    assert answer.verdict is None
    assert answer.parts[0].document == "local-cpts"
    for question in ("faut-il adhérer à une CPTS pour avoir l'aide ?", "la CPTS est-elle obligatoire ?"):
        assert (ask(staffed, question).verdict, ask(staffed, question).topic) == ("no", "eligibility.group")


def test_whom_to_write_to_comes_from_the_settings_of_the_site(staffed: Assistant) -> None:
    answer = ask(staffed, "qui contacter à la CPTS ?")
    assert "coordination@val-clair.example" in answer.parts[0].text
    assert answer.parts[0].origin == MESSAGES["our_cpts"]["settings"]


def test_the_delegate_is_reached_as_the_settings_of_the_site_say(staffed: Assistant) -> None:
    answer = ask(staffed, "comment joindre mon délégué de l’Assurance Maladie ?")
    assert [part.kind for part in answer.parts][:2] == ["lead", "local"]
    assert "02 00 00 00 00" in answer.parts[1].text
    unknown = MESSAGES["our_cpts"]["no_delegate"]
    assert unknown not in answer.text
    nobody = Assistant(staffed.parameters, staffed.corpus, staffed.retriever, staffed.today)
    assert unknown in ask(nobody, "comment joindre mon délégué de l’Assurance Maladie ?").parts[0].text


def test_a_question_that_no_document_answers_says_so_with_the_contact(staffed: Assistant) -> None:
    answer = ask(staffed, "la CPTS organise-t-elle un voyage au Japon ?")
    assert answer.kind == "out_of_scope"
    assert "Aucun document de votre CPTS" in answer.text
    assert "coordination@val-clair.example" in answer.text


def test_a_heading_alone_is_no_answer(tmp_path: Path) -> None:
    title = "Recruter votre assistant médical : la CPTS"
    text = f"# {title}\n\nRecruter votre assistant médical : la CPTS vous aide\n\n## Suite\n\n## Fin\n\nVoir au bureau."
    save_local(tmp_path / FOLDER, _document("local-flyer", title, text))
    assistant = build(tmp_path, embedding_model="lexical", today=lambda: TODAY)
    answer = ask(assistant, "aide de la CPTS pour recruter un assistant médical ?")
    assert not any(part.text.endswith("la CPTS vous aide") for part in answer.parts)


def test_a_corrected_document_is_quoted_no_more_as_it_was(staffed: Assistant, folder: Path) -> None:
    """The index may be older than the documents: what they no longer say is not quoted from it."""
    staffed.retriever()
    before = staffed.corpus
    corrected = folder.parent / "corrected"
    save_local(corrected, _document("local-cpts", "Ce que fait votre CPTS", OWN.replace("500", "600")))
    try:
        ours_alone = before.model_copy(update={"documents": tuple(d for d in before.documents if not d.local)})
        staffed.corpus_is(with_local(ours_alone, corrected, {}))
        assert "500" not in ask(staffed, "quelle aide au recrutement donne la CPTS ?").text
    finally:
        staffed.corpus_is(before)


@pytest.mark.parametrize(("last", "quoted"), [(TODAY, True), (TODAY - timedelta(days=1), False)])
def test_a_document_is_quoted_no_more_after_its_last_day(
    staffed: Assistant, tmp_path: Path, last: date, *, quoted: bool
) -> None:
    """As soon as the servers follow the day that the staff set."""
    staffed.retriever()
    before = staffed.corpus
    for id, title, text in (("local-note", "Note d’information", OLD), ("local-cpts", "Ce que fait votre CPTS", OWN)):
        save_local(tmp_path, _document(id, title, text).model_copy(update={"valid_to": last}))
    questions = ("quelle aide au recrutement donne la CPTS ?", "combien de temps dure le contrat ?")
    try:
        ours_alone = before.model_copy(update={"documents": tuple(d for d in before.documents if not d.local)})
        staffed.corpus_is(with_local(ours_alone, tmp_path, {}))
        said = [any(part.document for part in ask(staffed, question).parts) for question in questions]
        assert (any(said), bool(staffed.contradictions())) == (quoted, quoted)
    finally:
        staffed.corpus_is(before)


def test_one_answer_reads_the_documents_of_one_moment(staffed: Assistant) -> None:
    staff, before = staffed.staff.now(TODAY), staffed.corpus
    try:
        staffed.corpus_is(before.model_copy(update={"documents": ()}))
        assert not staffed.staff.passages
        assert {passage.document for passage in staff.passages} == {"local-note", "local-cpts"}
    finally:
        staffed.corpus_is(before)


def test_what_is_of_the_cpts_contradicts_no_rule_unless_it_names_the_scheme(tmp_path: Path) -> None:
    text = """## Montants

Pour un temps plein, l’aide est de 1 500 € la première année.

## Rappel de la règle nationale

Pour un temps plein, l’aide est de 36 000 € la première année.
"""
    save_local(tmp_path / FOLDER, _document("local-flyer", "La CPTS vous donne un coup de main", text))
    assistant = build(tmp_path, embedding_model="lexical", today=lambda: TODAY)
    assert ["36 000" in item.said for item in assistant.contradictions()] == [True]


@pytest.mark.parametrize(
    ("around", "kept"),
    [
        ("Le café est offert. {wrong} Elle est versée en deux fois. {desk} Réservez.", "{desk} Réservez."),
        ("Le café est offert. {wrong} Elle est versée en deux fois.\n\n{desk} Réservez.", "{desk} Réservez."),
        ("{wrong}\n\nElle est versée en deux fois.\n\nSoit un mois.\n\n{desk} Réservez.", "{desk} Réservez."),
        ("Le café est offert. {desk}\n\n{wrong} Elle est versée en deux fois.", "Le café est offert. {desk}"),
    ],
)
def test_a_contested_sentence_is_left_out_and_not_what_stands_around_it(tmp_path: Path, around: str, kept: str) -> None:
    wrong = "L’aide de l’Assurance Maladie pour un assistant à temps plein est de 40 000 € la première année."
    desk = "Un bureau est prêté aux adhérents le mardi."
    text = f"## Montant de l’aide à temps plein\n\n{around.format(wrong=wrong, desk=desk)}\n"
    save_local(tmp_path / FOLDER, _document("local-notice", "Plaquette", text))
    assistant = build(tmp_path, embedding_model="lexical", today=lambda: TODAY, cpts=OurCpts("CPTS du Val-Clair"))
    assert [item.said for item in assistant.contradictions()] == [wrong]
    answer = ask(assistant, "la CPTS prête un bureau aux adhérents ?")
    assert [part.text for part in answer.parts] == [kept.format(desk=desk)]
    assert [citation.quote for citation in answer.citations] == [kept.format(desk=desk)]
    assert "40 000" not in ask(assistant, "combien donne la CPTS la première année à temps plein ?").text


@pytest.mark.parametrize("heading", ["Bon à savoir", "À noter", "Divers"])
def test_an_old_amount_is_told_under_a_heading_that_says_nothing(tmp_path: Path, heading: str) -> None:
    old = "L’aide de l’Assurance Maladie pour un assistant à temps plein est de 36 000 € la première année."
    save_local(tmp_path / FOLDER, _document("local-notice", "Plaquette", f"## {heading}\n\n{old}\n"))
    built = build(tmp_path, embedding_model="lexical", today=lambda: TODAY)
    hearing = Assistant(built.parameters, built.corpus, built.retriever, built.today, reader=Reader(load_encoder))
    assert [item.said for item in hearing.contradictions()] == [old]


def test_what_documents_say_is_judged_anew_once_the_reader_is_warm(staffed: Assistant) -> None:
    """A server that starts hears by the linear models alone: what they took for a contradiction may be none."""
    heard: list[str] = []

    def encoder(words: str) -> dict[str, float]:
        heard.append(words)
        return {}

    reader = Reader(lambda: encoder)
    serving = Assistant(staffed.parameters, staffed.corpus, staffed.retriever, staffed.today, reader=reader)
    serving.never_wait()
    serving.contradictions()
    assert not heard
    serving.warm_up()
    serving.contradictions()
    assert heard


def test_what_was_met_is_read_again_whatever_its_lines_hold(tmp_path: Path) -> None:
    met = Contradiction("local-note", "Durée", "Trois ans\u2028au plus.", "5 ans", "Le contrat dure 5 ans.", "a/b")
    (tmp_path / FILE).write_bytes(b'\xe9t\xe9\n[]\n{"document": []}\n')
    Recorded(tmp_path).add([met])
    assert Recorded(tmp_path).read(["local-note"]) == [met]


def test_what_is_kept_for_the_staff_tells_nothing_of_who_asked(tmp_path: Path) -> None:
    heading = "Un médecin généraliste a-t-il droit à l’aide avec peu de patients médecin traitant ?"
    text = f"## {heading}\n\nOui, un médecin généraliste a toujours droit à l’aide."
    save_local(tmp_path / FOLDER, _document("local-note", "Note", text))
    assistant = build(tmp_path, embedding_model="lexical", today=lambda: TODAY)
    ask(assistant, "un généraliste a-t-il droit à l'aide avec 643 patients médecin traitant ?")
    kept = (tmp_path / FILE).read_text("utf-8")
    assert "a toujours droit" in kept
    assert not any(hers in kept for hers in ("643", "132"))  # and 775 less 643


def test_our_own_sheets_are_searched_once_for_a_question(staffed: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """To tell whether it is put to the CPTS, then whether its document answers better than ours."""
    searched: list[str] = []

    def search(retriever: Retriever, query: str, *rest: Any, **named: Any) -> list[Hit]:
        if rest and "local-cpts" not in rest[-1]:
            searched.append(query)
        return real(retriever, query, *rest, **named)

    real = Retriever.search
    monkeypatch.setattr(Retriever, "search", search)
    ask(staffed, "le bureau est ouvert le mardi de 9 h à 12 h ?")
    assert len(searched) == 1


@pytest.mark.parametrize(
    "question", ["la prime cpts c’est combien pour un temps plein ?", "la cpts donne combien pour un mi-temps ?"]
)
def test_what_the_cpts_gives_is_never_the_aid_of_the_scheme(staffed: Assistant, tmp_path: Path, question: str) -> None:
    bare = build(tmp_path, embedding_model="lexical", today=lambda: TODAY, cpts=OurCpts("CPTS du Val-Clair"))
    for answer in (ask(staffed, question), ask(bare, question)):
        assert answer.figures == []
    assert "Aucun document de votre CPTS" in ask(bare, question).text
    assert ask(bare, "c’est la CPAM ou la CPTS qui verse l’aide ?").kind != "out_of_scope"


def test_what_the_cpts_gives_comes_before_its_catch_phrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And before what Assurance Maladie gives, whichever of them is the nearest."""
    catch = "La CPTS du Val-Clair vous donne un coup de pouce pour recruter."
    payer = "L’Assurance Maladie, elle, verse 38 000 € la première année."
    gives = "La CPTS du Val-Clair verse une prime de 1 000 € pour un mi-temps."
    text = f"{catch}\n\n## Au national\n\n{payer}\n\n## Combien ?\n\n{gives}\n"
    save_local(tmp_path / FOLDER, _document("local-flyer", "Plaquette", text))
    assistant = build(tmp_path, embedding_model="lexical", today=lambda: TODAY, cpts=OurCpts("CPTS du Val-Clair"))
    found = [Theirs(Quote(one.text, one, 1.0), 1.0, 1.0, 1.0) for one in local_words.passages(assistant.corpus)]
    monkeypatch.setattr(local_words, "search", lambda *_: found)
    shown = [part.text for part in ask(assistant, "y a-t-il un coup de pouce de la CPTS à mi-temps ?").parts]
    assert gives in shown[0]
    assert any(catch in words for words in shown[1:])


@pytest.mark.parametrize(
    ("opening", "compared"),
    [
        ("Le soutien de la CPTS du Val-Clair à l’embauche.", 0),
        ("L’aide de l’Assurance Maladie, en bref.", 1),
        ("L’aide pour les médecins de la CPTS.", 1),
    ],
)
def test_what_an_aid_of_the_cpts_counts_is_not_compared_with_that_of_the_scheme(
    tmp_path: Path, opening: str, compared: int
) -> None:
    said = "Pour un temps plein, l’aide est de 2 300 € la première année."
    text = f"{opening}\n\n## Montant à temps plein, la première année\n\n{said}"
    save_local(tmp_path / FOLDER, _document("local-own", "Coup d’envol", text))
    assert len(build(tmp_path, embedding_model="lexical", today=lambda: TODAY).contradictions()) == compared


@pytest.mark.parametrize(
    "said",
    [
        "Les assistants travaillent le samedi de 8 h à 12 h.",
        "Entre deux cabinets distants qui partagent l’assistant, le kilomètre est à 0,41 €.",
    ],
)
def test_when_something_takes_place_and_what_nothing_establishes_contradict_no_rule(tmp_path: Path, said: str) -> None:
    save_local(tmp_path / FOLDER, _document("local-page", "Infos pratiques", f"## Rendez-vous\n\n{said}"))
    assert build(tmp_path, embedding_model="lexical", today=lambda: TODAY).contradictions() == []
