"""Gradio's page in French: corrected once for each address, compressed where the browser takes it."""

import pytest
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.french_template import FrenchTemplate, corrected

PAGE = '<html lang="en"><head><meta property="og:image" content="https://x.example/a.jpg" /></head><body>{}</body>'


@pytest.fixture
def written() -> list[str]:
    """The addresses the page was written for."""
    return []


@pytest.fixture
def client(written: list[str]) -> TestClient:
    async def page(request: Request) -> Response:
        written.append(f"{request.headers['host']}{request.url.query}")
        return HTMLResponse(PAGE.format(request.headers["host"]), 500 if "broken" in written[-1] else 200)

    return TestClient(FrenchTemplate(Starlette(routes=[Route("/", page)])))


def test_the_template_becomes_french_and_keeps_to_itself() -> None:
    assert b'lang="fr"' in corrected(PAGE.encode())
    assert b"https://" not in corrected(PAGE.encode())


def test_a_page_is_written_once_for_each_address(client: TestClient, written: list[str]) -> None:
    texts = {client.get("/", headers={"Host": host}).text for host in ("a.example", "b.example") * 3}
    assert len(texts) == 2
    assert written == ["a.example", "b.example"]
    for number in range(40):
        client.get("/", headers={"Host": f"{number}.example"})
    assert len(written) == 42


def test_what_a_visitor_adds_to_the_address_changes_nothing(client: TestClient, written: list[str]) -> None:
    plain = client.get("/", headers={"Accept-Encoding": "identity"})
    asked = client.get("/?deep_link=a&x=1", headers={"Cookie": "a=b"})
    assert plain.headers["content-length"] == str(len(plain.content))
    assert "content-encoding" not in plain.headers
    assert asked.headers["content-encoding"] == "gzip"
    assert asked.text == plain.text
    assert written == ["testserver"]


def test_what_is_around_adds_its_headers_to_each_answer_alone(written: list[str]) -> None:
    async def page(_: Request) -> Response:
        return HTMLResponse(PAGE + " " * 1_000)  # worth compressing

    client = TestClient(GZipMiddleware(FrenchTemplate(Starlette(routes=[Route("/", page)]))))
    for coding in ("identity", "gzip") * 3:
        answer = client.get("/", headers={"Accept-Encoding": coding})
        assert answer.headers["vary"] == "Accept-Encoding"


def test_the_head_of_a_page_is_that_of_the_page(client: TestClient) -> None:
    plain = {"Accept-Encoding": "identity"}
    assert client.head("/", headers=plain).headers == client.get("/", headers=plain).headers


def test_a_page_that_failed_is_not_kept(client: TestClient, written: list[str]) -> None:
    for _ in range(2):
        assert client.get("/", headers={"Host": "broken"}).status_code == 500
    assert written == ["broken", "broken"]
