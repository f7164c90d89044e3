import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fake import FIGURE, FakeAssistant, StreamingAssistant
from fastapi.testclient import TestClient

from assistant.answer import Answer
from rules.profile import Profile
from ui import events
from ui.api import create_api
from ui.guard import MAX_BODY
from ui.journal import Journal, JournaledAssistant
from ui.rate import Rate
from ui.requests import EXPECTED
from ui.settings import Settings

ASK, SIMULATE, FEEDBACK = "/api/v1/ask", "/api/v1/simulate", "/api/v1/feedback"
SECRET = "Durand-2850399"  # noqa: S105 — stands for what must never be repeated

BAD_QUESTIONS = [
    ("not json", "corps"),
    (f'"{SECRET}"', "corps"),
    (b"\xff\xfe{}", "corps"),
    ("", "corps"),
    ("[]", "corps"),
    ('{"question": "a", "profile": {"specialty": "' + SECRET + '"}}', "profile.specialty"),
    ("{}", "question"),
    ('{"question": ""}', "question"),
    ('{"question": "  \\n"}', "question"),
    ('{"question": 3}', "question"),
    (json.dumps({"question": "x" * 4001}), "question"),
    ('{"question": "a", "as_of": "hier"}', "as_of"),
    ('{"question": "a", "as_of": 20260101}', "as_of"),
    ('{"question": "a", "as_of": "2019-08-31"}', "as_of"),
    ('{"question": "a", "as_of": "2026-02-30"}', "as_of"),
    ('{"question": "a", "topic": "b"}', "topic"),
    ('{"question": "a", "history": "b"}', "history"),
    ('{"question": "a", "history": [{"role": "system", "content": "b"}]}', "history.0.role"),
    (json.dumps({"question": "a", "history": [{"role": "user", "content": "x" * 4_001}] * 3}), "history"),
    (json.dumps({"question": "a", "history": [{"role": "user", "content": "x"}] * 61}), "history"),
    ('{"question": "a", "profile": []}', "profile"),
    ('{"question": "a", "profile": {"secteur": 4}}', "profile.secteur"),
    ('{"question": "a", "profile": {"patientele_mt": -1}}', "profile.patientele_mt"),
    ('{"question": "a", "profile": {"colour": 1}}', "profile.colour"),
    ('{"question": "a", "profile": {"' + SECRET + ' é": 1}}', "profile"),
    ('{"question": "a", "profile": {"department": "' + SECRET + '"}}', "profile.department"),
    ('{"question": "a", "profile": {"ccam_share": NaN}}', "corps"),
    ('{"question": "a", "id": Infinity}', "corps"),
    ('{"question": "a", "id": 1e999}', "corps"),
    ('{"question": "\\ud800"}', "corps"),
    ('{"question": "a", "id": ' + "[" * 100_000 + "]" * 100_000 + "}", "corps"),
    ('{"question": "a", "id": ' + "9" * 5000 + "}", "corps"),
]


@pytest.mark.parametrize(("body", "field"), BAD_QUESTIONS, ids=range(len(BAD_QUESTIONS)))
def test_a_bad_question_is_named_in_french_and_never_repeated(
    client: TestClient, body: str | bytes, field: str
) -> None:
    response = client.post(ASK, content=body)
    assert 400 <= response.status_code < 500
    error = response.json()["error"]
    assert error["field"] == field
    assert set(error) == {"field", "message", "expected"}
    assert all(error.values())
    assert SECRET not in response.text
    assert "Traceback" not in response.text


def test_an_answer_follows_the_contract_and_echoes_the_id(client: TestClient, assistant: FakeAssistant) -> None:
    identifier = {"line": [1, None, "é"]}
    body = {"question": "cb pour 0,5 etp ?", "as_of": "2026-11-21", "profile": {"secteur": 1}, "id": identifier}
    response = client.post(ASK, json=body)
    assert response.status_code == 200
    answer = Answer.model_validate(response.json())
    assert answer.id == identifier
    assert answer.figures[0].value == "19000"
    assert assistant.requests[0].profile == {"secteur": 1}


