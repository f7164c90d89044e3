"""docs/privacy.md says what the code does: each delay, setting and name of storage, and the notice word for word."""

import re
from html import unescape
from pathlib import Path

from fake import FakeAssistant
from staff import HASH

from ui import cpts
from ui.about import personal_data
from ui.journal import FILE
from ui.settings import Settings
from ui.staff import FOLDER, audit, deposits, session, wanted
from ui.theme import STATIC

DOC = (Path(__file__).parents[2] / "docs/privacy.md").read_text("utf-8").replace("\u00a0", " ")
TABLE = DOC.partition("## Ce qui est gardé")[2].partition("\n\nLes lignes")[0]
NOTICE = "## La notice, telle que la page l’affiche"


def row(words: str) -> str:
    """The line of the table that holds ``words``."""
    (found,) = [line for line in TABLE.splitlines() if words in line]
    return found


def test_the_journal_is_kept_as_long_as_the_settings_have_it() -> None:
    field = Settings.model_fields["journal_days"]
    least, most = (getattr(limit, name) for limit, name in zip(field.metadata, ("ge", "le"), strict=True))
    assert f"`AM_JOURNAL_DAYS` : {field.default} jours, de {least} à {most} |" in row(f"`{FILE}`")
    assert Settings.model_fields["journal"].default is False


def test_the_delays_are_those_of_the_code() -> None:
    assert f"| {session.LASTS // 3600} heures |" in row(f"`{session.COOKIE}`")
    assert f"| {deposits.LASTS // 3600} heures ;" in row(f"`{FOLDER}/deposits`")
    assert str(Settings.model_fields["rate_limit"].default) in row("`AM_RATE_LIMIT`")
    assert f"`{FOLDER}/{audit.FILE}`" in TABLE
    assert f"`{wanted.FILE}`" in row("AM_QUESTIONS_DIR")


def test_every_name_the_page_keeps_in_the_browser_is_listed_and_no_other() -> None:
    scripts = {file.name: file.read_text("utf-8") for file in STATIC.glob("*.js")}
    names = {name for text in scripts.values() if "sessionStorage" in text for name in _stored(text)}
    assert len(names) > 4
    assert set(re.findall(r"navigateur, `([\w-]+)`", TABLE)) == names
    assert not re.search(r"localStorage|indexedDB|document\.cookie|caches\.", "".join(scripts.values()))


def _stored(script: str) -> set[str]:
    """The names under which a script keeps or reads something, through its constants and its functions."""
    constants = dict(re.findall(r'const ([A-Z]+) = "(am-[\w-]+)"', script))
    calls = " ".join(re.findall(r"(?:sessionStorage\.\w+|kept|keep)\([^()]*|store = \w+", script))
    used = re.findall(r"\b[A-Z]+\b", calls)
    return {constants[name] for name in used if name in constants} | set(re.findall(r'"(am-[\w-]+)"', calls))


def test_every_setting_that_is_named_exists() -> None:
    known = {f"AM_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"\bAM_[A-Z_]+\b", DOC)) <= known


def test_the_legal_bases_are_those_that_may_be_chosen() -> None:
    chosen = set(cpts.PersonalData.model_fields["base_legale"].annotation.__args__) - {""}  # type: ignore[union-attr]  # a Literal
    assert set(re.findall(r"^   \| `([^`]+)` \|", DOC, re.M)) == chosen == set(personal_data._BASES)


def test_the_notice_of_the_document_is_the_page() -> None:
    site = cpts.Cpts(
        donnees=cpts.PersonalData(
            responsable="[Association CPTS de …]", contact="[donnees@…]", base_legale="intérêt légitime"
        )
    )
    settings = Settings(journal=True, llm="mistralai:mistral-small-latest", admin_password=HASH)
    html = personal_data.body(site, settings, FakeAssistant().sources())
    assert written(html) == DOC.partition(NOTICE)[2].partition("vous remplissez.\n\n")[2].strip()


def written(html: str) -> str:
    """The page as Markdown: headings one level lower, lists, paragraphs."""
    text = re.sub(r"<h2>", "\n\n### ", html)
    text = re.sub(r"<li>", "\n- ", text)
    text = re.sub(r"</h2>|</?ul[^>]*>|<p[^>]*>|<dl[^>]*>|</div>", "\n\n", text)
    text = re.sub(r"</dt>", " : ", text)
    text = unescape(re.sub(r"<[^>]+>", "", text)).replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r"\n{3,}", "\n\n", text).strip()
