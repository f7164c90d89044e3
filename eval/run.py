"""Run the bank: ask every question, measure, compare, write the reports, hold the gate."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import track

from eval import console as terminal
from eval import duel, exchanges, extractor, html, labels, readers, readme, report
from eval import gate as gates
from eval import ratchet as ratchets
from eval.asking import Product, answered
from eval.bank import QUESTIONS, BankError, Question, load
from eval.summary import Case, summarise

Json = dict[str, Any]
Reference = tuple[Json, list[ratchets.Accepted]]  # a baseline and the losses accepted since
NOTHING_RUN = 2  # exit code


@dataclass(frozen=True, slots=True)
class Selection:
    """Which questions to run. Empty means all; ``id`` is a regular expression."""

    kind: str = ""
    id: str = ""
    tag: str = ""
    split: str = ""

    def keeps(self, question: Question) -> bool:
        """Whether ``question`` is selected."""
        return (
            (not self.kind or self.kind in question.kind or self.kind == question.theme)
            and (not self.id or re.search(self.id, question.id) is not None)
            and (not self.tag or self.tag in question.tags)
            and (not self.split or self.split == question.split)
        )


@dataclass(frozen=True, slots=True)
class Options:
    """How to run. ``bank`` adds folders of questions to ours, ``compare`` is the ``run.json`` of an earlier run."""

    select: Selection = Selection()
    bank: tuple[Path, ...] = ()
    alone: bool = False  # those of ``bank`` without ours
    out: Path | None = None
    compare: Path | None = None
    gate: Path = gates.GATE
    jobs: int = 1
    ratchet: bool = False
    update: bool = False  # make this run the baseline
    baseline: Path = ratchets.BASELINE
    as_of: date | None = None  # the day of the questions that give none

    @property
    def whole(self) -> bool:
        """Whether every question is run, on its day: another run is no baseline, and has rates of its own."""
        return self.select == Selection() and self.as_of is None

    def questions(self) -> list[Question]:
        """Return the questions to run, ours then those of ``bank``; raise `BankError` when there is none."""
        folders = self.bank if self.alone else (QUESTIONS, *self.bank)
        questions = [question for question in load(*folders) if self.select.keeps(question)]
        if not questions:
            raise BankError("Aucune question ne répond à ces filtres. Retirez-en un.")
        return [question.on(self.as_of) for question in questions] if self.as_of else questions


def main(product: Product, options: Options = Options()) -> int:
    """Run the selected questions, write the reports, print the totals; return the exit code.

    Exit code: 0 when the enforced gates hold and nothing is lost, 1 otherwise, 2 when there is nothing to run. Of a
    bank asked alone and without a baseline, a question that fails is 1 too.
    """
    console = Console(stderr=True)
    try:
        thresholds, questions, before, reference = _prepared(options)
    except (OSError, ValueError, re.error) as error:
        console.print(f"[red]{escape(str(error))}[/]")
        return NOTHING_RUN
    theirs = {question.id for question in load(*options.bank)} if options.bank else set()
    cases = list(_tracked(_answers(product, questions, options.jobs), len(questions), console))
    summary = summarise(cases)
    misread: dict[str, list[str]] = {}
    if options.whole and not options.alone:
        for rates, wrong in (extractor.rates(), labels.rates(), exchanges.rates(product.ask, options.jobs)):
            summary["metrics"]["all"] |= rates
            misread |= wrong
    summary["search_alone"] = duel.search_alone(cases, product.alone) if product.alone else {}
    results = gates.check(summary, thresholds)
    run: Json = {"summary": summary, "gate": [result.as_json() for result in results], "misread": misread}
    run["cases"] = [case.as_json() | {"theirs": case.question.id in theirs} for case in cases]
    run["losses"] = ratchets.losses(run, *reference, whole=options.whole) if reference else []
    run["gains"] = ratchets.gains(run, reference[0]) if reference else []
    if options.out:
        run["readers"] = readers.measured(options.out)
        _write(options.out, run, before)
    terminal.show(console, run)
    if options.update:
        ratchets.write(run, options.baseline)
        if options.baseline == ratchets.BASELINE:
            readme.refresh()
    failing = options.alone and not options.ratchet and any(not case.passed for case in cases)
    return gates.exit_code(results) or int(failing or bool(run["losses"]))


def _prepared(options: Options) -> tuple[list[gates.Threshold], list[Question], Json | None, Reference | None]:
    """Read everything the run needs before the first question: a bad file must not cost a minute."""
    if options.alone and not options.bank:
        raise BankError("--only-bank ne pose que vos questions. Ajoutez --bank DOSSIER.")
    if options.alone and options.update and options.baseline == ratchets.BASELINE:
        raise BankError("La référence par défaut est celle de nos questions. Ajoutez --baseline FICHIER.")
    thresholds = gates.read(options.gate)
    questions = options.questions()
    if options.update and not options.whole:
        raise BankError(
            "Une référence porte sur toutes les questions, chacune à son jour. Retirez les filtres et --as-of."
        )
    before = json.loads(options.compare.read_text(encoding="utf-8")) if options.compare else None
    if not options.ratchet:
        return thresholds, questions, before, None
    accepted = ratchets.accepted(options.baseline.with_name(ratchets.ACCEPTED.name))
    return thresholds, questions, before, (ratchets.read(options.baseline), accepted)


def _answers(product: Product, questions: list[Question], jobs: int) -> Iterator[Case]:
    """Yield the cases in the bank's order, ``jobs`` questions at a time."""
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda question: answered(product, question), questions)


def _tracked(cases: Iterator[Case], total: int, console: Console) -> Iterator[Case]:
    if not sys.stderr.isatty():
        return cases
    return iter(track(cases, description="Évaluation", total=total, console=console))


def _write(out: Path, run: Json, before: Json | None) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "run.json").write_text(json.dumps(run, ensure_ascii=False, indent=1), encoding="utf-8")
    (out / "summary.md").write_text(report.markdown(run, before), encoding="utf-8")
    (out / "junit.xml").write_text(report.junit(run), encoding="utf-8")
    (out / "report.html").write_text(html.page(run, before), encoding="utf-8")
