"""Graders without any model: each takes a question and its answer and says what was expected and what was given.

A grader returns ``None`` when the question expects nothing of it: what the facts do not determine is not graded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from assistant.answer import Kind
from eval import firewall, reading
from eval.bank import Question
from rules.verdict import Verdict

Json = dict[str, Any]
Verbatim = Callable[[Json], bool]  # whether a citation's quote is in the indexed text

BY_RULES = {Kind.FIGURE, Kind.ELIGIBILITY, Kind.CLARIFICATION}
SILENT = {Kind.OUT_OF_SCOPE, Kind.REFUSAL}
ADMITS = re.compile(
    r"n.(?:est|sont|a|ai|ont) (?:pas|aucun)|pas (?:été )?(?:établi|précisé|publié|trouvé|connu)|non établi"
    r"|aucune (?:des )?source|je ne (?:peux|dispose|sais|connais|trouve)|ne (?:précise|donne|permet|dit|fixe)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Check:
    """One graded point of one answer. ``facts`` holds (field, tp | fp | fn) for the fact extraction alone."""

    metric: str
    passed: bool
    expected: str = ""
    given: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)


def grade(question: Question, answer: Json, verbatim: Verbatim | None = None) -> list[Check]:
    """Return every check that applies to this question."""
    checks = [grader(question, answer) for grader in GRADERS]
    if verbatim and (quotes := [c for c in answer.get("citations", []) if c.get("quote")]):
        altered = [f"{c['source']}: « {c['quote']} »" for c in quotes if not verbatim(c)]
        checks.append(Check("quotes", not altered, "quotes verbatim in the indexed text", "; ".join(altered)))
    return [check for check in checks if check]


def route(question: Question, answer: Json) -> Check:
    """The kind of answer is one of those accepted.

    Whether a rule's answer says yes or no is measured by the verdict; and where the sheets were expected, a rule that
    says what must be said is as right.
    """
    kinds, given = set(question.kind), answer["kind"]
    ruled = given in BY_RULES and bool(kinds & BY_RULES)
    said = words(question, answer) if given in BY_RULES and Kind.EXPLANATION in kinds else None
    right = given in kinds or ruled or (said is not None and said.passed)
    return Check("route", right, " or ".join(question.kind), given)


def figure_route(question: Question, answer: Json) -> Check | None:
    """A question that asks for a figure is answered by the rules, never by the documents."""
    if Kind.FIGURE not in question.kind or {Kind.EXPLANATION, *SILENT} & set(question.kind):
        return None
    return Check("figure_route", answer["kind"] in BY_RULES, "answered by the rules", answer["kind"])


def topic(question: Question, answer: Json) -> Check | None:
    """The subject was recognised."""
    if not question.topic:
        return None
    given = str(answer.get("topic"))
    return Check("topic", given in question.topic, " or ".join(question.topic), given)


def verdict(question: Question, answer: Json) -> Check | None:
    """The yes, no or unknown is right."""
    if question.verdict is None:
        return None
    given = answer.get("verdict")
    waits = question.verdict == "unknown" and given == "yes" and bool(answer.get("sous_reserve"))
    return Check("verdict", waits or given == question.verdict, question.verdict, str(given))


def figures(question: Question, answer: Json) -> Check | None:
    """Every expected figure is among the answer's and in its text; no forbidden one is in either."""
    if not (question.figures or question.forbidden_figures or question.forbidden_units):
        return None
    given, written = reading.figures(answer), reading.numbers(answer.get("text", ""))
    wrong = [f"{figure} missing from the figures" for figure in question.figures if figure not in given]
    wrong += [f"{figure} not written in the text" for figure in question.figures if not reading.among(figure, written)]
    wrong += [f"{f} is wrong here" for f in question.forbidden_figures if f in given or reading.among(f, written)]
    wrong += [f"{f} is of a unit nothing establishes" for f in given if f.unit in question.forbidden_units]
    expected = ", ".join(map(str, question.figures)) or "none of " + ", ".join(
        [*map(str, question.forbidden_figures), *question.forbidden_units]
    )
    return Check("figures", not wrong, expected, "; ".join(wrong) or ", ".join(map(str, given)))


def answer_first(question: Question, answer: Json) -> Check | None:
    """Where one figure is asked for, the first paragraph gives it: the right table is not yet an answer."""
    if question.kind != [Kind.FIGURE] or len(question.figures) != 1:
        return None
    opening = answer.get("text", "").split("\n\n")[0]
    right = reading.among(question.figures[0], reading.numbers(opening))
    return Check("answer_first", right, f"{question.figures[0]} in the first paragraph", opening)


