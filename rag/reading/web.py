"""A saved web page: its main text, its questions that open and close, without menus and banners.

trafilatura was tried: it takes the words of a page for the article or for its surroundings by their density, and loses
short answers, the questions of accordions and superscripts in silence. Landmarks say as much, and their losses count.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from corpus.read_report import Remark
from french.encodings import decode
from rag.reading.blocks import title_of, write
from rag.reading.markup import Element, Walk
from rag.reading.text import ReadError, Text
from rag.reading.unseen import drop_unseen

_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|rgpd|gdpr|tarteaucitron|axeptio|didomi|onetrust|breadcrumbs?|menu|nav|navbar"
    r"|navigation|sidebar|skip|share|partage|social|newsletter|popup)(?:$|[\s_-])",
    re.I,
)
_ROLES = frozenset({"navigation", "contentinfo", "dialog", "alertdialog", "search", "banner", "complementary"})
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*>")  # of XHTML: lxml refuses it in what is decoded already
_DATES = (
    "article:published_time", "datepublished", "dc.date", "dcterms.date", "dcterms.created", "date", "dc.date.issued",
)  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?")


def read_html(content: bytes) -> Text:
    """The main text of a web page. Raises ReadError when it has none."""
    written = _DECLARATION.sub("", _decoded(content)) or "<html/>"
    page = html.document_fromstring(written, parser=html.HTMLParser(no_network=True))
    about = _metadata(page)
    scripts = sum(1 for _ in page.iter("script"))
    furniture, hidden = _clean(page)
    walk = Walk()
    blocks = list(walk.blocks(_main(page)))
    text = write(blocks)
    if not text:
        raise ReadError("Aucun texte principal dans cette page : enregistrez l’article lui-même.")
    walk.seen += Counter(furniture=furniture, hidden=hidden)
    walk.seen["scripts"] = scripts
    title = title_of(blocks) or about.get("og:title", "") or (page.findtext(".//title") or "").strip()
    publisher = about.get("og:site_name") or about.get("dc.publisher") or about.get("author") or ""
    found = next((day[0] for name in _DATES if (day := _DAY.match(about.get(name, "")))), "")
    return Text(text, title, publisher, found, remarks=remarks_of(walk.seen))


def remarks_of(seen: Counter[str]) -> tuple[Remark, ...]:
    """What was counted, as remarks."""
    return tuple(Remark.model_validate({"kind": kind, "count": count}) for kind, count in seen.items() if count > 0)


def _decoded(content: bytes) -> str:
    """The text of a page, in the encoding it declares when that is the one it was written in."""
    declared = _CHARSET.search(content[:4096])
    if declared and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return content.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeError):
            pass
    try:
        return decode(content).text
    except UnicodeError as error:
        raise ReadError("Encodage illisible : enregistrez la page en UTF-8.") from error


def _metadata(page: Element) -> dict[str, str]:
    """What the page says of itself: its <meta>, and the date of its JSON-LD."""
    about = {
        str(meta.get("property") or meta.get("name")).lower(): (meta.get("content") or "").strip()
        for meta in page.iter("meta")
    }
    for script in page.iterfind(".//script[@type='application/ld+json']"):
        try:
            linked = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for published in _values(linked, "datePublished"):
            about.setdefault("datepublished", published)
    return about


def _values(linked: Any, key: str) -> Iterator[str]:
    """The texts under a key, at any depth that such a script has."""
    if isinstance(linked, list):
        for one in linked:
            yield from _values(one, key)
    elif isinstance(linked, dict):
        yield from (str(linked[key]) for _ in range(key in linked))
        yield from _values(linked.get("@graph", []), key)


def _clean(page: Element) -> tuple[int, int]:
    """Drop what surrounds the text and what is hidden, open what opens; how many pieces were dropped, of each."""
    etree.strip_tags(page, etree.Comment)
    _open(page)
    opened = frozenset(name for node in page.iter() for name in (node.get("aria-controls") or "").split())
    hidden = drop_unseen(page, opened)
    whole = len(page.text_content())
    furniture = 0
    for node in list(page.iter(etree.Element)):
        if node.tag in ("html", "head", "body", "main") or page not in node.iterancestors():
            continue  # the last: it went with what it was in
        words = " ".join(node.text_content().split())
        if _surrounds(node, words) and len(words) * 2 < whole and node.find(".//main") is None:
            furniture += bool(words)
            node.drop_tree()
    return furniture, hidden


def _open(page: Element) -> None:
    """Make headings of what opens a panel, wherever it stands: its words are the question that the panel answers."""
    for node in list(page.iter(etree.Element)):
        role = node.get("role")
        opens = node.get("aria-expanded") is not None or node.get("data-bs-toggle") == "collapse"
        if role == "tabpanel":
            for label in page.xpath("//*[@id=$name]", name=node.get("aria-labelledby") or ""):
                node.insert(0, html.fromstring("<h4/>"))
                node[0].text = label.text_content()
        elif opens and not any(str(above.tag) in _HEADINGS_OR_LINKS for above in node.iterancestors()):
            node.tag = "h4"


_HEADINGS_OR_LINKS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "nav", "header"})


def _surrounds(node: Element, words: str) -> bool:
    if node.tag in ("nav", "form", "dialog") or node.get("role") in (*_ROLES, "tablist"):
        return node.tag != "form" or len(words) < 400
    inside = any(above.tag in ("main", "article") for above in node.iterancestors())
    if node.tag in ("footer", "header", "aside"):
        return not inside and node.find(".//h1") is None
    named = f"{node.get('class', '')} {node.get('id', '')}"
    if _FURNITURE.search(named) and node.find(".//h1") is None:
        return True
    return len(words) < 800 and node.tag == "div" and "cookie" in words.lower() and node.find(".//button") is not None


def _main(page: Element) -> Element:
    """The part that says it is the main one; else the whole page."""
    for path in (".//main", ".//*[@role='main']"):
        if (found := page.find(path)) is not None and found.text_content().strip():
            return found
    return page if page.find("body") is None else page.find("body")
