"""A session full of personal data against a real server: no byte of it is on its disk, nor in its logs, afterwards."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from live import eventually, ready
from model_server import serving
from processes import free_port, wait_for
from staff import HASH, PASSWORD, Staff

from french import bare

ROOT = Path(__file__).parents[2]
NAMES = r"ysengrin|quatrepommes|clotilde|brimborion|marqueurs"
NUMBERS = r"698765432|10009876543|168033523812345|12345678900012|99999|1980511077"  # without what separates them
WITHIN = "combien pour un mi-temps ?"  # stands in each question, so that what is kept is known to be kept
DOCTOR = (
    f"Dr Ysengrin Quatrepommes, {WITHIN}",
    f"je suis ysengrin quatrepommes, généraliste à brimborion, {WITHIN}",
    f"Je m’appelle Clotilde Quatrepommes, RPPS 10009876543 : {WITHIN}",
    f"{WITHIN} Merci, ysengrin quatrepommes, 06 98 76 54 32, ysengrin@quatrepommes.example",
    f"cabinet du 17 rue des Marqueurs, 99999 Brimborion, SIRET 123 456 789 00012 : {WITHIN}",
    "Mon assistante Clotilde Quatrepommes peut-elle prendre la tension ? +33698765432",
    "qui est l’employeur de clotilde quatrepommes ?",
    "ça existe à l’étranger, des assistants médicaux ? ysengrin@quatrepommes.example, 06 98 76 54 32",
    "recette du clafoutis d’Ysengrin Quatrepommes",
)
PATIENT = (
    "Mme Clotilde Quatrepommes, diabétique, née le 3 mars 1950, compte-t-elle dans ma file active ?",
    "mon NIR 1 68 03 35 238 123 45, il compte ?",
    "ma patiente Clotilde Quatrepommes, 17 rue des Marqueurs, est-elle comptée ?",
)
HEADERS = {
    "User-Agent": "Lecteur-de-Quatrepommes", "Referer": "https://brimborion.example/?nom=quatrepommes",
    "X-Forwarded-For": "198.51.100.77", "Cookie": "nom=quatrepommes", "Authorization": "Bearer quatrepommes",
}  # fmt: skip


@contextmanager
def server(place: Path, **settings: str) -> Iterator[tuple[str, int]]:
    """Serve the product, with nowhere to write but ``place``; give its address and its process."""
    for name in ("data", "home", "tmp", "logs", "cwd"):
        (place / name).mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AM_", "XDG_"))}
    port = free_port()
    environment = kept | settings | {
        "HOME": str(place / "home"), "TMPDIR": str(place / "tmp"), "PYTHONPATH": str(ROOT), "AM_PORT": str(port),
        "AM_DATA_DIR": str(place / "data"), "AM_EMBEDDING_MODEL": "lexical", "AM_RATE_LIMIT": "6000/minute",
        "AM_ADMIN_PASSWORD": HASH,
    }  # fmt: skip
    command = [sys.executable, "-m", "cli", "serve"]
    with (
        (place / "logs/out").open("wb") as out,
        (place / "logs/err").open("wb") as err,
        subprocess.Popen(command, cwd=place / "cwd", env=environment, stdout=out, stderr=err) as process,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address, process)
            eventually(lambda: ready(address))
            yield address, process.pid
        finally:
            process.terminate()
            process.wait(30)


def talk(client: httpx.Client) -> None:
    """Ask, be refused, disagree, simulate, get lost, send nonsense: all with personal data in it."""
    history: list[dict[str, str]] = []
    for question in (*DOCTOR, *PATIENT):
        for accept in ("application/json", "text/html", "text/event-stream", "text/html, text/event-stream"):
            body = {"question": question, "history": history, "id": "quatrepommes"}
            assert client.post("/api/v1/ask", json=body, headers={"Accept": accept}).status_code == 200
        history += [{"role": "user", "content": question}, {"role": "assistant", "content": "Dr Quatrepommes : …"}]
        feedback = {"question": question, "useful": False, "comment": f"{question} Clotilde, du cabinet de Brimborion"}
        client.post("/api/v1/feedback", json=feedback)
    wrong: tuple[dict[str, object], ...] = (
        {"question": DOCTOR[0], "profile": {"department": "quatrepommes", "nom": "Quatrepommes"}},
        {"question": DOCTOR[0], "as_of": "quatrepommes"},
        {"question": ["Quatrepommes"]},
        {"quatrepommes": 1},
    )
    for path in ("/api/v1/ask", "/api/v1/simulate"):
        assert [client.post(path, json=one).status_code for one in wrong] == [422] * len(wrong)
    client.post("/api/v1/simulate", json={"specialty": "Quatrepommes"}, headers={"Accept": "text/html"})
    client.post("/api/v1/ask", content=b'{"question": "Quatrepommes')
    client.post("/api/v1/ask", content=b"\xff\xfeQuatrepommes")
    client.post("/api/v1/ask", content=b"Quatrepommes" * 20_000)
    client.post("/simulateur/gradio_api/queue/join", json={"data": ["Quatrepommes"], "fn_index": 0})
    for path in (
        "/",
        "/embed/",
        "/dr-quatrepommes",
        "/am/quatrepommes",
        "/api/v1/quatrepommes",
        "/gestion/quatrepommes",
    ):
        client.get(path, params={"nom": "Quatrepommes", "tel": "0698765432"})
    client.request("QUATREPOMMES", "/api/v1/ask")


def work(client: httpx.Client) -> None:
    """Be kept out of the staff's room, enter, look for somebody, give a file that names a patient, and give it up."""
    staff = Staff(client)  # a client of a real server has the same methods
    staff.enter("Quatrepommes, 06 98 76 54 32")
    staff.enter(PASSWORD)
    staff.open("valeurs")
    staff.send("/gestion/valeurs", cherche="Quatrepommes")
    staff.open("questions")
    staff.send("/gestion/questions/une", question=DOCTOR[0])
    staff.open("documents")
    padding = "Brimborion " * 100_000  # over a megabyte: what is received goes through the disk
    patient = f"<h1>Note</h1><p>{PATIENT[0]}</p><p>{PATIENT[1]}</p><!-- {padding} -->"
    staff.give("quatrepommes.html", patient.encode())
    assert "depots/" in str(staff.page.url)
    staff.send(str(staff.page.url), action="abandonner")
    assert "Aucun document pour l’instant." in staff.page.text
    staff.send("/gestion/sortir")


