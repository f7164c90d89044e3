"""docs/reliability.md tells every promise, and each is held by tests that exist."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest
from reliability import FAILED, LEFT_OUT, PAGE, PASSED, Promise, outcomes, page, promises, total

ROOT = Path(__file__).parents[1]
PROMISED = [one for listed in promises().values() for one in listed]

RUN = """<testsuites><testsuite>
<testcase classname="tests.ui.test_a" name="test_one[x]"/>
<testcase classname="tests.ui.test_a" name="test_one[y]"><failure>no</failure></testcase>
<testcase classname="tests.ui.test_a" name="test_two"><skipped/></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize("promise", PROMISED, ids=lambda one: one.promise)
def test_each_test_named_exists(promise: Promise) -> None:
    assert promise.tests
    for test in promise.tests:
        file, _, name = test.partition("::")
        named = {node.name for node in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))) if hasattr(node, "name")}
        assert not name or name in named, test


@pytest.mark.parametrize("promise", PROMISED, ids=lambda one: one.promise)
def test_the_page_tells_it(promise: Promise) -> None:
    assert f"| {promise.promise} |" in PAGE.read_text("utf-8"), "run `make reliability`"


def test_cases_are_counted_by_test_and_by_file(tmp_path: Path) -> None:
    (tmp_path / "run.xml").write_text(RUN, "utf-8")
    run = outcomes(tmp_path / "run.xml")
    assert run["tests/ui/test_a.py::test_one"] == Counter({PASSED: 1, FAILED: 1})
    assert run["tests/ui/test_a.py"] == Counter({PASSED: 1, FAILED: 1, LEFT_OUT: 1})
    held = Promise("Rien ne tombe", ("tests/ui/test_a.py::test_one",))
    assert total(held, run)[FAILED] == 1
    assert (
        "| Rien ne tombe | [ui/test_a.py::test_one](../tests/ui/test_a.py) | réussis\u00a0: 1, en échec\u00a0: 1 |"
        in page({"Pannes": [held]}, run, "")
    )
