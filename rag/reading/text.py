"""What every reader gives back, or refuses with."""

from typing import NamedTuple

from corpus.read_report import Remark


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
