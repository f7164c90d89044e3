"""Documents → passages: paragraph-sized, under their heading, tables row by row with the column names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.outline import HEADING, is_bullet, logical_lines
from rag.passages import Document, Passage
from rag.sentences import split_sentences
from rag.tables import cells_of, is_row, is_rule, names_columns, row_text

FORMAT = 1
# Paragraphs are gathered up to TARGET characters and cut only above LIMIT: about 120 and 230 French words.
# What remains under a heading joins the passage before when it is shorter than TAIL.
TARGET = 700
LIMIT = 1400
TAIL = 250
# The model reads 512 tokens, prefix and markers included; a passage is cut before that by a prudent estimate.
MAX_TOKENS = 500
_WORD = re.compile(r"[^\W\d_]+|\d|[^\w\s]")
_UNDER = " › "
_MARKUP = re.compile(r"\*\*|__|`|\[\^[^\]\s]+\](?!:)")  # the last one: a reference to a footnote


@dataclass(frozen=True)
class Block:
    """A paragraph, a list item or a table row, and the heading it stands under."""

    heading: str
    text: str
    row: bool = False
    cut: bool = False  # a piece of a longer paragraph, complete as it is


def split_document(document: Document) -> list[Passage]:
    """The passages of a document, in reading order."""
    passages = []
    for number, group in enumerate(_groups(list(_blocks(document.text)))):
        text, sentences = _text(group), tuple(sentence for block in group for sentence in _sentences(block))
        passages.append(
            Passage(
                id=f"{document.id}#{number}",
                document=document.id,
                title=document.title,
                heading=group[-1].heading,
                text=text,
                sentences=sentences or (text,),
                sources=tuple(document.sources_of(text)),
                regimes=tuple(document.regimes),
                topics=tuple(document.topics),
                valid_from=document.valid_from,
                valid_to=document.valid_to,
                local=document.local,
                questions=_questions(document, group[-1].heading.rpartition(_UNDER)[2]),
            )
        )
    return passages


def _questions(document: Document, heading: str) -> tuple[str, ...]:
    """Those written for what stands under a heading; of a document of the staff, the heading that is one."""
    asked = (heading,) if document.local and heading.endswith("?") else ()
    return tuple(document.questions_of(heading)) or asked


def estimate_tokens(text: str) -> int:
    """A prudent count of the model's tokens, without the model: 3 letters a token, each digit and sign one."""
    return sum(-(-len(match[0]) // 3) for match in _WORD.finditer(text))


def _sentences(block: Block) -> list[str]:
    return [block.text] if block.row else split_sentences(block.text)


def _groups(blocks: list[Block]) -> list[list[Block]]:
    groups: list[list[Block]] = []
    for block in blocks:
        if groups and _fits(groups[-1], block):
            groups[-1].append(block)
        else:
            groups.append([block])
    joined: list[list[Block]] = []
    for group in groups:
        if joined and (_is_tail(joined[-1], group) or _is_title(joined[-1], group)):
            joined[-1].extend(group)
        else:
            joined.append(group)
    return joined


def _fits(group: list[Block], block: Block) -> bool:
    """Whether the block goes on the passage; a list stays with the line that introduces it, and leaves a table."""
    text = _text([*group, block])
    if block.heading != group[0].heading or block.cut or estimate_tokens(text) > MAX_TOKENS:
        return False
    if group[-1].row and (is_bullet(block.text) or block.text.endswith(":")) and not block.row:
        return False
    introduced = group[-1].text.endswith(":") and not group[-1].row
    return len(text) <= (LIMIT if introduced else TARGET)


def _is_tail(before: list[Block], group: list[Block]) -> bool:
    text = _text([*before, *group])
    same = before[0].heading == group[0].heading and before[-1].row == group[0].row
    return same and len(_text(group)) < TAIL and _short_enough(text)


def _is_title(before: list[Block], group: list[Block]) -> bool:
    """A heading with nothing under it says nothing alone: it goes on top of what follows."""
    text = _text([*before, *group])
    return len(before) == 1 and before[0].text == before[0].heading and _short_enough(text)


def _text(group: list[Block]) -> str:
    return "\n".join(block.text for block in group)


def _blocks(text: str) -> Iterator[Block]:
    headings: list[tuple[int, str]] = []
    header: list[str] = []
    in_table = False
    lines = logical_lines(text)
    for index, line in enumerate(lines):
        where = _UNDER.join(name for level, name in headings if level > 1)
        if title := HEADING.match(line):
            level = len(title[1])
            headings = [*(h for h in headings if h[0] < level), (level, _plain(title[2]))]
        elif is_row(line):
            ruled = any(map(is_rule, lines[index + 1 : index + 2]))
            cells = [_plain(cell) for cell in cells_of(line)]
            if ruled or (not in_table and not is_rule(line) and names_columns(cells)):
                header = cells
            elif not is_rule(line):
                yield from _cut(Block(where, row_text(cells, header), row=True))
        elif any(map(str.isalnum, line)):
            yield from _cut(Block(where, _plain(line)))
        in_table = is_row(line)


def _plain(markdown: str) -> str:
    return _MARKUP.sub("", markdown).strip()


def _cut(block: Block) -> Iterator[Block]:
    """The block, or several where it is longer than a passage may be."""
    if _short_enough(block.text):
        yield block
        return
    piece = ""
    for part in _parts(block.text):
        joined = f"{piece} {part}".strip()
        if piece and (len(joined) > TARGET or estimate_tokens(joined) > MAX_TOKENS):
            yield Block(block.heading, piece, block.row, cut=True)
            joined = part
        piece = joined
    yield Block(block.heading, piece, block.row, cut=True)


def _parts(text: str) -> Iterator[str]:
    """Sentences; one too long by itself (a list without stops, a dump) is cut between words, then anywhere."""
    for sentence in split_sentences(text) or [text]:
        yield from [sentence] if _short_enough(sentence) else re.findall(r"\S{1,100}", sentence)


def _short_enough(text: str) -> bool:
    return len(text) <= LIMIT and estimate_tokens(text) <= MAX_TOKENS
