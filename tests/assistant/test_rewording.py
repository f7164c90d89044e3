"""A model that lies in every way: the reader sees the quotation, soon, and never a wrong figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from time import perf_counter

import pytest
from model_server import ModelServer, serving

from assistant.answer import Answer, Message, Request
from assistant.rewording import Masked, UnprovedError, reword
from assistant.service import Assistant, build
from rag import Passage, Quote
from rag.generation import LanguageModel
from rag.sentences import split_sentences

AMOUNTS = "L’aide versée pour un mi-temps est de 19 000 € la première année, puis de 14 000 € la deuxième année."
COUNTED = "La patientèle médecin traitant est comptée par la caisse, au moins 1 045 patients au 22 juin 2024."
QUESTION = "Comment est versée l’aide pour 0,5 ETP signée le 3 mars 2025 ?"


def _quote(number: int, text: str) -> Quote:
    passage = Passage(f"aide#{number}", "aide", "Le versement de l’aide", "", text, (text,))
    return Quote(text, passage, 1.0)


QUOTES = [_quote(0, AMOUNTS), _quote(1, COUNTED)]
# ⟦N1⟧ un mi-temps · ⟦N2⟧ 19 000 € · ⟦N3⟧ première année · ⟦N4⟧ 14 000 € · ⟦N5⟧ deuxième année · ⟦N6⟧, ⟦N7⟧: COUNTED
GOOD = "L’aide versée est de ⟦N2⟧ la ⟦N3⟧ [1].\nLa caisse compte la patientèle du médecin traitant, ⟦N6⟧ au ⟦N7⟧ [2]."


def accepted(sentence: str) -> str:
    return Masked(QUESTION, QUOTES).prove(sentence).sentence


def test_every_figure_is_a_token_and_comes_back_as_the_passage_writes_it() -> None:
    masked = Masked(QUESTION, QUOTES)
    assert masked.texts == [
        "L’aide versée pour ⟦N1⟧ est de ⟦N2⟧ la ⟦N3⟧, puis de ⟦N4⟧ la ⟦N5⟧.",
        "La patientèle médecin traitant est comptée par la caisse, ⟦N6⟧ au ⟦N7⟧.",
    ]
    assert masked.question == "Comment est versée l’aide pour ⟦N8⟧ signée le ⟦N9⟧ ?"
    for text, quote in zip(masked.texts, QUOTES, strict=True):
        filled = text
        for token, figure in masked.figures.items():
            filled = filled.replace(f"⟦N{token}⟧", figure)
        assert filled == quote.text


def test_a_faithful_sentence_carries_its_proof() -> None:
    proof = Masked(QUESTION, QUOTES).prove("L’aide versée est de ⟦N2⟧ la ⟦N3⟧ [1].")
    assert proof.sentence == "L’aide versée est de 19 000 € la première année [1]."
    assert (proof.passage, proof.figures) == ("aide#0", ("19 000 €", "première année"))


def test_the_mark_may_follow_the_full_stop_and_sentences_may_share_a_line() -> None:
    class Writer:
        def reword(self, question: str, passages: list[str]) -> Iterator[str]:
            yield from ("La caisse compte la patient", "èle. [2] L’aide est ver", "sée. [1]")

    proofs = list(reword(QUESTION, QUOTES, Writer()))  # type: ignore[arg-type] # all that is asked of a model
    assert [proof.sentence for proof in proofs] == ["La caisse compte la patientèle [2].", "L’aide est versée [1]."]


def test_a_passage_brings_no_token_of_its_own() -> None:
    masked = Masked("Aide ⟦N1⟧ ?", [_quote(0, "L’aide ⟦N2⟧ est versée : 19 000 €.")])
    assert masked.texts == ["L’aide (⟦N1⟧) est versée : ⟦N2⟧."]
    assert masked.question == "Aide (⟦N3⟧) ?"


@pytest.mark.parametrize(
    "number",
    """19000|19 000 €|38 k€|38k|dix-neuf mille|vingt|quatre-vingt-quinze|deux|trentaine|une douzaine|la moitié|un tiers
    trois quarts|le double|demi|XII|iv|V|P95|1/2|½|⅓|²|⑲|１９|٣٨|三|50 %|22/06/2024|22 juin|juin|mars 2023|3e|troisième
    premier|de 2 à 3|v&#105;ngt|&#49;|vi\u200bngt|vi\u00adngt|tr\u043eis|\u0425\u0406\u0406|\\frac{1}{2}|v i n g t
    v.i.n.g.t|vi**ng**t|vi-ngt|vingtmille|un an|une heure|thirty|half|𝟙𝟡|🔟|septante|mille|un million|zéro|VINGT|Dix
    double|triplée|semestre|neuf|XIXe|onzième|centaine|19.000,00|dix virgule cinq|un mi-temps""".replace(
        "\n", "|"
    ).split("|"),
)
def test_a_number_in_any_spelling_is_refused(number: str) -> None:
    for sentence in (
        f"L’aide versée est de {number.strip()} [1].",
        f"L’aide versée est de ⟦N2⟧ et {number.strip()} [1].",
        f"{number.strip()} ⟦N2⟧, l’aide versée [1].",
    ):
        with pytest.raises(UnprovedError):
            accepted(sentence)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("L’aide versée est de ⟦N99⟧ [1].", "not of the passage"),
        ("L’aide versée est de ⟦N6⟧ [1].", "not of the passage"),  # from the other passage
        ("L’aide versée pour ⟦N8⟧ [1].", "not of the passage"),  # from the question
        ("L’aide versée est de ⟦N2⟧ la ⟦N5⟧ [1].", "order"),
        ("L’aide versée est de ⟦N4⟧ la ⟦N3⟧ [1].", "order"),
        ("L’aide versée est de ⟦N2⟧⟦N3⟧ [1].", "read"),
        ("L’aide versée est de ⟦N2⟧ ⟦N3⟧ [1].", "read"),
        ("L’aide versée est de ⟦N2⟧,⟦N3⟧ [1].", "read"),
        ("L’aide versée est de -⟦N2⟧ [1].", "read"),
        ("L’aide versée est de ⟦N2⟧k [1].", "read"),
        ("L’aide versée est au moins ⟦N2⟧ [1].", "read"),
        ("L’aide versée est de plus de ⟦N2⟧ [1].", "read"),
        ("L’aide versée est de ⟦N2⟧ % [1].", "sign"),
        ("L’aide versée est de ⟦N2⟧ € [1].", "sign"),
        ("L’aide versée est de ⟦X2⟧ [1].", "number|sign"),
        ("L’aide versée est de ⟦N2 [1].", "number"),
        ("L’aide est versée.", "cite"),
        ("L’aide est versée [3].", "cite"),
        ("L’aide est versée [0].", "cite"),
        ("L’aide est versée [1][2].", "cite"),
        ("L’aide est versée [①].", "cite"),
        ("Vous êtes éligible à l’aide versée [1].", "eligibility"),
        ("Le médecin est inéligible à l’aide versée [1].", "eligibility"),
        ("Vous avez droit à l’aide versée [1].", "eligibility"),
        ("Vous pouvez bénéficier de l’aide versée [1].", "eligibility"),
        ("Le mi cabinet est non éligible à l’aide versée [1].", "eligibility"),
        ("Tu toucheras l’aide versée [1].", "eligibility"),
        ("Oui, l’aide est versée [1].", "eligibility"),
        ("Non, l’aide est versée [1].", "eligibility"),
        ("Le médecin remplit ce qui est demandé pour l’aide versée [1].", "eligibility"),
        ("Ce médecin est exclu de l’aide versée [1].", "eligibility"),
        ("Vous ê\u200btes é\u00adligible à l’aide versée [1].", "eligibility|sign"),
        ("L’aide est <b>versée</b> [1].", "sign"),
        ("L’aide est versée<script>alert()</script> [1].", "sign"),
        ("L’aide est **versée** [1].", "sign"),
        ("L’aide est [versée](https://exemple.fr) [1].", "sign"),
        ("L’aide est versée ![aide](x) [1].", "sign"),
        ("L’aide est versée : www, javascript [1].", "address"),
        ("L’aide est versée par ameli.fr [1].", "address"),
        ("L’aide est versée &amp; comptée [1].", "sign|number"),
        ("L’aide est versée `ici` [1].", "sign"),
        ("Пomощь versée [1].", "number"),
        ("The aid is paid to the doctor every year [1].", "words"),
        ("Die Beihilfe wird dem Arzt bezahlt [1].", "words"),
        ("L’aide n’est pas versée [1].", "denies"),
        ("L’aide est versée sans patientèle [1].", "denies"),
        ("Le chocolat est un aliment agréable à manger en hiver [1].", "words"),
    ],
)
def test_what_is_not_proved_is_refused(sentence: str, why: str) -> None:
    with pytest.raises(UnprovedError, match=why):
        accepted(sentence)


# --- through the assistant, with a model that answers over HTTP ---

ASKED = "Comment se passe une journée type avec un assistant médical ?"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as started:
        yield started


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Quotes only: what every refusal must come back to."""
    return build(tmp_path_factory.mktemp("data"), embedding_model="lexical", today=lambda: date(2026, 11, 21))