def test_an_unexpected_failure_is_french_json(client: TestClient) -> None:
    response = client.post(ASK, json={"question": "boum"})
    assert response.status_code == 500
    assert response.json()["error"]["field"] == "serveur"


def test_a_simulation_takes_the_fields_of_the_profile_flat(client: TestClient, assistant: FakeAssistant) -> None:
    response = client.post(SIMULATE, json={"etp": "1/2", "secteur": 1, "as_of": "2025-01-01"})
    assert [year["contract_year"] for year in response.json()["years"]] == [1, 2, 3, 4, 5]
    assert assistant.simulated == [({"etp": "1/2", "secteur": 1}, date(2025, 1, 1))]


@pytest.mark.parametrize(
    ("body", "field"),
    [({"etp": -1}, "etp"), ({"question": "a"}, "question"), ({"signed_on": "1999-01-01"}, "signed_on"), ([], "corps")],
)
def test_a_bad_simulation_is_refused(client: TestClient, body: object, field: str) -> None:
    response = client.post(SIMULATE, json=body)
    assert response.status_code == 422
    assert response.json()["error"]["field"] == field


EVENTS = {"Accept": "text/event-stream"}


@pytest.mark.parametrize(("question", "event", "key"), [("mi-temps", "answer", "kind"), ("boum", "error", "error")])
def test_an_answer_comes_as_an_event_when_asked_so(client: TestClient, question: str, event: str, key: str) -> None:
    response = client.post(ASK, json={"question": question, "id": 7}, headers=EVENTS)
    assert response.headers["Content-Type"].startswith("text/event-stream")
    first, second = response.text.strip().split("\n")
    assert first == f"event: {event}"
    content = json.loads(second.removeprefix("data: "))
    assert key in content
    assert content.get("id") == (7 if event == "answer" else None)


def test_what_is_known_comes_before_the_whole_answer(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")
    assistant = JournaledAssistant(StreamingAssistant(), journal)
    client = TestClient(create_api(assistant, Settings(), Rate("9/minute", "memory://")))
    body = {"question": "missions", "id": 7}
    told = client.post(ASK, json=body, headers=EVENTS).text.strip().split("\n\n")
    names, contents = zip(*(event.split("\n") for event in told), strict=True)
    assert names == ("event: partial", "event: answer")
    partial, whole = (json.loads(content.removeprefix("data: ")) for content in contents)
    assert (partial["id"], partial["citations"]) == (7, [])
    assert whole["citations"]
    assert whole == client.post(ASK, json=body).json()
    assert len(journal.entries()) == 2


def test_our_page_is_given_html_and_what_was_typed_in_a_chip_is_read(client: TestClient) -> None:
    body = {"question": "mi-temps", "profile": {"patientele_mt": "1 300", "signed_on": "21/11/2026"}}
    told = client.post(ASK, json=body, headers={"Accept": "text/event-stream, text/html"}).text
    html = json.loads(told.partition("data: ")[2])["html"]
    assert html.startswith('<article class="am-turn am-turn--answer" data-kind="figure"')
    assert client.post(ASK, json=body, headers=EVENTS).status_code == 422


def test_a_client_that_waits_is_told_that_the_server_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "STILL_HERE", 0.05)
    client = TestClient(create_api(StreamingAssistant(pause=0.2), Settings(), Rate("9/minute", "memory://")))
    told = client.post(ASK, json={"question": "missions"}, headers=EVENTS).text.strip().split("\n\n")
    assert told[0].startswith("event: partial")
    assert told[1] == ": attente"
    assert told[-1].startswith("event: answer")


def test_a_bad_question_is_refused_before_any_event(client: TestClient) -> None:
    response = client.post(ASK, json={"question": ""}, headers=EVENTS)
    assert response.status_code == 422
    assert response.json()["error"]["field"] == "question"


