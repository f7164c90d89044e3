"""CONTRIBUTING's guides, played to the letter in a copy: an amendment, what it must not forget, a text, a topic."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from guide import Block, Copy, blocks

from assistant.names import problems
from corpus import load_corpus
from rules.catalogue import decide
from rules.dated import Parameters, load
from rules.profile import Profile

GUIDE = blocks("Changing a rule when an amendment is published")
PUBLISHED, EVE, FIRST = date(2026, 11, 20), date(2026, 12, 31), date(2027, 1, 1)
ANNIVERSARY = "montants_a_l_anniversaire"
SHEETS = "corpus/documents"
BOTH = {
    "775": "775, et 800 pour un contrat signé à partir du 1er janvier 2027,",
    "19\u202f000\u202f€": "19\u202f000\u202f€, et 20\u202f000\u202f€ à partir du 1er janvier 2027,",
}


def _data(found: list[Block]) -> list[Block]:
    """The blocks that write a file, without the one for running contracts."""
    return [block for block in found if block.file and block.anchor != ANNIVERSARY]


def _commands(found: list[Block], *wanted: str) -> list[str]:
    lines = [line for block in found if block.language == "sh" for line in block.text.splitlines()]
    return [line for line in lines if any(word in line for word in wanted)]


def _checked(copy: Copy, *wanted: str) -> None:
    """Run the guide's commands that hold one of these words; each must succeed."""
    for command in _commands(GUIDE, *wanted):
        done = copy.run(command)
        assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}{done.stderr[-2000:]}"


def _rewritten(copy: Copy) -> None:
    """Step 5: the threshold's own sheet is closed and another opened; elsewhere a sentence gives both values."""
    old, new = "patientele-minimale-convention-2024", "patientele-minimale-avenant-12"
    text = (copy.root / SHEETS / f"{old}.md").read_text("utf-8")
    opened = re.sub(r"valid_from: .*", "valid_from: 2027-01-01", text.replace("775", "800").replace(old, new))
    opened = opened.replace("regimes: [reglement-arbitral-2023, convention-2024]", "regimes: [convention-2024]")
    (copy.root / SHEETS / f"{new}.md").write_text(opened.replace("[^ra-acoorde]", "[^avenant-12]"), "utf-8")
    copy.replace(f"{SHEETS}/{old}.md", "valid_to: null", "valid_to: 2026-12-31")
    for sheet in sorted({line.split(".md")[0] for line in _left(copy)}):
        path = copy.root / f"{sheet.replace('documents', SHEETS, 1)}.md"
        text = path.read_text("utf-8")
        for value, both in BOTH.items():
            text = re.sub(rf"{value}(?: patients?)?(?!\d)", both, text)
        path.write_text(text, "utf-8")


def _still_holding(copy: Copy) -> None:
    """The sheets of the text in force hold under the new one as well."""
    for path in (copy.root / SHEETS).glob("*.md"):
        text = path.read_text("utf-8")
        if "\nvalid_to: null\n" in text:
            path.write_text(re.sub(r"(?m)^(regimes: .*convention-2024)\]$", r"\1, convention-2027]", text), "utf-8")


def _left(copy: Copy) -> list[str]:
    """What `rules check` says is left to do."""
    told = copy.run(".venv/bin/assistant-medical rules check").stdout
    return [line.removeprefix("- ") for line in told.splitlines() if line.startswith("- ")]


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy where the guide has been followed to its end."""
    copy = Copy(tmp_path_factory.mktemp("amended"), *_data(GUIDE))
    _checked(copy, "rules.render")
    _rewritten(copy)
    return copy


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy where the values are dated and the cases written, and nothing else."""
    return Copy(tmp_path_factory.mktemp("begun"), *_data(GUIDE))


def _parameters(copy: Copy) -> Parameters:
    return load(copy.root / "rules/parameters", published={"avenant-12": PUBLISHED})


