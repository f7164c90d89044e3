"""Whether the language model that is to hear questions can: reachable, in the form asked for, in French, in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from statistics import median
from time import perf_counter

from assistant.heard import Act, Listened
from assistant.hearing import hear
from assistant.listening.listener import Reads, listener
from assistant.listening.second import Second
from assistant.listening.shortlist import name
from assistant.reader import WORDS_ALONE
from assistant.understanding import understand
from cli.checks.finding import Told, bad, good, watch
from french import counted, number
from ui.settings import Settings

QUESTIONS = {  # each with its topic
    "Un temps plein, ça ferait combien la première année\u00a0?": "aid.amounts",
    "Je suis cardiologue en secteur 2 sans OPTAM, j’y ai droit\u00a0?": "eligibility.doctor",
    "Ma secrétaire peut-elle devenir assistante médicale\u00a0?": "contract.secretary",
    "Combien d’heures de formation doit-elle suivre\u00a0?": "training.hours",
    "L’assistante peut-elle prendre la tension\u00a0?": "missions.consultation",
}
ENOUGH = 4  # of them, heard rightly
_PATIENCE = 30.0  # seconds: a model that is being loaded answers late, once


def listens(given: Settings) -> Iterator[Told]:
    """Ask the model what it hears in five questions, where it is to hear those of doctors."""
    key = given.llm_api_key.get_secret_value() if given.llm_api_key else None
    asked = listener(given.llm_reads, given.llm, given.llm_base_url, key, max(_PATIENCE, given.llm_reads_timeout))
    if asked is None:
        return
    asked.reads = Reads.ALWAYS
    asked.warm_up()
    right, seconds = 0, list[float]()
    for text, topic in QUESTIONS.items():
        start = perf_counter()
        ours = hear(text, understand(text, date.today()), None, WORDS_ALONE)
        heard = asked.second(text, None, ours, WORDS_ALONE, ask=True)
        seconds.append(perf_counter() - start)
        if isinstance(heard, Second) and heard.act is Act.ASK and heard.labels:
            fits = heard.labels[0].startswith(f"{topic}/")
            right += fits
            told = f"«\u00a0{text}\u00a0»\u00a0: entend «\u00a0{name(heard.labels[0])}\u00a0»"
            yield good(told) if fits else watch(told, f"Attendu\u00a0: «\u00a0{name(topic)}\u00a0».")
        elif isinstance(heard, Listened) and heard.outcome in ("late", "resting"):
            told = f"{given.llm} n’a pas répondu, ou pas dans la forme demandée\u00a0: notre lecture restera seule"
            mend = "Vérifiez qu’il est démarré, sa clé, et qu’il accepte un schéma JSON\u00a0; sinon AM_LLM_READS=off."
            yield bad(told, mend)
            return
        else:
            yield watch(
                f"«\u00a0{text}\u00a0»\u00a0: réponse inutilisable, notre lecture aurait servi",
                "Essayez un autre modèle.",
            )
    yield _summed_up(right, median(seconds), given)


def _summed_up(right: int, middle: float, given: Settings) -> Told:
    heard = f"{given.llm} entend comme il faut {counted(right, 'question', 'questions')} sur {len(QUESTIONS)}"
    told = f"{heard}, en {number(Decimal(f'{middle:.1f}'))} s"
    if right < ENOUGH:
        return watch(told, "Choisissez un modèle plus grand, ou AM_LLM_READS=off.")
    if middle > given.llm_reads_timeout:
        limit = number(Decimal(str(given.llm_reads_timeout)))
        late = f"Trop lent pour AM_LLM_READS_TIMEOUT ({limit} s)\u00a0: il ne serait jamais attendu."
        return watch(told, late)
    return good(told)
