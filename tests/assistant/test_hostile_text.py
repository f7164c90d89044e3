"""No text holds the reader: a pattern that tries every way to read « ………… » would hold the whole process with it."""

import subprocess
import sys

PIECES = (
    "a", "1", "1 ", ".", "...", ",", " ", "\n", "-", "- ", "'", "l'", "(", "/", "@", "a@", "a.b", "é", "½", "⑽", "ﷺ",
    "日", "😀", "\u0301", "\u200b", "et ", "mais ", "la ", "ok ", "oui", "je ", "ma collègue ", "Mme ", "Mme Durand ",
    "Dr Martin ", "Claire Durand ", "patient Claire ", "né le ", "06 ", "06", "1 85 03 ", "mi-temps ", "0,5 ", "1/2 ",
    "35 h ", "35 ans ", "700 patients ", "P90 ", "P50-P70 ", "entre 5 et ", "12/12/", "le 1er mai 2023 ", "mai 2023 ",
    "2023 ", "3e année ", "vingt ", "quatre-vingt", "cent ", "mille ", "5 MG + ", "XIV", "k€ ", "dans le 22 ",
    "la somme ", "secteur ", "avenant ",
)  # fmt: skip

READING = """
import random, sys
from datetime import date
from assistant.conversation import is_private, take_turn
from assistant.turn import State
asked = (
    State(about="aid.amounts/general", asked=("percentile",)),
    State(about="eligibility.doctor/general", asked=("secteur",)),
)
pieces, chance = sys.argv[1:], random.Random(0)
for repeated in [*pieces, *("".join(chance.sample(pieces, 3)) for _ in range(100))]:
    text = (repeated * 4_000)[:4_000]
    is_private(text)
    for state in (State(), *asked):
        take_turn(state, text, date(2026, 11, 28))
"""


def test_every_text_is_read_to_its_end() -> None:
    """In another process, which can be stopped: four minutes are far more than all of them take together."""
    subprocess.run([sys.executable, "-c", READING, *PIECES], check=True, timeout=240)


ASKING = """
from assistant.polarity import affirmed
for run in (" ,.", "?", " ?", "?,"):
    affirmed("a" + run * 100_000 + "a ?")
"""


def test_a_run_of_stops_is_read_once() -> None:
    """Tried from each of its letters, it would take half an hour."""
    subprocess.run([sys.executable, "-c", ASKING], check=True, timeout=120)