def test_the_guide_followed_to_its_end_leaves_nothing_to_do(amended: Copy) -> None:
    _checked(amended, "rules check", "pytest")


def test_the_questions_that_move_are_told(amended: Copy) -> None:
    (command,) = _commands(GUIDE, "eval --as-of")
    told = amended.run(f"{command} --id ^aid24-half").stdout
    assert "`aid24-half-short`" in told
    assert "20\u202f000\u202f€" in told


def test_the_sheets_of_the_guide_lie_within_their_regime(amended: Copy) -> None:
    corpus = load_corpus(amended.root / "corpus")
    days = {
        sheet.id: (sheet.valid_from, sheet.valid_to) for sheet in corpus.documents if "patientele-minimale" in sheet.id
    }
    assert days["patientele-minimale-convention-2024"] == (date(2023, 5, 1), date(2026, 12, 31))
    assert days["patientele-minimale-avenant-12"] == (date(2027, 1, 1), None)
    assert problems(corpus, _parameters(amended)) == []


@pytest.mark.parametrize(
    ("today", "signed_on", "amounts"),
    [
        (EVE, None, (19000, 19000)),
        (FIRST, None, (20000, 20000)),
        (PUBLISHED, FIRST, (20000, 20000)),  # published is enough for who signs under it
        (date(2026, 11, 19), FIRST, (19000, 19000)),
        (date(2027, 6, 1), date(2026, 3, 15), (19000, 19000)),
    ],
)
def test_new_and_running_contracts_have_the_bareme_of_their_day(
    begun: Copy, today: date, signed_on: date | None, amounts: tuple[int, int]
) -> None:
    assert _from_p95(_parameters(begun), today, signed_on) == amounts


def test_running_contracts_follow_at_their_anniversary_once_it_is_dated(tmp_path: Path) -> None:
    parameters = _parameters(Copy(tmp_path, *(block for block in GUIDE if block.file)))
    assert _from_p95(parameters, date(2027, 6, 1), date(2026, 3, 15)) == (19000, 20000)
    assert _from_p95(parameters, date(2027, 6, 1), date(2022, 3, 15)) == (18000, 18000)


def _from_p95(parameters: Parameters, today: date, signed_on: date | None) -> tuple[object, ...]:
    """The first two years of a half-time from P95."""
    profile = Profile.model_validate({"etp": 0.5, "percentile": 97, "signed_on": signed_on})
    decision = decide("aid.amounts", parameters, profile, today)
    return decision.figure("p95.annee_1").value, decision.figure("p95.annee_2").value


@pytest.mark.parametrize(("specialty", "since"), [("urgentiste", "1er janvier 2027"), ("radiologue", "1er mai 2023")])
def test_each_specialty_is_excluded_since_its_own_day(begun: Copy, specialty: str, since: str) -> None:
    decision = decide("eligibility.doctor", _parameters(begun), Profile(specialty=specialty, secteur=1), FIRST)
    assert any(f"exclus de l’aide depuis le {since}" in reason.text for reason in decision.reasons)


def test_what_moves_is_listed(begun: Copy) -> None:
    (command,) = _commands(GUIDE, "rules diff")
    told = begun.run(command).stdout
    assert "`aide.mi_temps.p95` | 19\u202f000\u202f€ | 20\u202f000\u202f€ | avenant-12 |" in told
    assert "Les urgentistes sont exclus de l’aide depuis le 1er janvier 2027." in told
    assert "`patientele-minimale-convention-2024`" in told
    assert "`elig-gp-774`" in told


def test_a_forgotten_source_is_asked_for(tmp_path: Path) -> None:
    copy = Copy(tmp_path, *(block for block in _data(GUIDE) if block.file != "corpus/sources.yaml"))
    done = copy.run(".venv/bin/assistant-medical rules check")
    assert done.returncode == 1
    assert "celle-ci n’est dans aucun registre\u202f; ajoutez-la à corpus/sources.yaml" in done.stderr


