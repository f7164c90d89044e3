"""What a screen reader is given of a page, in the order it reads: Chromium's own accessibility tree."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

SAID = {  # what a screen reader names on its way, and lists for its user to jump to
    *("banner", "navigation", "main", "contentinfo", "region", "form", "article", "tabpanel"),
    *("heading", "table", "figure", "image", "group", "radiogroup", "note", "status", "alert"),
    *("link", "button", "tab", "textbox", "searchbox", "radio", "combobox", "DisclosureTriangle"),
}
_NAMED = ("group", "form", "region")  # told only when they have a name; a fold is told by its summary
_STATES = ("selected", "checked", "expanded", "invalid", "disabled")


def read(page: Page) -> list[str]:
    """Return what is told, one line each: role, name in quotes, level of a heading, states that are on."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    known = {node["nodeId"]: node for node in nodes}
    return list(_told(nodes[0], known))


def _told(node: dict[str, Any], known: dict[str, dict[str, Any]]) -> Iterator[str]:
    role = node.get("role", {}).get("value", "")
    name = _name(node)
    if role in SAID and not node["ignored"] and (name or role not in _NAMED):
        yield " ".join(filter(None, [role, name, *_states(node)]))
    for child in node.get("childIds", []):
        if child in known:
            yield from _told(known[child], known)


def _name(node: dict[str, Any]) -> str:
    name = " ".join(str(node.get("name", {}).get("value", "")).split())  # any kind of space is a space
    return f"« {name} »" if name else ""


def _states(node: dict[str, Any]) -> Iterator[str]:
    for each in node.get("properties", []):
        name, value = each["name"], each["value"].get("value")
        if name == "level" and node["role"]["value"] == "heading":
            yield str(value)
        elif name in _STATES and value not in (False, "false"):
            yield name
