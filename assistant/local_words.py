"""What the documents of the staff say: searched apart from our sheets, quoted in a frame, never in our voice."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile, zip_longest
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import french
from assistant import shown
from assistant.answer import Citation, Part, PartKind
from assistant.answering import ENOUGH, confidence, rarity, theirs_alone, told, worded
from assistant.contradictions import Contradiction
from assistant.explanation import LONGEST, Explanation
from assistant.messages import MESSAGES
from assistant.our_cpts import OurCpts
from assistant.reading.cpts import (
    asks_for_a_contact,
    names_the_cpts,
    names_who_pays,
    tells_whom,
    without_the_cpts,
)
from corpus import Corpus, written
from french import HARD, bare
from rag.attributes import written_on
from rag.chunking import split_document
from rag.hit import Hit, Quote
from rag.passages import Passage
from rag.sentences import split_sentences
from rag.words import stems

if TYPE_CHECKING:  # rag brings numpy and the vector store: figure answers start without them
    from rag import Retriever

OF_THE_CPTS = -4.0  # log-odds from which a passage answers a question that is known to be about the CPTS
ANYHOW = -inf  # nearer than our sheets
PERHAPS_THEIRS, SURELY_THEIRS = -2.0, -1.0  # where a rule may answer too: it then comes after, or not at all
# Nearness: the cosine of the passage under its title, that of its best sentence, and what is added to them below.
NEAR = 0.2  # another passage is quoted where it ranks as near as this to the first
MOST = 3
WHOM = 0.03  # more where the question asks for a contact, and it gives one
READ = 30  # passages compared
# More by the share of the question’s words that the passage holds, since people name things and rows of a table are
# short, and by its length: beside two cosines, a heading would come before what it is over.
WORDED, LONGER = 0.15, 0.0003  # of all words; of each word of the passage
# Among theirs alone: what the passage, then its best sentence, tells of the question, each word by how few of their
# passages hold it; added to two cosines of the tuned model, or of the other where it is not the bundled one.
RARE = 0.2
_AMOUNT = re.compile(r"\d\s?(?:€|euros?\b)")
_REPLY = re.compile(r"\W*(?:oui|non)\b", re.IGNORECASE)
# What opens a sentence that means nothing without the one before: « Elle est versée… ».
_LEANING = re.compile(
    r"\W*(?:ils?|elles?|ce(?:s|t|tte|la|ci|lui|lles?|ux)?|c['’]|son|sa|ses|leurs?|mais|puis|toutefois|cependant|pourtant|"
    r"sinon|de plus|en plus|en outre|ensuite|ainsi|donc|soit|et|or|car|par exemple|par conséquent|autrement dit|"
    r"dans ce cas)\b",
    re.IGNORECASE,
)
DATED = 8  # words of a line that says the day of its document
SAYING = 4  # words beside its title and heading, from which a passage says something


@dataclass(frozen=True, slots=True)
class Theirs:
    """A passage of the staff, the log-odds that it answers (see ``answering``), and how near it is.

    ``nearness`` is on the scale of our own sheets, to which it is compared; ``rank`` is among theirs alone.
    """

    quote: Quote
    confidence: float
    nearness: float
    rank: float
    alone: bool = False  # it holds a word of the question that none of our sheets does
    ranked: bool = False  # by the tuned model
    best: str = ""  # the sentence of it that answers best
    contradictions: Sequence[Contradiction] = ()


class _Way(NamedTuple):
    """A passage, as one wording of the question finds it."""

    odds: float
    nearness: float
    rank: float
    hit: Hit


def passages(corpus: Corpus) -> list[Passage]:
    """Return the passages of the documents of the staff, as these are now: the index may be older."""
    return [passage for document in corpus.documents if document.local for passage in split_document(document)]


def search(
    question: str, retriever: Retriever, known: Sequence[Passage], cpts: OurCpts, on: date,
    regimes: frozenset[str] | None,
) -> list[Theirs]:  # fmt: skip
    """Return the passages nearest to a question among the ``known``, best first; a mere title or heading is none.

    The name of the CPTS is in all of its documents: each is judged with it and without.
    """
    said = {(passage.document, passage.text) for passage in known if _says_something(passage)}
    ids = {document for document, _ in said}
    whom = asks_for_a_contact(question)
    strange = theirs_alone(written(question), retriever)
    found: dict[str, list[Theirs]] = {}
    for words in dict.fromkeys((question, _naming(question, cpts.name))):
        asked = written(words)
        alone = written(without_the_cpts(words, cpts.name)) or asked
        hits: dict[str, list[_Way]] = {}
        for text in dict.fromkeys((alone, asked)):
            shares = rarity(text, retriever)
            for odds, hit in _hits(text, retriever, on, regimes, ids):
                if (hit.passage.document, hit.passage.text) in said:
                    near = nearness_of(text, hit, odds)
                    hits.setdefault(hit.passage.id, []).append(_Way(odds, near, rank_of(hit, near, text, shares), hit))
        for id, several in hits.items():
            if len(several) == len({alone, asked}):
                found.setdefault(id, []).append(_judged(several, strange, whom=whom))
    judged = [
        replace(
            max(ways, key=lambda way: way.confidence),
            nearness=sum(way.nearness for way in ways) / len(ways),
            rank=sum(way.rank for way in ways) / len(ways),
        )
        for ways in found.values()
    ]
    return sorted(judged, key=lambda item: (-item.nearness, item.quote.passage.id))


def _hits(
    text: str, retriever: Retriever, on: date, regimes: frozenset[str] | None, ids: Collection[str]
) -> Iterator[tuple[float, Hit]]:
    """The passages nearest to a text, each with the log-odds that it answers."""
    hits = retriever.search(text, READ, on, regimes, ids)
    for hit, following in zip_longest(hits, hits[1:]):
        ahead = hit.score - following.score if hit is hits[0] and following else 0.0
        yield confidence(text, hit, retriever, ahead), hit


def _naming(question: str, name: str) -> str:
    """The clause that names the CPTS, where others lead to it: « pas de trésorerie ce mois-ci, la CPTS avance ? »."""
    clauses = [clause for clause in re.split(r"[,;:.?!]+\s", question) if names_the_cpts(clause, name)]
    return clauses[-1] if clauses and without_the_cpts(clauses[-1], name) else question


def nearness_of(asked: str, hit: Hit, odds: float) -> float:
    """Return how near a passage is to what is asked; ``odds``: that it answers, all there is without a model."""
    if hit.dense_cosine is None:
        return odds / 10
    longer = LONGER * len(hit.passage.text.split())
    return hit.dense_cosine + max(hit.sentence_scores) + WORDED * worded(asked, hit) + longer


def rank_of(hit: Hit, near: float, asked: str, shares: Mapping[str, float]) -> float:
    """Return by what a passage is told before another of theirs; without a model, how ``near`` it is.

    ``shares``: those of the words that are asked (see ``rarity``).
    """
    if hit.dense_cosine is None:
        return near
    words = told(shares, hit.passage.worded_text) + max(told(shares, sentence) for sentence in hit.passage.sentences)
    if hit.local_cosines:
        passage, *sentences = hit.local_cosines
        return passage + max(sentences) + RARE * words
    return near - WORDED * worded(asked, hit) + RARE * words


def _judged(several: Sequence[_Way], strange: frozenset[str], *, whom: bool) -> Theirs:
    """A passage, by what the question gives with the name and without."""
    hit, count = several[0].hit, len(several)
    alone = bool(strange) and not strange.isdisjoint(stems(hit.passage.worded_text))
    more = WHOM if whom and tells_whom(hit.passage.text) else 0
    return Theirs(
        _quote(hit),
        sum(way.odds for way in several) / count,
        sum(way.nearness for way in several) / count + more,
        sum(way.rank for way in several) / count + more,
        alone,
        bool(hit.local_cosines),
        _best(hit),
    )


def names_what_they_alone_do(found: Sequence[Theirs]) -> bool:
    """Whether one of the nearest passages holds a word of the question that none of our sheets does."""
    return any(item.alone for item in found[:MOST])


def explained(found: Sequence[Theirs], corpus: Corpus) -> Explanation:
    """Return passages of the staff as an explanation, each a framed part."""
    quotes = tuple(item.quote for item in found)
    parts = tuple(_framed(item, corpus) for item in found)
    citations = [_cited(quote, corpus) for quote in quotes]
    return Explanation("", citations, quotes[0].passage.title, answered=True, quotes=quotes, framed=parts)


def contacts(cpts: OurCpts) -> Explanation | None:
    """Return whom the settings of the site name, framed; ``None`` where they name nobody."""
    told = MESSAGES["our_cpts"]
    if not cpts.contacts():
        return None
    part = Part(kind=PartKind.LOCAL, title=told["contacts"], text=cpts.contacts(), origin=told["settings"])
    return Explanation("", [], cpts.name, answered=True, framed=(part,))


def near(found: Sequence[Theirs], enough: float) -> list[Theirs]:
    """Return those that answer, best first: where none is sure, one more to read than to miss."""
    if not any(item.confidence >= enough for item in found[:MOST]):
        return []
    first = sorted(found, key=lambda item: -item.rank)[:MOST]
    if enough >= ENOUGH:
        return [item for item in first if item.confidence >= enough][: MOST - 1]
    return [item for item in first if item.rank >= first[0].rank - NEAR]


def amounts_first(found: Sequence[Theirs]) -> list[Theirs]:
    """Return passages with those that say how much the CPTS gives before the others: a catch phrase is as near."""
    return sorted(found, key=lambda item: not _AMOUNT.search(item.quote.text) or names_who_pays(item.quote.text))


def without_what_differs(item: Theirs) -> Theirs | None:
    """Return a passage without the sentences that say otherwise than the rules; ``None`` where one is what answers.

    What is left is one piece of the document, around the sentence that answers best: it is quoted as it stands.
    """
    hidden = {contradiction.said for contradiction in item.contradictions}
    whole = item.quote.text
    if any(_REPLY.match(said) for said in hidden):  # what follows a wrong « Oui » is its reasons
        return None
    for place, piece in enumerate(re.split("|".join(map(re.escape, sorted(hidden, key=len, reverse=True))), whole)):
        kept = _of_itself(piece) if place else piece.strip()
        if item.best in kept and _says_something(replace(item.quote.passage, text=kept)):
            return replace(item, quote=replace(item.quote, text=kept), contradictions=())
    return None


def _of_itself(text: str) -> str:
    """What comes after a sentence that is hidden, without those that lean on it, on its line or on the next ones."""
    after = 0
    sentences = (sentence for line in text.splitlines() for sentence in split_sentences(line))
    for leaning in takewhile(_LEANING.match, sentences):
        after = text.index(leaning, after) + len(leaning)
    return text[after:].strip()


def said_otherwise(found: Iterable[Theirs]) -> Iterator[Contradiction]:
    """Yield what these passages say otherwise than the rules."""
    return (contradiction for item in found for contradiction in item.contradictions)


def _cited(quote: Quote, corpus: Corpus) -> Citation:
    """A document of the staff is its own source."""
    source = corpus.sources[quote.passage.document]
    return shown.citation(source, quote=quote.text, document=source.id, score=round(quote.score, 4))


def _framed(item: Theirs, corpus: Corpus) -> Part:
    passage, text = item.quote.passage, item.quote.text
    heading = passage.heading.rpartition(" › ")[2]
    if item.contradictions:
        said = " ".join(dict.fromkeys(one.said for one in item.contradictions))
        text = f"{MESSAGES['differs'].format(said=said)}\n\n{MESSAGES['followed']}"
    elif heading.endswith("?") and not text.startswith(heading):
        text = f"**{heading}** {text}"
    source = corpus.sources.get(passage.document)
    told = [passage.title if heading.endswith("?") or not heading else f"{passage.title}, «{HARD}{heading}{HARD}»"]
    told += [source.publisher] if source else []
    told += [french.partial_day(source.published) if source and source.published else "sans date"]
    return Part(
        kind=PartKind.LOCAL, title=MESSAGES["local"], text=text, origin=", ".join(told),
        document=passage.document, differs=bool(item.contradictions),
    )  # fmt: skip


def _quote(hit: Hit) -> Quote:
    """The whole passage; of a long one, from the sentence that answers best on."""
    quote = Quote(hit.passage.text, hit.passage, hit.score)
    if sum(any(map(str.isalnum, word)) for word in quote.text.split()) <= LONGEST:  # signs of a table are no words
        return quote
    start = hit.passage.text.find(_best(hit))
    return replace(quote, text=_cut(hit.passage.text[max(start, 0) :]))


def _best(hit: Hit) -> str:
    """The sentence that answers best."""
    scores = hit.local_cosines[1:] or hit.sentence_scores
    return max(zip(scores, hit.passage.sentences, strict=True), key=lambda scored: scored[0])[1]


def _cut(text: str, most: int = 90) -> str:
    """The beginning of a text, to the end of the line or sentence that reaches ``most`` words."""
    kept = ""
    for line in text.splitlines():
        for sentence in split_sentences(line) or [line]:
            end = text.find(sentence, len(kept)) + len(sentence)
            if kept and len(text[:end].split()) > most:
                return kept
            kept = text[:end]
    return kept


def _says_something(passage: Passage) -> bool:
    """Whether a passage says more than its title and heading: a heading alone is no answer."""
    above = set(bare(f"{passage.title} {passage.heading}").split())
    beside = [word for word in bare(passage.text).split() if word not in above and any(map(str.isalnum, word))]
    if len(beside) <= DATED and written_on(passage.text, date.max):
        return False
    told = any(char.isdigit() for word in beside for char in word) or passage.text.rstrip().endswith((".", "!"))
    return len(beside) >= SAYING or bool(beside and told)
