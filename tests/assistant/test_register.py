"""What the page lists to read: the amounts text by text, with the days of each text as they are known."""

from dataclasses import replace
from datetime import date

from answers import TODAY

from assistant.register import register
from assistant.service import Assistant
from rules.dated import Parameters

NEXT = date(2027, 1, 1)


def _captions(assistant: Assistant, *, published: date) -> list[str]:
    """Those of today, where a text that follows the convention of 2024 is published on a day."""
    texts = assistant.parameters["regimes.individuel"]
    *earlier, last = (value for value in texts.values if value.since <= TODAY)
    coming = replace(last, since=NEXT, known_from=published)
    values = (*earlier, replace(last, until=NEXT), coming)
    parameters = Parameters({**assistant.parameters, texts.id: replace(texts, values=values)})
    return [table["caption"] for table in register(assistant.corpus, parameters, TODAY)["bareme"]]


def test_a_text_to_come_ends_the_present_one_on_its_eve_and_not_today(assistant: Assistant) -> None:
    captions = _captions(assistant, published=TODAY)
    assert any("(du 22 juin 2024 au 31 décembre 2026)" in caption for caption in captions)
    assert not any("novembre 2026" in caption for caption in captions)


def test_a_text_that_nobody_has_published_ends_nothing(assistant: Assistant) -> None:
    captions = _captions(assistant, published=NEXT)
    assert any("(depuis le 22 juin 2024)" in caption for caption in captions)


def test_every_value_that_the_staff_completed_is_told_and_none_signs_the_file(assistant: Assistant) -> None:
    texts = assistant.parameters["regimes.individuel"]
    first, *later = texts.values
    ours = replace(first, added=True, signed="Alix Exemple, le 28/11/2026")
    signed = replace(texts, values=(ours, *later), reviewed_by="Alix Exemple", file="alone.yaml")
    told = register(assistant.corpus, Parameters({**assistant.parameters, texts.id: signed}), TODAY)
    assert [(one["parameter"], one["since"], one["signed"]) for one in told["added"]] == [
        (texts.id, f"{first.since}", "Alix Exemple, le 28/11/2026")
    ]
    assert "alone.yaml" not in told["reviewed_by"]
