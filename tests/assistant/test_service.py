"""Whole answers, from the question as a doctor types it to the text, the figures and their sources."""

from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest
from answers import TODAY, Ask

from assistant.answer import Request
from assistant.explanation import quoted
from assistant.service import Assistant, build
from corpus import LocalDocument, save_local
from corpus.local import FOLDER


def test_half_time_today(ask: Ask) -> None:
    answer = ask("cb pour 0,5 etp ?")
    assert answer.kind == "figure"
    assert answer.text.startswith("Pour un mi-temps (0,5 ETP), l’aide est de **19\u202f000\u202f€ la première année**")
    assert answer.table
    assert [answer.table.rows[i][1] for i in range(4)] == [
        "19\u202f000\u202f€",
        "14\u202f000\u202f€",
        "11\u202f000\u202f€",
        "66\u202f000\u202f€",
    ]
    assert answer.series
    assert answer.series.cases["Cas général"] == [19000, 14000, 11000, 11000, 11000]
    assert {"ameli-2024-06"} <= {citation.source for citation in answer.citations}
    assert answer.dates.rules_on == answer.dates.today == date(2026, 11, 21)
    assert answer.choices == ["Cas général", "P90 à P94", "P95 et plus", "Je ne sais pas"]


@pytest.mark.parametrize(
    ("question", "column", "amounts"),
    [
        ("mi-temps signé en mars 2025", 1, ["19 000", "14 000", "11 000", "66 000"]),
        ("temps plein signé le 15 juillet 2023", 1, ["36 000", "28 000", "22 000", "130 000"]),
        ("temps plein signé le 10 juin 2023", 1, ["36 000", "27 000", "22 000", "129 000"]),
        (
            "un temps plein signé le 3 mars 2020 au P96",
            1,  # the doctor's own column, alone
            ["36 000", "36 000", "36 000", "180 000"],
        ),
    ],
)
def test_amounts_follow_the_signature(ask: Ask, question: str, column: int, amounts: list[str]) -> None:
    table = ask(question).table
    assert table
    assert [row[column] for row in table.rows] == [f"{amount}\u202f€".replace(" ", "\u202f") for amount in amounts]


def test_where_the_day_of_signature_decides_both_answers_are_given(ask: Ask) -> None:
    answer = ask("temps plein signé en juin 2023, combien la 2e année ?")
    assert "Tout dépend du jour de la signature" in answer.text
    assert "27\u202f000\u202f€" in answer.text
    assert "28\u202f000\u202f€" in answer.text
    assert answer.missing[0] == "signed_on"
    assert answer.next_question


def test_a_month_is_enough_where_the_day_does_not_matter(ask: Ask) -> None:
    answer = ask("et si j'avais signé en juillet 2023 un temps plein ?", "cb pour 0,5 etp ?")
    assert "36\u202f000\u202f€ la première année" in answer.text
    assert "pour un contrat signé en juillet\u00a02023" in answer.text
    assert answer.understood["signed_between"] == ["2023-07-01", "2023-07-31"]


def test_no_text_later_than_as_of_is_applied(ask: Ask) -> None:
    answer = ask("temps plein signé le 15 juillet 2023, 2e année ?", as_of=date(2024, 1, 15))
    assert "27\u202f000\u202f€" in answer.text
    assert "28\u202f000\u202f€" not in answer.text


def test_closed_third_time_names_the_closest_option(ask: Ask) -> None:
    answer = ask("combien pour un tiers-temps ?")
    assert answer.verdict == "no"
    assert "fermé aux nouveaux contrats depuis le 1er mai 2023" in answer.text
    assert "mi-temps" in answer.text


def test_excluded_specialty_says_why_and_what_was_true(ask: Ask) -> None:
    answer = ask("je suis radiologue secteur 1 dans le 22, éligible ?")
    assert answer.verdict == "no"
    assert any(reason.id == "specialite" and reason.met is False for reason in answer.reasons)
    assert "avenant 7" in answer.text


def test_blood_pressure_before_the_certificate(ask: Ask) -> None:
    answer = ask("ma secrétaire peut prendre la tension si elle a pas encore le CQP ?")
    assert answer.verdict == "no"
    assert answer.citations


def test_not_established_is_said_with_whom_to_ask(ask: Ask) -> None:
    answer = ask("J'ai 1 300 patients MT, je prends un temps plein, combien en plus ?")
    assert answer.verdict == "unknown"
    assert "n’est pas établi" in answer.text.splitlines()[0]
    assert "260 patients" in answer.text.replace("\u00a0", " ")  # a secondary source, on this very case
    assert "délégué" in answer.text


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("quelle est la cotation de l'ECG ?", "out_of_scope"),
        ("combien coûte une IPA salariée ?", "out_of_scope"),
        ("How much is the aid for a full time assistant?", "out_of_scope"),
        ("bonjour", "clarification"),
        ("Mme Durand, 2 85 03 75 116 001 42, diabète, compte-t-elle dans ma file active ?", "refusal"),
    ],
)
def test_what_is_not_a_question_about_the_aid(ask: Ask, question: str, kind: str) -> None:
    answer = ask(question)
    assert answer.kind == kind
    assert not answer.figures