def test_a_forgotten_sheet_is_named_with_what_to_do(begun: Copy) -> None:
    left = [line for line in _left(begun) if "patientele-minimale-convention-2024" in line]
    assert left
    assert all("fermez la fiche la veille (valid_to) et écrivez-en une autre" in line for line in left)


def test_a_forgotten_list_is_asked_for(begun: Copy) -> None:
    done = begun.run(".venv/bin/pytest tests/rules/test_render.py")
    assert done.returncode == 1
    assert "run `python -m rules.render > docs/rules.md`" in done.stdout


def test_a_forgotten_case_is_asked_for(tmp_path: Path) -> None:
    copy = Copy(tmp_path, *(block for block in _data(GUIDE) if "cases" not in block.file))
    done = copy.run(".venv/bin/pytest tests/rules/test_cases.py -k newer")
    assert done.returncode == 1
    assert "write a golden case (tests/rules/cases)" in done.stdout
    assert all(name in done.stdout for name in ("aide.mi_temps.annee_1, 2027-01-01", "specialites.exclues, 2027-01-01"))


def test_an_old_value_edited_is_refused_by_its_cases(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    copy.replace("rules/parameters/aide.yaml", "{value: 19000,", "{value: 20000,")
    done = copy.run(".venv/bin/pytest tests/rules/test_cases.py")
    assert done.returncode == 1
    assert "an old value is never edited; add one under it, with its first day" in done.stdout


def test_an_amount_that_forgets_its_neighbour_is_named(tmp_path: Path) -> None:
    copy = Copy(tmp_path, *_data(GUIDE))
    copy.replace("rules/parameters/aide.yaml", "{value: 20000,", "{value: 13000,")
    assert any("aide.mi_temps.annee_1 vaut 13\u202f000 au 1er janvier 2027, moins que" in line for line in _left(copy))


def test_a_new_text_is_three_files_and_breaks_nothing(tmp_path: Path) -> None:
    text = blocks("A new text that governs contracts")
    assert len({block.file for block in text}) == 3
    copy = Copy(tmp_path, *text)
    _still_holding(copy)
    _checked(copy, "rules.render", "rules check")
    rooms = "tests/rules tests/corpus tests/assistant tests/eval tests/ui/test_render.py tests/ui/test_api.py"
    no_text_in_them = ("assistant/test_hostile_text", "assistant/test_firewall", "eval/test_eval_staff_files")
    left = " ".join(f"--ignore=tests/{name}.py" for name in no_text_in_them)
    done = copy.run(f".venv/bin/pytest {rooms} tests/test_day_after.py {left}")
    assert done.returncode == 0, done.stdout[-3000:]
    assert "made in a copy" not in done.stdout  # the reason for which they are skipped elsewhere


def test_a_new_topic_is_five_files(tmp_path: Path) -> None:
    topic = blocks("A new topic")
    copy = Copy(tmp_path, *(block for block in topic if block.file))
    assert len({block.file for block in topic if block.file}) == 5
    for command in _commands(topic, "python"):
        assert copy.run(command).returncode == 0, command
    rules = " ".join(f"tests/rules/test_{name}.py" for name in ("cases", "render", "data_decide", "properties"))
    words = "tests/assistant/test_texts.py tests/assistant/test_intents.py tests/eval/test_intents.py"
    done = copy.run(f".venv/bin/pytest {rules} tests/corpus/test_documents.py tests/eval/test_eval_bank.py {words}")
    assert done.returncode == 0, done.stdout[-3000:]
    told = copy.run(
        '.venv/bin/assistant-medical ask "combien la caisse donne-t-elle pour le bureau de l\'assistante ?"'
    ).stdout
    assert told.startswith("L’Assurance Maladie verse 500\u202f€, une fois, pour installer le bureau de l’assistant.")