@pytest.fixture
def assistant(plain: Assistant, server: ModelServer) -> Assistant:
    """The same, with a model."""
    model = LanguageModel("openai:test", server.url, timeout=1.0)
    model.warm_up()
    return Assistant(plain.parameters, plain.corpus, plain.retriever, plain.today, model)


def masked_for(plain: Assistant) -> Masked:
    """What the model is shown for ASKED, recovered from the quotation."""
    answer = ask(plain)
    quotes = [_quote(number, citation.quote) for number, citation in enumerate(answer.citations)]
    return Masked(ASKED, list({quote.text: quote for quote in quotes}.values()))


def ask(assistant: Assistant, question: str = ASKED) -> Answer:
    return assistant.ask(Request(question=question))


def first_sentence(plain: Assistant) -> str:
    """A faithful rewording: the passage's own first sentence, tokens and all."""
    return split_sentences(masked_for(plain).texts[0])[0].rstrip(".") + " [1]."


def test_a_proved_rewording_is_shown_with_its_proof(
    assistant: Assistant, plain: Assistant, server: ModelServer
) -> None:
    server.reply = first_sentence(plain)
    answer = ask(assistant)
    proofs = [step for step in answer.trace if step.rule == "rewording"]
    assert len(proofs) == 1
    assert "vient du passage" in proofs[0].text
    assert "[1]." in answer.text.splitlines()[0]
    assert "Passages reformulés par un modèle de langage" in answer.text
    assert answer.citations == ask(plain).citations
    assert answer.timings_ms["generate"] > 0


