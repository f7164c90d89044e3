"""Who may enter the staff's room, from where, for how long, and what is told of it."""

import json
import os
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest
from fake import FakeAssistant
from fastapi.testclient import TestClient
from staff import HASH, PASSWORD, SITE, Staff, entered, room, told

from ui.cpts import Cpts
from ui.password import hashed
from ui.server import create_app
from ui.settings import Settings
from ui.staff import restart
from ui.staff.errors import RECENT
from ui.staff.session import COOKIE, LASTS, Session, Sessions

PAGES = ("", "documents", "documents/local-x", "documents/local-x/retirer", "depots/aaaaaaaaaaaaaaaaaaaaaa")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with room(tmp_path) as served:
        yield served


def test_without_a_password_it_does_not_exist(tmp_path: Path) -> None:
    with TestClient(create_app(FakeAssistant(), Settings(data_dir=tmp_path), Cpts()), base_url=SITE) as bare:
        for path in ("/gestion", "/gestion/entrer", "/gestion/documents"):
            assert bare.get(path).status_code == 404
            assert bare.post(path).status_code == 404
    assert not (tmp_path / "gestion").exists()


def test_with_one_it_stands_before_the_site_which_stays_as_it_was(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, admin_password=HASH)
    with TestClient(create_app(FakeAssistant(), settings, Cpts()), base_url=SITE) as served:
        assert served.get("/gestion").url.path == "/gestion/entrer"
        for path in ("/", "/qui-repond", "/gestionnaire"):
            told = served.get(path)
            assert "am-gestion" not in told.headers.get("set-cookie", "")
            assert "X-Frame-Options" not in told.headers
        assert served.get("/gestionnaire").status_code == 404


def test_a_folder_called_as_a_file_of_values_is_no_fault_of_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "values" / "anciennes.yaml").mkdir(parents=True)
    with room(tmp_path, parameters_dir=tmp_path / "values") as client:
        assert entered(client).page.status_code == 200


def test_who_has_no_document_yet_is_told_where_to_begin(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RECENT, "last", list)  # the log of this process is that of other tests too
    staff = entered(client)
    assert "Rien n’attend." in told(staff)
    assert "Donner un premier document" in told(staff)
    assert 'href="gestion/documents">Donner' in staff.page.text


def test_no_page_may_run_a_script_but_the_one_that_waits_for_the_restart(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restart, "AGAIN", threading.Event())  # nobody restarts
    staff = entered(client)
    assert "script-src" not in staff.page.headers["Content-Security-Policy"]
    staff.send("/gestion/redemarrer")
    policy = staff.page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert policy.endswith("script-src 'self'; connect-src 'self'")
    assert staff.page.text.count("<script") == 1


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_shown_to_who_is_not_in(client: TestClient, path: str) -> None:
    assert client.get(f"/gestion/{path}".rstrip("/")).url.path == "/gestion/entrer"
    sent = client.post(f"/gestion/{path}".rstrip("/"), data={"jeton": "x"}, follow_redirects=False)
    assert sent.status_code in (403, 405)
    assert "Mot de passe" in sent.text or sent.status_code == 405


@contextmanager
def _on_identity(tmp_path: Path) -> Iterator[tuple[TestClient, Staff, Path]]:
    """A client of the room, the visit that opened its identity, and the file that this is kept in."""
    file = tmp_path / "cpts.yaml"
    file.write_text("nom: CPTS du Val-Clair\n", "utf-8")
    with room(tmp_path, cpts_file=file) as client:
        staff = entered(client)
        staff.open("identite")
        yield client, staff, file


def test_what_was_typed_when_the_visit_ended_comes_back_and_nothing_is_done(tmp_path: Path) -> None:
    with _on_identity(tmp_path) as (client, staff, file):
        typed = {**staff.form("identite"), "nom": 'CPTS <b> "du" Val', "action": "garder"}
        Staff(client)  # another tab, left: its page asks for the password
        staff.send("/gestion/identite", **typed | {"jeton": "0"})
        assert staff.page.status_code == 403
        assert "rien n’est enregistré" in told(staff)
        assert "<b>" not in staff.page.text
        kept = {name: unescape(value) for name, value in staff.form("identite").items() if name != "jeton"}
        staff.send("/gestion/identite", **kept, mot="pas celui-là")
        assert "Ce n’est pas le mot de passe." in told(staff)
        before = file.read_text("utf-8")
        staff.send("/gestion/identite", **kept, mot=PASSWORD)
        assert staff.page.status_code == 200
        assert "Rien n’est encore enregistré" in told(staff)
        assert file.read_text("utf-8") == before
        again = {name: unescape(value) for name, value in staff.form("identite").items()}
        assert again["nom"] == typed["nom"]
        assert again["vu"] == typed["vu"]  # what it was filled upon, however long ago
        assert PASSWORD not in staff.page.text
        staff.send("/gestion/identite", **again, action="garder")
        assert "Identité enregistrée" in told(staff)


