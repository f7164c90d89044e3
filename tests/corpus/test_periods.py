"""When the texts were in force: a sheet that names no last day ends with those it speaks of."""

from collections import Counter, defaultdict
from datetime import date

from corpus import Period, ending, load_corpus

LAST = date(2028, 12, 31)


def test_a_sheet_without_a_last_day_ends_with_its_texts() -> None:
    ours = load_corpus()
    open_to = Counter(sheet.regimes for sheet in ours.documents if sheet.regimes and not sheet.valid_to)
    closed = open_to.most_common(1)[0][0]  # today, the convention of 2024 alone
    periods: defaultdict[str, Period] = defaultdict(
        lambda: (None, None), {text: (date(2024, 6, 22), LAST) for text in closed}
    )
    for before, after in zip(ours.documents, ending(ours, periods).documents, strict=True):
        ends = before.regimes and set(before.regimes) <= set(closed)
        assert after.valid_to == (before.valid_to or (LAST if ends else None)), after.id
    assert any(sheet.valid_to == LAST for sheet in ending(ours, periods).documents)
    assert ending(ours, defaultdict(lambda: (None, None))).documents == ours.documents