def found(place: Path) -> list[str]:
    """Where something of the session stands, names folded and numbers without what separates them."""
    told = []
    for file in (path for path in place.rglob("*") if path.is_file()):
        content = file.read_bytes()
        for text in {content.decode("utf-8", "ignore"), content.decode("latin-1"), content.decode("utf-16", "ignore")}:
            hits = re.findall(NAMES, bare(text)) + re.findall(NUMBERS, re.sub(r"[ .\-\u00a0\u202f]", "", text))
            hits += re.findall(r"198\.51\.100\.77", text) + re.findall(NAMES, file.name.lower())
            told += [f"{file.relative_to(place)}: {hit}" for hit in hits]
    return sorted(set(told))


def written_elsewhere(process: int, place: Path) -> list[str]:
    """The files that a process holds open to write, outside ``place``."""
    held = []
    for link in Path(f"/proc/{process}/fd").iterdir():
        try:
            told = Path(f"/proc/{process}/fdinfo/{link.name}").read_text()
        except FileNotFoundError:  # closed since
            continue
        flags = int(re.findall(r"^flags:\s*(\d+)", told, re.M)[0], 8)
        if flags & (os.O_WRONLY | os.O_RDWR) and link.is_file() and not link.resolve().is_relative_to(place):
            held.append(str(link.resolve()))
    return held


def session(address: str) -> None:
    for headers, does in ((HEADERS, talk), ({}, work)):
        with httpx.Client(base_url=address, timeout=60, follow_redirects=True, headers=headers) as client:
            does(client)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc, to see what a process writes to")
@pytest.mark.parametrize("journal", ["0", "1"])
def test_nothing_personal_is_left_of_a_session(tmp_path: Path, journal: str) -> None:
    with serving() as model:
        model.status = 500  # its answer repeats nothing, and what the server logs of it is looked at
        told = {"AM_LLM": "openai:m", "AM_LLM_BASE_URL": model.url, "AM_LLM_API_KEY": "key-of-brimborion"}
        with server(tmp_path, AM_JOURNAL=journal, AM_JOURNAL_DAYS="7", **told) as (address, process):
            session(address)
            assert written_elsewhere(process, tmp_path) == []
            assert found(tmp_path) == []
        assert model.requests  # it was asked
        assert not re.search(r"\d{2} 38 123|2 50 03|diab[eé]tique|@quatrepommes", model.seen)
    assert found(tmp_path) == []
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("journal.sqlite*")).decode("utf-8", "ignore")
    assert (WITHIN in kept) == (journal == "1")  # the questions were kept, or nothing was
    assert ("du cabinet de" in kept) == (journal == "1")  # and so were the comments


def test_what_is_looked_for_is_found(tmp_path: Path) -> None:
    """The search sees what it is meant to: in any case, encoding or spacing."""
    for number, content in enumerate(("YSENGRIN", "06 98 76 54 32", "Brimborion")):
        encoding = "utf-16-le" if number == 2 else "utf-8"
        (tmp_path / str(number)).write_bytes(content.encode(encoding))
    (tmp_path / "note-quatrepommes").touch()
    assert len(found(tmp_path)) == 4