def test_what_a_tab_of_the_visit_before_sends_comes_back_once_another_has_entered(tmp_path: Path) -> None:
    with _on_identity(tmp_path) as (client, late, file):
        typed = {**late.form("identite"), "nom": "CPTS du Val", "action": "garder"}
        before = late.token
        client.cookies.clear()
        entered(client)  # the other tab
        for sent in (typed, {**typed, "mot": PASSWORD}):  # from the form, or from the page that asked for the password
            late.page = client.post("/gestion/identite", data=sent | {"jeton": before})
            assert "Rien n’est encore enregistré" in told(late)
            assert late.form("identite")["nom"] == "CPTS du Val"
            assert PASSWORD not in late.page.text
            assert file.read_text("utf-8") == "nom: CPTS du Val-Clair\n"
        late.send("/gestion/identite", **{**late.form("identite"), "action": "garder"})
        assert "Identité enregistrée" in told(late)


def test_two_tabs_that_ask_for_the_password_lose_nothing(client: TestClient) -> None:
    first, late = Staff(client), {"publisher": "Le pôle RH", "mot": PASSWORD}
    Staff(client)  # the other tab: its cookie takes the place of the first
    token = first.token
    assert first.enter().status_code == 403
    assert "Donnez de nouveau le mot de passe." in told(first)
    kept = Staff(client)
    kept.page = client.post("/gestion/documents/local-x", data=late | {"jeton": token})
    assert kept.form("documents/local-x")["publisher"] == "Le pôle RH"
    assert entered(client).page.url.path == "/gestion"
    assert client.post("/gestion/entrer", data={"jeton": token, "mot": "x"}).url.path == "/gestion"  # in already


@pytest.mark.parametrize("path", ["contradictions/x", "documents/local-x/verifier", "etat/relire", "redemarrer"])
def test_where_nothing_would_be_found_again_it_is_not_promised(client: TestClient, path: str) -> None:
    staff = Staff(client)
    staff.page = client.post(f"/gestion/{path}", data={"jeton": "0", "question": "combien ?"})
    assert "Entrez, puis recommencez." in told(staff)
    staff.send(f"/gestion/{path}", mot=PASSWORD)
    assert "Rien n’est enregistré : recommencez." in told(staff)
    assert "retrouve" not in told(staff)


def test_what_comes_back_needs_the_password_its_own_token_and_a_page_of_ours(client: TestClient) -> None:
    staff = Staff(client)
    sent = {"mot": PASSWORD, "publisher": "x"}
    for fields, headers in (
        ({"jeton": "0"}, {}),
        ({"jeton": staff.token}, {"Origin": "https://evil.example"}),
    ):
        assert client.post("/gestion/documents/local-x", data=sent | fields, headers=headers).status_code == 403
        assert client.get("/gestion").url.path == "/gestion/entrer"
    long = client.post("/gestion/documents/local-x", data={"jeton": "0", "text": "x" * 200_000})
    assert "trop long pour être gardé" in long.text
    assert "un fichier est à redonner" in long.text


def test_every_answer_forbids_frames_scripts_caches_and_robots(client: TestClient) -> None:
    for path in ("/gestion/entrer", "/gestion/nowhere", "/gestion"):
        headers = client.get(path, follow_redirects=False).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]


