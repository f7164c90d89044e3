"""Which letters of a page of a PDF are seen: drawn, on the page, large enough, and not in the colour of their ground.

Letters that are not drawn over an image are what a program of recognition has read there: they are its text.
"""

from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTContainer, LTCurve, LTImage
from pdfminer.pdfinterp import PDFPageInterpreter

from rag.reading.unseen import SMALLEST, WHITE, alike

_NOT_DRAWN, _OUTLINED, _BOTH = (3, 7), (1, 5), (2, 6)  # ways to render a text
_LIGHTS = frozenset({"DeviceGray", "DeviceRGB", "CalGray", "CalRGB", "DeviceCMYK", "ICCBased"})
_THIN = 3.0  # points: a line, no ground
Color = tuple[float, ...] | None  # None: a pattern, of any colour


class _Device(PDFPageAggregator):
    """Notes what pdfminer forgets of what it has just put in `cur_item`: how a letter is rendered, in which colours."""

    def render_string(self, textstate: Any, *others: Any) -> None:
        self._render = textstate.render
        super().render_string(textstate, *others)

    def render_char(self, *drawn: Any, **more: Any) -> float:
        advance: float = super().render_char(*drawn, **more)
        letter: Any = self.cur_item._objs[-1]
        letter.render = self._render
        return advance

    def paint_path(self, state: Any, *drawn: Any) -> None:
        before = len(self.cur_item._objs)
        super().paint_path(state, *drawn)
        shape: Any
        for shape in self.cur_item._objs[before:]:
            shape.space = state.ncs.name


class Sight:
    """Lays out a page of pdfplumber, and tells which of its letters are seen."""

    def __init__(self, page: Any) -> None:
        device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
        PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
        page._layout = device.get_result()  # what pdfplumber would make anew, with less
        self.recognised = 0  # letters that are not drawn, over an image
        self._grounds: list[tuple[int, Any, Color]] = []
        self._order: dict[int, int] = {}
        self._edges = _edges(page)
        self._look_at(page.layout)

    def sees(self, letter: Any) -> bool:
        """Whether a letter is seen."""
        x, y = (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2
        if not (self._edges[0] <= x <= self._edges[2] and self._edges[1] <= y <= self._edges[3]):
            return False
        if letter.render in _NOT_DRAWN:
            read = any(isinstance(ground, LTImage) and _on(x, y, ground) for _, ground, _ in self._grounds)
            self.recognised += read
            return read
        if max(letter.width, letter.height) < SMALLEST:
            return False
        state = letter.graphicstate
        inks = [(state.scolor, state.scs)] * (letter.render in (*_OUTLINED, *_BOTH))
        inks += [(state.ncolor, state.ncs)] * (letter.render not in _OUTLINED)
        ground = self._under(letter, x, y)
        colors = [_rgb(ink, space.name) for ink, space in inks]
        return ground is None or any(color is None or not alike(color, ground) for color in colors)

    def _look_at(self, item: Any) -> None:
        """Note the grounds of a page, each with its place in the order of drawing."""
        for one in item:
            self._order[id(one)] = len(self._order)
            if isinstance(one, LTContainer):
                self._look_at(one)
            elif isinstance(one, LTImage):
                self._grounds.append((self._order[id(one)], one, None))
            elif isinstance(one, LTCurve) and one.fill and min(one.width, one.height) > _THIN:
                self._grounds.append((self._order[id(one)], one, _rgb(one.non_stroking_color, vars(one)["space"])))

    def _under(self, letter: Any, x: float, y: float) -> Color:
        """The colour of what a letter was drawn over: white where there is nothing."""
        drawn = self._order.get(id(letter), 0)
        return next(
            (color for order, ground, color in reversed(self._grounds) if order < drawn and _on(x, y, ground)), WHITE
        )


def _edges(page: Any) -> tuple[float, float, float, float]:
    """What is shown of a page, in the places of its layout."""
    left, low, _, _ = page.page_obj.mediabox
    x0, y0, x1, y1 = page.page_obj.cropbox
    if page.rotation:
        return 0.0, 0.0, page.layout.width, page.layout.height
    return min(x0, x1) - left, min(y0, y1) - low, max(x0, x1) - left, max(y0, y1) - low


def _on(x: float, y: float, ground: Any) -> bool:
    return bool(ground.x0 <= x <= ground.x1 and ground.y0 <= y <= ground.y1)


def _rgb(color: Any, space: str) -> Color:
    """A colour of a PDF in red, green and blue, from 0 to 1; of an ink of its own, only that there is none of it."""
    parts = color if isinstance(color, tuple | list) else [color]
    if not all(isinstance(part, int | float) for part in parts):
        return None
    if space not in _LIGHTS:
        return None if any(parts) or space == "Indexed" else WHITE
    if len(parts) == 1:
        return (float(parts[0]),) * 3
    if len(parts) == 4:
        *inks, black = parts
        return tuple((1 - ink) * (1 - black) for ink in inks)
    return tuple(map(float, parts)) if len(parts) == 3 else None
