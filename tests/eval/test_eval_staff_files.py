"""What staff copy or read: the workflows, the template repository, the page about the evaluation."""

import json
import re
import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest
import yaml

from cli.main import main
from cli.parser import parser
from eval import ratchet
from eval.asking import Product
from eval.bank import QUESTIONS, load
from eval.run import Options
from eval.run import main as evaluate

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "docs" / "modele-cpts"
OURS = ROOT / ".github/workflows"
WORKFLOWS = [OURS / "eval.yml", TEMPLATE / ".github/workflows/eval.yml"]


def commands(path: Path) -> list[list[str]]:
    """The ``assistant-medical`` calls of a file, each as its words."""
    found = re.findall(r"^.*?assistant-medical (eval .*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return [line.split("#")[0].split() for line in found]


@pytest.mark.parametrize("path", [*WORKFLOWS, OURS / "ci.yml"], ids=["ours", "template", "ci"])
def test_a_workflow_reads_the_repository_and_nothing_more(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"]) for step in steps if "uses" in step)
    assert "pull_request_target" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", [*WORKFLOWS, TEMPLATE / ".gitlab-ci.yml", TEMPLATE / "README.md", ROOT / "docs/evaluation.md"], ids=str
)
def test_every_command_shown_is_one_the_program_takes(path: Path) -> None:
    shown = commands(path)
    assert shown
    for words in shown:
        parser().parse_args(words)


def test_gitlab_takes_the_template() -> None:
    job = yaml.safe_load((TEMPLATE / ".gitlab-ci.yml").read_text(encoding="utf-8"))["evaluation"]
    assert re.fullmatch(r"[A-Za-z0-9_][-\w ]*", job["artifacts"]["expose_as"], re.ASCII)
    assert job["artifacts"]["when"] == "always" and job["artifacts"]["paths"] == ["evaluation/"]


def test_our_own_gate_refuses_a_silent_loss() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^test:.* eval$", makefile, re.MULTILINE)
    assert re.search(r"assistant-medical eval .*--ratchet", makefile)


def test_the_template_runs_beside_our_bank() -> None:
    questions = load(QUESTIONS, TEMPLATE / "questions")
    assert any("notre-cpts" in question.tags for question in questions)
    assert ratchet.accepted(TEMPLATE / ratchet.ACCEPTED.name) == []


def test_every_option_of_the_command_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs/evaluation.md").read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        parser().parse_args(["eval", "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help", "--out"}
    assert options
    assert {option for option in options if f"`{option}" not in text} == set()


def test_the_steps_of_the_template_run_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "depot"
    for file in filter(Path.is_file, TEMPLATE.rglob("*")):  # contents, not modes: this checkout may be read-only
        (copy := folder / file.relative_to(TEMPLATE)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    monkeypatch.chdir(folder)
    job = yaml.safe_load((folder / ".gitlab-ci.yml").read_text(encoding="utf-8"))["evaluation"]
    for name, value in job["variables"].items():
        monkeypatch.setenv(name, value.replace("$CI_PROJECT_DIR", str(folder)))
    monkeypatch.setenv("AM_EMBEDDING_MODEL", "lexical")  # the model changes the time it takes, not the steps
    (folder / "reference.json").write_text('{"metrics": {"all": {}}, "failing": {}, "asked": []}', encoding="utf-8")
    steps = [step.split()[1:] for step in job["script"] if step.startswith("assistant-medical")]
    assert [step[0] for step in steps] == ["ingest", "eval"]
    assert main(steps[0]) == 0
    assert main([*steps[1], "--id", "^cpts-"]) == 0
    run = json.loads((folder / "evaluation" / "run.json").read_text(encoding="utf-8"))
    assert [case["passed"] for case in run["cases"]] == [True, True]
    assert run["cases"][1]["answer"]["citations"][0]["local"]
    assert {path.name for path in (folder / "evaluation").iterdir()} == {
        "run.json",
        "summary.md",
        "junit.xml",
        "report.html",
    }


def test_their_own_failures_come_first_and_alone_fail_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("AM_EMBEDDING_MODEL", "lexical")
    bank, out = tmp_path / "questions", tmp_path / "evaluation"
    bank.mkdir()
    (bank / "val.yaml").write_text(
        "defaults: {kind: figure}\n"
        "train:\n"
        "  - {id: val-juste, question: combien pour un mi-temps la première année, figures: [19000 EUR]}\n"
        "  - {id: val-faux, question: 'combien pour un temps plein [/red] la première année', figures: [1 EUR]}\n",
        "utf-8",
    )
    asked = ["eval", "--bank", str(bank), "--only-bank", "--out", str(out)]
    assert main(asked) == 1
    told = capsys.readouterr().err
    assert "Votre question val-faux\u00a0: «\u00a0combien pour un temps plein [/red] la première" in told
    run = json.loads((out / "run.json").read_text("utf-8"))
    assert {case["id"]: case["passed"] for case in run["cases"]} == {"val-juste": True, "val-faux": False}
    assert [gate["metric"] for gate in run["gate"] if gate["enforced"] and not gate["passed"]] == []
    assert (out / "summary.md").read_text("utf-8").startswith("**Vos questions\u00a0: 1 sur 2 sans aucune faute.**")
    page = (out / "report.html").read_text("utf-8")
    assert page.index("1 de vos 2 questions") < page.index("<details open>") < page.index("1 questions sur 2")
    assert page.count("<code>val-faux</code>") == 1
    baseline = ["--baseline", str(tmp_path / "reference.json")]
    assert main([*asked, *baseline, "--update-baseline"]) == 1
    assert main([*asked, *baseline, "--ratchet"]) == 0  # nothing that passed is lost


@pytest.mark.parametrize("filters", [["--id", "of-no-question"], ["--compare", "nowhere/[/red].json"]])
def test_where_nothing_is_run_no_report_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], filters: list[str]
) -> None:
    assert main(["eval", "--only-bank", "--bank", str(TEMPLATE / "questions"), "--out", str(tmp_path), *filters]) == 2
    told = capsys.readouterr()
    assert told.err
    assert "Rapports" not in told.out


@pytest.mark.parametrize(
    "given", [Options(alone=True), Options(alone=True, bank=(TEMPLATE / "questions",), update=True)]
)
def test_a_bank_alone_is_named_and_is_no_baseline_of_ours(given: Options, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(Mock(spec=Product), given) == 2
    assert "Ajoutez --ba" in capsys.readouterr().err
