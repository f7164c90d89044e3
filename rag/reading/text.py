"""What every reader gives back, or refuses with."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from corpus.read_report import Remark

_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\(([^()\s]{0,2000})[^()\n]{0,200}\)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_SMUGGLED = re.compile("[\U000e0000-\U000e0fff]+")  # letters doubled by tags that no screen draws


class ReadError(ValueError):
    """A file that cannot be read; the message, in French, is shown to the person who gave it."""


class Text(NamedTuple):
    """What a file says, in Markdown, and says of itself. `published`: an ISO date, in full or in part.

    `published` is the date that the file carries, not one of its text. `pages`: None where the file has none.
    `margins`: what its pages repeat above and below the text, which is no part of it but may say of when and of whom.
    """

    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    pages: int | None = None
    remarks: tuple[Remark, ...] = ()
    margins: str = ""

    def as_seen(self) -> "Text":
        """The same without the characters that are not drawn, those that may spell a text being counted as hidden.

        Nor is any of it a link, an image or an element for who renders an answer as Markdown: an address is read.
        """
        hidden = len(_SMUGGLED.findall(self.text))
        return self._replace(
            text=_drawn(self.text),
            title=_drawn(self.title),
            publisher=_drawn(self.publisher),
            margins=_drawn(self.margins),
            remarks=with_hidden(self.remarks, hidden),
        )


def with_hidden(remarks: Iterable[Remark], count: int) -> tuple[Remark, ...]:
    """Remarks in which ``count`` more passages are hidden."""
    said = {remark.kind: remark for remark in remarks}
    if count:
        before = said.get("hidden", Remark(kind="hidden", count=count))
        more = count if "hidden" in said else 0
        said["hidden"] = before.model_copy(update={"count": before.count + more})
    return tuple(said.values())


def _drawn(text: str) -> str:
    shown = _SMUGGLED.sub("", text)
    shown = "".join(character for character in shown if unicodedata.category(character) != "Cf")
    return _TAG.sub("< ", _LINK.sub(lambda link: f"{link[1]} ({link[2]})" if link[2] else link[1], shown))
