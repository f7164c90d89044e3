"""What a search finds, and the words of it that are shown."""

from dataclasses import dataclass

from rag.passages import Passage


@dataclass(frozen=True)
class Hit:
    """A passage found, with what is needed to decide whether it answers."""

    passage: Passage
    score: float  # the mix, 0 to 1, less the penalty: ranks within one search, means nothing between two
    current: bool  # in force on the asked date, or of an asked regime
    dense_cosine: float | None  # of the passage; None in lexical search. e5 lives between .78 and .90: not a percentage
    question_cosine: float | None  # of the nearest question it answers; None where it has none, or in lexical search
    sentence_scores: tuple[float, ...]  # of each sentence of the passage: cosine, or coverage in lexical search
    lexical_score: float  # BM25, 0 where no term is shared
    lexical_coverage: float  # share of the query's stems that the passage and its title hold
    # By the tuned model, of a passage of the staff: its cosine, then those of its sentences. The scale is not e5's.
    local_cosines: tuple[float, ...] = ()


@dataclass(frozen=True)
class Quote:
    """Words of a passage: `text` is a substring of `passage.text`."""

    text: str
    passage: Passage
    score: float  # 0 to 1, comparable within one call only
