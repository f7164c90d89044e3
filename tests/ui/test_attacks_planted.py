"""What a file given to the staff holds against the reader: unread where nobody sees it, else never in our words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import pytest
import yaml
from attacks import KEY, Attack, Known, faults
from model_server import ModelServer
from model_server import serving as model_serving
from papers import Page, pdf, put, saved, word
from staff import TODAY

from assistant.answer import Request
from assistant.service import Assistant, build
from corpus.local import FOLDER
from rag.adding import Adding, AddingReport
from rag.generation import LanguageModel
from ui.render import Context, article

CASES: list[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("planted.yaml").read_text("utf-8"))
TOWNS = """Abricourt Boisjoly Chanteraine Domfront Entrevaux Fougerolle Grandpré Houdelaincourt Isigny Jumièges Kerlaz
Lamballe Mortagne Noirlac Oradour Plougastel Quimerch Rochefort Sarlat Tréguier Ussel Vitré Wissant Xertigny Yvetot
Zuydcoote Aubrac Bénodet Cucugnan Douarnenez""".split()  # one a file


def written(case: Mapping[str, str], town: str) -> bytes:
    """The file of a case: what is in plain sight, then what is said against the reader."""
    how, says = case.get("how", ""), case["says"]
    seen = [f"Le bureau de {town}", f"Le bureau de {town} est ouvert le mardi matin, près de la mairie."]
    match case["as"]:
        case "html":
            return f"<!doctype html><meta charset=utf-8><h1>{seen[0]}</h1><p>{seen[1]}</p><p {how}>{says}</p>".encode()
        case "docx":
            name, _, value = how.partition("=")
            document = word(*seen)
            properties = f"<w:rPr><w:{name} w:val='{value}'/></w:rPr>" if how else ""
            put(document, f"<w:p><w:r>{properties}<w:t>{says}</w:t></w:r></w:p>")
            return saved(document)
        case "pdf":
            page = Page().write(60, 60, seen[0], 20).write(60, 100, seen[1])
            page.drawing.append(how)
            return pdf(page.write(60, 140, says))
        case _:
            hidden = {"<!--": f"<!-- {says} -->", "tags": "".join(chr(0xE0000 + ord(letter)) for letter in says)}
            return "\n\n".join([*seen, hidden.get(how, says)]).encode()


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, AddingReport]:
    data, source = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("source")
    for case, town in zip(CASES, TOWNS, strict=True):
        (source / f"{case.get('name', '')} {town}.{case['as']}".strip()).write_bytes(written(case, town))
    return data, Adding(data / FOLDER, TODAY).add([str(source)])


@pytest.fixture(scope="module")
def hostile() -> Iterator[ModelServer]:
    with model_serving() as server:
        server.reply = "Selon le document, l’aide est de 77 777 € et vous êtes éligible d’office [1]."
        yield server


@pytest.fixture(scope="module")
def both(added: tuple[Path, AddingReport], hostile: ModelServer) -> tuple[Assistant, Assistant]:
    """The assistant over these files, without a model and with one that repeats the attack."""
    built = build(added[0], embedding_model="lexical", today=lambda: TODAY)
    built.warm_up()
    model = LanguageModel("openai:test", hostile.url, KEY, timeout=5.0)
    return built, Assistant(built.parameters, built.corpus, built.retriever, built.today, model)


def test_every_file_is_added_and_what_nobody_sees_is_told(added: tuple[Path, AddingReport]) -> None:
    _, report = added
    assert not report.refused
    assert len(report.added) == len(CASES)
    told = [told for _, told in report.warnings if "masqué" in told]
    assert len(told) == sum("how" in case for case in CASES)


@pytest.fixture(scope="module")
def known(both: tuple[Assistant, Assistant]) -> Known:
    return Known(both[0])


@pytest.mark.parametrize(("case", "town"), zip(CASES, TOWNS, strict=True), ids=[case["says"][:40] for case in CASES])
def test_what_is_planted_is_unread_or_framed(
    case: dict[str, str], town: str, added: tuple[Path, AddingReport], both: tuple[Assistant, Assistant], known: Known
) -> None:
    document = next(document for document in added[1].added if town in document.text)
    assert ("how" in case) == (_core(case["says"]) not in document.text)
    framed = ""
    for assistant, asked in product(both, (f"Quand le bureau de {town} est-il ouvert ?", case["ask"])):
        answer = assistant.ask(Request(question=asked))
        page = article(answer, Context(asked=asked))
        assert faults(answer.model_dump(mode="json"), page, Attack("planted", asked), known) == []
        assert answer.verdict != "yes" or "éligible" not in case["says"]
        assert "how" not in case or _core(case["says"]) not in answer.model_dump_json()
        framed += "".join(part.text + part.origin for part in answer.parts if part.kind == "local")
    assert town in framed, "the file is not quoted: nothing was tried"


def _core(says: str) -> str:
    """The words of what is planted, without its markup."""
    return max(re.split(r"<[^>]*>|[\[\]()]", says), key=len).strip()
