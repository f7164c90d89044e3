"""Ordinals: « première », « 1re », « 2e », and every way they are typed."""

from french.folding import bare

ORDINALS = ("première", "deuxième", "troisième", "quatrième", "cinquième")
_OTHERS = {1: "premier 1ere 1re 1er", 2: "seconde 2nde 2nd 2de"}
# Every name an ordinal is read by, folded; « 3e » and the like are read by their digit.
ORDINAL_NUMBERS = {
    name: number
    for number, word in enumerate(ORDINALS, start=1)
    for name in (bare(word), *_OTHERS.get(number, "").split())
}


def ordinal(value: int) -> str:
    """Return « 1re », « 2e »: feminine, for a year of contract."""
    return "1re" if value == 1 else f"{value}e"
