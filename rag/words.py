"""The words of a text as search compares them: folded, without those that carry no meaning, cut to their stems."""

import re
from collections.abc import Sequence
from functools import lru_cache

import Stemmer  # type: ignore[import-not-found]  # a C extension without stubs

from french import bare

_WORDS = re.compile(r"[a-z0-9]+")
_GRAM = 4
# Folded, and with the letters that elision leaves alone (l’, d’, qu’, jusqu’…).
STOP_WORDS = frozenset(
    """a ai aie aient ainsi alors apres as au aucun aucune aussi autre autres aux avaient avait avant avec avez avoir
    avons ayant bien c ca car ce ceci cela celle celles celui ces cet cette ceux chez ci comme comment d dans de depuis
    des dois doit donc dont du elle elles en encore entre es est et etaient etait etant etc ete etes etre eu eux fait
    faire faut fois font ici il ils j je jusqu jusque l la le les leur leurs lorsqu lorsque lui m ma mais me meme memes
    mes moi moins mon n ne ni nos notre nous on ont or ou par parce pas peu peut peuvent peux plus plusieurs pour
    pourquoi puis puisqu puisque qu quand que quel quelle quelles quels qui quoi quoiqu s sa sans se sera seront ses si
    sinon soit son sont sous suis sur t ta te tes toi ton tous tout toute toutes tres tu un une va vers veux voir vos
    votre vous y""".split()
)
_stemmer = Stemmer.Stemmer("french")


def content_words(text: str) -> list[str]:
    """Folded words that carry meaning, in order: no stop word, no elided letter."""
    return [word for word in _WORDS.findall(bare(text)) if word not in STOP_WORDS]


def stems(text: str) -> list[str]:
    """Snowball stems of the content words."""
    return list(_stemmer.stemWords(content_words(text)))


def terms(text: str) -> list[str]:
    """What BM25 counts: stems, and the 4-grams of each word with its edges marked."""
    return [term for word in content_words(text) for term in _terms_of(word)]


@lru_cache(maxsize=50_000)  # a large corpus repeats its words: they are cut once, and their terms are stored once
def _terms_of(word: str) -> tuple[str, ...]:
    edged = f"_{word}_"
    return (_stemmer.stemWord(word), *("#" + edged[i : i + _GRAM] for i in range(len(edged) - _GRAM + 1)))


def coverage(query_stems: Sequence[str], text: str) -> float:
    """Share of the query's distinct stems that the text holds, from 0 to 1; 0 for a query of stop words alone."""
    wanted = set(query_stems)
    return len(wanted & set(stems(text))) / len(wanted) if wanted else 0.0
