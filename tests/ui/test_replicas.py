"""Two replicas behind nginx, with Redis, all real: whatever is killed, nobody notices; no visitor belongs to one."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
import pytest
from balanced import balanced, needs_nginx
from browsing import FIGURE, talking
from live import eventually, ready
from playwright.sync_api import Browser, Page, expect
from processes import started
from staff import HASH, entered, told
from stores import needs_redis, redis_server

pytestmark = [needs_nginx, needs_redis]

ANSWERS = "article.am-turn--answer:not(.am-turn--waiting)"
AT_A_TIME = 12
CONVERSATION = [
    {"role": "user", "content": "je suis généraliste en secteur 1, j’ai 1 400 patients"},
    {"role": "assistant", "content": "…"},
]


class Site(NamedTuple):
    """What stands behind one address."""

    address: str
    each: list[str]  # of each replica
    replicas: list["subprocess.Popen[bytes]"]
    redis: "subprocess.Popen[bytes]"


@contextmanager
def site(folder: Path, start: str = "serve_real", **settings: str) -> Iterator[Site]:
    """Two servers over one data folder, searched by words alone: what they share is the same."""
    with ExitStack() as stack:
        store, redis = stack.enter_context(redis_server(folder))
        given = {
            "AM_DATA_DIR": str(folder / "data"), "AM_EMBEDDING_MODEL": "lexical", "AM_RATE_LIMIT_STORAGE": store,
            "AM_RATE_LIMIT": "6000/minute", **settings,
        }  # fmt: skip
        both = [stack.enter_context(started(start, given)) for _ in range(2)]
        each = [address for address, _ in both]
        if start in ("serve_real", "serve_replica"):
            eventually(lambda: all(map(ready, each)))
        public = stack.enter_context(balanced(each[0], each[1], folder))
        yield Site(public, each, [process for _, process in both], redis)


def _asked(address: str, question: str = "et à mi-temps, combien la deuxième année ?") -> tuple[int, object]:
    """The status of an answer that goes on from what was said, and what it says."""
    body = {"question": question, "history": CONVERSATION}
    answer = httpx.post(f"{address}/api/v1/ask", json=body, timeout=60)
    told = answer.json()
    return answer.status_code, (told.get("text"), told.get("figures"))


def test_a_replica_killed_while_it_answers_and_redis_lost_lose_no_answer(tmp_path: Path) -> None:
    with site(tmp_path) as (address, _, (first, second), redis), ThreadPoolExecutor(AT_A_TIME) as doctors:
        quiet = _asked(address)
        assert quiet[0] == 200
        first.send_signal(signal.SIGSTOP)  # takes requests, and answers none
        asking = [doctors.submit(_asked, address) for _ in range(AT_A_TIME)]
        eventually(lambda: any(one.done() for one in asking))
        held = [one for one in asking if not one.done()]
        time.sleep(1)
        assert any(not one.done() for one in held)
        first.kill()
        assert [one.result() for one in asking] == [quiet] * AT_A_TIME
        redis.kill()
        redis.wait()
        assert list(doctors.map(_asked, [address] * AT_A_TIME)) == [quiet] * AT_A_TIME
        second.kill()
        nobody = httpx.get(address, timeout=30)
        assert (nobody.status_code, nobody.headers["Retry-After"]) == (503, "5")
        assert "L’assistant ne répond pas pour l’instant." in nobody.text


@pytest.fixture(scope="module")
def unharmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of which nothing is killed."""
    with site(tmp_path_factory.mktemp("site"), "serve_rules", AM_RATE_LIMIT="6/minute") as served:
        yield served.address


def test_replicas_count_the_requests_of_an_address_together(unharmed: str) -> None:
    codes = [_from(visitor, unharmed) for visitor in ["198.51.100.1"] * 8 + ["198.51.100.2"]]
    assert codes == [200] * 6 + [429] * 2 + [200]


