from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import other_site
from fake import FakeAssistant
from fastapi.testclient import TestClient
from playwright.sync_api import Browser
from processes import chromium, running
from staff import TODAY
from staff_note import with_note

from assistant.service import Assistant, build
from ui.api import create_api
from ui.rate import Rate
from ui.settings import Settings

SITE = "https://www.cpts.example"


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(assistant: FakeAssistant) -> TestClient:
    settings = Settings(allowed_origins=SITE)
    app = create_api(assistant, settings, Rate("1000/minute", "memory://"))
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def serving() -> Callable[..., object]:
    return running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The site of a CPTS, under a strict policy, on another origin than the assistant."""
    with other_site() as address:
        yield address


@pytest.fixture(scope="module")
def address(host: str) -> Iterator[str]:
    with running(
        AM_ALLOWED_ORIGINS=host,
        AM_RATE_LIMIT="1000/minute",
        AM_CPTS_NAME="CPTS du Val-Clair",
        AM_CPTS_CONTACT="https://www.cpts.example/contact",
    ) as served:
        yield served


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The real assistant over the real corpus, searched by words alone: its index takes a second."""
    assistant = build(tmp_path_factory.mktemp("opened"), embedding_model="lexical", today=lambda: TODAY)
    assistant.warm_up()
    return assistant


@pytest.fixture
def noted(tmp_path: Path) -> Assistant:
    """The same over a note of a CPTS that says otherwise than the texts."""
    return with_note(tmp_path)
