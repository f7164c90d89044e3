"""The runs of a Word document that nobody sees: hidden, in the colour of what is behind them, or too small to read."""

from collections.abc import Iterator
from typing import Any

from rag.reading.unseen import SMALLEST, alike

Tree = Any  # of lxml, which has no types
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FAR = -10_000  # twentieths of a point: wider than a page
_FILLED = (  # of the box that a text stands in: a colour, a picture, or what its style gives
    "ancestor::*[local-name()='wsp'][*[local-name()='style'] or "
    "*[local-name()='spPr']/*[contains(local-name(), 'Fill') and local-name()!='noFill']] | "
    "ancestor::*[local-name()='shape' or local-name()='rect'][@fillcolor]"
)
_OFF = ("0", "false", "off")


class Sight:
    """What runs look like, by their own properties, then by those of their styles."""

    def __init__(self, styles: Tree | None) -> None:
        every = styles.iter(f"{_W}style") if styles is not None else ()
        self._styles = {style.get(f"{_W}styleId"): style for style in every}

    def unseen(self, tree: Tree) -> Iterator[Tree]:
        """The runs of a part that hold text and are not seen."""
        page = tree.find(f"{_W}background")
        ground = page.get(f"{_W}color", "FFFFFF") if page is not None else "FFFFFF"
        for run in list(tree.iter(f"{_W}r")):
            if any((text.text or "").strip() for text in run.iter(f"{_W}t")) and self._is_unseen(run, ground):
                yield run

    def _is_unseen(self, run: Tree, page: str) -> bool:
        if (hidden := self._said(run, "vanish")) is not None and hidden.get(f"{_W}val") not in _OFF:
            return True
        size = self._said(run, "sz")
        if size is not None and 0 < _whole(size.get(f"{_W}val")) < 2 * SMALLEST:  # in half points
            return True
        indent = next(_above(run, "p", "pPr", "ind"), None)
        if indent is not None and _whole(indent.get(f"{_W}left") or indent.get(f"{_W}start")) < _FAR:
            return True
        color = self._said(run, "color")
        ink = _rgb(color.get(f"{_W}val")) if color is not None else None
        ground = self._ground(run, page)
        return ink is not None and ground is not None and alike(ink, ground)

    def _said(self, run: Tree, name: str) -> Tree | None:
        """A property of a run: its own, or that of its style, or of the style of its paragraph."""
        own = run.find(f"{_W}rPr")
        if own is not None and (found := own.find(f"{_W}{name}")) is not None:
            return found
        character = own.find(f"{_W}rStyle") if own is not None else None
        for style in (character, next(_above(run, "p", "pPr", "pStyle"), None)):
            if style is not None and (found := self._of(style.get(f"{_W}val"), f"{_W}rPr/{_W}{name}")) is not None:
                return found
        return None

    def _of(self, style: str | None, path: str) -> Tree | None:
        """What a style says, or the one it is based on."""
        for _ in range(10):
            if style not in self._styles:
                return None
            if (found := self._styles[style].find(path)) is not None:
                return found
            based = self._styles[style].find(f"{_W}basedOn")
            style = based.get(f"{_W}val") if based is not None else None
        return None

    def _ground(self, run: Tree, page: str) -> tuple[float, ...] | None:
        """The colour behind a run; None where a style of table may give any."""
        own = run.find(f"{_W}rPr")
        if own is not None and own.find(f"{_W}highlight") is not None:
            return None
        for shade in (
            own.find(f"{_W}shd") if own is not None else None,
            *_above(run, "p", "pPr", "shd"),
            *_above(run, "tc", "tcPr", "shd"),
            *_above(run, "tbl", "tblPr", "shd"),
        ):
            if shade is not None and (color := _rgb(shade.get(f"{_W}fill"))) is not None:
                return color
        for style in _above(run, "tbl", "tblPr", "tblStyle"):
            named = self._styles.get(style.get(f"{_W}val"))
            if named is not None and any(_rgb(one.get(f"{_W}fill")) for one in named.iter(f"{_W}shd")):
                return None
        for box in run.iterancestors(f"{_W}txbxContent"):
            if box.xpath(_FILLED):
                return None
        return _rgb(page)


def _above(run: Tree, element: str, *path: str) -> Iterator[Tree]:
    """A property of the elements that hold a run, the nearest first."""
    for node in run.iterancestors(f"{_W}{element}"):
        if (found := node.find("/".join(f"{_W}{name}" for name in path))) is not None:
            yield found


def _rgb(color: str | None) -> tuple[float, ...] | None:
    try:
        return tuple(int((color or "")[start : start + 2], 16) / 255 for start in (0, 2, 4))
    except ValueError:  # « auto », or none
        return None


def _whole(said: str | None) -> float:
    try:
        return float(said or "0")
    except ValueError:
        return 0.0
