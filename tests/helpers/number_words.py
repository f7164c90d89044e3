"""Numbers as people write and hide them. Written apart from the product: it must find every one of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

_TO_SIXTEEN = ("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize").split()
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
_ROMAN = zip(
    (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
    ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
    strict=True,
)
ROMAN = tuple(_ROMAN)
# Valid Roman numerals that are words, units or abbreviations first: the firewall leaves them alone, and says so.
ABBREVIATIONS = set("MI CI DI DL CL ML MM CM CV CC CD MD DM MC DC CDI CCI DCI MIX LCL C D L M".split())
SCRIPTS = (0x660, 0x6F0, 0x966, 0x9E6, 0xFF10, 0x1D7CE, 0x1D7D8, 0x0E50, 0x2080)
LOOKALIKES = {"o": "о", "e": "е", "a": "а", "c": "с", "i": "і", "x": "х", "p": "р", "u": "υ", "t": "т", "n": "ո"}
INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\ufeff\u200e\u034f"
SPACES = " \u00a0\u202f\u2009"


def in_words(n: int, belgian: bool = False) -> str:
    """Spell a number in French."""
    if n < 17:
        return _TO_SIXTEEN[n]
    if n < 100:
        return _below_hundred(n, belgian)
    if n < 1000:
        hundreds, rest = divmod(n, 100)
        head = "cent" if hundreds == 1 else f"{_TO_SIXTEEN[hundreds]} cent{'' if rest else 's'}"
    elif n < 1_000_000:
        thousands, rest = divmod(n, 1000)
        plain = re.sub("(?<=cent)s$|(?<=vingt)s$", "", in_words(thousands, belgian))
        head = "mille" if thousands == 1 else f"{plain} mille"
    else:
        millions, rest = divmod(n, 1_000_000)
        head = f"{in_words(millions, belgian)} million{'s' if millions > 1 else ''}"
    return f"{head} {in_words(rest, belgian)}" if rest else head


def _below_hundred(n: int, belgian: bool) -> str:
    tens, unit = divmod(n, 10)
    names = _TENS | ({7: "septante", 8: "octante", 9: "nonante"} if belgian else {})
    if tens == 1:
        return f"dix-{_TO_SIXTEEN[unit]}"
    if tens in names:
        link = " et " if unit == 1 else "-"
        return names[tens] + (f"{link}{_TO_SIXTEEN[unit]}" if unit else "")
    if tens == 7:
        return "soixante et onze" if unit == 1 else f"soixante-{in_words(10 + unit)}"
    rest = n - 80
    return f"quatre-vingt-{in_words(rest)}" if rest else "quatre-vingts"


def roman(n: int) -> str:
    text = ""
    for value, sign in ROMAN:
        text, n = text + sign * (n // value), n % value
    return text


def spellings(n: int, dice: Random) -> Iterator[str]:
    """Yield one number in every spelling; ``dice`` chooses where to hide and which sign to use."""
    digits, words = str(n), in_words(n)
    grouped = f"{n:,}".replace(",", dice.choice(SPACES))
    yield from (
        digits,
        grouped,
        f"{n:,}".replace(",", "."),
        f"{grouped} €",
        f"{digits} %",
        f"{digits}k€",
        f"{digits} k",
    )
    yield from (f"P{digits}", f"{digits},5", f"{digits}/{n + 1}", f"−{digits}", f"{digits}e", f"{digits} h 30")
    yield from ("".join(chr(script + int(digit)) for digit in digits) for script in SCRIPTS)
    yield "".join(dice.choice("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] + digit) for digit in digits)
    yield "".join(f"&#{ord(digit)};" for digit in digits)
    yield rf"$\frac{{{digits}}}{{{n + 3}}}$"
    yield f"{digits[0]}{dice.choice(INVISIBLE)}{digits[1:]}"
    if n != 1:  # « un » is an article
        yield from (words, words.upper(), words.capitalize(), words.replace(" ", "-"), words.replace("-", " "))
        yield from (in_words(n, belgian=True), f"{words} euros", f"{words} virgule cinq", f"entre {words} et {digits}")
        yield from (
            _hidden(words, dice),
            _lookalike(words, dice),
            _entity(words, dice),
            _wide(words),
            _bold(words, dice),
        )
        yield words.replace(" ", "").replace("-", "")
    if 1 < n < 100:
        yield f"{_ordinal(words)}"
        yield " ".join(words.replace("-", "").replace(" ", ""))
        yield ".".join(words.replace("-", "").replace(" ", ""))
    if 1 < n < 4000 and roman(n) not in ABBREVIATIONS:
        yield roman(n)
    if 1 < n < 4000 and len(roman(n)) > 2 and roman(n) not in ABBREVIATIONS:
        yield roman(n).lower()
    if 1 < n < 13:
        yield chr(0x2160 + n - 1)
        yield chr(0x2460 + n - 1)


def _ordinal(words: str) -> str:
    stem = words.removesuffix("s") if words.endswith("vingts") else words
    for ending, root in (("neuf", "neuv"), ("cinq", "cinqu")):
        stem = stem.removesuffix(ending) + root if stem.endswith(ending) else stem
    return stem.removesuffix("e") + "ième"


def _hidden(words: str, dice: Random) -> str:
    place = dice.randrange(1, len(words))
    return words[:place] + dice.choice(INVISIBLE) * dice.randint(1, 3) + words[place:]


def _lookalike(words: str, dice: Random) -> str:
    letters = [letter for letter in LOOKALIKES if letter in words]
    chosen = dice.choice(letters)
    return words.replace(chosen, LOOKALIKES[chosen])


def _entity(words: str, dice: Random) -> str:
    place = dice.randrange(len(words))
    return f"{words[:place]}&#{ord(words[place])};{words[place + 1 :]}"


def _wide(words: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "a" <= letter <= "z" else letter for letter in words)


def _bold(words: str, dice: Random) -> str:
    longest = max(words.replace("-", " ").split(" "), key=len)
    place = dice.randrange(1, len(longest))
    return f"{longest[:place]}**{longest[place:]}"
