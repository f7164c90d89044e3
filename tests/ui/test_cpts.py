import errno
import logging
from pathlib import Path
from typing import NoReturn

import httpx
import pytest
from processes import running

from assistant.answer import Kind, Request
from cli.installation import build_assistant
from ui import cpts, page, theme
from ui.color import GROUNDS, contrast, readable
from ui.settings import Settings, SettingsError

HOSTILE = "<script>alert(1)</script>"
PNG = bytes.fromhex("89504e470d0a1a0a")
WHOLE = """
nom: CPTS du Val-Clair
contact:
  coordination: coordination@cpts.example
  delegue: "02 00 00 00 00"
couleur: "#7a1f4b"
logo: logo.png
accueil: Bonjour, posez vos questions.
questions:
  Débuter:
    - Combien pour un mi-temps ?
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "logo.png").write_bytes(PNG)
    file = tmp_path / "cpts.yaml"
    file.write_text(WHOLE, "utf-8")
    return file


def test_a_whole_file_dresses_the_page(file: Path) -> None:
    with running(AM_CPTS_FILE=str(file)) as address:
        page = httpx.get(address).text
        for shown in ("CPTS du Val-Clair", "Bonjour, posez vos questions.", "Débuter", "=7a1f4b", "02 00 00 00 00"):
            assert shown in page or shown.encode("unicode_escape").decode() in page
        assert "tre deux au cabinet" not in page
        logo = httpx.get(f"{address}/cpts/logo")
        assert (logo.content, logo.headers["Content-Type"]) == (PNG, "image/png")
        assert "#7a1f4b" in httpx.get(f"{address}/embed/install").text


def test_variables_of_their_own_win(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AM_CPTS_FILE", str(file))
    monkeypatch.setenv("AM_CPTS_NAME", "CPTS du Nord")
    monkeypatch.setenv("AM_CPTS_CONTACT", "https://nord.example")
    monkeypatch.setenv("AM_ACCENT_COLOR", "#1b5140")
    found = cpts.read(Settings.read())
    assert (found.nom, found.couleur) == ("CPTS du Nord", "#1b5140")
    assert (found.contact.coordination, found.contact.delegue) == ("https://nord.example", "02 00 00 00 00")


@pytest.mark.parametrize(
    ("content", "key", "expected"),
    [
        ("nom: [", "", "YAML"),
        ("- nom", "", "nom, contact"),
        ("couleurs: red", "couleurs", "nom, contact"),
        ("couleur: red", "couleur", "#1b5140"),
        ("nom: 3", "nom", "80 caractères"),
        ("contact: {telephone: a}", "contact.telephone", "« coordination », « delegue » et « erreurs »"),
        ("contact: {delegue: 33200000000}", "contact.delegue", "téléphone"),
        ("logo: absent.png", "logo", "PNG"),
        ("logo: logo.png", "logo", "« nom » aussi"),
        ("logo: cpts.yaml", "logo", "PNG"),
        ("questions: {Débuter: []}", "questions.Débuter", "1 à 5 questions"),
        ("questions: {}", "questions", "de 1 à 6 thèmes"),
        ("folder: /", "", "nom, contact"),
        ("editeur: {noms: a}", "editeur.noms", "vouliez-vous écrire «\u00a0nom\u00a0»"),
        ("nom: a\nediteur:\n  telephone: 0200000000", "editeur.telephone", "entre guillemets"),
        ("accessibilite: {etat: conforme}", "accessibilite.etat", "non conforme"),
        ("accessibilite: {etat: partiellement conforme, taux: 75}", "accessibilite", "demande un audit"),
        ("accessibilite: {etat: partiellement conforme, taux: 40, audit: a}", "accessibilite", "au moins 50"),
        ("accessibilite: {taux: 120}", "accessibilite.taux", "de 0 à 100"),
    ],
)
def test_a_wrong_file_is_named_with_its_key_and_what_is_expected(
    file: Path, content: str, key: str, expected: str
) -> None:
    file.write_text(content, "utf-8")
    with pytest.raises(SettingsError) as caught:
        cpts.read(Settings(cpts_file=file))
    told = str(caught.value)
    assert str(file) in told
    assert "AM_CPTS_FILE" in told
    assert expected in told
    assert f"clé {key} :" in told if key else ", clé" not in told.split(" : ", 1)[0]


@pytest.mark.parametrize("kind", ["link out", "text", "hard link"])
def test_a_logo_is_an_image_of_its_folder_by_its_bytes(file: Path, kind: str) -> None:
    logo, secret = file.with_name("logo.png"), file.parent.parent / "secret"
    secret.write_bytes(PNG if kind == "link out" else b"root:x:0:0")
    logo.unlink()
    if kind == "link out":
        logo.symlink_to(secret)
    elif kind == "hard link":
        logo.hardlink_to(secret)
    else:
        logo.write_bytes(secret.read_bytes())
    with pytest.raises(SettingsError, match=r"clé logo : inutilisable\. Attendu : le chemin d’une image"):
        cpts.read(Settings(cpts_file=file))


def test_a_logo_may_be_a_link_within_its_folder(file: Path) -> None:
    """As Kubernetes mounts what it keeps."""
    (file.parent / "..data").mkdir()
    file.with_name("logo.png").rename(file.parent / "..data/logo.png")
    file.with_name("logo.png").symlink_to("..data/logo.png")
    assert cpts.read(Settings(cpts_file=file)).logo_file() == (PNG, "image/png")


def test_a_logo_needs_the_name_that_is_read_in_its_place(file: Path) -> None:
    file.write_text("logo: logo.png", "utf-8")
    with pytest.raises(SettingsError, match=r"clé logo : inutilisable\. Attendu : « nom » aussi"):
        cpts.read(Settings(cpts_file=file))
    assert cpts.read(Settings(cpts_file=file, cpts_name="CPTS du Nord")).logo == "logo.png"


@pytest.mark.parametrize(
    ("content", "line", "named"),
    [
        ("nom: a\naccueil: Été\n".encode("cp1252"), 2, "Windows-1252"),
        ("nom: Été\n".encode("utf-16"), 1, "UTF-16"),
        (b"contact:\n\tdelegue: a\n", 2, "une tabulation"),
        ("contact:\n\u00a0\u00a0delegue: a\n".encode(), 2, "une espace insécable"),
        (b"nom: a\nnom: b\n", 2, "chaque clé une fois"),
        (b"nom: a\ncouleur: red\n", 2, "couleur"),
    ],
)
def test_what_an_editor_saved_wrong_is_named_with_its_line(file: Path, content: bytes, line: int, named: str) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        cpts.read(Settings(cpts_file=file))
    assert f"ligne {line}" in str(caught.value)
    assert named in str(caught.value).replace("\u00a0", " ")


def test_the_mark_that_windows_puts_first_is_no_fault(file: Path) -> None:
    file.write_text("\ufeffnom: CPTS de la Vallée\n", "utf-8")
    assert cpts.read(Settings(cpts_file=file)).nom == "CPTS de la Vallée"


def test_staff_are_told_what_their_visitors_will_read_to_be_missing(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        cpts.read(Settings(cpts_file=file))
    assert "editeur.nom, editeur.directeur_de_publication, hebergeur.nom." in caplog.text


def test_a_file_that_nobody_wrote_yet_says_nothing_and_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "empty.yaml").touch()
    for name, why in (("absent.yaml", "n’existe pas encore"), ("empty.yaml", "est vide")):
        with caplog.at_level(logging.WARNING):
            assert cpts.read(Settings(cpts_file=tmp_path / name)).nom == ""
        assert f"{name} (AM_CPTS_FILE) {why}" in caplog.text


def test_a_file_of_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="AM_CPTS_FILE"):
        cpts.read(Settings(cpts_file=tmp_path / "absent" / "cpts.yaml"))


def test_a_file_of_a_folder_that_cannot_be_entered_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def shut(file: Path) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied", str(file))

    for asked in ("exists", "is_dir", "is_file", "read_bytes"):
        monkeypatch.setattr(Path, asked, shut)
    with pytest.raises(SettingsError, match="AM_CPTS_FILE"):
        cpts.read(Settings(cpts_file=Path("/shut/cpts.yaml")))


def test_a_pale_colour_is_adjusted_and_said(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        cpts.read(Settings(accent_color="#ffff00"))
    assert "#ffff00" in caplog.text
    assert readable("#ffff00", GROUNDS[0]) in caplog.text


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("02 43 00 33 44", "0243003344"),
        ("36\u00a046", "3646"),
        ("+33 (0)2 43 00 33 44", "+33243003344"),
        ("0033(0)2.43.00.33.44", "0033243003344"),
        ("+32 2 123 45 67", "+3221234567"),
    ],
)
def test_a_telephone_is_a_link_that_dials_it(written: str, dialled: str) -> None:
    assert theme.reached(written) == f'<a href="tel:{dialled}">{written}</a>'


@pytest.mark.parametrize("written", ["0000000000", "(0)", "+33 2 43 00 33", "+0 243 003 344", "12"])
def test_what_nobody_can_dial_is_no_link(written: str) -> None:
    assert theme.reached(written) == written


def test_everything_is_escaped() -> None:
    dressed = cpts.Cpts(
        nom=HOSTILE,
        contact=cpts.Contact(coordination=f'https://"{HOSTILE}', delegue=HOSTILE),
        accueil=HOSTILE,
        questions={HOSTILE: [HOSTILE]},
    )
    settings = Settings()
    html = theme.masthead(dressed) + theme.footer(dressed, settings)
    html += page.introduction(settings, dressed, compact=False)
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


@pytest.mark.parametrize("color", ["#ffff00", "#1b5140", "#000000", "#ffffff", "#ff0000"])
@pytest.mark.parametrize("against", GROUNDS)
def test_any_accent_is_made_readable(color: str, against: str) -> None:
    assert contrast(readable(color, against), against) >= 4.5


def test_a_readable_accent_is_kept() -> None:
    assert readable("#1b5140", GROUNDS[0]) == "#1b5140"


def test_every_example_is_answered_at_once_by_the_rules() -> None:
    assistant = build_assistant(Settings())
    assistant.never_wait()
    for question in [question for asked in cpts.Cpts().questions.values() for question in asked]:
        answer = assistant.ask(Request(question=question))
        assert answer.kind in (Kind.FIGURE, Kind.ELIGIBILITY), question
