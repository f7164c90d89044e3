"""Seeded errors: each must fail its own metric and turn the gate red, and the right answer must pass them all."""

import json
from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from eval import exchanges, extractor, gate, html, labels, run
from eval.asking import Product, answered
from eval.bank import Question
from eval.metrics import grade
from eval.reading import verbatim_in
from eval.summary import Case, metrics, summarise
from eval.words import GROUPS, told

Json = dict[str, Any]
Change = Callable[[Json], object]

GATE = """
[{metric}]
metric = "{metric}"
min = 1.0
enforced = true
why = "seeded error"
"""

AMOUNT = Question(
    id="amount",
    question="cb pour 0,5 etp 3e année p92 ?",
    kind="figure",
    topic="aid.amounts",
    figures=["13000 EUR"],
    forbidden_figures=["12500 EUR"],
    sources=["ameli-2024-06"],
    facts={"etp": 0.5, "contract_year": 3, "percentile": 92},
    must_say=["objectifs"],
    asks=False,
    split="train",
)
AMOUNT_ANSWER: Json = {
    "kind": "figure",
    "topic": "aid.amounts",
    "verdict": None,
    "text": "Pour un mi-temps, l’aide est de **13\u202f000\u202f€** au plus la 3e année, selon vos objectifs.",
    "figures": [
        {
            "value": "13000",
            "unit": "EUR",
            "label": "3e année",
            "parameter": "aid.amounts.half.y3",
            "rule": "aid",
            "sources": ["ameli-2024-06"],
        }
    ],
    "citations": [{"source": "ameli-2024-06", "title": "Ce qui change", "quote": ""}],
    "understood": {"etp": 0.5, "contract_year": 3, "percentile": 92},
    "missing": [],
    "next_question": None,
    "dates": {"today": "2026-11-21"},
}
RADIOLOGIST = Question(
    id="radiologist",
    question="radiologue, éligible ?",
    kind="eligibility",
    verdict="no",
    facts={"specialty": "radiologue"},
    split="train",
)
RADIOLOGIST_ANSWER = {
    "kind": "eligibility",
    "verdict": "no",
    "text": "Non, les radiologues sont exclus depuis le 1er mai 2023.",
    "understood": {"specialty": "radiologue"},
}
MISSIONS = Question(
    id="missions",
    question="quelles missions ?",
    kind="explanation",
    documents=["cpts-issy"],
    must_say=["accueille"],
    split="train",
)
MISSIONS_ANSWER = {
    "kind": "explanation",
    "text": "Elle accueille les patients.",
    "citations": [{"source": "cpts-issy", "title": "L’aide", "quote": "Elle accueille les patients."}],
}
UNKNOWN = Question(
    id="unknown",
    question="montant pour 2 ETP ?",
    kind="figure",
    not_established=True,
    forbidden_units=["EUR"],
    split="train",
)
UNKNOWN_ANSWER = {"kind": "figure", "text": "Aucune source ne donne ce montant.", "figures": []}
OUTSIDE = Question(id="outside", question="cotation de l’ECG ?", kind="out_of_scope", split="train")
OUTSIDE_ANSWER = {"kind": "out_of_scope", "text": "Voyez votre CPAM."}
ASKED = Question(
    id="asked",
    question="cardiologue S1, éligible ?",
    kind="eligibility",
    asks=True,
    missing=["file_active"],
    split="train",
)
ASKED_ANSWER = {
    "kind": "eligibility",
    "text": "Cela dépend de votre file active.",
    "missing": ["file_active"],
    "next_question": "Quelle est votre file active ?",
}
RIGHT: list[tuple[Question, Json]] = [
    (AMOUNT, AMOUNT_ANSWER),
    (RADIOLOGIST, RADIOLOGIST_ANSWER),
    (MISSIONS, MISSIONS_ANSWER),
    (UNKNOWN, UNKNOWN_ANSWER),
    (OUTSIDE, OUTSIDE_ANSWER),
    (ASKED, ASKED_ANSWER),
]
CORPUS = "Au cabinet : Elle accueille les patients. Puis elle range."


verbatim = verbatim_in([CORPUS, "Autre\n passage."])


def totals(cases: Iterable[tuple[Question, Json]]) -> Json:
    return metrics([Case(question, answer, grade(question, answer, verbatim), 0.01) for question, answer in cases])