BAD = {
    "figures": "L’assistant médical a 3 missions [1].",
    "words": "L’assistant médical a trois missions [1].",
    "token": "L’assistant médical a ⟦N999⟧ missions [1].",
    "eligibility": "Vous êtes éligible à l’assistant médical [1].",
    "html": "Les missions de l’assistant médical <img src=x onerror=alert(1)> [1].",
    "link": "Les missions de l’assistant médical sont [ici](https://exemple.test) [1].",
    "image": "![missions](https://exemple.test/p.png) de l’assistant médical [1].",
    "english": "The medical assistant welcomes people and prepares the visit [1].",
    "no passage": "Les missions de l’assistant médical.",
    "empty": "",
    "spaces": " \n \n",
}


@pytest.mark.parametrize("reply", BAD.values(), ids=BAD.keys())
def test_a_bad_sentence_brings_the_quotation_back(
    assistant: Assistant, plain: Assistant, server: ModelServer, reply: str
) -> None:
    for sentences in (reply, f"{first_sentence(plain)}\n{reply}" if reply.strip() else reply):
        server.reply = sentences
        answer, quoted = ask(assistant), ask(plain)
        assert (answer.text, answer.citations) == (quoted.text, quoted.citations)
        assert [step.text for step in answer.trace if step.rule == "rewording"] == [
            "La reformulation n’est pas prouvée\u00a0: les passages sont cités tels quels."
        ]


