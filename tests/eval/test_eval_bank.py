"""The bank itself: readable, complete, varied, and honest between its two splits."""

from collections import Counter
from pathlib import Path

import pytest

from assistant.aspects import aspects
from corpus import load_corpus
from eval import bank, reading
from eval.bank import BankError, Question, load
from rules.catalogue import TOPICS


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return load(bank.QUESTIONS)


def test_the_bank_is_large_and_varied(questions: list[Question]) -> None:
    assert len(questions) >= 400
    assert sum(bool(q.history) for q in questions) >= 40
    assert sum(q.unanswerable for q in questions) >= 0.3 * len(questions)
    assert 0.25 <= sum(q.split == "held-back" for q in questions) / len(questions) <= 0.35
    kinds = Counter(str(kind) for q in questions for kind in q.kind)
    assert all(kinds[kind] >= 10 for kind in ("figure", "eligibility", "explanation", "clarification", "out_of_scope"))


def test_every_topic_and_every_text_is_asked_about(questions: list[Question]) -> None:
    asked = {topic for q in questions for topic in q.topic}
    topics = {aspect.topic for aspect in aspects().values()}  # some rules only decide aspects of others
    assert topics <= TOPICS.keys()
    assert len(topics - asked) <= 2  # a topic may come before the questions that measure it, not many
    years = {str(q.facts.get("signed_on", ""))[:4] for q in questions if q.facts}
    assert {"2019", "2020", "2021", "2022", "2023", "2024", "2025", "2026"} <= years


def test_both_splits_have_every_theme(questions: list[Question]) -> None:
    themes = {q.theme for q in questions}
    assert all({q.split for q in questions if q.theme == theme} == {"train", "held-back"} for theme in themes)


def test_no_near_duplicate_between_splits(questions: list[Question]) -> None:
    assert bank.leaks(questions) == []


def test_no_question_is_asked_twice(questions: list[Question]) -> None:
    asked = Counter((bank.fold(q.turns), q.as_of, str(q.profile)) for q in questions)
    assert [turns for turns, count in asked.items() if count > 1] == []


def test_paraphrase_groups_expect_the_same(questions: list[Question]) -> None:
    groups = {q.group for q in questions if q.group}
    for group in groups:
        members = [q for q in questions if q.group == group]
        assert len(members) > 1, group
        assert len({q.verdict for q in members}) == 1, group


def test_every_source_is_registered(questions: list[Question]) -> None:
    named = {source for q in questions for source in (*q.sources, *q.documents)}
    assert named <= set(load_corpus().sources)


def test_every_question_expects_more_than_its_kind(questions: list[Question]) -> None:
    bare = [
        q.id
        for q in questions
        if not (q.topic or q.figures or q.must_say or q.verdict or q.forbidden_units or q.documents or q.must_not_say)
        and q.asks is None
        and q.facts is None
    ]
    assert bare == []


def write(tmp_path: Path, text: str) -> Path:
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("train: [{id: a, question: q, kind: figure, figures: ['19000']}]", "bad.yaml, a : figures.0.unit : attendu"),
        ("train: [{id: a, question: q, kind: figure, figures: [x EUR]}]", "figures.0 : écrivez un chiffre comme 19000"),
        ("train: [{id: a, question: q, kind: figur}]", "bad.yaml, a : kind.0 : attendu : 'figure', 'eligibility'"),
        ("train: [{id: a, question: q, kind: figure, colour: red}]", "bad.yaml, a : colour : champ inconnu."),
        ("train: [{id: A, question: q, kind: figure}]", "bad.yaml, A : id : attendu : des minuscules sans accent"),
        ("train: [{question: q, kind: figure}]", "bad.yaml, question sans id : id : ce champ manque."),
        (
            "train: [{id: a, question: q, kind: figure, topic: aid.colour}]",
            "sujet inconnu : aid.colour. Attendu : aid.",
        ),
        ("train: [{id: a, question: q, kind: figure, facts: {colour: 1}}]", "fait inconnu : colour. Attendu : "),
        ("train: [{id: a, question: q, kind: figure, must_say: ['(']}]", "( n'est pas une expression régulière"),
        ("train: [{id: a, question: q, kind: figure}, {id: a, question: r, kind: figure}]", "questions ont l'id a."),
        ("[1]", "bad.yaml : attendu : defaults, train, held-back."),
        ("training: []", "held-back ; trouvé : training."),
        ("train: [", "bad.yaml : ce n'est pas du YAML lisible"),
        ("{}", "Aucune question dans"),
    ],
)
def test_a_bad_bank_names_what_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BankError) as refused:
        load(write(tmp_path, text))
    assert told in reading.plain(str(refused.value))


def test_a_near_duplicate_across_splits_is_found(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        "train: [{id: a, question: 'Quel montant pour un mi-temps ?', kind: figure, group: g}]\n"
        "held-back: [{id: b, question: 'quel montant pour un mi temps', kind: figure, group: g}]",
    )
    assert [problem.split(" (")[0] for problem in bank.leaks(load(folder))] == ["group 'g' is in both splits", "a"]


def test_yaml_yes_and_no_are_verdicts(tmp_path: Path) -> None:
    folder = write(tmp_path, "train: [{id: a, question: q, kind: eligibility, verdict: no}]")
    assert load(folder)[0].verdict == "no"
