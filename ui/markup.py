"""Small pieces of HTML. Everything that comes from data is escaped here, once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from itertools import count
from typing import Any

import french
from rules.units import STANDINGS, Standing

Register = Mapping[str, Mapping[str, Any]]  # source id → its title, publisher, address and standing

EMPHASIS = re.compile(r"(?<![\w*])[*_](?![\s*_])([^*_]+?)[*_](?![\w*])")  # italics, in Markdown
BADGES = {
    **{standing.value: french.upper_first(words) for standing, words in STANDINGS.items()},
    "estimate": "Estimation",
}


def icon(name: str, label: str = "") -> str:
    """Return an icon of the sprite: named when it carries meaning, hidden from screen readers otherwise."""
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return f'<svg class="am-icon" {role}><use href="#i-{name}"/></svg>'


def badge(standing: str | None, *, copy: bool = False, theirs: bool = False) -> str:
    """Return the badge that says how firm a source is; of an official text, also whether it was read in a ``copy``.

    ``theirs``: it is the staff of the CPTS who say so.
    """
    if standing not in BADGES:
        return ""
    if theirs and standing != Standing.UNCONFIRMED:
        return f'<span class="am-badge am-badge--unconfirmed">{BADGES[standing]}, selon votre CPTS</span>'
    copied = " (copie)" if copy else ""
    return f'<span class="am-badge am-badge--{standing}">{BADGES[standing]}{copied}</span>'


def inline(text: str, bold: Callable[[int, str], str] | None = None) -> str:
    """Return one paragraph of Markdown as HTML: bold, italics, raised ordinals.

    ``bold`` gives the classes of what is in bold, by its rank from 0 and its text; none where it gives "".
    """
    html = french.spaced(escape(text.strip(), quote=False))
    ranks = count()

    def strong(match: re.Match[str]) -> str:
        classes = bold(next(ranks), match[1]) if bold else ""
        return f'<strong class="{classes}">{match[1]}</strong>' if classes else f"<strong>{match[1]}</strong>"

    html = re.sub(r"\*\*(.+?)\*\*", strong, html, flags=re.S)
    html = EMPHASIS.sub(r"<em>\1</em>", html)
    return re.sub(r"\b(1)(re|er)\b|\b([2-9])(e)\b", r"\1\3<sup>\2\4</sup>", html)


def outside(url: str, html: str, classes: str = "") -> str:
    """Return a link that leaves the page, which stays open beside it: the conversation is in its tab."""
    named = f' class="{classes}"' if classes else ""
    told = f'{icon("out")}<span class="am-sr"> (nouvel onglet)</span>'
    return f'<a{named} href="{escape(url)}" target="_blank" rel="noopener"><span>{html}{told}</span></a>'


def blocks(text: str) -> list[str]:
    """Split Markdown into its paragraphs, lists and tables."""
    return [block.strip() for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]


def block(text: str) -> str:
    """Return one block of Markdown as HTML."""
    lines = text.splitlines()
    if all(re.match(r"\s*[-*•] ", line) for line in lines):
        return listed([inline(french.upper_first(line.strip()[2:])) for line in lines])
    if all(line.startswith(">") for line in lines):
        return f"<blockquote>{inline(' '.join(line.lstrip('> ') for line in lines))}</blockquote>"
    if text.startswith("#"):
        return f'<h3 class="am-h">{inline(text.lstrip("# "))}</h3>'
    return f"<p>{'<br>'.join(inline(line) for line in [french.upper_first(lines[0]), *lines[1:]])}</p>"


def listed(items: list[str]) -> str:
    """Return a bulleted list of pieces of HTML, or nothing; what goes over five items is folded after the third."""
    if len(items) > 5:
        return (
            f"{listed(items[:3])}<details><summary>Et {len(items) - 3} autres points</summary>"
            f"{listed(items[3:])}</details>"
        )
    return f'<ul class="am-list">{"".join(f"<li>{item}</li>" for item in items)}</ul>' if items else ""


def table(caption: str, columns: list[str], rows: list[list[str]], classes: str = "am-table") -> str:
    """Return a table whose first column names its rows; a last row « Total… » or « Sur 5 ans » is its foot."""
    head = "".join(f'<th scope="col">{inline(column)}</th>' for column in columns)
    shown = [
        f'<tr><th scope="row">{inline(row[0])}</th>{"".join(f"<td>{inline(cell)}</td>" for cell in row[1:])}</tr>'
        for row in rows
        if row
    ]
    has_foot = bool(rows and rows[-1]) and rows[-1][0].lstrip("*").startswith(("Total", "Sur "))
    foot = f"<tfoot>{shown.pop()}</tfoot>" if has_foot and len(shown) > 1 else ""
    title = f"<caption>{inline(caption)}</caption>" if caption else ""
    return (
        f'<div class="am-scroll" tabindex="0" role="group" aria-label="{escape(caption or "Tableau")}">'
        f'<table class="{classes}">{title}<thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(shown)}</tbody>{foot}</table></div>"
    )


def section(title: str, body: str, level: int = 3) -> str:
    """Return a titled block of an answer, or nothing when it has no body; ``level`` is that of its title."""
    return f'<div class="am-block"><h{level} class="am-h">{title}</h{level}>{body}</div>' if body else ""


def day(value: object) -> str:
    """Return an ISO date, whole or partial, as « 21/11/2026 » or « 11/2026 »; anything else as it stands."""
    text = str(value)
    return french.partial_day(text) if re.fullmatch(r"\d{4}(-\d\d){1,2}", text) else text


def euros(value: float | None) -> str:
    """Return « 19 000 € », or « non établi »."""
    return "non établi" if value is None else french.euros(round(value))
