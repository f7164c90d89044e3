"""A passage of one of our sheets is told as ours, with what carries each of its sentences."""

import re

from assistant import installation
from assistant.explanation import quoted
from corpus import Corpus


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _headings(corpus: Corpus) -> list[tuple[str, str]]:
    return [
        (document.id, heading)
        for document in corpus.documents[:40]
        for heading in re.findall(r"^## (.+)$", document.text, flags=re.M)
        if corpus.paragraph(document.id, heading)
    ]


def test_each_sentence_of_a_passage_is_carried_by_what_the_sheet_says() -> None:
    _, corpus = installation.load()
    for sheet, heading in _headings(corpus):
        for extract in quoted(sheet, heading, corpus).extracts:
            assert extract.document == sheet
            assert "".join(_letters(span.text) for span in extract.spans) == _letters(extract.text), heading
            carrying = {source for span in extract.spans for source in span.sources}
            assert carrying == set(extract.sources) <= set(corpus.sources), heading
