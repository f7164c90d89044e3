"""A model's rewording of the quoted passages, shown only if each of its sentences is proved; else the quotation is.

The model sees « ⟦N1⟧ » in place of every figure. A sentence is accepted if it writes no number, cites one passage,
takes its tokens from it in order, keeps to its words, denies what it denies and nothing else (`denials`), and tells
nobody what they are entitled to. Then figures are put back, as the passage writes them. What is not proved is the
meaning: a true word in the wrong place, or « bien » for « mal », would pass.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import TYPE_CHECKING

from assistant.denials import contradicts
from assistant.spellings import QUALIFIER, numbers, strictly
from rag.hit import Quote
from rag.sentences import split_sentences
from rag.words import coverage, stems

if TYPE_CHECKING:
    from rag.generation import LanguageModel

KEPT_WORDS = 0.5  # least share of a sentence's stems that its passage holds: a foreign language has next to none
_TOKEN = re.compile(r"⟦N(\d{1,4})⟧")
_MARK = re.compile(r"\[(\d{1,2})\]")
_LATE_MARK = re.compile(r"([.!?…])[ \t]*((?:\[\d{1,2}\])+)")  # « phrase. [1] » is « phrase [1]. »
_LAYOUT = re.compile(r"^\s*[-*•–]\s+|\*\*|__")  # of Markdown, which models put in whatever they are told
_PLAIN = re.compile(r"[A-Za-zÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸàâäæçéèêëîïôöœùûüÿ\s.,;:!?'’()«»“”–—…-]*")
_ADDRESS = re.compile(r"https?|www|\w\.\w|javascript|mailto", re.IGNORECASE)
_ENTITLED = re.compile(  # in folded lower case
    r"^\W*(?:oui|non)\b|\b(?:vous|votre|vos|tu|toi|ton|ta|tes)\b|eligib|admissib|\bdroits?\b|\bpretend"
    r"|\bbenefici(?!aires?\b)|\brempli(?:t|r|s|ssez|ssent)\b|\bsatisf(?:ait|aites|ont)\b|\b(?:exclu|admis)e?s?\b"
)
# A token with a letter, a sign or another token against it reads as another figure.
_GLUED = re.compile(r"[\w+−–-]⟦|⟧[\w'’–-]|⟧(?!, )[\s.,/:–-]*⟦")
_QUALIFIED = re.compile(rf"\b{QUALIFIER}\s*⟦", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a sentence may be shown: the passage it rewords and the figures taken from it."""

    sentence: str
    passage: str
    figures: tuple[str, ...]


class UnprovedError(Exception):
    """A sentence that may not be shown; the message says why, and never repeats it."""


class Masked:
    """Quotations and a question whose figures are tokens, and the way back."""

    def __init__(self, question: str, quotes: Sequence[Quote]):
        self._next = count(1)
        self.figures: dict[int, str] = {}
        self._owner: dict[int, int] = {}  # of each token: the number of its passage, 0 for the question
        self.quotes = quotes
        self.texts = [self._mask(quote.text, number) for number, quote in enumerate(quotes, 1)]
        self.question = self._mask(question, 0)

    def _mask(self, text: str, owner: int) -> str:
        masked, end = [], 0
        text = text.replace("⟦", "(").replace("⟧", ")")  # no text of ours may bring a token of its own
        for start, stop in numbers(text):
            token = next(self._next)
            self.figures[token], self._owner[token] = text[start:stop], owner
            masked += [text[end:start], f"⟦N{token}⟧"]
            end = stop
        return "".join([*masked, text[end:]])

    def prove(self, sentence: str) -> Proof:
        """Return the proof of a sentence, its figures filled in; raise UnprovedError."""
        marks = {int(mark) for mark in _MARK.findall(sentence)}
        if len(marks) != 1 or not 1 <= (cited := marks.pop()) <= len(self.quotes):
            raise UnprovedError("it does not cite one passage")
        said = _MARK.sub(" ", sentence)
        tokens = [int(token) for token in _TOKEN.findall(said)]
        _refuse_figures(said, tokens)
        _refuse_form(_TOKEN.sub(" ", said))
        if any(self._owner.get(token) != cited for token in tokens):
            raise UnprovedError("a token is not of the passage it cites")
        if any(after != before + 1 for before, after in pairwise(tokens)):
            raise UnprovedError("tokens are not in the order of the passage")
        quote = self.quotes[cited - 1]
        _refuse_other_words(_TOKEN.sub(" ", said), quote)
        filled = _TOKEN.sub(lambda token: self.figures[int(token[1])], sentence)
        return Proof(filled.strip(), quote.passage.id, tuple(self.figures[token] for token in tokens))


def reword(question: str, quotes: Sequence[Quote], model: LanguageModel) -> Generator[Proof]:
    """Yield the model's sentences as they are proved, in order. Raises UnprovedError at the first that is not.

    Raises GenerationError when the model fails. In both cases nothing it wrote may stay shown.
    """
    masked = Masked(question, quotes)
    pieces, empty = model.reword(masked.question, masked.texts), True
    try:
        for sentence in _sentences(pieces):
            yield masked.prove(sentence)
            empty = False
    finally:
        pieces.close()  # an unproved sentence, or a reader who left, ends the call
    if empty:
        raise UnprovedError("it is empty")


def _sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the sentences as soon as their line is complete, each with its mark inside."""
    rest = ""
    for piece in pieces:
        *lines, rest = (rest + piece).split("\n")
        for line in lines:
            yield from _of_line(line)
    yield from _of_line(rest)


def _of_line(line: str) -> list[str]:
    """The sentences of a line without its layout; one mark at the end of several is the mark of each."""
    plain = _LAYOUT.sub("", line)
    sentences = split_sentences(_LATE_MARK.sub(r" \2\1 ", plain))
    mark = ""
    for place in range(len(sentences) - 1, -1, -1):
        if found := _MARK.findall(sentences[place]):
            mark = f" [{found[-1]}]"
        else:
            said = sentences[place].rstrip(" .!?…")
            sentences[place] = f"{said}{mark}{sentences[place][len(said) :]}"
    return sentences


def _refuse_figures(said: str, tokens: Sequence[int]) -> None:
    """A figure is a token or nothing: none written, none made of two tokens, none read another way."""
    if numbers(_TOKEN.sub(",", said)):
        raise UnprovedError("it writes a number")
    if tokens and (_GLUED.search(said) or _QUALIFIED.search(strictly(said).text)):
        raise UnprovedError("it changes how a figure is read")


def _refuse_form(said: str) -> None:
    """French words and punctuation only: no markup, no address, no other script; and nothing about a right."""
    if not _PLAIN.fullmatch(said):
        raise UnprovedError("it holds a sign that plain French does not need")
    if _ADDRESS.search(said):
        raise UnprovedError("it holds an address")
    if _ENTITLED.search(strictly(said).text.lower()):
        raise UnprovedError("it speaks of eligibility")


def _refuse_other_words(said: str, quote: Quote) -> None:
    if coverage(stems(said), f"{quote.passage.counted_text}\n{quote.text}") < KEPT_WORDS:
        raise UnprovedError("its words are not the passage's")
    if contradicts(said, quote.text):
        raise UnprovedError("it denies what the passage affirms, or affirms what it denies")