def test_patient_data_is_repeated_nowhere(ask: Ask) -> None:
    answer = ask("Mme Durand, 2 85 03 75 116 001 42, diabète, compte-t-elle ?")
    assert "Durand" not in answer.model_dump_json()
    later = ask("cb pour un mi-temps ?", "Mme Durand, 2 85 03 75 116 001 42, diabète, j'ai un temps plein")
    assert later.understood == {"etp": 0.5}


def test_explanation_quotes_the_corpus_verbatim(ask: Ask, assistant: Assistant) -> None:
    answer = ask("comment ça se passe dans les autres pays, en Allemagne ?")
    assert answer.kind == "explanation"
    passages = [passage.text for passage in assistant.retriever().passages]
    assert answer.citations
    assert all(any(citation.quote in text for text in passages) for citation in answer.citations)


def test_profile_of_the_request_counts_and_comes_back(ask: Ask) -> None:
    answer = ask("combien la 3e année ?", profile={"etp": "1/2", "percentile": 92})
    assert "13\u202f000\u202f€" in answer.text.splitlines()[0]
    assert answer.understood["percentile"] == 92


def test_a_figure_waits_for_no_model(assistant: Assistant) -> None:
    def never() -> NoReturn:
        raise AssertionError("retrieval was opened for a figure")

    fresh = Assistant(assistant.parameters, assistant.corpus, never, assistant.today)
    assert fresh.ask(Request(question="combien pour un temps plein ?")).figures
    assert not fresh.ready


def test_a_document_of_the_staff_answers_what_nothing_of_ours_reads(tmp_path: Path) -> None:
    text = "## Quand se tient l’atelier yoga\u202f?\n\nL’atelier yoga se tient le mardi à midi."
    document = LocalDocument(
        id="local-yoga", title="Atelier yoga", publisher="CPTS", sha256="0" * 64, origin="yoga.md",
        added_on=date(2026, 11, 1), text=text,
    )  # fmt: skip
    question = Request(question="quand se tient l'atelier yoga ?")
    assert build(tmp_path, embedding_model="lexical", today=lambda: TODAY).ask(question).kind == "out_of_scope"
    save_local(tmp_path / FOLDER, document)
    answer = build(tmp_path, embedding_model="lexical", today=lambda: TODAY).ask(question)
    assert answer.kind == "explanation"
    assert answer.citations[0].local
    assert "mardi" in answer.text


@pytest.mark.parametrize(
    ("question", "rules_too"),
    [
        ("puis-je partager une assistante avec un confrère du Val Clair ?", True),
        ("quand a lieu la permanence du Val Clair ?", False),  # no rule is sure to be asked for
    ],
)
def test_a_document_of_the_staff_stands_beside_the_rules(tmp_path: Path, question: str, rules_too: bool) -> None:
    text = (
        "## Comment partager une assistante entre médecins du Val Clair ?\n\n"
        "La CPTS du Val Clair met en relation les médecins qui veulent partager une assistante.\n\n"
        "## Quand a lieu la permanence du Val Clair ?\n\nLa permanence du Val Clair a lieu le jeudi."
    )
    document = LocalDocument(
        id="local-val-clair", title="Val Clair", publisher="CPTS", sha256="0" * 64, origin="val-clair.md",
        added_on=date(2026, 11, 1), text=text,
    )  # fmt: skip
    save_local(tmp_path / FOLDER, document)
    assistant = build(tmp_path, embedding_model="lexical", today=lambda: TODAY)
    assistant.warm_up()
    answer = assistant.ask(Request(question=question))
    assert any(citation.local for citation in answer.citations)
    assert "Val Clair" in answer.text
    assert (answer.kind != "explanation") is rules_too


def test_a_bare_no_of_the_corpus_comes_after_its_question(assistant: Assistant) -> None:
    told = quoted("limites-du-role", "L’assistant médical est-il un professionnel de santé ?", assistant.corpus)
    assert told.text.startswith("**L’assistant médical est-il un professionnel de santé\u202f?** Non.")
    assert next(citation for citation in told.citations if citation.quote).quote.startswith("Non.")


def test_only_what_disputes_the_text_applied_is_shown(ask: Ask) -> None:
    """Sources dispute the objective of a P95 full-timer under avenant 7, not the one of today."""
    disputed = "p95-temps-plein-avenant-7"
    past = ask("temps plein signé en mars 2021, P96 : combien de patients en plus ?")
    assert disputed in {entry.id for entry in past.disagreements}
    now = ask("temps plein, je suis au P96 : combien de patients en plus ?")
    assert disputed not in {entry.id for entry in now.disagreements}


def test_amounts_are_given_with_what_closes_the_aid(ask: Ask) -> None:
    told = ask("généraliste en secteur 3, combien pour un mi-temps ?")
    assert told.text.startswith("**Avec ce que vous avez dit, l’aide n’est pas ouverte**.")
    assert "19\u202f000" in told.text
    assert "Le secteur 3 n’ouvre pas droit à l’aide." in told.text
    assert told.notes[0] == "Le secteur 3 n’ouvre pas droit à l’aide."
    running = ask("généraliste en secteur 3, mi-temps signé en mars 2025 : combien ?")
    assert "pas ouverte" not in running.text
