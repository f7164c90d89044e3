"""Words placed on a page → lines in the order they are read: columns one after the other, rows of a table across."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import mean, median

_GUTTER = 8.0  # points between two columns, at least
_APART = 1.6  # times the size of the letters: what parts two cells of a row
_FEWEST = 3  # lines on each side
_TRIED = 12  # places where a page may be parted, the commonest first


@dataclass(frozen=True)
class Word:
    """A piece of text in its box, in points from the top left of the page."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    size: float = 10.0
    bold: bool = False
    table: int | None = None  # the number of a table that stands here; the text is then empty

    @property
    def height(self) -> float:
        """Of its box."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Line:
    """Words of one line, left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words, with a blank where there is one."""
        text = self.words[0].text
        for before, word in zip(self.words, self.words[1:], strict=False):
            text += word.text if word.x0 - before.x1 < 0.12 * max(before.size, 1) else f" {word.text}"
        return text

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """Of its tallest word: a superscript stands higher."""
        return max(self.words, key=lambda word: word.height).top

    @property
    def bottom(self) -> float:
        """Of its tallest word."""
        return max(self.words, key=lambda word: word.height).bottom

    @property
    def size(self) -> float:
        """That of most of its letters."""
        return median(size for word in self.words for size in [word.size] * max(1, len(word.text)))

    @property
    def bold(self) -> bool:
        """Whether all its words are."""
        return all(word.bold for word in self.words)

    @property
    def table(self) -> int | None:
        """The number of the table that stands here."""
        return self.words[0].table

    def cells(self) -> list["Line"]:
        """Its pieces that wide blanks part."""
        pieces: list[list[Word]] = [[self.words[0]]]
        for before, word in zip(self.words, self.words[1:], strict=False):
            if word.x0 - max(piece.x1 for piece in pieces[-1]) > _APART * max(before.size, 6):
                pieces.append([])
            pieces[-1].append(word)
        return [Line(tuple(piece)) for piece in pieces]


def read_in_order(words: Sequence[Word]) -> list[Line]:
    """The lines of a page, column after column."""
    lines = _lines(words)
    gutter = _best_gutter(lines)
    if gutter is None:
        return lines
    ordered: list[Line] = []
    for in_columns, band in _bands(lines, gutter):
        if in_columns:
            left = [word for line in band for word in line.words if word.x1 <= gutter]
            right = [word for line in band for word in line.words if word.x0 >= gutter]
            ordered += read_in_order(left) + read_in_order(right)
        else:
            ordered += band
    return ordered


def _lines(words: Sequence[Word]) -> list[Line]:
    """Words whose boxes stand beside each other, by at least half of the lower one."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.x0)):
        near = [row for row in rows[-3:] if _beside(row, word)]
        if near:
            near[-1].append(word)
        else:
            rows.append([word])
    rows.sort(key=lambda row: max(row, key=lambda word: word.height).top)
    return [Line(tuple(sorted(row, key=lambda word: word.x0))) for row in rows]


def _beside(row: Sequence[Word], word: Word) -> bool:
    tallest = max(row, key=lambda one: one.height)
    shared = min(tallest.bottom, word.bottom) - max(tallest.top, word.top)
    return shared >= 0.5 * min(tallest.height, word.height)


def _sides(line: Line, x: float) -> tuple[list[Word], list[Word]] | None:
    """The words of a line on each side of `x`; None when they cross it, or leave too little between them."""
    left = [word for word in line.words if word.x1 <= x]
    right = [word for word in line.words if word.x0 >= x]
    if len(left) + len(right) < len(line.words):
        return None
    if left and right and right[0].x0 - max(word.x1 for word in left) < _GUTTER:
        return None
    return left, right


def _best_gutter(lines: Sequence[Line]) -> float | None:
    """Where the most lines are parted into two columns of prose."""
    places = Counter(round((before + after) / 8) * 4.0 for line in lines for before, after in _blanks(line))
    scored = [(sum(len(band) for yes, band in _bands(lines, x) if yes), x) for x, _ in places.most_common(_TRIED)]
    best = max(scored, default=(0, 0.0))
    return best[1] if best[0] else None


def _blanks(line: Line) -> Iterator[tuple[float, float]]:
    """The wide blanks of a line, that before its first word included: lines of two columns are seldom level."""
    yield line.x0 - _GUTTER, line.x0
    for before, word in zip(line.words, line.words[1:], strict=False):
        if word.x0 - before.x1 >= _GUTTER:
            yield before.x1, word.x0


def _bands(lines: Sequence[Line], x: float) -> Iterator[tuple[bool, list[Line]]]:
    """Runs of lines, with whether each is in two columns around `x`."""
    for free, run in groupby(lines, key=lambda line: _sides(line, x) is not None):
        band = list(run)
        yield free and _in_columns(band, x), band


def _in_columns(band: Sequence[Line], x: float) -> bool:
    """Whether both sides hold prose: the cells of a table are short, and stand on the same lines."""
    sides = [sides for line in band if (sides := _sides(line, x)) is not None]
    left, right = ([side[index] for side in sides if side[index]] for index in (0, 1))
    if min(len(left), len(right)) < _FEWEST:
        return False
    shared = min(left[-1][0].bottom, right[-1][0].bottom) - max(left[0][0].top, right[0][0].top)
    return shared > 2 * left[0][0].height and _prose(left) and _prose(right)


def _prose(column: Sequence[Sequence[Word]]) -> bool:
    """Whether lines go on one another, or are long: cells do neither."""
    going_on = mean(words[0].text[:1].islower() for words in column)
    length = mean(len(words) for words in column)
    return length >= 3 and (going_on >= 0.3 or length >= 4.5)
