"""What the guides of the staff give to copy works as it stands."""

import re
from pathlib import Path

import pytest
import yaml

from assistant import installation
from assistant.answer import MOST_SAID
from eval import bank
from ui import cpts
from ui.admission import IN_FLIGHT
from ui.connections import HEAD_SECONDS, MOST, MOST_EACH
from ui.guard import BODY_SECONDS, MAX_BODY
from ui.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "guide-cpts.md").read_text("utf-8")
INSTALL = (DOCS / "install.md").read_text("utf-8")
PAGE = (DOCS / "page.md").read_text("utf-8")
BLOCKS: list[str] = re.findall(r"^```yaml\n(.*?)^```", GUIDE, flags=re.M | re.S)


def _block(start: str) -> str:
    return next(block for block in BLOCKS if block.startswith(start))


def test_the_parameters_of_the_guide_load_and_complete_the_bareme(tmp_path: Path) -> None:
    for name in ("sources.yaml", "objectifs.yaml"):
        (tmp_path / name).write_text(_block(f"# {name}"), "utf-8")
    parameters, corpus = installation.load(tmp_path)
    completed = parameters["objectifs.augmentation.temps_plein.p50_p70"]
    assert completed.values[-1].value == 99
    assert completed.values[-1].references[0] in corpus.sources
    ours, _ = installation.load()
    assert ours[completed.id].values[-1].value is None


def test_the_cpts_file_of_the_guide_is_read(tmp_path: Path) -> None:
    file = tmp_path / "cpts.yaml"
    file.write_text(_block("nom:"), "utf-8")
    (tmp_path / "logo.png").write_bytes(bytes.fromhex("89504e470d0a1a0a"))
    read = cpts.read(Settings(cpts_file=file))
    assert read.nom == "CPTS du Val-Clair"
    assert set(read.model_dump()) == set(yaml.safe_load(_block("nom:")))


def test_the_cpts_file_of_the_model_is_read_and_signs_nothing() -> None:
    read = cpts.read(Settings(cpts_file=DOCS / "modele-cpts" / "cpts.yaml"))
    assert (read.editeur.nom, read.errors_to, read.accessibilite.etat) == ("", "", "non conforme")


def test_the_question_of_the_guide_can_be_asked(tmp_path: Path) -> None:
    (tmp_path / "notre-cpts.yaml").write_text(_block("# questions"), "utf-8")
    (question,) = bank.load(tmp_path)
    assert question.kind == ["figure"]


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", GUIDE + INSTALL + PAGE))))
def test_every_link_of_the_guide_leads_somewhere(target: str) -> None:
    assert (DOCS / target).exists()


@pytest.mark.parametrize("setting", sorted(set(re.findall(r"AM_([A-Z_]+[A-Z])", GUIDE + INSTALL))))
def test_every_setting_of_the_guide_exists(setting: str) -> None:
    assert setting.lower() in Settings.model_fields


def test_the_limits_of_the_guide_are_those_of_the_server() -> None:
    told = " ".join(INSTALL.split())  # any kind of space is a space
    for limit in (
        f"{MAX_BODY // 1024} Kio",
        f"{MOST_SAID:,} caractères".replace(",", " "),
        f"{HEAD_SECONDS:.0f} secondes pour les en-têtes, {BODY_SECONDS:.0f} pour le corps",
        f"| Connexions ouvertes | {MOST} ; {MOST_EACH} pour une même adresse |",
        f"| Demandes en cours | {IN_FLIGHT} |",
    ):
        assert limit in told, limit


def test_the_design_of_the_page_names_every_file_and_none_besides() -> None:
    table = re.findall(r"^\|.*", PAGE.partition("## What each file does")[2].partition("##")[0], flags=re.M)
    named = re.findall(r"`([\w/]+(?:\.\w+)?/?)`", "".join(table[2:]))
    ours = [path for path in [*(DOCS.parent / "ui").iterdir(), *(DOCS.parent / "ui/static").iterdir()] if _shown(path)]
    assert sorted(named) == sorted(f"{path.name}/" if path.is_dir() else path.name for path in ours)


def _shown(path: Path) -> bool:
    return path.suffix in (".py", ".js", ".css", ".svg", ".png", "") and path.name not in (
        "__init__.py",
        "__pycache__",
        "static",
    )


def test_every_make_target_of_the_guide_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (DOCS.parent / "Makefile").read_text("utf-8"), flags=re.M))
    asked = re.findall(r"(?:^|`|assistant )make (?:-C \S+ )?([a-z]+)", GUIDE + INSTALL, flags=re.M)
    assert {"run", "install"} <= set(asked) <= targets
