"""French sentences: where one ends, in prose that is full of abbreviations, decimals and quotation marks."""

import re

# A full stop after one of these words does not end a sentence (a single capital is an initial: "J.-D. Broissiat").
_ABBREVIATIONS = frozenset(
    """art al av bd cf chap dr dre drs ed env etc ex fig ibid janv févr avr juil sept oct nov déc m mm mme mmes mlle me
    min max n no nb obs op p pp pr prof réf ref ste st suiv tél vol vs""".split()
)
_END = re.compile(r"(?P<stop>[.!?…]+)(?P<close>(?:[\s\u00a0\u202f]*[»”\"’)\]])*)(?=\s|$)")
_LAST_WORD = re.compile(r"([\w-]+)$")
_LETTER = re.compile(r"\w")


def split_sentences(paragraph: str) -> list[str]:
    """Cut a paragraph into sentences, each a verbatim slice of it, stripped."""
    sentences, start = [], 0
    for match in _END.finditer(paragraph):
        if _ends_sentence(paragraph, match):
            sentences.append(paragraph[start : match.end()].strip())
            start = match.end()
    sentences.append(paragraph[start:].strip())
    return [sentence for sentence in sentences if _LETTER.search(sentence)]


def _ends_sentence(paragraph: str, match: re.Match[str]) -> bool:
    following = paragraph[match.end() :].lstrip()
    if following[:1].islower():  # "etc. et", "M. le docteur", "« Pourquoi ? » demande-t-elle"
        return False
    if match["stop"] != "." or match["close"]:
        return True
    word = _LAST_WORD.search(paragraph[: match.start()])
    if word is None:
        return True
    text = word[1].rpartition("-")[2]
    initial = len(text) == 1 and text.isupper()
    return not (initial or (text.lower() in _ABBREVIATIONS and following))
