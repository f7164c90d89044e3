"""That one writes to a machine is said before the first exchange, and that a model worded an answer, on it."""

import re
from html import unescape
from pathlib import Path

import pytest
from fake import FakeAssistant
from fastapi.testclient import TestClient
from model_server import serving
from playwright.sync_api import Browser, expect

from assistant.service import build
from ui.cpts import Cpts
from ui.server import create_app
from ui.settings import Settings

EXPLAINED = "Comment se passe une journée type avec un assistant médical ?"
WORDED = "Les missions de l’assistant médical forment des groupes [1]."  # as the passage says
SIZES = {"phone": (360, 640), "desk": (1280, 800), "panel": (400, 640)}


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/", "/embed/"])
@pytest.mark.parametrize("size", SIZES)
def test_a_machine_is_said_to_answer_before_anything_is_asked(
    browser: Browser, address: str, path: str, size: str
) -> None:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{address}{path}")
    notice, field = page.get_by_role("note").first, page.get_by_label("Votre question")
    expect(notice).to_contain_text("IA")
    expect(notice).to_contain_text(re.compile("assistant automatique", re.I))
    expect(page.locator("article")).to_have_count(0)
    said, asked = notice.bounding_box(), field.bounding_box()
    assert said and asked
    assert said["y"] >= 0 and said["y"] + said["height"] <= min(asked["y"], height)  # seen whole, above the field
    page.close()


@pytest.mark.parametrize("path", ["/", "/embed/"])
def test_it_is_said_without_a_script(path: str) -> None:
    page = TestClient(create_app(FakeAssistant(), Settings(), Cpts())).get(path).text
    assert re.search(r"assistant automatique.*<textarea", page, re.S | re.I)


def test_an_answer_that_a_model_worded_says_so_to_people_and_to_programs(tmp_path: Path) -> None:
    with serving() as model:
        assistant = build(tmp_path, embedding_model="lexical", llm="openai:m", llm_base_url=model.url)
        settings = Settings(data_dir=tmp_path, llm="openai:m", llm_base_url=model.url)
        with TestClient(create_app(assistant, settings, Cpts())) as client:
            model.status = 500
            plain = client.post("/api/v1/ask", json={"question": EXPLAINED}).json()
            model.status, model.reply = 200, WORDED
            told = client.post("/api/v1/ask", json={"question": EXPLAINED}).json()
            of_the_page = {"accept": "text/html, text/event-stream"}
            shown = client.post("/api/v1/ask", json={"question": EXPLAINED}, headers=of_the_page)
    assert [step["rule"] for step in told["trace"]].count("rewording") == 1
    assert "reformulés par un modèle" in told["text"]
    assert "reformulés par un modèle" not in plain["text"]
    assert "reformulés par un modèle" in unescape(re.sub(r"<[^>]+>", "", shown.text))
