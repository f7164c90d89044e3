"""Contrast of colours, as WCAG 2.2 computes it."""

from __future__ import annotations

GROUNDS = ("#ebf0e4", "#212b26")  # the least favourable behind an accent, in the light theme and in the dark one
_ENOUGH = 4.5  # WCAG 2.2 AA, text


def readable(color: str, against: str) -> str:
    """Return ``color``, darkened or lightened until it stands out 4.5 to 1 ``against`` a background."""
    target = 0 if _luminance(against) > 0.5 else 255
    channels = _channels(color)
    for step in range(21):
        mixed = [round(channel + (target - channel) * step / 20) for channel in channels]
        shade = "#{:02x}{:02x}{:02x}".format(*mixed)
        if contrast(shade, against) >= _ENOUGH:
            return shade
    return color


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _channels(color: str) -> list[int]:
    return [int(color[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(color: str) -> float:
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in _channels(color))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
