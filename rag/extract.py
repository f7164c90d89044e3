"""The sentences that answer best, quoted as they stand in the indexed text."""

import re
from collections.abc import Sequence

from rag.hit import Hit, Quote
from rag.passages import Passage
from rag.words import content_words, coverage, stems

# A sentence is judged by its own meaning and words, and by how well its passage was ranked. Cosines of e5 lie within
# a tenth of each other, so they are rescaled over the candidates before they meet the two others.
MEANING, WORDS, RANK = 0.5, 0.25, 0.25
# A sentence shorter than this says too little alone: it is shown with the one before it.
MIN_WORDS = 5
# A first sentence of no more words than this is an answer to the heading, explained by the sentence after it.
BARE = 2
# Opens on a word that refers back to the sentence before.
_REFERS_BACK = re.compile(r"^(?:-\s*)?(?:Il|Elle|Ils|Elles|Cela|Ceci|Ce|Cet|Cette|Ces|Celui|Celle|Ceux|En revanche)\b")
_NEAR = 0.8


def best_sentences(query: str, hits: Sequence[Hit], count: int = 2) -> list[Quote]:
    """The `count` best distinct sentences of the passages found, best first; fewer when there are not as many."""
    candidates = _candidates(query, hits)
    candidates.sort(key=lambda quote: (-quote.score, quote.passage.id, quote.text))
    chosen: list[Quote] = []
    for quote in candidates:
        if len(chosen) == count:
            break
        if not any(_says_the_same(quote.text, other.text) for other in chosen):
            chosen.append(quote)
    return chosen


def _candidates(query: str, hits: Sequence[Hit]) -> list[Quote]:
    meanings = [score for hit in hits for score in hit.sentence_scores]
    ranks = [hit.score for hit in hits]
    wanted = stems(query)
    return [
        Quote(
            _with_context(hit.passage, number),
            hit.passage,
            MEANING * _rescaled(meaning, meanings)
            + WORDS * coverage(wanted, sentence)
            + RANK * _rescaled(hit.score, ranks),
        )
        for hit in hits
        for number, (sentence, meaning) in enumerate(zip(hit.passage.sentences, hit.sentence_scores, strict=True))
        if not sentence.endswith("?") and sentence != hit.passage.heading and not _opens(hit.passage, number)
    ]


def _opens(passage: Passage, number: int) -> bool:
    """Whether the sentence is a « Non. » or « Plutôt oui. » that the next one explains: they are shown together."""
    bare = len(content_words(passage.sentences[number])) <= BARE
    return number == 0 and bare and len(passage.sentences) > 1


def _with_context(passage: Passage, number: int) -> str:
    """The sentence, with the one before when it cannot be understood without it, or was the answer itself."""
    sentence = passage.sentences[number]
    short = len(content_words(sentence)) < MIN_WORDS
    opened = number == 1 and _opens(passage, 0)
    if number == 0 or not (opened or short or _REFERS_BACK.match(sentence)):
        return sentence
    end = passage.text.find(sentence) + len(sentence)
    start = passage.text.rfind(passage.sentences[number - 1], 0, end - len(sentence))
    return passage.text[start:end] if start >= 0 else sentence


def _rescaled(value: float, values: Sequence[float]) -> float:
    low, high = min(values), max(values)
    return (value - low) / (high - low) if high > low else 1.0


def _says_the_same(text: str, other: str) -> bool:
    words, others = set(stems(text)), set(stems(other))
    return text in other or other in text or len(words & others) >= _NEAR * max(1, min(len(words), len(others)))
