"""The pages that sign say what the installation gave, and only that."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from fake import FakeAssistant
from fastapi.testclient import TestClient
from staff import HASH

from assistant import installation
from assistant.register import register
from ui import cpts, theme
from ui.about import who
from ui.server import create_app
from ui.settings import Settings

PAGES = ("qui-repond", "signaler", "mentions-legales", "confidentialite", "accessibilite")
HOSTILE = '"><script>alert(1)</script>'
SIGNED = cpts.Cpts(
    nom="CPTS du Val-Clair",
    contact=cpts.Contact(delegue="02 00 00 00 00", erreurs="erreurs@cpts.example"),
    editeur=cpts.Publisher(
        nom="Association CPTS du Val-Clair",
        statut="association loi 1901",
        adresse="1 place de la Mairie",
        telephone="02 00 00 00 01",
        courriel="bonjour@cpts.example",
        directeur_de_publication="Camille Exemple",
    ),
    hebergeur=cpts.Host(nom="Hébergeur d’exemple", adresse="2 rue du Serveur", telephone="02 00 00 00 02"),
    donnees=cpts.PersonalData(
        responsable="Dominique Exemple", contact="donnees@cpts.example", base_legale="intérêt légitime"
    ),
    accessibilite=cpts.Accessibility(
        etat="partiellement conforme",
        taux=Decimal(75),
        audit="Cabinet d’exemple, 3 mars 2027",
        contact="acces@cpts.example",
    ),
)


def _served(dressed: cpts.Cpts, **settings: object) -> TestClient:
    settings = {"allowed_hosts": "assistant.example", **settings}
    app = create_app(FakeAssistant(), Settings(**settings), dressed)  # type: ignore[arg-type]  # each test names some of the settings
    return TestClient(app, base_url="https://assistant.example")


def _text(client: TestClient, path: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", client.get(f"/{path}").text)).split())


@pytest.fixture(scope="module")
def bare() -> TestClient:
    return _served(cpts.Cpts())


@pytest.fixture(scope="module")
def signed() -> TestClient:
    return _served(SIGNED)


@pytest.mark.parametrize("path", ["", *PAGES, "embed/", "nowhere/at/all"])
def test_who_answers_and_how_to_report_are_one_click_away(bare: TestClient, path: str) -> None:
    page = bare.get(f"/{path}", headers={"accept": "text/html"})
    links = {str(page.url.join(target)) for target in re.findall(r'<a [^>]*?href="([^"]+)"', page.text)}
    assert {"https://assistant.example/qui-repond", "https://assistant.example/signaler"} <= links


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("qui-repond", "L’éditeur de ce site n’est pas renseigné."),
        ("mentions-legales", "L’hébergeur de ce site n’est pas renseigné."),
        ("signaler", "Ce site n’indique personne à qui signaler une erreur."),
        ("accessibilite", "Aucun audit de conformité n’a été fait"),
        ("accessibilite", "Aucun contact n’est renseigné"),
        ("confidentialite", "L’éditeur de ce site n’est pas renseigné."),
        ("confidentialite", "La base légale n’est pas renseignée."),
    ],
)
def test_what_is_not_known_is_said(bare: TestClient, path: str, told: str) -> None:
    assert told in _text(bare, path)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("qui-repond", "Association CPTS du Val-Clair"),
        ("mentions-legales", "Camille Exemple"),
        ("mentions-legales", "Hébergeur d’exemple"),
        ("confidentialite", "Dominique Exemple"),
        ("confidentialite", "l’intérêt légitime du responsable"),
        ("accessibilite", "Accessibilité : partiellement conforme."),
        ("accessibilite", "75 % des critères sont respectés."),
        ("accessibilite", "Cabinet d’exemple, 3 mars 2027"),
    ],
)
def test_what_is_given_is_shown(signed: TestClient, path: str, told: str) -> None:
    text = _text(signed, path)
    assert told in text
    assert "renseigné" not in text


def test_a_wrong_answer_goes_to_who_was_named_for_it(signed: TestClient) -> None:
    assert 'data-to="erreurs@cpts.example"' in signed.get("/signaler").text
    coordinated = _served(cpts.Cpts(contact=cpts.Contact(coordination="a@b.example")))
    assert 'data-to="a@b.example"' in coordinated.get("/signaler").text


def test_privacy_says_what_the_settings_do(bare: TestClient) -> None:
    assert "Vos questions ne sont pas conservées et ne quittent pas ce serveur." in _text(bare, "confidentialite")
    kept = _text(_served(cpts.Cpts(), journal_days=30, llm="openai:gpt"), "confidentialite")
    assert "envoyée à un modèle de langage extérieur" in kept
    assert "ne quittent pas ce serveur" not in kept
    local = _text(_served(cpts.Cpts(), llm="ollama:mistral"), "confidentialite")
    assert "Un modèle de langage installé sur ce serveur" in local
    assert "écoute" not in local
    listens = _served(cpts.Cpts(), llm="ollama:mistral", llm_reads="unsure")
    assert "écoute les questions et peut reformuler une explication" in _text(listens, "confidentialite")
    assert "Il n’écrit aucune réponse et ne connaît aucun montant." in _text(listens, "qui-repond")


@pytest.mark.parametrize(
    ("settings", "who"),
    [
        ({}, None),
        ({"llm": "ollama:mistral"}, None),
        ({"llm": "mistralai:small"}, "mistralai"),
        ({"llm": "openai:m", "llm_base_url": "https://modele.example/v1"}, "modele.example"),
    ],
)
def test_who_receives_a_question_is_named(settings: dict[str, object], who: str | None) -> None:
    told = _text(_served(cpts.Cpts(), **settings), "confidentialite")
    assert "L’hébergeur de ce site" in told
    assert ("Le fournisseur du modèle de langage" in told) is (who is not None)
    assert who is None or f"« {who} »" in told.replace("\u00a0", " ")


@pytest.mark.parametrize("settings", [{}, {"journal": True}, {"llm": "openai:gpt"}])
def test_the_notice_says_all_that_the_law_asks(settings: dict[str, object]) -> None:
    """GDPR, article 13: who, purposes, basis, recipients, how long, rights, complaint, whether one must, decisions."""
    told = _text(_served(SIGNED, **settings), "confidentialite")
    for words in (
        "Dominique Exemple", "donnees@cpts.example", "servent à vous répondre", "Base légale", "Qui y a accès",
        "accès à vos données, leur rectification, leur effacement", "limitation", "vous opposer", "CNIL",
        "Rien ne vous oblige", "Aucune décision n’est prise à votre sujet",
    ):  # fmt: skip
        assert words in told
    assert ("pour améliorer les réponses" in told) is ("journal" in settings)


@pytest.mark.parametrize("settings", [{}, {"journal": True, "llm": "openai:gpt"}])
def test_what_becomes_of_a_simulation_is_said(settings: dict[str, object]) -> None:
    client = _served(cpts.Cpts(), **settings)
    told = _text(client, "confidentialite")
    assert "sont envoyées à ce serveur, qui calcule et n’en garde rien" in told
    assert "garde jusqu’à la fermeture de l’onglet" in told
    assert "ne sont pas gardées" not in told
    assert "<p></p>" not in client.get("/confidentialite").text
    shown = client.post("/api/v1/simulate", json={}, headers={"accept": "text/html"}).json()["html"]
    assert "Vos réponses sont envoyées à ce serveur pour le calcul." in shown
    assert "Elles ne sont gardées que dans cet onglet." in shown


def test_the_cookie_of_the_staff_is_said_where_there_is_one(bare: TestClient, tmp_path: Path) -> None:
    assert "Aucun cookie, aucune mesure d’audience." in _text(bare, "confidentialite")
    told = _text(_served(cpts.Cpts(), admin_password=HASH, data_dir=tmp_path), "confidentialite")
    assert "Aucun cookie," not in told
    assert "page de gestion" in told


def test_each_script_stays_small() -> None:
    lengths = {file.name: len(file.read_text("utf-8").splitlines()) for file in theme.STATIC.glob("*.js")}
    assert len(lengths) > 4
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_a_page_of_text_loads_no_style_of_a_simulation(bare: TestClient) -> None:
    for path in (*PAGES, "nowhere", "api/docs"):
        page = bare.get(f"/{path}", headers={"accept": "text/html"})
        styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.text)
        assert [re.sub(r".*/|\?.*", "", style) for style in styles] == ["page.css", "answer.css", "print.css"]


def test_who_answers_gives_the_dates_the_version_and_that_nobody_signed() -> None:
    parameters, corpus = installation.load()
    known = register(corpus, parameters, date(2026, 11, 28))
    text = re.sub(r"<[^>]+>", " ", who.body(SIGNED, Settings(), known))
    assert "dont chaque phrase nomme ses sources, ou dit que c’est notre conseil." in text
    for told in (
        "Aucune de nos valeurs n’est encore signée.",
        "convention médicale 2024, depuis le 22/06/2024",
        "consultées",
    ):
        assert told in text
    assert who.version() in text
    signed = {**known, "reviewed_by": {"aide.yaml": "Alix Exemple", "objectifs.yaml": None}}
    text = who.body(SIGNED, Settings(), signed)
    assert "Valeurs signées par Alix Exemple\u202f; fichiers restant à signer\u00a0: 1" in text


def test_everything_is_escaped() -> None:
    hostile = cpts.Cpts(
        nom="A" + HOSTILE,
        accueil=HOSTILE,
        questions={HOSTILE: [HOSTILE]},
        contact=cpts.Contact(erreurs=f"a@b{HOSTILE}", delegue=HOSTILE, coordination=f"https://{HOSTILE}"),
        editeur=cpts.Publisher(
            nom=HOSTILE,
            statut=HOSTILE,
            adresse=HOSTILE,
            telephone=HOSTILE,
            courriel=HOSTILE,
            directeur_de_publication=HOSTILE,
        ),
        hebergeur=cpts.Host(nom=HOSTILE, adresse=HOSTILE, telephone=HOSTILE),
        donnees=cpts.PersonalData(responsable=HOSTILE, contact=HOSTILE),
        accessibilite=cpts.Accessibility(contact=HOSTILE, audit=HOSTILE),
    )
    client = _served(hostile)
    for path in ("", "embed/", "embed/install", "nowhere/at/all", *PAGES):
        page = client.get(f"/{path}", headers={"accept": "text/html"}).text
        assert HOSTILE not in page, path
        assert "<script>alert" not in page, path


def test_a_link_sent_to_somebody_shows_the_page_and_its_whole_address(bare: TestClient) -> None:
    for path in ("", "qui-repond"):
        told = dict(re.findall(r'<meta property="(og:[\w:]+)" content="([^"]*)"', bare.get(f"/{path}").text))
        assert told["og:url"] == f"https://assistant.example/{path}"
        assert told["og:title"]
        assert bare.get(told["og:image"]).headers["content-type"] == "image/png"


def test_the_icon_is_ours_wherever_a_browser_looks_for_it(bare: TestClient) -> None:
    assert bare.get("/favicon.ico").content == (theme.STATIC / "icon.png").read_bytes()
    for path in ("", "embed/", "embed/install", "api/docs", "nowhere", *PAGES):
        page = bare.get(f"/{path}", headers={"accept": "text/html"})
        (icon,) = re.findall(r'<link rel="icon"[^>]*href="([^"]+)"', page.text)
        assert bare.get(str(page.url.join(icon))).status_code == 200