@pytest.mark.parametrize("ending", ["stall", "break off", "error"])
def test_a_model_that_fails_brings_the_quotation_back_in_time(
    assistant: Assistant, plain: Assistant, server: ModelServer, ending: str
) -> None:
    server.reply, server.ending = first_sentence(plain), ending
    server.status = 500 if ending == "error" else 200
    ask(plain)
    start = perf_counter()
    answer = ask(assistant)
    assert perf_counter() - start < 20  # it stalls for ever
    assert answer.text == ask(plain).text
    assert "n’est pas venue à temps" in answer.trace[-1].text


def test_sentences_are_shown_as_they_are_proved(assistant: Assistant, plain: Assistant, server: ModelServer) -> None:
    sentence = first_sentence(plain)
    server.reply = f"{sentence}\n{sentence}"
    *grown, (last, whole) = assistant.stream(Request(question=ASKED))
    assert whole
    assert [done for _, done in grown] == [False, False]
    assert [answer.text.splitlines()[0].count("[1].") for answer, _ in grown] == [1, 2]
    assert last.text == grown[-1][0].text


def test_what_was_shown_gives_way_to_the_quotation(assistant: Assistant, plain: Assistant, server: ModelServer) -> None:
    server.reply = f"{first_sentence(plain)}\n{BAD['figures']}"
    (shown, _), (last, whole) = assistant.stream(Request(question=ASKED))
    assert whole
    assert BAD["figures"][:20] not in shown.text
    assert last.text == ask(plain).text


def test_a_reader_who_leaves_ends_the_call(assistant: Assistant, plain: Assistant, server: ModelServer) -> None:
    server.reply, server.ending = f"{first_sentence(plain)}\nEt", "stall"
    growing = assistant.stream(Request(question=ASKED))
    next(growing)
    growing.close()  # type: ignore[attr-defined] # a generator, as a server closes it
    assert server.left.wait(20)


def test_the_first_bad_sentence_ends_the_call(assistant: Assistant, plain: Assistant, server: ModelServer) -> None:
    server.reply, server.ending = "Il a 3 missions [1].\nEt bien plus", "stall"
    answer = ask(assistant)
    assert all("n’est pas venue à temps" not in step.text for step in answer.trace), "its rest was waited for"
    assert answer.text == ask(plain).text


def test_the_model_sees_no_figure_and_no_contact(assistant: Assistant, plain: Assistant, server: ModelServer) -> None:
    ask(
        assistant,
        "Comment se passe une journée type depuis 2024 avec un assistant médical ? dr@cabinet.test 06 12 34 56 78",
    )
    human = server.requests[0]["messages"][1]["content"]
    kept = human.replace("Passage [1]", "").replace("Passage [2]", "")
    assert "⟦N" in kept
    assert not any(character.isdigit() for character in re.sub(r"⟦N\d+⟧", "", kept))
    assert "cabinet.test" not in server.seen


@pytest.mark.parametrize(
    "question",
    [
        "Ma patiente Mme Durand a un cancer du sein, comment se passe la journée avec un assistant ?",
        "Combien pour un mi-temps ?",
        "Bonjour",
        "Quelle est la cotation d’une infiltration ?",
    ],
)
def test_patient_data_figures_and_the_rest_never_reach_the_model(
    assistant: Assistant, server: ModelServer, question: str
) -> None:
    ask(assistant, question)
    assert server.requests == []


def test_nothing_of_the_history_reaches_the_model(assistant: Assistant, server: ModelServer) -> None:
    earlier = [Message(role="user", content="Je suis pneumologue à Vannes"), Message(role="assistant", content="Noté")]
    assistant.ask(Request(question=ASKED, history=earlier))
    assert server.requests
    assert "Vannes" not in server.seen


def test_no_model_is_called_by_default(plain: Assistant) -> None:
    answer = ask(plain)
    assert plain.model is None
    assert answer.timings_ms["generate"] == 0
    assert all(step.rule != "rewording" for step in answer.trace)