def test_the_password_opens_and_leaving_closes_for_good(client: TestClient, tmp_path: Path) -> None:
    staff = Staff(client)
    assert staff.enter().url.path == "/gestion"
    cookie = client.cookies[COOKIE]
    assert "Documents" in staff.page.text
    staff.send("/gestion/sortir")
    assert "Vous avez quitté la gestion." in staff.page.text
    client.cookies.set(COOKIE, cookie, domain="assistant.example", path="/gestion")  # somebody kept it
    assert client.get("/gestion").url.path == "/gestion/entrer"
    audit = [json.loads(line) for line in (tmp_path / "gestion/audit.jsonl").read_text("utf-8").splitlines()]
    assert [line["what"] for line in audit] == ["entrée", "sortie"]
    assert audit[0]["who"] == audit[1]["who"]
    assert cookie.partition(".")[0] not in str(audit)


def test_the_cookie_goes_to_nobody_else(client: TestClient) -> None:
    staff = Staff(client)
    (given,) = re.findall(r"am-gestion=[^;]+(.*)", staff.page.headers["set-cookie"])
    assert all(part in given for part in ("HttpOnly", "SameSite=strict", "Secure", "Path=/gestion"))
    (after,) = re.findall(r"am-gestion=([^;]+)", staff.enter().history[0].headers["set-cookie"])
    assert after.split(".")[0] != given.split(".")[0]  # a session known before is not the one that is in


def test_on_this_machine_the_cookie_needs_no_https(tmp_path: Path) -> None:
    with (
        room(tmp_path) as served,
        TestClient(served.app, base_url="http://127.0.0.1:7860", client=("127.0.0.1", 1)) as here,
    ):
        assert "Secure" not in here.get("/gestion/entrer").headers["set-cookie"]
        assert Staff(here).enter().url.path == "/gestion"


