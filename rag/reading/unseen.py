"""The parts of a web page that nobody sees on a screen, by their styles; what an office file hides has its own readers.

The styles of a page are those it carries: inline, and its <style>, taken in their order. What is linked is not there.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

Element = Any  # of lxml, which has no types
Color = tuple[float, float, float, float]  # red, green, blue, alpha, from 0 to 1
WHITE = (1.0, 1.0, 1.0)
SMALLEST = 2.0  # pixels, or points: no eye reads smaller letters
_ALIKE = 0.1  # of the whole range, on each channel: no eye parts a letter from its ground
_FAR = -500.0  # pixels: beyond any edge
_PIXELS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0, "cm": 37.8, "mm": 3.78, "in": 96.0, "ch": 8.0, "vw": 10.0, "vh": 10.0}
_SIZES = {"small": 13.0, "medium": 16.0, "large": 18.0}
_AWAY = ("left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top")
_READ = frozenset(
    "display visibility opacity font-size color -webkit-text-fill-color background background-color background-image "
    "clip clip-path transform scale overflow width height max-width max-height".split()
) | set(_AWAY)
_LENGTH = re.compile(r"(-?\d*\.?\d+)([a-z]*|%)")
_CLIPPED = re.compile(r"inset\((?:50|100)%|rect\((?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]")
_SHRUNK = re.compile(r"scale[xy]?\(0?\.?0+\)|translate\w*\([^)]*-\d{4,}")
Styles = dict[str, str]


def alike(color: tuple[float, ...], ground: tuple[float, ...]) -> bool:
    """Whether letters of a colour cannot be told from the ground they stand on; channels from 0 to 1."""
    return all(abs(a - b) <= _ALIKE for a, b in zip(color[:3], ground[:3], strict=True))


@dataclass(frozen=True)
class _Look:
    """What an element hands down to those inside it."""

    size: float = 16.0
    color: Color = (0.0, 0.0, 0.0, 1.0)
    ground: tuple[float, ...] | None = WHITE  # None: a picture, of any colour
    shown: bool = True

    @property
    def legible(self) -> bool:
        seen = self.ground is None or not alike(self.color, self.ground)
        return self.shown and self.size >= SMALLEST and self.color[3] > _ALIKE and seen


def drop_unseen(page: Element, opened: frozenset[str]) -> int:
    """Take out the text of a page that is not seen, and return in how many pieces it stood.

    ``opened``: the ids of what a button shows, which is read.
    """
    styles = _styles(page)
    dropped: Counter[str] = Counter()
    _clean(page, _Look(), styles, opened, dropped)
    return dropped["pieces"]


def _clean(
    node: Element, above: _Look, styles: dict[Element, Styles], opened: frozenset[str], out: Counter[str]
) -> None:
    look = _within(above, styles.get(node, {}))
    if not look.legible:
        out["pieces"] += bool((node.text or "").strip())
        node.text = " "
    for child in list(node):
        if not isinstance(child.tag, str):
            continue
        read = child.get("id") in opened or child.get("role") == "tabpanel"
        if not read and _is_hidden(child, styles.get(child, {})):
            out["pieces"] += bool(child.text_content().strip())
            child.drop_tree()
            continue
        _clean(child, look, styles, opened, out)
        if not look.legible:
            out["pieces"] += bool((child.tail or "").strip())
            child.tail = " "


def _is_hidden(node: Element, style: Styles) -> bool:
    """Whether an element is not drawn, with all it holds."""
    if node.get("hidden") is not None or node.get("aria-hidden") == "true" or style.get("display") == "none":
        return True
    if (opacity := _number(style.get("opacity"))) is not None and opacity <= _ALIKE:
        return True
    if _CLIPPED.search(f"{style.get('clip', '')} {style.get('clip-path', '')}") or _SHRUNK.search(_moved(style)):
        return True
    away = (_pixels(style.get(name), 16.0) for name in _AWAY)
    if any(length is not None and length < _FAR for length in away):
        return True
    sizes = (_pixels(style.get(name), 16.0) for name in ("width", "height", "max-width", "max-height"))
    return "hidden" in style.get("overflow", "") and any(size is not None and abs(size) <= 1 for size in sizes)


def _moved(style: Styles) -> str:
    return f"{style.get('transform', '')} scale({style['scale']})" if "scale" in style else style.get("transform", "")


def _within(above: _Look, style: Styles) -> _Look:
    """How an element of this style looks inside another."""
    look = above
    if "visibility" in style:
        look = replace(look, shown=style["visibility"] not in ("hidden", "collapse"))
    if (size := _pixels(style.get("font-size"), above.size)) is not None:
        look = replace(look, size=size)
    if (color := _color(style.get("-webkit-text-fill-color") or style.get("color"))) is not None:
        look = replace(look, color=color)
    if (
        "url(" in (ground := f"{style.get('background', '')} {style.get('background-image', '')}")
        or "gradient" in ground
    ):
        return replace(look, ground=None)
    painted = style.get("background-color") or style.get("background")
    if (color := _color(painted)) is not None and color[3] > _ALIKE:
        look = replace(look, ground=color[:3])
    return look


def _styles(page: Element) -> dict[Element, Styles]:
    """What the page says of the look of each element, by its rules, then by its own words."""
    import tinycss2  # noqa: PLC0415 - for one type of file
    from cssselect import HTMLTranslator, SelectorError  # noqa: PLC0415

    found: defaultdict[Element, Styles] = defaultdict(dict)
    for sheet in page.iter("style"):
        for rule in _rules(sheet.text or ""):
            said = dict(_declared(rule.content))
            try:
                path = HTMLTranslator().css_to_xpath(tinycss2.serialize(rule.prelude).strip())
            except SelectorError:  # `:hover`, `::before`
                continue
            for node in page.xpath(path) if said else ():
                found[node].update(said)
    for node in page.xpath("//*[@style]"):
        found[node].update(_declared(node.get("style")))
    for font in page.iter("font"):
        found[font].setdefault("color", font.get("color", ""))
    return found


def _rules(sheet: Any) -> Iterator[Any]:
    """The rules of a sheet but those of paper, or of small screens."""
    import tinycss2  # noqa: PLC0415 - as above

    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.content and tinycss2.serialize(rule.prelude).strip() in ("screen", "all"):
            yield from _rules(rule.content)


def _declared(content: Any) -> Iterator[tuple[str, str]]:
    import tinycss2  # noqa: PLC0415 - as above

    for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if one.type == "declaration" and one.lower_name in _READ:
            yield one.lower_name, tinycss2.serialize(one.value).strip().lower()


def _color(said: str | None) -> Color | None:
    """The first colour of a declaration: « url(a.png) no-repeat #fff » has one."""
    from tinycss2.color3 import parse_color  # noqa: PLC0415 - as above

    for word in re.findall(r"[\w#-]+(?:\([^)]*\))?", said or ""):
        if isinstance(color := parse_color(word), tuple):
            return color[0], color[1], color[2], color[3]
    return None


def _pixels(said: str | None, size: float) -> float | None:
    """A length in pixels, of which `size` is one em; None for what is none."""
    if said in _SIZES:
        return _SIZES[said]
    match = _LENGTH.fullmatch(said or "")
    if match is None:
        return None
    value, unit = float(match[1]), match[2]
    return value * (size if unit == "em" else size / 100 if unit == "%" else _PIXELS.get(unit, 1.0))


def _number(said: str | None) -> float | None:
    match = _LENGTH.fullmatch(said or "")
    return None if match is None else float(match[1]) / (100 if match[2] == "%" else 1)
