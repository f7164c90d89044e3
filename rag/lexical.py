"""BM25 over accent-folded Snowball stems and character 4-grams: the 4-grams survive typing errors."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import bm25s  # type: ignore[import-untyped]  # ships no types
import numpy as np
import numpy.typing as npt
import Stemmer  # type: ignore[import-not-found]  # a C extension without stubs

from french import bare

_WORDS = re.compile(r"[a-z0-9]+")
_GRAM = 4
# In a large corpus, a term that stands in more than half of the texts tells nothing apart and is most of the work: left
# out, the same paragraphs are found (300 questions, 2 289 passages) and 100 000 texts are scored in 1 ms instead of 8.
_COMMON = 0.5
_FEW = 1_000
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


class LexicalIndex:
    """BM25 scores of every text for a query, and how much of the query a text covers."""

    def __init__(self, model: bm25s.BM25) -> None:
        self.model = model
        self.common = max(_FEW, model.scores["num_docs"] * _COMMON)

    @classmethod
    def build(cls, texts: Iterable[str]) -> "LexicalIndex":
        """Index the texts, in their order."""
        model = bm25s.BM25()
        model.index([terms(text) or [""] for text in texts], show_progress=False)
        return cls(model)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Open what `save` wrote. Raises OSError, ValueError or KeyError when it is incomplete."""
        return cls(bm25s.BM25.load(folder))

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self.model.save(folder, show_progress=False)

    def scores(self, query: str) -> npt.NDArray[np.float32]:
        """One BM25 score per text, zero where no term is shared."""
        known = [number for term in terms(query) if (number := self.model.vocab_dict.get(term)) is not None]
        if not known:
            return np.zeros(self.model.scores["num_docs"], np.float32)
        rare = [number for number in known if self._texts_holding(number) <= self.common]
        return np.asarray(self.model.get_scores_from_ids(rare or known), np.float32)

    def _texts_holding(self, number: int) -> int:
        starts = self.model.scores["indptr"]
        return int(starts[number + 1] - starts[number])


def coverage(query_stems: Sequence[str], text: str) -> float:
    """Share of the query's distinct stems that the text holds, from 0 to 1; 0 for a query of stop words alone."""
    wanted = set(query_stems)
    return len(wanted & set(stems(text))) / len(wanted) if wanted else 0.0
