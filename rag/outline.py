"""Raw text → logical lines, with the headings of unmarked text (slides, web pages saved as text) made explicit."""

import re

from rag.tables import is_row

HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"^\s*(?:[-–•*■↗]|\d{1,2}[.)])\s+")
_SHORT = 130
_TITLE = 90
_CAPTION = 200


def logical_lines(text: str) -> list[str]:
    """Lines without wraps or blanks; Markdown headings are kept, those of unmarked text are added as `## …`.

    An added heading is also kept as a line: in slides it may hold the fact itself. Under Markdown headings, a question
    alone on its line is one too: in a Word file it is often bold type and no style.
    """
    lines = _unwrapped(text)
    if any(HEADING.match(line) for line in lines):
        following = [*lines[1:], "#"]
        return [_asked(line) if _asks(line, after) else line for line, after in zip(lines, following, strict=True)]
    outlined: list[str] = []
    for index, line in enumerate(lines):
        if _is_heading(lines, index):
            outlined.append(f"## {line}")
        outlined.append(line)
    return outlined


def _asks(line: str, following: str) -> bool:
    """Whether a line is a short question, over something that is not a heading."""
    return line.endswith("?") and _is_short(line) and not is_bullet(line) and not following.startswith("#")


def _asked(line: str) -> str:
    """A question as a heading of the last level, under any other."""
    return f"###### {line}"


def is_bullet(line: str) -> bool:
    """Whether the line is an item of a list."""
    return bool(_BULLET.match(line))


def _unwrapped(text: str) -> list[str]:
    """A line that goes on in lower case was wrapped: it is joined to the one before, unless a blank lies between."""
    lines: list[str] = []
    for raw in text.splitlines():
        line = raw.strip()
        if lines and line and _goes_on(lines[-1], line):
            lines[-1] += " " + line
        else:
            lines.append(line)
    return [line for line in lines if line]


def _goes_on(before: str, line: str) -> bool:
    if not before or HEADING.match(before) or HEADING.match(line) or is_row(before) or is_row(line) or is_bullet(line):
        return False
    return line[0].islower() or line[0] in "(»" or before.endswith((",", "’", "–"))


def _is_heading(lines: list[str], index: int) -> bool:
    line, following = lines[index], [*lines[index + 1 : index + 3], "", ""]
    if is_row(line) or is_bullet(line):
        return False
    if is_row(following[0]):  # the caption of a table
        return len(line) <= _CAPTION
    if not _is_short(line) or len(line) > _TITLE or (sum(c.isdigit() for c in line) > 3 and "?" not in line):
        return False
    opens_list = _is_short(following[0]) and _is_short(following[1]) and not (index and _is_short(lines[index - 1]))
    return line.endswith("?") or opens_list or _reads_as_text(following[0])


def _is_short(line: str) -> bool:
    stops = (".", ":", ";", ",", "!", "…", "*")
    return 3 <= len(line) <= _SHORT and line[0].isupper() and not line.endswith(stops) and not is_row(line)


def _reads_as_text(line: str) -> bool:
    return is_bullet(line) or line.endswith((".", ":", "!", "»", "”"))
