"""A call that is wrong is told in French, whatever Python runs."""

import argparse
import ast
import inspect
import re

import pytest

from cli import argparse_in_french
from cli.main import main

# What only a programmer meets: a parser badly made.
_OF_PROGRAMMERS = re.compile(
    "conflict|defined|invalid argument for|exclusive arguments must|callable|can't open|cannot|dest=|with mode|"
    "invalid option string|deprecated"
)


def test_every_text_of_this_python_has_its_french() -> None:
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(argparse))) if isinstance(node, ast.Call)]
    looked_up = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("_", "ngettext")]
    texts = [
        text.value
        for call in looked_up
        for text in call.args
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    ]
    assert len(texts) > 20
    missing = {text for text in texts if not _OF_PROGRAMMERS.search(text)} - argparse_in_french.CATALOGUE.keys()
    assert missing == set()


def test_each_french_text_holds_no_other_field_than_the_english_one() -> None:
    for english, french in argparse_in_french.CATALOGUE.items():
        fields = [set(re.findall(r"%\((\w+)\)|(%s|%r)", text)) for text in (french, english)]
        assert fields[0] <= fields[1], english


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "il manque\u00a0: COMMANDE."),
        ("rien", "COMMANDE\u00a0: «\u00a0rien\u00a0» n’existe pas. Choix possibles\u00a0: 'serve', "),
        ("ask", "il manque l’un de ceux-ci\u00a0: question --batch."),
        ("ask a --batch b", "--batch\u00a0: ne va pas avec question."),
        ("ask a --json=3", "--json\u00a0: cette option ne prend pas de valeur\u00a0: '3'."),
        ("serve --port abc", "--port\u00a0: attendu un nombre entier, trouvé «\u00a0abc\u00a0»."),
        ("serve --port", "--port\u00a0: une valeur est attendue après cette option."),
        ("sources list --zz", "de trop, ou mal écrit\u00a0: --zz."),
    ],
)
def test_a_wrong_call_is_told_in_french(words: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words.split())
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.startswith("usage\u00a0: assistant-medical")
    assert "error" not in said


def test_help_is_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "afficher cette aide" in capsys.readouterr().out
