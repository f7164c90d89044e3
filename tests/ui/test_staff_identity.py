"""What the CPTS says of itself: seen first, kept whole, refused where it would stop the next start."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from browsing import PIXEL
from staff import TODAY, Staff, entered, room, told

from assistant.service import Assistant, build
from ui import cpts
from ui.settings import Settings

FILE = """# écrit à la main
nom: CPTS du Val
logo: logo.png
couleur: "#1b5140"
contact: {delegue: "02 00 00 00 00"}
accessibilite: {contact: acces@cpts.example}
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return build(tmp_path_factory.mktemp("data"), embedding_model="lexical", today=lambda: TODAY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "logo.png").write_bytes(PIXEL)
    made = tmp_path / "cpts.yaml"
    made.write_text(FILE, "utf-8")
    return made


@pytest.fixture
def staff(tmp_path: Path, file: Path, assistant: Assistant) -> Iterator[Staff]:
    with room(tmp_path, assistant, cpts_file=file, cpts_name="Celui du réglage", accent_color="#aa0000") as served:
        somebody = entered(served)
        somebody.open("identite")
        yield somebody


def typed(staff: Staff, **changes: str) -> dict[str, str]:
    fields = dict(re.findall(r'<input type="(?:text|color)"[^>]*name="([\w.]+)" value="([^"]*)"', staff.page.text))
    fields |= dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n(.*?)</textarea>', staff.page.text, re.S))
    return {name: unescape(value) for name, value in fields.items()} | changes


def kept(file: Path) -> cpts.Cpts:
    return cpts.identity(Settings(cpts_file=file))


def test_without_a_file_the_page_says_how_to_have_one(tmp_path: Path, assistant: Assistant) -> None:
    with room(tmp_path, assistant) as served:
        somebody = entered(served)
        somebody.open("identite")
        assert "AM_CPTS_FILE" in told(somebody)
        somebody.send("/gestion/identite", nom="X", action="garder")
        assert list(tmp_path.glob("*.yaml")) == []


def test_the_form_shows_the_file_and_says_what_wins_over_it(staff: Staff) -> None:
    fields = typed(staff)
    assert (fields["nom"], fields["couleur"], fields["contact.delegue"]) == ("CPTS du Val", "#1b5140", "02 00 00 00 00")
    assert fields["questions"].startswith("Montants\n- Combien pour un mi-temps ?")
    assert "AM_CPTS_NAME, AM_ACCENT_COLOR" in told(staff)


def test_a_preview_writes_nothing_and_runs_nothing(staff: Staff, file: Path) -> None:
    hostile = "<script>alert(1)</script>"
    changes = {"nom": "CPTS du Val-Clair", "accueil": hostile, "editeur.telephone": "0200000001"}
    staff.send("/gestion/identite", **typed(staff, **changes), action="voir")
    assert "Téléphone de l’éditeur 0200000001" in told(staff)  # of pages that the frame does not show
    (frame,) = re.findall(r'<iframe[^>]* sandbox [^>]*srcdoc="([^"]*)"', staff.page.text)
    shown = unescape(frame)
    assert "CPTS du Val-Clair" in shown
    assert "<script" not in shown
    assert "<script" not in staff.page.text
    assert file.read_text("utf-8") == FILE
    assert typed(staff)["nom"] == "CPTS du Val-Clair"


def test_kept_it_is_what_the_next_start_reads_and_the_rest_stays(staff: Staff, file: Path, tmp_path: Path) -> None:
    questions = (
        "Pour commencer\n- Combien pour un mi-temps ?\n– Comment demander l’aide ?\n\nNotre CPTS\n- Quelle aide ?"
    )
    changes = {"nom": "CPTS du Val-Clair", "editeur.nom": "Association d’exemple", "editeur.telephone": "0200000001",
               "contact.delegue": "", "questions": questions, "couleur": "#123a2e"}  # fmt: skip
    staff.send("/gestion/identite", **typed(staff, **changes), action="garder")
    assert "Identité enregistrée." in told(staff)
    assert "après un redémarrage" in told(staff)
    read = kept(file)
    assert (read.nom, read.couleur, read.editeur.nom, read.editeur.telephone) == (
        "CPTS du Val-Clair", "#123a2e", "Association d’exemple", "0200000001",
    )  # fmt: skip
    assert read.contact.delegue == ""
    assert read.questions == {
        "Pour commencer": ["Combien pour un mi-temps ?", "Comment demander l’aide ?"],
        "Notre CPTS": ["Quelle aide ?"],
    }
    assert read.logo_file()
    assert read.accessibilite.contact == "acces@cpts.example"
    assert (tmp_path / "gestion/backups/cpts.yaml").read_text("utf-8") == FILE
    assert "identité changée : Nom" in (tmp_path / "gestion/audit.jsonl").read_text("utf-8")


