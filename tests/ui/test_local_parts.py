"""What a document of the staff says is framed alike on the page, in a copied text and at a terminal."""

from __future__ import annotations

from fake import DATES

from assistant.answer import Answer, Citation, Kind, Part, PartKind
from assistant.markdown import rendered
from cli.commands.ask import _text
from ui.plain import plain
from ui.render import Context, article

FRAME = Part(
    kind=PartKind.LOCAL, title="Document de votre CPTS, à confirmer", document="local-flyer",
    text="La CPTS verse <b>500 €</b>.", origin="Aide au recrutement, CPTS du Val-Clair, 05/2026",
)  # fmt: skip
LEAD = Part(kind=PartKind.LEAD, text="**Non**. Les radiologues sont exclus.", verdict="no")
CITED = Citation(
    source="local-flyer", title="Aide au recrutement", publisher="CPTS du Val-Clair", published="2026-05", url=None,
    standing="unconfirmed", quote="La CPTS verse <b>500 €</b>.", document="local-flyer", local=True,
)  # fmt: skip


def answer(*parts: Part) -> Answer:
    text = "\n\n".join(map(rendered, parts))
    return Answer(kind=Kind.EXPLANATION, text=text, parts=list(parts), citations=[CITED], dates=DATES)


def test_the_page_frames_it_with_name_date_and_note_call() -> None:
    html = article(answer(FRAME), Context())
    frame = html[html.index("<aside") : html.index("</aside>")]
    assert "Document de votre CPTS, à confirmer" in frame
    assert "&lt;b&gt;500" in frame
    assert "05/2026" in frame
    assert 'href="#r1-s1"' in frame
    assert "500" not in html[: html.index("<aside")].partition('data-text="')[0]
    assert "am-lead" not in html  # nothing of it is set as our first sentence
    assert 'id="r1-s1"' in html
    assert "Documents de votre CPTS, à confirmer" in html


def test_our_sentence_keeps_its_place_beside_it() -> None:
    said = FRAME.model_copy(update={"differs": True, "text": "Ce document dit autre chose : « Oui »"})
    after, before = (article(answer(*parts), Context()) for parts in ((LEAD, said), (said, LEAD)))
    assert after.index("am-lead") < after.index("am-local--differs")
    assert before.index("am-local--differs") < before.index("am-lead")


def test_text_and_terminal_draw_the_frame() -> None:
    for text in (plain(answer(FRAME)), _text(answer(FRAME))):
        assert "┌ Document de votre CPTS, à confirmer\n│ La CPTS verse" in text
        assert "└ Aide au recrutement, CPTS du Val-Clair, 05/2026" in text
    assert rendered(FRAME).startswith("> **Document de votre CPTS, à confirmer**\n>\n> La CPTS")