def seeded(question: Question, answer: Json, change: Change) -> list[tuple[Question, Json]]:
    """The right answers, but one of them spoiled."""
    spoiled = deepcopy(answer)
    change(spoiled)
    return [(q, spoiled if q is question else a) for q, a in RIGHT]


def set_field(**fields: object) -> Change:
    return lambda answer: answer.update(fields)


def edit_figure(**fields: object) -> Change:
    return lambda answer: answer["figures"][0].update(fields)


def leak(text: str) -> Change:
    return lambda answer: answer.update(text=answer["text"] + text)


OF_EXCHANGES = {
    f"{author}_{what}" for author in ("stranger", "known") for what in ("questions", "turns", "conversations")
}

SEEDED = [
    ("figures", AMOUNT, AMOUNT_ANSWER, edit_figure(value="12500")),
    ("figures", AMOUNT, AMOUNT_ANSWER, edit_figure(unit="patients")),
    ("figures", AMOUNT, AMOUNT_ANSWER, set_field(text="13\u202f500\u202f€ selon vos objectifs")),
    ("figures", UNKNOWN, UNKNOWN_ANSWER, set_field(figures=[{"value": "76000", "unit": "EUR", "sources": []}])),
    ("route", RADIOLOGIST, RADIOLOGIST_ANSWER, set_field(kind="explanation")),
    ("figure_route", AMOUNT, AMOUNT_ANSWER, set_field(kind="explanation")),
    ("topic", AMOUNT, AMOUNT_ANSWER, set_field(topic="salary.grid")),
    ("verdict", RADIOLOGIST, RADIOLOGIST_ANSWER, set_field(verdict="yes")),
    ("answer_first", AMOUNT, AMOUNT_ANSWER, set_field(text="Voici :\n\n13\u202f000\u202f€, selon vos objectifs")),
    ("facts", AMOUNT, AMOUNT_ANSWER, set_field(understood={"etp": 0.5, "contract_year": 3})),
    ("facts_f1", AMOUNT, AMOUNT_ANSWER, set_field(understood={"etp": 1, "contract_year": 3, "percentile": 92})),
    (
        "references",
        AMOUNT,
        AMOUNT_ANSWER,
        lambda a: (a["figures"][0].update(sources=["credag"]), a["citations"].clear()),
    ),
    ("citation", MISSIONS, MISSIONS_ANSWER, lambda a: a["citations"][0].update(source="syngof-119")),
    ("fact_quoted", MISSIONS, MISSIONS_ANSWER, lambda a: a["citations"][0].update(quote="Puis elle range.")),
    ("fact_quoted", MISSIONS, MISSIONS_ANSWER, set_field(kind="out_of_scope", citations=[])),
    ("quotes", MISSIONS, MISSIONS_ANSWER, lambda a: a["citations"][0].update(quote="Elle accueille les malades.")),
    ("words", AMOUNT, AMOUNT_ANSWER, set_field(text="13\u202f000\u202f€")),
    ("firewall", AMOUNT, AMOUNT_ANSWER, leak(" Soit 38\u202fk€ sur trois ans.")),
    ("firewall", RADIOLOGIST, RADIOLOGIST_ANSWER, leak(" Il fallait mille quarante-cinq patients.")),
    ("false_answer", OUTSIDE, OUTSIDE_ANSWER, set_field(kind="explanation")),
    ("false_refusal", MISSIONS, MISSIONS_ANSWER, set_field(kind="out_of_scope")),
    ("not_established", UNKNOWN, UNKNOWN_ANSWER, set_field(text="Le montant est celui du barème.")),
    ("missing_question", ASKED, ASKED_ANSWER, set_field(next_question=None)),
    ("missing_question", ASKED, ASKED_ANSWER, set_field(missing=["age"])),
    ("needless_question", AMOUNT, AMOUNT_ANSWER, set_field(next_question="Quel âge avez-vous ?")),
]


def gated(metric: str, rates: Json, tmp_path: Path) -> int:
    path = tmp_path / "gate.toml"
    path.write_text(GATE.format(metric=metric))
    results = gate.check({"metrics": {"all": rates}}, gate.read(path))
    assert [result.threshold.metric for result in results] == [metric]
    return gate.exit_code(results)


@pytest.mark.parametrize("metric", sorted({metric for metric, *_ in SEEDED}))
def test_right_answers_pass_every_gate(metric: str, tmp_path: Path) -> None:
    assert gated(metric, totals(RIGHT), tmp_path) == 0


