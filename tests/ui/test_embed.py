import base64
import hashlib

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui.cpts import Cpts
from ui.embed import LOADER, add_embed_routes, integrity
from ui.settings import Settings


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    add_embed_routes(app, Settings(allowed_origins="https://a.example"), Cpts(nom='<b>"CPTS"</b>'))
    return TestClient(app)


def test_the_loader_is_small_alone_and_its_fingerprint_is_published(client: TestClient) -> None:
    served = client.get("/embed/v1.js")
    assert served.content == LOADER
    assert len(LOADER) < 5 * 1024
    assert b"import" not in LOADER
    assert b"http:" not in LOADER
    assert b"cookie" not in LOADER.split(b"*/", 1)[1]
    assert served.headers["Access-Control-Allow-Origin"] == "*"
    assert served.headers["Content-Type"].startswith("text/javascript")
    digest = base64.b64encode(hashlib.sha384(served.content).digest()).decode()
    assert integrity() == f"sha384-{digest}"
    assert digest in client.get("/embed/install").text


def test_the_installer_escapes_the_settings(client: TestClient) -> None:
    page = client.get("/embed/install").text
    assert "<b>" not in page
    assert "https://a.example" in page
    assert "[[" not in page