def facts(question: Question, answer: Json) -> Check | None:
    """What the doctor said of herself was read, all of it and nothing else."""
    if question.facts is None:
        return None
    understood = reading.understood(answer)
    outcomes = []
    for name, accepted in question.facts.items():
        right = name in understood and reading.same_fact(name, accepted, understood[name])
        if right:
            outcomes.append((name, "tp"))
        elif name in understood:
            outcomes += [(name, "fp"), (name, "fn")]
        elif name not in question.facts_optional:
            outcomes.append((name, "fn"))
    extra = set(understood) - set(question.facts) - set(question.facts_optional) - set(question.profile or {})
    outcomes += [(name, "fp") for name in sorted(extra)]
    passed = all(outcome == "tp" for _, outcome in outcomes)
    return Check("facts", passed, str(question.facts), str(understood), outcomes)


def references(question: Question, answer: Json) -> Check | None:
    """One of the expected sources, and of the expected parameters, stands behind the answer."""
    if not (question.sources or question.parameter):
        return None
    given = reading.sources(answer)
    read = {str(f.get("parameter")) for f in answer.get("figures", [])}
    read |= {parameter for step in answer.get("trace", []) for parameter in step.get("parameters", [])}
    found = (not question.sources or given & set(question.sources)) and (
        not question.parameter or read & set(question.parameter)
    )
    expected = " or ".join([*question.sources, *question.parameter])
    return Check("references", bool(found), expected, ", ".join(sorted(given)))


def citation(question: Question, answer: Json) -> Check | None:
    """An explanation quotes one of the right sources; a rule's answer rests on one."""
    if not question.documents:
        return None
    quoted = {citation["source"] for citation in answer.get("citations", []) if citation.get("quote")}
    given = quoted if answer["kind"] == Kind.EXPLANATION else reading.sources(answer)
    right = bool(given & set(question.documents))
    return Check("citation", right, " or ".join(question.documents), ", ".join(sorted(given)))


def fact_quoted(question: Question, answer: Json) -> Check | None:
    """The fact an explanation must hold is in the words it quotes. Where a rule may answer, its answer quotes none."""
    by_rules = set(question.kind) - {Kind.EXPLANATION}
    if Kind.EXPLANATION not in question.kind or not question.must_say or answer["kind"] in by_rules:
        return None
    quoted = " ".join(dict.fromkeys(citation.get("quote") or "" for citation in answer.get("citations", [])))
    return Check("fact_quoted", reading.says(quoted, question.must_say), ", ".join(question.must_say), quoted)


def words(question: Question, answer: Json) -> Check | None:
    """What must be said is, what must not be said is not."""
    if not (question.must_say or question.must_not_say):
        return None
    text = reading.plain(answer.get("text", ""))
    wrong = [f"lacks /{p}/" for p in question.must_say if not re.search(p, text, re.IGNORECASE)]
    wrong += [f"says /{p}/" for p in question.must_not_say if re.search(p, text, re.IGNORECASE)]
    return Check("words", not wrong, ", ".join(question.must_say), "; ".join(wrong))


def false_answer(question: Question, answer: Json) -> Check | None:
    """What cannot be answered is not: out of scope, patient data."""
    if not set(question.kind) <= SILENT:
        return None
    return Check("false_answer", answer["kind"] in SILENT, "no answer", answer["kind"])


def false_refusal(question: Question, answer: Json) -> Check | None:
    """What can be answered is not refused."""
    if SILENT & set(question.kind):
        return None
    return Check("false_refusal", answer["kind"] not in {*SILENT, "error"}, "an answer", answer["kind"])


def not_established(question: Question, answer: Json) -> Check | None:
    """What no source gives is said to be so."""
    if not question.not_established:
        return None
    said = (
        bool(answer.get("not_established"))
        or answer.get("verdict") == Verdict.UNKNOWN
        or any(figure["value"] is None for figure in answer.get("figures", []))
        or bool(ADMITS.search(reading.plain(answer.get("text", ""))))
    )
    return Check("not_established", said, "said not to be established", "said" if said else "not said")


def missing_question(question: Question, answer: Json) -> Check | None:
    """The fact that decides the answer is asked for."""
    if question.asks is not True:
        return None
    asked, lacking = answer.get("next_question"), answer.get("missing", [])
    back = bool(asked) or answer["kind"] == Kind.CLARIFICATION
    right = back and (not question.missing or bool(set(lacking) & set(question.missing)))
    return Check("missing_question", right, "asks for " + " or ".join(question.missing), f"{asked} {lacking}")


def needless_question(question: Question, answer: Json) -> Check | None:
    """Nothing is asked back when everything is known."""
    if question.asks is not False:
        return None
    asked = answer.get("next_question")
    return Check("needless_question", not asked, "no question back", str(asked))


def proved(question: Question, answer: Json) -> Check:
    """Every number of the text has a proof."""
    said = [*question.history, question.question, *map(str, (question.profile or {}).values())]
    leaks = firewall.unproved(answer, said)
    return Check("firewall", not leaks, "every number proved", ", ".join(leaks))


GRADERS: tuple[Callable[[Question, Json], Check | None], ...] = (
    route,
    figure_route,
    topic,
    verdict,
    figures,
    answer_first,
    facts,
    references,
    citation,
    fact_quoted,
    words,
    false_answer,
    false_refusal,
    not_established,
    missing_question,
    needless_question,
    proved,
)