@pytest.mark.parametrize(("metric", "question", "answer", "change"), SEEDED)
def test_a_seeded_error_turns_its_gate_red(
    metric: str, question: Question, answer: Json, change: Change, tmp_path: Path
) -> None:
    assert gated(metric, totals(seeded(question, answer, change)), tmp_path) == 1


def test_every_metric_has_its_seeded_error() -> None:
    elsewhere = {"stability"}  # below
    elsewhere |= {"Success@1", "Success@5", "RR@10", "nDCG@10", "fact@2"}  # test_eval_measures.py
    elsewhere |= {name for name, *_ in extractor.measure()}  # test_eval_extractor.py
    elsewhere |= {labels.METRIC, *labels.OF_THE_HAND}  # test_eval_labels.py
    elsewhere |= OF_EXCHANGES  # test_eval_exchanges.py
    assert {metric for metric, *_ in SEEDED} | elsewhere == {metric for group in GROUPS.values() for metric in group}


def test_a_rule_s_answer_quotes_nothing_and_is_not_asked_to() -> None:
    question = MISSIONS.model_copy(update={"kind": ["explanation", "figure"]})
    ruled = {"kind": "figure", "text": "Elle accueille."}
    assert "fact_quoted" not in {check.metric for check in grade(question, ruled)}
    assert "fact_quoted" in {check.metric for check in grade(MISSIONS, ruled)}


def test_paraphrases_with_different_figures_turn_stability_red(tmp_path: Path) -> None:
    pair = [AMOUNT.model_copy(update={"id": name, "group": "half"}) for name in ("one", "two")]
    other = deepcopy(AMOUNT_ANSWER)
    other["figures"][0]["value"] = "12500"
    assert gated("stability", totals([(q, AMOUNT_ANSWER) for q in pair]), tmp_path) == 0
    assert gated("stability", totals([(pair[0], AMOUNT_ANSWER), (pair[1], other)]), tmp_path) == 1


def test_a_quote_is_verbatim_whatever_its_line_breaks_but_never_across_two_texts() -> None:
    assert verbatim({"quote": "Autre passage."})
    assert not verbatim({"quote": "Puis elle range. Autre passage."})


def test_a_day_of_the_right_month_is_accepted_and_another_month_is_not() -> None:
    question = AMOUNT.model_copy(update={"facts": {"signed_on": "2023-07"}})
    right = {**AMOUNT_ANSWER, "understood": {"signed_on": "2023-07-01"}}
    wrong = {**AMOUNT_ANSWER, "understood": {"signed_on": "2023-08-01"}}
    passed = [c.passed for answer in (right, wrong) for c in grade(question, answer) if c.metric == "facts"]
    assert passed == [True, False]


def test_a_failure_of_the_product_is_a_failed_case_not_a_failed_run() -> None:
    def broken(request: Json) -> Json:
        raise RuntimeError("boom")

    case = answered(Product(broken), AMOUNT)
    assert case.answer["kind"] == "error"
    assert not case.passed


def test_earlier_turns_are_asked_for_real() -> None:
    seen: list[Json] = []

    def ask(request: Json) -> Json:
        seen.append(request)
        return {"kind": "figure", "text": f"réponse {len(seen)}"}

    answered(Product(ask), AMOUNT.model_copy(update={"history": ["bonjour"], "profile": {"etp": 1}}))
    assert [request["question"] for request in seen] == ["bonjour", AMOUNT.question]
    assert [turn["content"] for turn in seen[1]["history"]] == ["bonjour", "réponse 1"]
    assert seen[1]["as_of"] == "2026-11-21"


