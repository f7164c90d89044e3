"""Words put together into a sentence."""

from collections.abc import Sequence


def listed(items: Sequence[str], word: str = "et") -> str:
    """Return « a, b et c »."""
    return f" {word} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def lower_first(text: str) -> str:
    """Return a label as it reads inside a sentence; « P90 à P94 » and « OPTAM » keep their capital."""
    return text if text[1:2].isdigit() or text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return a label as it opens a line."""
    return text[:1].upper() + text[1:]