def test_thumbs_reach_the_journal_only_where_there_is_one(client: TestClient, tmp_path: Path) -> None:
    thumb = {"question": "mi-temps ?", "useful": False}
    assert client.post(FEEDBACK, json=thumb).status_code == 404
    journal = Journal(tmp_path / "journal.sqlite")
    journal.record("mi-temps ?", FIGURE)
    client = TestClient(create_api(FakeAssistant(), Settings(), Rate("9/minute", "memory://"), journal))
    assert client.post(FEEDBACK, json=thumb).status_code == 204
    assert [entry.liked for entry in journal.entries()] == [False]
    assert client.post(FEEDBACK, json={**thumb, "comment": "Il manque la date."}).status_code == 204
    patient = {**thumb, "comment": "ma patiente Claire Durand est diabétique"}
    long = {**thumb, "comment": "x" * 501}
    for bad, field in (
        ({**thumb, "useful": "oui"}, "useful"), ({"useful": True}, "question"), (patient, "comment"), (long, "comment"),
    ):  # fmt: skip
        response = client.post(FEEDBACK, json=bad)
        assert response.json()["error"]["field"] == field
        assert "Durand" not in response.text
    assert [(entry.liked, entry.comment) for entry in journal.entries()] == [(False, "Il manque la date.")]


def test_every_field_says_what_it_expects() -> None:
    assert set(Profile.model_fields) <= set(EXPECTED)


def test_a_long_conversation_passes_whatever_the_answers_weigh(client: TestClient) -> None:
    turns = [{"role": "user", "content": "x" * 400}, {"role": "assistant", "content": "y" * 3_000}] * 30
    assert client.post(ASK, json={"question": "mi-temps ?", "history": turns}).status_code == 200


def test_a_body_too_large_is_refused_by_its_length(client: TestClient) -> None:
    response = client.post(ASK, content=b" " * 1_000_000)
    assert response.status_code == 413
    assert response.json()["error"]["field"] == "corps"


def test_a_chunked_body_too_large_is_refused_before_its_end(client: TestClient) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 4 * MAX_BODY:
            sent += 65_536
            yield b" " * 65_536

    response = client.post(ASK, content=endless())
    assert response.status_code == 413


def test_asking_too_often_is_refused_with_a_delay() -> None:
    client = TestClient(create_api(FakeAssistant(), Settings(), Rate("2/minute", "memory://")))
    codes = [client.post(ASK, json={"question": "mi-temps"}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    refused = client.get("/api/v1/sources")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.json()["error"]["field"] == "fréquence"
    assert client.get("/health/live").status_code == 200


def test_health_says_live_at_once_and_ready_when_retrieval_is_loaded() -> None:
    assistant = FakeAssistant(ready=False)
    client = TestClient(create_api(assistant, Settings(), Rate("9/minute", "memory://")))
    assert client.get("/health/live").json() == {"status": "live"}
    loading = client.get("/health/ready")
    assert (loading.status_code, loading.json()["status"]) == (503, "loading")
    assistant.warm_up()
    told = "Les explications sont prêtes."
    assert client.get("/health/ready").json() == {"status": "ready", "message": told}


@pytest.mark.parametrize(("origin", "allowed"), [("https://www.cpts.example", True), ("https://other.example", False)])
def test_only_declared_sites_may_read_the_api(client: TestClient, origin: str, allowed: bool) -> None:
    response = client.get("/api/v1/sources", headers={"Origin": origin})
    assert (response.headers.get("Access-Control-Allow-Origin") == origin) is allowed


def test_unknown_addresses_and_methods_are_french_json(client: TestClient) -> None:
    assert client.get("/api/v1/nothing").json()["error"]["field"] == "chemin"
    assert client.get(ASK).json()["error"]["field"] == "méthode"


def test_the_docs_page_names_every_route_and_field_and_loads_nothing_foreign(client: TestClient) -> None:
    page = client.get("/api/docs").text
    for name in (ASK, SIMULATE, "/api/v1/sources", *EXPECTED):
        assert name in page
    assert "http://" not in page
    assert "https://" not in page
    assert client.get("/api/openapi.json").json()["paths"][ASK]["post"]["requestBody"]["content"]
    body = client.get("/api/openapi.json").json()["paths"][SIMULATE]["post"]["requestBody"]["content"]
    for example in body["application/json"]["examples"].values():
        assert client.post(SIMULATE, json=example["value"]).status_code == 200
