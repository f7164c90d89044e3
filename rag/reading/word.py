"""A Word document as it prints once its changes are accepted, notes beside what they qualify.

mammoth reads changes, lists, notes and merged cells, and says what it does not know; what it passes over in silence
(text boxes of today's Word, fields, hidden text) is put in its way first, or counted.
"""

import io
import re
import zipfile
from collections import Counter
from typing import Any

from lxml import etree, html

from corpus.read_report import Remark
from rag.reading.archive import parse, unpack
from rag.reading.blocks import Block, title_of, write
from rag.reading.markup import Walk
from rag.reading.text import ReadError, Text
from rag.reading.web import remarks_of
from rag.reading.word_sight import Sight

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NS = {
    "w": _W,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "ep": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
}
_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
"""
_PARTS = re.compile(r"word/(?:document|footnotes|endnotes)\.xml")
_SURROUNDING = re.compile(r"word/(?:header|footer)\d*\.xml")
_COUNTED = {
    "tracked_changes": "//w:ins[not(ancestor::w:ins)]|//w:del[not(ancestor::w:del)]|//w:moveTo",
    "charts": "//c:chart|//dgm:relIds",
    "attachments": "//w:object|//w:altChunk",
}
_BOXES = "//*[self::mc:AlternateContent or self::w:drawing][.//w:txbxContent][not(ancestor::mc:AlternateContent)]"
Tree = Any  # of lxml, which has no types


def read_docx(content: bytes) -> Text:
    """Paragraphs, headings, lists, notes and tables of a Word document, in their order."""
    import mammoth  # noqa: PLC0415 - half a second to import, for one type of file

    archive = unpack(content)
    seen: Counter[str] = Counter()
    try:
        prepared = _prepared(archive, seen)
        result = mammoth.convert_to_html(
            prepared,
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda _: {}),  # counted, never opened
        )
    except (KeyError, ValueError, OSError, etree.XMLSyntaxError) as error:
        raise ReadError("Document Word endommagé : rouvrez-le et enregistrez-le de nouveau.") from error
    seen["unknown_parts"] += sum("unrecognised element" in message.message for message in result.messages)
    seen["comments"] = _count(archive, "word/comments.xml", "//w:comment")
    margins = list(filter(None, (_margin(archive, name) for name in archive.namelist() if _SURROUNDING.match(name))))
    seen["headers"] = len(margins)
    walk = Walk()
    blocks = list(walk.blocks(_with_notes(result.value)))
    return _text(archive, blocks, remarks_of(walk.seen + seen))._replace(margins="\n".join(dict.fromkeys(margins)))


def _margin(archive: zipfile.ZipFile, name: str) -> str:
    """The words of a header or footer, its paragraphs on one line."""
    tree = parse(archive, name)
    paragraphs = ("".join(_found(one, ".//w:t/text()")) for one in (_found(tree, "//w:p") if tree is not None else ()))
    return " ".join(" ".join(paragraphs).split())


def _text(archive: zipfile.ZipFile, blocks: list[Block], remarks: tuple[Remark, ...]) -> Text:
    core, application = parse(archive, "docProps/core.xml"), parse(archive, "docProps/app.xml")
    created, written = _said(core, "dcterms:created"), _said(core, "dcterms:modified")
    if written == created and not _said(core, "cp:lastModifiedBy"):
        written = created = ""  # saved by nobody: the day of the template that a program filled
    written = written or created
    publisher = _said(application, "ep:Company") or _said(core, "dc:creator")
    title = title_of(blocks) or _said(core, "dc:title")
    return Text(write(blocks), title, publisher, written[:10], remarks=remarks)


def _said(tree: Tree | None, name: str) -> str:
    return (tree.findtext(name, "", _NS) or "").strip() if tree is not None else ""


def _count(archive: zipfile.ZipFile, name: str, path: str) -> int:
    tree = parse(archive, name)
    return len(_found(tree, path)) if tree is not None else 0


def _found(tree: Tree, path: str) -> list[Tree]:
    return list(tree.xpath(path, namespaces=_NS))


def _prepared(archive: zipfile.ZipFile, seen: Counter[str]) -> io.BytesIO:
    """The same file, in which what mammoth would pass over stands in its way."""
    prepared = io.BytesIO()
    with zipfile.ZipFile(prepared, "w") as copy:
        sight = Sight(parse(archive, "word/styles.xml"))
        for name in archive.namelist():
            if not name.startswith("word/media/"):
                tree = parse(archive, name) if _PARTS.fullmatch(name) else None
                copy.writestr(name, archive.read(name) if tree is None else _opened(tree, sight, seen))
            else:
                copy.writestr(name, b"")
    prepared.seek(0)
    return prepared


def _opened(tree: Tree, sight: Sight, seen: Counter[str]) -> bytes:
    for kind, path in _COUNTED.items():
        seen[kind] += len(_found(tree, path))
    for run in list(sight.unseen(tree)):
        seen["hidden"] += 1
        _replace(run, [])
    for box in _found(tree, _BOXES):
        if texts := _found(box, ".//w:txbxContent[not(ancestor::mc:Fallback or ancestor::w:txbxContent)]"):
            _replace(box, texts)
    for field in _found(tree, "//w:sdt[w:sdtPr/w:showingPlcHdr]"):  # « Cliquez ici pour entrer du texte »
        seen["empty_fields"] += 1
        for text in _found(field, ".//w:t"):
            text.text = ""
    for formula in _found(tree, "//m:oMath"):
        seen["formulas"] += 1
        run = etree.Element(f"{{{_W}}}r")
        etree.SubElement(run, f"{{{_W}}}t").text = "".join(text.text or "" for text in _found(formula, ".//m:t"))
        _replace(formula, [run])
    for wrapper in _found(tree, "//w:fldSimple|//w:customXml|//m:oMathPara"):
        _replace(wrapper, list(wrapper))
    written: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
    return written


def _replace(node: Tree, others: list[Tree]) -> None:
    parent = node.getparent()
    if parent is not None:
        place = parent.index(node)
        parent[place : place + 1] = others


def _with_notes(markup: str) -> html.HtmlElement:
    """The document, each note put after the words it qualifies: quoted apart from it, they would say too much."""
    body = html.fromstring(f"<div>{markup}</div>")
    notes: dict[str, str] = {}
    for note in body.xpath(".//li[starts-with(@id, 'footnote-') or starts-with(@id, 'endnote-')]"):
        notes[note.get("id")] = " ".join(note.text_content().removesuffix("↑").split())
        note.drop_tree()
    for reference in body.xpath(".//a[starts-with(@href, '#footnote-') or starts-with(@href, '#endnote-')]"):
        note = notes.get(reference.get("href")[1:], "")
        above = reference.getparent()
        spot = above if above is not None and above.tag == "sup" else reference
        _put(spot, f" (note : {note.rstrip('.')})" if note else "")
    return body


def _put(reference: html.HtmlElement, note: str) -> None:
    """Write a note in the place of its reference, inside the sentence when the reference follows its full stop."""
    before = reference.getprevious()
    text = (before.tail if before is not None else reference.getparent().text) or ""
    stop = re.search(r"\s*[.!?…]\s*$", text)
    kept, stop_text = (text[: stop.start()], stop[0].rstrip()) if stop else (text.rstrip(), "")
    if before is not None:
        before.tail = kept + note + stop_text
    else:
        reference.getparent().text = kept + note + stop_text
    reference.drop_tree()
