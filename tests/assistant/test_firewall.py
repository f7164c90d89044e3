import random
from datetime import date
from decimal import Decimal
from time import perf_counter

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from number_words import in_words, spellings

from assistant.firewall import Proofs, numbers_in, unproved
from assistant.spellings import numbers
from corpus import load_corpus
from eval import extractor
from eval.numbers import extract

NOTHING = Proofs(frozenset(), frozenset())
LABELLED = yaml.safe_load(extractor.LABELLED.read_text("utf-8"))  # recall is measured on it by the evaluation
NUMBER_FREE: list[str] = LABELLED["without"]["plain"]
CARRIERS = ("L’aide est de {} pour le cabinet.", "{} : voilà ce que verse la caisse.", "La caisse (CPAM) verse {}")

# --- a model's text: any number in any spelling ---

counted = {"spellings": 0}


def left_over(text: str, number: str) -> str:
    """What of ``number`` no found span covers: a reader, or a model shown the mask, would still see it."""
    start = text.index(number)
    inside = {place for a, b in numbers(text) for place in range(a, b)}
    return "".join(text[place] for place in range(start, start + len(number)) if place not in inside)


@settings(max_examples=200, deadline=None)
@given(number=st.one_of(st.integers(0, 120), st.integers(0, 9_999_999)), dice=st.randoms(use_true_random=False))
def test_no_spelling_of_a_number_escapes(number: int, dice: random.Random) -> None:
    for spelled in spellings(number, dice):
        for carrier in CARRIERS:
            counted["spellings"] += 1
            rest = left_over(carrier.format(spelled), spelled)
            assert not any(map(str.isalnum, rest)), (spelled, rest)


@pytest.mark.parametrize("number", ["quaranтe eт un", "vingt ет un", "trente еt un"])  # « т », « е »: Cyrillic
def test_a_foreign_letter_ends_no_number(number: str) -> None:
    assert left_over(f"La caisse verse {number}", number) == ""


def test_at_least_ten_thousand_spellings_were_tried(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{counted['spellings']} generated spellings, none escaped")  # noqa: T201 - the measure is the point
    assert counted["spellings"] >= 10_000 or counted["spellings"] == 0  # 0 when this test runs alone


@given(text=st.text(alphabet=st.characters(), max_size=80))
def test_any_text_is_read_and_its_mask_holds_no_number(text: str) -> None:
    spans, end, masked = numbers(text), 0, ""
    for start, stop in spans:
        assert end <= start < stop
        masked, end = f"{masked}{text[end:start]}¤,", stop
    assert not any(unicode.isdigit() for unicode in masked + text[end:])


@pytest.mark.parametrize(
    "text", ["un", "cent", "mille-", "a-", "cinqsixseptun", "ivx", "_", "&", "1 ", "plus de ", "a."]
)
def test_no_text_takes_long_to_read(text: str) -> None:
    start = perf_counter()
    numbers(text * (4000 // len(text)) + "z")
    assert perf_counter() - start < 30  # what grows as a power of the length takes hours


@pytest.mark.parametrize("sentence", NUMBER_FREE)
def test_a_sentence_without_number_raises_no_alarm(sentence: str) -> None:
    assert [sentence[start:stop] for start, stop in numbers(sentence)] == []


# --- our own texts: names are names, small words are grammar, the rest is proved or refused ---


@settings(max_examples=300, deadline=None)
@given(number=st.integers(10, 999_999))
def test_our_own_texts_are_read_in_the_spellings_we_use(number: int) -> None:
    proofs = Proofs(frozenset({Decimal(number)}), frozenset())
    for spelled in (
        f"{number}",
        f"{number:,}".replace(",", "\u202f"),
        f"{number:,}".replace(",", " "),
        in_words(number),
    ):
        text = f"L’aide est de {spelled}\u202f€ par contrat."
        assert unproved(text, proofs) == []
        assert unproved(text, NOTHING), text
        assert unproved(text, Proofs(frozenset({Decimal(number + 1)}), frozenset())), text


@pytest.mark.parametrize(
    "text",
    [
        "38 k€", "38k", "38 mille euros", "dix-neuf mille", "une trentaine de patients", "des centaines", "３８ €",
        "٣٨ €", "3&#56; €", "3\u200b8 €", "3\u00ad8 €", "le 3 mai 2025", "03/05/2025", "2025-05-03", "en mai 2025",
        "en 2025", "05/2025", "17 h 15", "1,5 million", "三十",
    ],
)  # fmt: skip
def test_an_unproved_number_of_ours_is_found(text: str) -> None:
    assert unproved(f"Il s’agit de {text}.", Proofs(frozenset({Decimal(50)}), frozenset({date(2024, 6, 22)})))


@pytest.mark.parametrize(
    "text",
    [
        "l’avenant 7", "la convention 2024", "secteur 2", "P95", "0,5 ETP", "1re année", "les deux cas",
        "trois missions", "la moitié", "article L. 4130", "un tiers de la file", "n° 12", "sur 5 ans",
        "la deuxième année",
    ],
)  # fmt: skip
def test_names_and_small_words_are_not_figures(text: str) -> None:
    proofs = Proofs(frozenset({Decimal(4130)}), frozenset())
    assert unproved(f"Il s’agit de {text}.", proofs) == []


@pytest.mark.parametrize("text", ["22 juin 2024", "22/06/2024", "2024-06-22", "juin 2024", "06/2024", "2024"])
def test_a_proved_day_may_be_written_in_any_way(text: str) -> None:
    assert unproved(f"Depuis {text}.", Proofs(frozenset(), frozenset({date(2024, 6, 22)}))) == []


def test_a_quotation_proves_itself_only() -> None:
    proofs = Proofs(frozenset(), frozenset(), ("L’aide est de 19 000 €.",))
    assert unproved("L’aide est de 19 000 €.", proofs) == []
    assert unproved("L’aide est de 19 000 €. Soit 38 000 €.", proofs) == ["38 000"]


def test_numbers_of_the_reader_are_read_as_values() -> None:
    assert numbers_in("1,4k patients, 17 h 30, vingt-cinq et 38 k€") == {
        Decimal("1400"), Decimal("17.5"), Decimal(25), Decimal(38000),
    }  # fmt: skip


def test_what_a_second_reader_finds_in_the_corpus_is_masked() -> None:
    """The evaluation reads numbers with code of its own: after the mask, it must find none."""
    total, left = 0, []
    for document in load_corpus().documents:
        masked, end = "", 0
        for start, stop in numbers(document.text):
            masked, end = f"{masked}{document.text[end:start]}¤,", stop
        left += [str(number) for number in extract(masked + document.text[end:])]
        total += len(extract(document.text))
    assert total > 1000
    assert left == []