def test_a_bad_gate_file_names_its_key(tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text('[a]\nmetric = "route"\nmin = 97\nenforced = true\nwhy = ""')
    with pytest.raises(gate.GateError, match="min is 97"):
        gate.read(path)


def test_the_committed_gate_names_real_metrics_and_enforces_the_three_that_matter() -> None:
    summary = summarise([Case(question, answer, grade(question, answer, verbatim), 0.01) for question, answer in RIGHT])
    measured = {*summary["metrics"]["all"], "stability", *extractor.rates()[0], labels.METRIC, *OF_EXCHANGES}
    assert {threshold.metric for threshold in gate.read()} <= measured
    enforced = {threshold.metric: threshold.least for threshold in gate.read() if threshold.enforced}
    assert enforced.items() >= {"figures": 0.95, "figure_route": 1.0, "firewall": 1.0}.items()


def test_main_writes_the_reports_and_returns_the_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "load", lambda *folders: [question for question, _ in RIGHT])
    monkeypatch.setattr(exchanges, "authors", lambda folder: [])
    by_text = {question.question: answer for question, answer in RIGHT}
    first, second = tmp_path / "first", tmp_path / "second"
    product = Product(lambda r: by_text[r["question"]], verbatim)
    assert run.main(product, run.Options(out=first)) == 0
    by_text[AMOUNT.question] = {**AMOUNT_ANSWER, "text": "99\u202f000\u202f€ <script>"}
    assert run.main(product, run.Options(out=second, compare=first / "run.json")) == 1
    again = json.loads((second / "run.json").read_text())
    assert again["summary"]["passed"]["all"] == len(RIGHT) - 1
    assert "model_recall" in {result["metric"] for result in again["gate"]}
    assert "Nouvelles fautes\u00a0: amount" in (second / "summary.md").read_text()
    assert 'failures="1"' in (second / "junit.xml").read_text()
    for name in ("summary.md", "report.html"):
        assert "McNemar" in (second / name).read_text()
    page = (second / "report.html").read_text()
    assert "&lt;script&gt;" in page and "<script" not in page
    assert "http" not in page.split("</style>")[0]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"select": run.Selection(id="^nothing$")}, "Retirez-en un"),
        ({"select": run.Selection(id="(")}, "unterminated"),
        ({"gate": Path("none.toml")}, "none.toml: not readable"),
        ({"compare": Path("none.json")}, "No such file"),
    ],
)
def test_main_says_why_it_cannot_run(options: dict[str, Any], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(Product(lambda r: {}), run.Options(**options)) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("out_of_scope or refusal", "hors sujet ou refus"),
        ("yes", "oui"),
        ("None", "rien"),
        ("13000 EUR not written in the text", "13000 EUR absent du texte"),
    ],
)
def test_what_the_graders_say_is_told_in_french(english: str, french: str) -> None:
    assert told(english) == french


def test_a_wrong_kind_of_answer_is_shown_with_its_cost() -> None:
    cases = [Case(OUTSIDE, {**OUTSIDE_ANSWER, "kind": kind}, [], 0.01) for kind in ("out_of_scope", "explanation")]
    cases.append(Case(MISSIONS, {**MISSIONS_ANSWER, "kind": "error"}, [], 0.01))
    run_of = {"summary": summarise(cases), "gate": [], "losses": [], "gains": [], "cases": []}
    page = html.page(run_of)
    head = "<th scope='col'>explication</th><th scope='col'>hors sujet</th><th scope='col'>erreur</th>"
    explanation = "<td></td><td></td><td><span class='no'>1<small>coût 3</small></span></td>"
    outside = "<td><span class='no'>1<small>coût 10</small></span></td><td><span class='ok'>1</span></td><td></td>"
    assert head in page and explanation in page and outside in page


def test_the_report_says_what_is_lost_what_moved_and_what_the_rules_bring() -> None:
    cases = [Case(question, answer, grade(question, answer, verbatim), 0.01) for question, answer in RIGHT]
    before = {
        "summary": summarise(cases),
        "gate": [],
        "losses": [],
        "gains": [],
        "cases": [case.as_json() for case in cases],
    }
    wrong = {**AMOUNT_ANSWER, "text": "99\u202f000\u202f€"}
    cases[0] = Case(AMOUNT, wrong, grade(AMOUNT, wrong, verbatim), 0.01)
    after: Json = {"summary": summarise(cases), "gate": [], "cases": [case.as_json() for case in cases]}
    after["losses"] = [{"metric": "figures", "question": "amount"}, {"metric": "words", "question": "amount"}]
    after["gains"] = [{"metric": "verdict", "question": "radiologist"}]
    after["summary"]["search_alone"] = {"words": {"n": 9, "product": 0.9, "naive": 0.4}}
    after["misread"] = {"model_recall": ["½ : ½ ETP."]}
    page = html.page(after, before)
    assert "<code>amount</code></td><td>Chiffres exacts, Ce qui doit être dit l’est" in page
    assert "<code>radiologist</code></td><td>Oui, non" in page
    assert "Réponse de l’évaluation précédente" in page and "13\u202f000" in page and "nouvelle faute" in page
    assert "90,0\u202f%</td><td>40,0\u202f%" in page and "½ ETP." in page
    assert "absent du texte" in page and "not written" not in page
    assert "Tous les seuils sont tenus" not in page and "Tous les seuils sont tenus" in html.page(before)