@pytest.mark.parametrize("empty", [True, False])
def test_a_file_that_nobody_wrote_yet_is_written_there(staff: Staff, file: Path, *, empty: bool) -> None:
    file.write_text("", "utf-8") if empty else file.unlink()
    staff.open("identite")
    staff.send("/gestion/identite", **typed(staff, nom="CPTS du Val-Clair"), action="garder")
    assert "Identité enregistrée." in told(staff)
    assert kept(file).nom == "CPTS du Val-Clair"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"couleur": "vert"}, "Couleur : attendu"),
        ({"nom": "x" * 81}, "Nom : attendu un nom de 80 caractères au plus"),
        ({"questions": "- Sans thème"}, "commencez par un thème"),
        ({"questions": "Un thème"}, "écrivez une question au moins"),
        ({"questions": "\n".join(f"Thème {n}\n- Q ?" for n in range(7))}, "de 1 à 6 thèmes"),
        ({"questions": f"Thème\n- {'x' * 201}"}, "Questions proposées : attendu"),
    ],
)
def test_what_would_stop_the_next_start_is_refused_and_named(
    staff: Staff, file: Path, changes: dict[str, str], said: str
) -> None:
    staff.send("/gestion/identite", **typed(staff, **changes), action="garder")
    assert staff.page.status_code == 422
    assert said in told(staff).lower() or said in told(staff)
    assert "/." not in told(staff)  # no working copy is named
    assert file.read_text("utf-8") == FILE
    assert sorted(path.name for path in file.parent.glob("*.yaml")) == ["cpts.yaml"]


@pytest.mark.parametrize(
    "written",
    [
        "rh at cpts-orvine.example",
        "rh@ cpts.example",
        "http://cpts22.fr",
        "rh at cpts22.example",
        "()",
        "marc@@x.fr",
        "marc@x",
        "0243",
        "02 43 00 33 44 55",
    ],
)
def test_a_contact_that_leads_nowhere_is_refused(staff: Staff, file: Path, written: str) -> None:
    staff.open("identite")
    fields = {**staff.form("identite"), "contact.coordination": written}
    staff.send("/gestion/identite", **fields, action="garder")
    assert f"Joindre la CPTS : « {written} » n’est ni un courriel" in told(staff)
    assert file.read_text("utf-8") == FILE
    staff.send("/gestion/identite", **fields | {"contact.coordination": "36 46"}, action="garder")
    assert "Identité enregistrée" in told(staff)


@pytest.mark.parametrize("written", ["02 43 00 33 44", "https://cpts.example", "marc@x"])
def test_the_mail_of_the_publisher_is_a_mail(staff: Staff, file: Path, written: str) -> None:
    staff.send("/gestion/identite", **typed(staff, **{"editeur.courriel": written}), action="garder")
    assert f"Courriel de l’éditeur : « {written} » n’est pas un courriel. Écrivez-le comme" in told(staff)
    assert file.read_text("utf-8") == FILE


@pytest.mark.parametrize(
    "written", ["appelez-moi", "12", "02 43 00 11 2", "02 43 00 33 44 55", "marc@x.fr", "0000000000", "+33 2 43 00 33"]
)
def test_a_telephone_that_nobody_can_dial_is_refused(staff: Staff, file: Path, written: str) -> None:
    for key in ("editeur.telephone", "hebergeur.telephone"):
        staff.send("/gestion/identite", **typed(staff, **{key: written}), action="garder")
        assert f"« {written} » n’est pas un téléphone. Un téléphone s’écrit en 10 chiffres, avec" in told(staff)
    assert file.read_text("utf-8") == FILE


@pytest.mark.parametrize(
    "written",
    [
        "02 43 00 33 44",
        "02.43.00.33.44",
        "36 46",
        "+33 2 43 00 33 44",
        "+262 692 12 34 56",
        "+33 (0)2 43 00 33 44",
        "+32 2 123 45 67",
        "00 352 12 34 56",
        "+49 (0)30 1234567",
    ],
)
def test_a_telephone_is_kept_as_it_is_written(staff: Staff, file: Path, written: str) -> None:
    changes = {"editeur.telephone": written, "contact.delegue": written}
    staff.send("/gestion/identite", **typed(staff, **changes), action="garder")
    assert (kept(file).editeur.telephone, kept(file).contact.delegue) == (written, written)


def test_two_tabs_do_not_overwrite_each_other_unseen(staff: Staff, file: Path) -> None:
    staff.open("identite")
    first, second = (dict(staff.form("identite")) for _ in range(2))
    staff.send("/gestion/identite", **first | {"nom": "CPTS de l’Orvine"}, action="garder")
    assert "Identité enregistrée" in told(staff)
    late = second | {"accueil": "Posez votre question."}
    staff.send("/gestion/identite", **late, action="garder")
    assert staff.page.status_code == 409
    assert "Cette page a changé depuis que vous l’avez ouverte" in told(staff)
    assert "Nom : « CPTS de l’Orvine » est enregistré, vous avez écrit « CPTS du Val »." in told(staff)
    assert "CPTS de l’Orvine" in file.read_text("utf-8")
    seen = {name: unescape(value) for name, value in staff.form("identite").items()}
    assert seen["accueil"] == "Posez votre question."
    staff.send("/gestion/identite", **seen | {"nom": "CPTS de l’Orvine"}, action="garder")
    assert "Identité enregistrée" in told(staff)
    assert "Posez votre question." in file.read_text("utf-8")
