"""On paper, a simulation is one sheet, both sides at most, an answer one side, in narrow letters as in wide ones."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pdfplumber
import pytest
from browsing import PIXEL, ask, opened, simulated, talking
from playwright.sync_api import Browser, Page
from processes import chromium, running

from cli.installation import build_assistant
from rules.specialties import SPECIALTIES

pytestmark = pytest.mark.browser

FONTS = {
    "DejaVu": "DejaVuSans.ttf",
    "Liberation": "LiberationSans-Regular.ttf",
}  # the widest on Linux, and Arial's width
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
SIGNED = ("15/10/2019", "15/07/2020", "15/03/2022", "10/06/2023", "01/02/2025")  # under each text, begun early or late
FORMS = [
    {"etp": 1, "specialty": "generaliste", "secteur": "Secteur 1", "patientele_mt": "1 300"},
    {"etp": 1, "specialty": "autre", "other": "radiologue"},
    {"etp": 1, "cost": "2 400"},
]
QUESTIONS = (
    "Combien de temps pour passer le CQP ?",
    "temps plein signé le 10 juin 2023, combien la 2e année ?",
    "Combien de patients en plus ?",
    "J’ai 1 300 patients MT, je prends un temps plein, combien en plus ?",
)


@pytest.fixture(scope="module")
def dressed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page of a CPTS with a logo and the longest name: what is above the sheet takes all the room it may."""
    folder = tmp_path_factory.mktemp("cpts")
    (folder / "logo.png").write_bytes(PIXEL)
    file = folder / "cpts.yaml"
    file.write_text(
        f"nom: {'Communauté professionnelle territoriale de santé '.ljust(80, 'w')}\nlogo: logo.png", "utf-8"
    )
    with running("serve_rules", AM_CPTS_FILE=str(file), AM_RATE_LIMIT="1000/minute") as address:
        yield address


@pytest.fixture(scope="module")
def longest() -> list[dict[str, object]]:
    """For each date, the form whose answers leave the most to say."""
    simulate = build_assistant().simulate

    def length(form: dict[str, object]) -> int:
        day = "-".join(reversed(str(form["signed_on"]).split("/")))
        simulated = simulate({"etp": form["etp"], "specialty": form["other"], "signed_on": day}, None)
        return len(json.dumps(simulated.as_json()))

    return [
        max(
            (
                {"etp": etp, "specialty": "autre", "other": specialty, "signed_on": day}
                for etp in (0.5, 1)
                for specialty in SPECIALTIES
            ),
            key=length,
        )
        for day in SIGNED
    ]


@pytest.fixture(scope="module", params=FONTS)
def family(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def printer(family: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that has one family of fonts and no other."""
    found = (file for folder in FOLDERS for file in Path(folder).expanduser().rglob(FONTS[family]))
    if not (font := next(found, None)):
        pytest.skip(f"needs {family} fonts (install fonts-{family.lower()})")
    folder = tmp_path_factory.mktemp("fonts")
    file = folder / "fonts.conf"
    file.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{font.parent}</dir>'
        f'<cachedir>{folder}</cachedir><include ignore_missing="yes">/etc/fonts/conf.d</include></fontconfig>',
        "utf-8",
    )
    with chromium(FONTCONFIG_FILE=str(file)) as browser:
        yield browser


def test_a_simulation_is_one_sheet_with_all_it_says(
    printer: Browser, family: str, dressed: str, longest: list[dict[str, object]], tmp_path: Path
) -> None:
    for form in FORMS + longest:
        with opened(printer, f"{dressed}/#simulation={quote(json.dumps(form))}") as page:
            simulated(page, form)
            columns = _sheet(page, tmp_path / "sheet.pdf", family)
            told = page.locator(".am-result").locator(
                ".am-source p, .am-source a, .am-reasons li > p, .am-list li, .am-table :is(th, td), .am-versus dd"
            )
            seen = "all => all.map((each) => { each.querySelector('.am-sr')?.remove(); return each.textContent; })"
            links = page.locator(".am-result .am-source a").evaluate_all("all => all.map((each) => each.href)")
            assert [link for link in links if not any(link in column for column in columns)] == [], form
            lost = [text for text in told.evaluate_all(seen) if not any(_bare(text) in column for column in columns)]
            assert lost == [], form
        for words in ("Sources", "Règles au", "votre CPAM décide"):
            assert any(_bare(words) in column for column in columns), (words, form)


def test_an_answer_is_one_sheet_with_its_sources_and_its_dates(
    printer: Browser, family: str, dressed: str, tmp_path: Path
) -> None:
    for question in QUESTIONS:
        with talking(printer, dressed) as page:
            ask(page, question)
            (text,) = _sheet(page, tmp_path / "sheet.pdf", family, columns=1)
            for told in page.locator(".am-source__title > span, .am-dispute__title > span").all_text_contents():
                assert _bare(told.removesuffix(" (nouvel onglet)")) in text
            disputed = page.locator(".am-dispute").count()
            assert (_bare("Nos sources ne disent pas la même chose") in text) is bool(disputed)
            assert _bare("Sources consultées le") in text


def _sheet(page: Page, file: Path, family: str, columns: int = 2) -> list[str]:
    """Print; return the bare text of each column: of one page, or two of a simulation. No letter is under 8 points."""
    page.pdf(path=file, format="A4", prefer_css_page_size=True)
    with pdfplumber.open(file) as pdf:
        assert len(pdf.pages) <= columns
        signs = [sign for side in pdf.pages for sign in side.chars]
        assert min(sign["size"] for sign in signs) > 7.9
        assert {sign["fontname"].partition("+")[2][: len(family)] for sign in signs} == {family}
        width = pdf.pages[0].width / columns
        boxes = [(n * width, 0, (n + 1) * width, pdf.pages[0].height) for n in range(columns)]
        return [_bare(side.crop(box).extract_text()) for side in pdf.pages for box in boxes]


def _bare(text: str) -> str:
    return "".join(text.split())
