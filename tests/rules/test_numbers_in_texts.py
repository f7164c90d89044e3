"""No sentence of the rules states a number of its own: amounts, thresholds and delays are read from parameters.

Names that hold a number (« avenant 7 », « secteur 2 », « P95 ») and the days of past texts are the only ones written.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import rules

NAMES = re.compile(
    r"P\s?\d\d|avenant \d+|convention (?:médicale )?20\d\d|règlement arbitral de 2023|secteur [123]|2 avec OPTAM"
    r"|\d(?:,\d|/\d)? (?:et 2 |ou 2 )?ETP|\d(?:re|e) (?:à \de )?année|sur 5 ans|montants de 2024"
    r"|«\u00a02024-2029\u00a0»"
)
PAST_DAYS = re.compile(r"22 juin 2024|1er mai 2023|mai 2023|mars 2020")
# Messages to who writes a parameter file, and how doctors name the texts: no sentence of an answer.
NOT_TOLD = {Path(rules.__file__).with_name(name) for name in ("kinds.py", "regimes.py", "written_values.py")}


def sentences(module: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(module.read_text("utf-8"))
    alone = [statement.value for statement in ast.walk(tree) if isinstance(statement, ast.Expr)]
    docstrings = {id(value) for value in alone if isinstance(value, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_rules_write_no_number_of_their_own() -> None:
    modules = sorted(set(Path(rules.__file__).parent.glob("*.py")) - NOT_TOLD)
    found = [
        f"{module.name}:{line}: {text}"
        for module in modules
        for line, text in sentences(module)
        if " " in text and re.search(r"\d", PAST_DAYS.sub("", NAMES.sub("", text)))
    ]
    assert not found
    assert sum(1 for module in modules for _ in sentences(module)) > 300  # the reading itself works
