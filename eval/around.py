"""How often what stands around a question changes what is heard in it: `python -m eval.around [ABOUT_HOW_MANY]`.

Single questions of strangers (`eval.exchanges`), each heard as it was written, then said otherwise: with courtesies,
after a fact told, without its punctuation, in capitals. Nothing is asked of the sheets.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from assistant.encoder import load_encoder
from assistant.hearing import hear
from assistant.reader import Reader
from assistant.understanding import understand
from eval.bank import TODAY
from eval.exchanges import authors
from french import bare

SAID: dict[str, Callable[[str], str]] = {
    "courtesies around it": lambda asked: (
        f"Bonjour, je me permets une question. {asked} Merci d’avance pour votre réponse."
    ),
    "an opening": lambda asked: f"alors voilà, dites-moi, {asked[0].lower()}{asked[1:]}",
    "a fact before it": lambda asked: f"Je suis généraliste en secteur 1 avec 1 100 patients médecin traitant. {asked}",
    "a fact after it": lambda asked: f"{asked} Je suis cardiologue en secteur 2 OPTAM.",
    "no accents nor punctuation": lambda asked: re.sub(r"[?!.;:«»\"]+(?=\s|$)", "", bare(asked)),
    "capitals": str.upper,
}


def main(most: int) -> None:
    """Print, for each way of saying them, how many of the questions are heard otherwise."""
    asked = [exchange.turns[0].say for one in authors() for exchange in one.exchanges if len(exchange.turns) == 1]
    reader = Reader(load_encoder)
    meant = {question: _heard(question, reader) for question in asked[:: max(1, len(asked) // most)]}
    for name, say in SAID.items():
        moved = sum(_heard(say(question), reader) != labels for question, labels in meant.items())
        sys.stdout.write(f"{name}: {moved} of {len(meant)} heard otherwise ({moved / len(meant):.1%})\n")


def _heard(text: str, reader: Reader) -> list[str]:
    return [ask.label for ask in hear(text, understand(text, TODAY), None, reader).asks]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
