"""The 106 criteria of RGAA: each has a state among four and a proof that exists, and the page shows their rate."""

import re
from pathlib import Path

import pytest
from fake import FakeAssistant
from fastapi.testclient import TestClient

from ui import cpts, rgaa, theme
from ui.color import contrast
from ui.server import create_app
from ui.settings import Settings

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs/rgaa.md"
PER_THEME = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
EDGES = ("--am-edge", "--am-ink", "--am-brand", "--am-no", "--am-open", "--am-info", "--am-focus")
GROUNDS = ("--am-paper", "--am-sheet")


def test_the_document_is_up_to_date() -> None:
    same = DOCUMENT.read_text("utf-8") == rgaa.document()
    assert same, "a criterion changed: run `python -m ui.rgaa > docs/rgaa.md`"


def test_each_criterion_has_a_line_a_title_a_state_and_a_proof() -> None:
    numbers = [f"{theme}.{rank}" for theme, most in enumerate(PER_THEME, 1) for rank in range(1, most + 1)]
    assert [criterion.number for criterion in rgaa.criteria()] == numbers
    assert len(numbers) == len(re.findall(r"^\| \d+\.\d+ \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)) == 106
    for criterion in rgaa.criteria():
        assert criterion.state in rgaa.STATES, criterion.number
        assert criterion.title, criterion.number
        assert criterion.proof, criterion.number


def test_each_test_named_exists() -> None:
    for name, file in {tuple(test.split("::"))[::-1] for criterion in rgaa.criteria() for test in criterion.tests}:
        assert f"def {name}(" in (HERE / file).read_text("utf-8"), name


def test_the_rate_of_the_page_is_that_of_the_document() -> None:
    states = re.findall(r"^\| \d+\.\d+ \|[^|]+\| ([^|]+) \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    met, applied = states.count("conforme"), len(states) - states.count("non applicable")
    page = TestClient(create_app(FakeAssistant(), Settings(), cpts.Cpts())).get("/accessibilite").text
    told = re.sub(r"\s", " ", page)
    assert f"{met} des {applied} critères applicables sont conformes, soit {100 * met // applied} %" in told
    for criterion in rgaa.left():
        assert f"<li>{criterion.number} " in page


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_controls_and_bars_stand_out(scheme: int) -> None:
    style = (theme.STATIC / "page.css").read_text("utf-8")
    tokens = {name: pair for name, *pair in re.findall(r"(--am-[\w-]+): light-dark\((#\w{6}), (#\w{6})\)", style)}
    for edge in EDGES:
        for ground in GROUNDS:
            assert contrast(tokens[edge][scheme], tokens[ground][scheme]) >= 3, (edge, ground)