@pytest.mark.parametrize(
    ("base", "client"),
    [
        ("http://assistant.example", "203.0.113.9"),  # in clear
        ("http://assistant.example", "127.0.0.1"),  # a name that was made to lead to this machine
        ("http://127.0.0.1:7860", "203.0.113.9"),  # a header that anyone can write
        ("http://127.0.0.1:7860", "not-an-address"),
    ],
)
def test_in_clear_it_does_not_open(tmp_path: Path, base: str, client: str) -> None:
    with room(tmp_path) as served, TestClient(served.app, base_url=base, client=(client, 1)) as outside:
        told = outside.get("/gestion")
        assert told.status_code == 403
        assert "HTTPS" in told.text
        assert "password" not in told.text
        assert "set-cookie" not in told.headers
        assert outside.post("/gestion/entrer", data={"mot": PASSWORD}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused_with_the_right_token(client: TestClient, headers: dict[str, str]) -> None:
    staff = Staff(client)
    sent = client.post("/gestion/entrer", data={"jeton": staff.token, "mot": PASSWORD}, headers=headers)
    assert sent.status_code == 403
    assert client.get("/gestion").url.path == "/gestion/entrer"


@pytest.mark.parametrize("host", ["[", "[zz]:1"])
def test_a_host_or_an_origin_that_is_no_address_is_refused_and_breaks_nothing(tmp_path: Path, host: str) -> None:
    with room(tmp_path) as served, TestClient(served.app, base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as here:
        assert here.get("/gestion/entrer", headers={"Host": host}).status_code == 403
        staff = Staff(here)
        sent = {"jeton": staff.token, "mot": PASSWORD}
        assert here.post("/gestion/entrer", data=sent, headers={"Origin": f"http://{host}"}).status_code == 403


def test_headers_too_large_are_refused_as_on_the_site(client: TestClient) -> None:
    refused = client.get("/gestion/entrer", headers={"X-Much": "a" * 40_000})
    assert refused.status_code == 431
    assert refused.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(("encoding", "word"), [("undefined", "x"), ("unicode_escape", "\\ud800")])
def test_a_form_in_an_encoding_that_cannot_be_read_is_refused(client: TestClient, encoding: str, word: str) -> None:
    staff = Staff(client)
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {"jeton": staff.token, "mot": word}.items()
    ]
    kind = {"content-type": f"multipart/form-data; boundary=x; charset={encoding}"}
    sent = client.post("/gestion/entrer", content=f"{''.join(parts)}--x--\r\n", headers=kind)
    assert sent.status_code == 400
    assert "Cet envoi n’est pas lisible" in sent.text


def test_leaving_without_having_entered_writes_nothing(client: TestClient, tmp_path: Path) -> None:
    Staff(client).send("/gestion/sortir")
    assert list((tmp_path / "gestion/ended").iterdir()) == []
    assert not (tmp_path / "gestion/audit.jsonl").exists()
    assert (tmp_path / "gestion").stat().st_mode & 0o077 == 0


def test_each_form_needs_the_token_of_its_own_session(client: TestClient, tmp_path: Path) -> None:
    staff, other = Staff(client), Staff(room(tmp_path))
    assert client.post("/gestion/entrer", data={"mot": PASSWORD}).status_code == 403
    assert client.post("/gestion/entrer", data={"mot": PASSWORD, "jeton": other.token}).status_code == 403
    staff.enter()
    other.enter()
    for path in ("documents", "sortir", "documents/local-x/retirer"):
        assert client.post(f"/gestion/{path}", data={"jeton": other.token}).status_code == 403
        assert client.post(f"/gestion/{path}").status_code == 403


def test_guesses_are_counted_and_say_nothing(client: TestClient) -> None:
    staff = Staff(client)
    for _ in range(10):
        assert staff.enter("un autre mot de passe").status_code == 403
    refused = staff.enter()  # the right one, too late
    assert refused.status_code == 429
    assert "Réessayez dans 15" in refused.text
    assert client.get("/gestion").url.path == "/gestion/entrer"


def test_a_session_ends_by_itself_with_the_password_and_with_a_letter_changed(tmp_path: Path) -> None:
    now = [1_000.0]
    sessions = Sessions(tmp_path, HASH, lambda: now[0])
    session, cookie = sessions.start(entered=True)
    assert sessions.read(cookie) == session
    assert Sessions(tmp_path, HASH, lambda: now[0]).read(cookie) == session  # another server, or after a restart
    assert Sessions(tmp_path, hashed(PASSWORD), lambda: now[0]).read(cookie) is None
    _, waiting = sessions.start(entered=False)
    for forged in (
        waiting.replace("waiting", "entered"),
        cookie[:-1],
        cookie.replace(".", "", 1),
        "",
        ".",
        "a.b.c.d",
        None,
    ):
        found = sessions.read(forged)
        assert found is None
    now[0] += LASTS
    assert sessions.read(cookie) is None
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


def test_ended_sessions_are_forgotten_once_they_would_be_over(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path, HASH)
    old = tmp_path / "ended" / ("0" * 32)
    old.touch()
    os.utime(old, (0, 0))
    sessions.end(Session("1" * 32, 0, True))
    assert [path.name for path in (tmp_path / "ended").iterdir()] == ["1" * 32]


def test_what_is_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    staff = Staff(client)
    body = b"x" * 200_000
    refused = client.post(
        "/gestion/entrer", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert refused.status_code == 413
    assert "50 Mo" in refused.text
    staff.enter()
    big = b"\r\n".join(
        [b"--x", b'Content-Disposition: form-data; name="fichier"; filename="a.txt"', b"", b"a" * 60_000_000, b"--x--"]
    )
    refused = client.post(
        "/gestion/documents", content=big, headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert refused.status_code == 413
    assert (
        client.post(
            "/gestion/sortir", content=big, headers={"content-type": "multipart/form-data; boundary=x"}
        ).status_code
        == 413
    )


def test_an_unknown_page_and_a_failure_are_told_in_french(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = Staff(client)
    staff.enter()
    assert "Cette page n’existe pas." in client.get("/gestion/nowhere").text
    monkeypatch.setattr("ui.staff.documents.read_local", lambda *_: 1 / 0)
    told = client.get("/gestion/documents")
    assert told.status_code == 500
    assert "Traceback" not in told.text
    assert "ZeroDivision" not in told.text


def test_a_crowd_at_the_door_is_sent_away_and_keeps_no_thread(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff, compared = Staff(client), threading.Event()
    monkeypatch.setattr("ui.password.matches", lambda *_: compared.wait(10))

    def knock(_: int) -> int:
        return client.post("/gestion/entrer", data={"jeton": staff.token, "mot": "x"}).status_code

    with ThreadPoolExecutor(5) as crowd:
        knocks = [crowd.submit(knock, number) for number in range(5)]
        refused = next(done.result() for done in as_completed(knocks))
        compared.set()
        others = sorted(done.result() for done in knocks)
    assert refused == 503
    assert others == [200, 200, 200, 200, 503]
