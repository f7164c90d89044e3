import base64
import hashlib
import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui.cpts import Cpts
from ui.embed import LOADERS, add_embed_routes, integrity
from ui.settings import Settings

GUIDE = Path(__file__).parents[2] / "docs/embed.md"
# What sites have pasted names these bytes: another file would be refused by their visitors' browsers.
FROZEN = {"v1.js": "sha384-f4ycjNsQmPIlHle4Ygi/ZBu/9Uqn4oPuMg2zjPe4qf/+PXUFnNjCqxIBSVdyYBat"}


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    add_embed_routes(app, Settings(allowed_origins="https://a.example"), Cpts(nom='<b>"CPTS"</b>'))
    return TestClient(app)


@pytest.mark.parametrize("name", LOADERS)
def test_each_loader_is_small_and_alone(client: TestClient, name: str) -> None:
    served = client.get(f"/embed/{name}")
    assert served.content == LOADERS[name]
    assert len(served.content) <= 5 * 1024
    assert b"import" not in served.content.replace(b"!important", b"")
    assert b"http:" not in served.content
    assert b"cookie" not in served.content.split(b"*/", 1)[1]
    assert served.headers["Access-Control-Allow-Origin"] == "*"
    assert served.headers["Content-Type"].startswith("text/javascript")


@pytest.mark.parametrize(
    ("origin", "told"),
    [("https://a.example", "ce site l’empêche"), ("https://b.example", "n’est pas déclaré"), ("null", "l’empêche")],
)
def test_a_loader_may_ask_why_its_frame_is_empty(client: TestClient, origin: str, told: str) -> None:
    said = client.get("/embed/why", headers={"origin": origin})
    assert told in said.text
    assert said.headers["Access-Control-Allow-Origin"] == "*"


def test_the_installer_publishes_the_fingerprint_of_the_newest(client: TestClient) -> None:
    page = client.get("/embed/install").text
    digest = base64.b64encode(hashlib.sha384(client.get("/embed/v2.js").content).digest()).decode()
    assert f'data-integrity="sha384-{digest}"' in page
    assert f"Il pèse {round(len(LOADERS['v2.js']) / 1000)}\u00a0ko" in page


def test_the_options_of_the_tag_are_those_of_the_docs() -> None:
    told = re.findall(r"^\| `data-(\w+)", GUIDE.read_text("utf-8"), flags=re.M)
    read = re.search(r"const \{ (.*) \} = tag\.dataset", LOADERS["v2.js"].decode())
    assert read
    assert sorted(told) == sorted(re.findall(r"(\w+)(?: = \"[^\"]*\")?(?:, |$)", read[1]))


@pytest.mark.parametrize("name", FROZEN)
def test_a_published_loader_never_changes(name: str) -> None:
    assert integrity(LOADERS[name]) == FROZEN[name], "sites refuse another file: write the change in the next loader"


def test_the_installer_escapes_the_settings(client: TestClient) -> None:
    page = client.get("/embed/install").text
    assert "<b>" not in page
    assert "https://a.example" in page
    assert "[[" not in page
