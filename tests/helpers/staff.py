"""The staff's room as the tests enter it."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.service import Assistant, build
from ui.cpts import Cpts
from ui.journal import Journal
from ui.password import hashed
from ui.settings import Settings
from ui.staff import add_staff_room

PASSWORD = "quatre mots tirés au hasard"  # noqa: S105 — of these tests
HASH = hashed(PASSWORD)
TODAY = date(2026, 11, 28)
SITE = "https://assistant.example"


class Staff:
    """Somebody with a browser that runs no script."""

    def __init__(self, client: TestClient | httpx.Client) -> None:
        self.client = client
        self.page = client.get("/gestion/entrer")

    def enter(self, password: str = PASSWORD) -> Any:
        return self.send("/gestion/entrer", mot=password)

    def open(self, path: str) -> str:
        self.page = self.client.get(f"/gestion/{path}".rstrip("/"))
        return str(self.page.text)

    def send(self, path: str, **fields: str) -> Any:
        """Send a form with the token of the page that is open, and follow where it leads."""
        self.page = self.client.post(path, data={"jeton": self.token, **fields})
        return self.page

    def give(self, name: str, content: bytes, **fields: str) -> Any:
        """Send a file in the form of the list of documents."""
        data, files = {"jeton": self.token, **fields}, {"fichier": (name, content)}
        self.page = self.client.post("/gestion/documents", data=data, files=files)
        return self.page

    @property
    def token(self) -> str:
        return str(re.findall(r'name="jeton" value="(\w+)"', self.page.text)[0])

    def form(self, action: str) -> dict[str, str]:
        """What the fields of the first form sent there hold, as a browser would send them."""
        html, *_ = re.findall(
            rf'<form method="post" action="[./]*gestion/{re.escape(action)}".*?</form>', self.page.text, re.S
        )
        found = re.findall(r'<input type="(?:text|date|hidden)"[^>]*name="(\w+)" value="([^"]*)"', html)
        found += re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n(.*?)</textarea>', html, re.S)
        return dict(found)


def entered(client: TestClient | httpx.Client) -> Staff:
    """Somebody who gave the password."""
    somebody = Staff(client)
    somebody.enter()
    return somebody


def told(staff: Staff) -> str:
    """The words of the page that is open, each space a plain one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", staff.page.text)).split())


def room(data: Path, assistant: Assistant | None = None, cpts: Cpts | None = None, **settings: Any) -> TestClient:
    """The room alone, before an application that has nothing."""
    read = Settings(data_dir=data, admin_password=HASH, embedding_model="lexical", **settings)
    theirs = assistant or build(data, embedding_model="lexical", today=lambda: TODAY)
    journal = Journal(data / "journal.sqlite", today=lambda: TODAY) if read.journal else None
    app = FastAPI()
    add_staff_room(app, theirs, read, cpts or Cpts(nom="CPTS du Val-Clair"), journal)
    return TestClient(app, base_url=SITE, raise_server_exceptions=False)