def test_what_is_too_large_or_too_slow_stops_at_nginx_and_the_rest_is_told_in_french(unharmed: str) -> None:
    told = httpx.post(f"{unharmed}/api/v1/ask", content=b" " * 300_000, timeout=30)
    assert (told.status_code, told.json()["error"]["field"]) == (413, "corps")
    assert httpx.post(f"{unharmed}/api/v1/ask", content=b" " * 1_100_000, timeout=30).status_code == 413
    place = urlsplit(unharmed)
    with socket.create_connection((place.hostname, place.port), timeout=20) as silent:
        silent.sendall(b"GET / HTTP/1.1\r\n")  # and no more
        with pytest.raises(ConnectionResetError):
            silent.recv(1)


def _from(visitor: str, address: str) -> int:
    headers, body = {"X-Forwarded-For": visitor}, {"question": FIGURE}
    return httpx.post(f"{address}/api/v1/ask", json=body, headers=headers, timeout=60).status_code


@pytest.mark.browser
def test_a_conversation_on_the_page_outlives_the_replica_that_answers_it(browser: Browser, tmp_path: Path) -> None:
    with site(tmp_path) as (address, _, (first, _), redis), talking(browser, address) as page:
        _ask(page, "je suis généraliste en secteur 1 avec 1 400 patients, combien à mi-temps ?")
        expect(page.locator(ANSWERS)).to_have_count(1)
        first.send_signal(signal.SIGSTOP)
        _held(page, "et la deuxième année ?")
        first.kill()
        expect(page.locator(".am-turn--waiting")).to_have_count(0)
        expect(page.locator("article[data-kind=error]")).to_have_count(0)
        redis.kill()
        said = page.locator(ANSWERS)
        before = said.count()
        _ask(page, "et à temps plein ?")
        expect(said).to_have_count(before + 1)
        expect(said.last).to_contain_text("temps plein")
        expect(page.locator("article.am-turn--doctor")).to_have_count(said.count())
        page.get_by_role("tab", name="Simuler").click()
        expect(page.get_by_role("heading", name="Cinq années d’aide")).to_be_visible()


def _ask(page: Page, question: str) -> None:
    page.get_by_label("Votre question").fill(question)
    page.keyboard.press("Enter")


def _held(page: Page, question: str) -> None:
    """Ask until the one that is stopped has the question: nginx gives them one after the other."""
    for _ in range(4):
        _ask(page, question)
        time.sleep(1)
        if page.locator(".am-turn--waiting").count():
            return
    raise AssertionError("no question was held")


@pytest.mark.browser
def test_an_answer_that_had_begun_is_asked_again_by_the_page(browser: Browser, tmp_path: Path) -> None:
    with site(tmp_path, "serve_streaming") as (address, _, replicas, _), talking(browser, address) as page:
        _ask(page, "pourquoi ?")
        expect(page.locator("[data-partial]")).to_have_count(1)
        replicas[0].kill()
        expect(page.locator(ANSWERS)).to_have_count(1)
        expect(page.locator("article[data-kind=error]")).to_have_count(0)


def test_the_staff_are_in_on_every_replica_and_all_start_again(tmp_path: Path) -> None:
    cpts = tmp_path / "cpts.yaml"
    cpts.write_text("nom: CPTS de l’Aubier\n", "utf-8")
    with (
        site(tmp_path, "serve_replica", AM_ADMIN_PASSWORD=HASH, AM_CPTS_FILE=str(cpts)) as served,
        httpx.Client(base_url=served.address, follow_redirects=True, timeout=30) as client,
    ):
        staff = entered(client)
        for _ in range(4):  # one replica, then the other
            assert "Documents" in staff.open("etat")
            assert 'name="mot"' not in staff.page.text
        staff.give("note.md", NOTE.encode())  # read by one, shown by the other
        assert "Permanence de l’Aubier" in told(staff)
        cpts.write_text("nom: CPTS du Roncier\n", "utf-8")
        staff.open("")
        staff.send("/gestion/redemarrer")
        eventually(lambda: all("CPTS du Roncier" in _page(one) for one in served.each))
        served.replicas[0].kill()
        assert "CPTS du Roncier" in staff.open("etat")
        assert staff.page.text.count("redémarrage") == 1


NOTE = """# Permanence de l’Aubier

La CPTS de l’Aubier tient une permanence téléphonique chaque mardi, de deux heures à quatre heures.
"""


def _page(address: str) -> str:
    try:
        return httpx.get(address, timeout=10).text
    except httpx.TransportError:  # it starts again
        return ""
