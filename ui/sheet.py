"""Passages of our own fact sheets, each sentence followed by what carries it; and those of the staff, in a frame."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

import french
from assistant.answer import Answer, Citation, Extract, Part, PartKind
from french import HARD
from ui.lead import call
from ui.markup import block, blocks, inline

# Marks set in Markdown, which no text holds, become note calls once it is HTML.
_MARK = re.compile("\ue000([\\d,]+)\ue001")


def own_words(answer: Answer, numbers: Mapping[str, int]) -> list[Part]:
    """Return the parts of ``answer``, where the passages of our sheets say what carries them, and that they are ours.

    ``numbers`` are those of the sources. Framed words of the staff, and reworded ones, stay as they are.
    """
    return [
        part.model_copy(update={"text": _marked(part.text, answer, numbers)}) if part.kind is PartKind.QUOTE else part
        for part in answer.parts
    ]


def with_calls(html: str, turn: int, titles: Sequence[str]) -> str:
    """Return ``html`` with a note call in place of each mark; ``titles`` are those of the sources, in order."""

    def calls(match: re.Match[str]) -> str:
        return "".join(call(int(number), turn, titles[int(number) - 1]) for number in match[1].split(","))

    return _MARK.sub(calls, html)


def framed(part: Part, numbers: Mapping[str, int]) -> str:
    """Return the words of a document of the staff in a frame that says what they are, whose, and of when.

    A mark after its name becomes a note call (``with_calls``), where the answer cites it.
    """
    said = "".join(map(block, blocks(part.text)))
    number = numbers.get(part.document or "")
    mark = f"\ue000{number}\ue001" if number else ""
    state = " am-local--differs" if part.differs else ""
    return (
        f'<aside class="am-local{state}" aria-label="{escape(part.title)}"><p class="am-local__title">'
        f"{inline(part.title)}</p><blockquote>{said}</blockquote>"
        f'<p class="am-local__origin">{inline(part.origin)}{mark}</p></aside>'
    )


def headed(extracts: Sequence[Extract]) -> str:
    """Return « Notre fiche « Le second assistant », d’après », before the sources that carry it."""
    named = [f"«{HARD}{escape(title)}{HARD}»" for title in dict.fromkeys(extract.title for extract in extracts)]
    return f"{'Notre fiche' if len(named) == 1 else 'Nos fiches'} {french.listed(named)}, d’après"


def unsaid(answer: Answer) -> list[str]:
    """Return the passages that the answer says in other words, each once: a reader compares."""
    return [
        f'<blockquote class="am-sheet"><p>{inline(extract.text)}</p></blockquote>'
        for extract in answer.extracts
        if extract.text not in answer.text
    ]


def _marked(text: str, answer: Answer, numbers: Mapping[str, int]) -> str:
    kept: list[str] = []
    for paragraph in blocks(text):
        found = [extract for extract in answer.extracts if extract.text in paragraph]
        if found:
            said = paragraph
            for extract in found:
                said = said.replace(extract.text, _carried(extract, numbers))
            ours = f"*Notre fiche «{HARD}{found[0].title}{HARD}», d’après {_who(found[0], answer.citations)}.*"
            if ours in kept:  # another passage of the same sheet: said once, under the last
                kept.remove(ours)
            kept += [said, ours]
        elif not (answer.extracts and paragraph.startswith("*Source")):  # who carries our words did not write them
            kept.append(paragraph)
    return "\n\n".join(kept)


def _carried(extract: Extract, numbers: Mapping[str, int]) -> str:
    text = extract.text
    for span in extract.spans:
        called = ",".join(str(numbers[source]) for source in span.sources if source in numbers)
        last = re.split(r"(?<=[.!?])\s+", span.text.replace("**", "").strip())[-1]
        if called and text.count(last) == 1:
            text = text.replace(last, f"{last}\ue000{called}\ue001")
    return text


def _who(extract: Extract, citations: Sequence[Citation]) -> str:
    names = list(dict.fromkeys(said.publisher for said in citations if said.document == extract.document))
    if not any(names):
        return "aucune source : ce sont nos conseils"
    others = len(names) - 2
    return french.listed([*names[:2], *([french.counted(others, "autre", "autres")] if others > 0 else [])])
