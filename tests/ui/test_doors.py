"""Every address answers, in French, under whatever path a proxy serves the assistant."""

import re

import httpx
import pytest
from browsing import FIGURE, ask, talking
from fake import FakeAssistant
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Route, expect
from processes import running
from proxying import proxied

from ui.cpts import Cpts
from ui.problems import too_frequent
from ui.server import create_app
from ui.settings import Settings

HTML = {"accept": "text/html,application/xhtml+xml"}
DOORS = ("/", "/embed/", "/embed/v1.js", "/embed/install", "/qui-repond", "/signaler", "/am/page.css", "/favicon.ico",
         "/health/live", "/health/ready", "/api/v1/sources", "/api/docs", "/api/openapi.json")  # fmt: skip
UNKNOWN = ("/api/v1/nothing", "/api/", "/health/nothing", "/nothing", "/am/nothing", "/simulateur/nothing",
           "/cpts/logo")  # fmt: skip


@pytest.fixture(scope="module")
def doors() -> TestClient:
    return TestClient(create_app(FakeAssistant(), Settings(), Cpts()))


@pytest.mark.parametrize("path", DOORS)
def test_head_is_answered_as_get_is(doors: TestClient, path: str) -> None:
    got, head = doors.get(path), doors.head(path)
    assert (head.status_code, head.headers["content-type"]) == (200, got.headers["content-type"])
    assert head.content == b""


def test_head_of_what_only_takes_a_body_is_refused(doors: TestClient) -> None:
    assert doors.head("/api/v1/ask").status_code == 405


def test_the_panel_is_found_without_its_last_slash(doors: TestClient) -> None:
    assert doors.get("/embed").url.path == "/embed/"
    assert doors.get("/embed/install/").url.path == "/embed/install"
    assert doors.post("/api/v1/ask/", json={"question": FIGURE}).json()["kind"] == "figure"
    assert doors.get("/nothing/").status_code == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_address_or_method_is_french_json(doors: TestClient, method: str, path: str) -> None:
    answer = doors.request(method, path, headers=HTML if path.startswith(("/api", "/health", "/simulateur")) else {})
    assert answer.status_code in (404, 405)
    if method != "HEAD":
        error = answer.json()["error"]
        assert set(error) == {"field", "message", "expected"}
        assert error["field"] in ("chemin", "méthode")


@pytest.mark.parametrize(("path", "home"), [("/nothing", "./"), ("/nothing/at/all", "../../")])
def test_a_browser_gets_a_french_page_that_leads_back(doors: TestClient, path: str, home: str) -> None:
    answer = doors.get(path, headers=HTML)
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.text
    assert f'href="{home}#discuter"' in answer.text


def test_simulations_take_nothing_from_questions() -> None:
    client = TestClient(create_app(FakeAssistant(), Settings(rate_limit="3/minute"), Cpts()))
    codes = [client.post("/api/v1/simulate", json={"etp": 1}).status_code for _ in range(13)]
    assert codes == [200] * 12 + [429]
    codes = [client.post("/api/v1/ask", json={"question": FIGURE}).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]


@pytest.mark.parametrize("stripped", [True, False])
def test_a_proxy_may_serve_everything_under_a_path(stripped: bool) -> None:
    root = "" if stripped else "/assistant"
    with (
        running(AM_ROOT_PATH=root, AM_ALLOWED_HOSTS="127.0.0.1") as own,
        proxied(own, "/assistant", stripped=stripped, told=stripped) as public,
    ):
        assert httpx.get(f"{public}/embed", follow_redirects=True).url.path == "/assistant/embed/"
        assert httpx.post(f"{public}/api/v1/ask", json={"question": FIGURE}).json()["kind"] == "figure"
        page = httpx.get(f"{public}/qui-repond").text
        assert f'<meta property="og:url" content="{public}/qui-repond">' in page
        assert httpx.get(f"{public}/nothing/more", headers=HTML).status_code == 404


def test_only_a_declared_proxy_says_where_we_are_served() -> None:
    with (
        running(AM_TRUSTED_PROXIES="192.0.2.1", AM_ALLOWED_HOSTS="127.0.0.1") as address,
        proxied(address, "/assistant") as public,
    ):
        assert f"{public}/qui-repond" not in httpx.get(f"{public}/qui-repond").text


@pytest.mark.browser
@pytest.mark.parametrize("told", [True, False])
def test_the_page_lives_under_a_path_with_or_without_its_name(browser: Browser, address: str, told: bool) -> None:
    with proxied(address, "/assistant", told=told) as public, talking(browser, f"{public}/") as page:
        ask(page, FIGURE)
        expect(page.locator("article[data-kind=figure]")).to_be_visible()
        page.get_by_role("tab", name="Simuler").click()
        expect(page.locator("[data-step=contract] small")).to_have_text("Mi-temps")  # as was said
        page.get_by_role("link", name="Qui répond ?").first.click()
        expect(page.get_by_role("heading", level=1, name="Qui répond ?")).to_be_visible()
        page.get_by_role("link", name="Discuter").click()
        expect(page.locator("article[data-kind=figure]")).to_be_visible()


@pytest.mark.browser
def test_too_many_questions_are_counted_down_and_leave_by_themselves(browser: Browser, address: str) -> None:
    refused: list[Route] = []

    def refuse_once(route: Route) -> None:
        if refused:
            route.continue_()
            return
        refused.append(route)
        response = too_frequent(30)
        route.fulfill(status=429, headers=dict(response.headers), body=bytes(response.body).decode())

    with talking(browser, address) as page:
        page.clock.install()
        page.route("**/api/v1/ask", refuse_once)
        page.get_by_label("Votre question").fill("radiologue ?")
        page.keyboard.press("Enter")
        told = page.locator("article[data-kind=error]")
        expect(told).to_contain_text("Trop de demandes en peu de temps.")
        expect(told).to_contain_text(re.compile(r"repartira d’elle-même dans \d+ secondes"))
        page.clock.run_for(31_000)
        expect(page.locator("article[data-kind=eligibility]")).to_be_visible()
        expect(page.locator("article.am-turn--doctor")).to_have_count(1)
