"""The pictures of docs/page.md: the five reference questions, the simulator, the embed; phone and desktop, both themes.

``SCREENSHOTS=docs/images`` rewrites them (make screenshots), in its folder ``page``, and prints the heights
of the answers on a phone.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import pytest
from browsing import READ_FIRST, ask, opened, styled, talking
from embedding import TEXT, answered, site, tag
from pictures import keep
from playwright.sync_api import Browser, expect
from processes import running

IMAGES = Path(__file__).parents[2] / "docs/images"
MOST = 2_000_000  # bytes of all the pictures of the documents
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "desktop": {"viewport": {"width": 1280, "height": 900}},
}
QUESTIONS = {
    "mi-temps": "cb pour 0,5 etp ?",
    "radiologue": "je suis radiologue secteur 1 dans le 22, éligible ?",
    "temps-plein": "J’ai 1 300 patients MT, je prends un temps plein, combien en plus ?",
    "cqp": "elle a combien de temps pour le CQP, 2 ou 3 ans ?",
    "patient-nomme": "M. Jean Dupont, né le 12/03/1950, peut-il voir l’assistante ?",
}
FORM = "#simulation=%7B%22etp%22:1,%22specialty%22:%22generaliste%22,%22secteur%22:1,%22patientele_mt%22:1300%7D"
_TURNS = """() => {
    const [first, last] = [".am-turn--doctor", ".am-turn--answer"].map((each) => document.querySelector(each));
    const top = first.getBoundingClientRect().top + scrollY;
    return { x: 0, y: top, width: document.documentElement.clientWidth,
        height: last.getBoundingClientRect().bottom + scrollY - top };
}"""


Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Look:
    """On what and in which theme a page is looked at."""

    device: str
    scheme: Scheme

    def options(self) -> dict[str, Any]:
        return {**DEVICES[self.device], "color_scheme": self.scheme}

    def named(self, subject: str) -> str:
        return f"page/{subject}-{self.device}-{self.scheme}"


LOOKS = [Look(device, scheme) for device in DEVICES for scheme in get_args(Scheme)]
each_look = pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.device}-{look.scheme}")


@pytest.fixture(scope="module")
def address(host: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("cpts") / "cpts.yaml"
    file.write_text('nom: CPTS du Val-Clair\ncontact: {delegue: "02 00 00 00 00"}\n', "utf-8")
    with running("serve_rules", AM_ALLOWED_ORIGINS=host, AM_CPTS_FILE=str(file), AM_RATE_LIMIT="1000/minute") as served:
        yield served


@pytest.mark.browser
@each_look
def test_the_five_questions(
    browser: Browser, address: str, look: Look, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, question in QUESTIONS.items():
        with talking(browser, address, **look.options()) as page:
            ask(page, question)
            page.evaluate("document.activeElement.blur()")
            answer = page.locator("article.am-turn--answer")
            heights = [round(answer.evaluate(each)) for each in ("answer => answer.offsetHeight", READ_FIRST)]
            if os.environ.get("SCREENSHOTS") and look == LOOKS[0]:
                with capsys.disabled():
                    sys.stdout.write(f"\n{question} {heights[0]} px, read first {heights[1]} px\n")
            styled(page, "#am .am-composer { position: static !important }")  # it would lie over the answer
            keep(page, look.named(name), tmp_path, full_page=True, clip=page.evaluate(_TURNS))


@pytest.mark.browser
@each_look
def test_the_simulator(browser: Browser, address: str, look: Look, tmp_path: Path) -> None:
    with opened(browser, f"{address}/{FORM}", **look.options()) as page:
        expect(page.locator("[data-share]")).to_be_visible()
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        keep(page, look.named("simulateur"), tmp_path)


@pytest.mark.browser
@each_look
def test_the_embed(browser: Browser, host: str, address: str, look: Look, tmp_path: Path) -> None:
    themed = '<meta name="color-scheme" content="light dark"><style>body { font: 18px/1.5 sans-serif }</style>'
    with opened(browser, host + site("/picture", TEXT + tag(address), head=themed), **look.options()) as page:
        answered(page)
        keep(page, look.named("panneau"), tmp_path)


def test_the_pictures_are_all_there_and_stay_small() -> None:
    subjects = [*QUESTIONS, "simulateur", "panneau"]
    wanted = {f"{look.named(subject)}.png" for subject in subjects for look in LOOKS}
    assert {f"page/{file.name}" for file in (IMAGES / "page").glob("*.png")} == wanted
    assert sum(file.stat().st_size for file in IMAGES.rglob("*.png")) < MOST
    assert all(picture in (IMAGES.parent / "page.md").read_text("utf-8") for picture in wanted)
