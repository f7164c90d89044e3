import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from fake import (
    ANSWERS,
    CLARIFICATION,
    DISAGREEMENT,
    ELIGIBILITY_NO,
    EXPLANATION,
    FIGURE,
    NOT_ESTABLISHED,
    FakeAssistant,
)

from assistant import installation
from assistant.answer import Answer, Extract, Kind, Part, PartKind, ShownReason, Span
from assistant.errors import InvalidInput
from assistant.register import register
from rules.aid_years import CASES, case_of
from rules.profile import Profile
from ui import facts, form, markup, render, simulation, sources_tab

VOID = {"input", "br", "use", "rect", "path", "line"}
HOSTILE = "<script>alert(1)</script>\"'&"


class Balance(HTMLParser):
    """Fails on a tag that is not closed in order; keeps the names of the tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("answer", [*ANSWERS.values(), CLARIFICATION], ids=lambda answer: answer.kind)
def test_every_answer_is_whole_html_with_its_first_sentence_first(answer: Answer) -> None:
    html = render.article(answer, render.Context())
    Balance(html)
    ruled = answer.kind in (Kind.FIGURE, Kind.ELIGIBILITY, Kind.EXPLANATION)
    assert "am-lead" in html
    for word in ("votre CPAM décide.</p>", "am-proofs", "Copier</button>", "Imprimer"):
        assert (word in html) is ruled  # a greeting, a refusal, is not dressed as a ruling


def test_everything_of_an_answer_is_escaped() -> None:
    untouched = {"since", "kind", "verdict", "unit"}

    def hostile(value: object) -> object:
        if isinstance(value, dict):
            kept = {*untouched, *(["value"] if "unit" in value else [])}  # of a figure: a number
            return {key: item if key in kept else hostile(item) for key, item in value.items()}
        if isinstance(value, list):
            return [hostile(item) for item in value]
        return HOSTILE if isinstance(value, str) else value

    kept = {"kind", "verdict", "dates", "topic", "unit", "standing"}
    for answer in ANSWERS.values():
        fields = answer.model_dump(mode="json")
        changed = {name: value if name in kept else hostile(value) for name, value in fields.items()}
        changed["understood"], changed["assumed"] = {"legal_form": HOSTILE, HOSTILE: HOSTILE}, {"status": HOSTILE}
        html = render.article(Answer.model_validate(changed), render.Context(asked=HOSTILE, delegate=HOSTILE))
        assert "script" not in Balance(html).tags


def test_the_key_figure_is_marked_and_calls_its_source() -> None:
    html = render.article(FIGURE, render.Context(turn=3))
    assert (
        '<strong class="am-key">19\u202f000\u202f€ la première année</strong><sup><a class="am-call" href="#r3-s1"'
        in html
    )
    assert 'id="r3-s1"' in html


def test_a_figure_that_is_not_established_is_not_marked_as_one() -> None:
    html = render.article(NOT_ESTABLISHED, render.Context())
    assert "am-key" not in html
    assert "am-word--open" in html
    assert "Où en sont nos sources" in html


def test_a_source_known_by_its_id_alone_is_named_by_the_register() -> None:
    register = {"inconnue": {"title": "Un titre", "standing": "official"}}
    assert "Un titre" in render.article(DISAGREEMENT, render.Context(register=register))


def test_our_own_words_are_never_shown_as_those_of_a_source() -> None:
    html = render.article(EXPLANATION, render.Context())
    assert "cité" not in html
    assert html.count("<li>") == 3
    said = "Aucun contrôle des objectifs les deux premières années. Ensuite, l’aide suit les objectifs."
    spans = [
        Span(text="Aucun contrôle des objectifs les deux premières années.", sources=["cpts-issy"]),
        Span(text="Ensuite, l’aide suit les objectifs.", sources=["ameli-2024-06", "cpts-issy"]),
    ]
    extract = Extract(
        document="objectifs", title="Les objectifs", text=said, sources=["cpts-issy", "ameli-2024-06"], spans=spans
    )
    citations = [
        citation.model_copy(update={"quote": said, "document": "objectifs"})
        for citation in (*FIGURE.citations, *EXPLANATION.citations)
    ]
    part = Part(kind=PartKind.QUOTE, text=f"{said}\n\n*Source\u00a0: CPTS d’Issy-les-Moulineaux*")
    update = {"extracts": [extract], "citations": citations[:2], "text": part.text, "parts": [part]}
    html = render.article(EXPLANATION.model_copy(update=update), render.Context())
    Balance(html)
    assert html.count("Aucun contrôle des objectifs") == 2  # once shown, once to be copied
    assert "Notre fiche «\u00a0Les objectifs\u00a0», d’après ameli.fr et CPTS d’Issy-les-Moulineaux." in html
    assert "Source\u00a0:" not in html
    told = re.sub(r"<sup><a[^>]*>(\d)</a></sup>", r"[\1]", html)
    assert "les deux premières années.[2] Ensuite, l’aide suit les objectifs.[1][2]" in told


def test_a_document_of_the_staff_is_quoted_in_its_own_words() -> None:
    (cited,) = EXPLANATION.citations
    own = EXPLANATION.model_copy(update={"citations": [cited.model_copy(update={"local": True})]})
    html = render.article(own, render.Context())
    assert "Passage cité" in html
    assert '<span class="am-quote">Aucun contrôle des objectifs les deux premières années.</span>' in html


def test_every_fact_of_a_profile_has_a_label_and_reads_as_french() -> None:
    assert set(facts.LABELS) == set(Profile.model_fields)
    written = Profile(
        etp="1/3",
        percentile="90-94",
        patientele_mt=1300,
        signed_on=date(2025, 3, 1),
        ccam_share=12.5,
        secteur=2,
        age=65,
    ).known()
    assert {name: facts.readable(name, value) for name, value in written.items()} == {
        "etp": "0,33\u00a0ETP",
        "percentile": "P90 à P94",
        "patientele_mt": "1\u202f300\u00a0patients",
        "signed_on": "01/03/2025",
        "ccam_share": "12,5\u202f%",
        "secteur": "secteur 2",
        "age": "65\u00a0ans",
    }


def test_the_bands_to_choose_from_are_those_of_the_rules() -> None:
    assert [label for label, _ in facts.CHOICES["percentile"]] == ["moins de P90", "P90 à P94", "P95 et plus"]
    cases = [case_of(Profile(percentile=value).percentile) for _, value in facts.CHOICES["percentile"]]
    assert cases == list(CASES)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("patientele_mt", "1 300", 1300),
        ("patientele_mt", "1\u202f300\u00a0patients", 1300),
        ("signed_on", "15/03/2025", "2025-03-15"),
        ("signed_on", "15 mars 25", "2025-03-15"),
        ("specialty", "Médecin généraliste", "generaliste"),
        ("specialty", "Cardiologie", "cardiologue"),
        ("specialty", "gynecologue", "gynecologue"),
        ("department", "22", "22"),
        ("optam", True, True),
    ],
)
def test_what_is_typed_becomes_the_value_of_its_field(field: str, text: object, value: object) -> None:
    assert facts.typed(field, text, date(2026, 11, 21)) == value


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("signed_on", "31/02/2025", "Le 31 février 2025 n’existe pas."),
        (
            "specialty",
            "boulanger",
            "Je ne connais pas cette spécialité. Écrivez son nom, par exemple",
        ),
        ("patientele_mt", "beaucoup", "Écrivez un nombre entier de patients, de 0 à 20\u202f000."),
    ],
)
def test_what_cannot_be_is_told_in_words(field: str, text: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=re.escape(told)):
        facts.typed(field, text, date(2026, 11, 21))


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"etp": 1, "specialty": "generaliste", "secteur": "Secteur 1", "patientele_mt": "1 300"}, "Oui"),
        ({"etp": 0.5, "specialty": "autre", "other": "radiologue"}, "Non"),
        ({"specialty": "radiologue"}, "Non"),
        ({"etp": 1}, "Cinq années d’aide"),
        ({"etp": 2}, "nos sources n’établissent pas le montant"),
        ({"etp": "1/3"}, "Non"),
        ({"etp": 1, "renewal": True}, "nos sources n’établissent pas le montant"),
        ({}, "Choisissez un temps de travail"),
        ({"etp": [1], "secteur": {"a": 1}, "x": "y"}, "Choisissez un temps de travail"),
    ],
)
def test_the_simulator_answers_whatever_is_filled_in(given: dict[str, object], word: str) -> None:
    shown = _simulated(given)
    Balance(shown["html"])
    assert word in shown["html"]
    assert "None" not in shown["html"]


def test_what_cannot_be_read_is_told_and_nothing_else_is_shown() -> None:
    shown = _simulated({"etp": 1, "signed_on": "31/04/2026", "age": "<b>"})
    assert shown["html"] is None
    assert shown["errors"]["signed_on"] == "Le 31 avril n’existe pas."
    assert shown["errors"]["age"] == "Écrivez un nombre entier d’années, de 23 à 100."
    assert shown["told"].startswith("Corrigez la date de signature et votre âge")


def test_a_form_repeats_nothing_as_html_and_a_link_fills_it_with_the_same_answers() -> None:
    shown = _simulated({"etp": 1, "specialty": HOSTILE, "department": HOSTILE, "percentile": "92"})
    Balance(shown["html"])
    assert "<script>" not in json.dumps(shown)
    assert _simulated(shown["values"])["values"] == shown["values"] == {"etp": "1", "percentile": "92"}


def _simulated(given: dict[str, object]) -> dict[str, Any]:
    return simulation.answer(FakeAssistant(), {}, given, date(2026, 11, 21))


def test_the_sources_tab_shows_the_register_and_the_disagreements() -> None:
    html = sources_tab.render(FakeAssistant().sources())
    Balance(html)
    for text in ("ameli.fr", "27/06/2024", "Le délai pour obtenir le CQP", "Aide à l’emploi d’un assistant médical"):
        assert text in html


def test_the_sources_tab_shows_the_real_register() -> None:
    parameters, corpus = installation.load()
    html = sources_tab.render(register(corpus, parameters, date(2026, 11, 21)))
    Balance(html)
    assert html.count('class="am-dispute"') == len(corpus.disagreements)
    assert "Les textes précédents" in html
    assert not any(f"<li>{source} " in html for source in corpus.sources)  # named, not by their id


def test_the_sources_tab_names_the_text_that_a_source_is_a_copy_of() -> None:
    source = {"id": "arr2019", "title": "L’arrêté", "url": "https://exemple.fr/a", "copy_of": "Arrêté <2019>"}
    assert "Copie de\u00a0: Arrêté &lt;2019&gt;<" in sources_tab.render({"sources": [source]})
    html = sources_tab.render({"sources": [source | {"official_url": "https://www.legifrance.gouv.fr/b"}]})
    assert 'href="https://www.legifrance.gouv.fr/b">Arrêté' in html


def test_the_sources_tab_links_the_further_pages_of_a_source() -> None:
    source = {"id": "ccn", "title": "Le métier", "other_urls": ["https://exemple.fr/2", "https://exemple.fr/3"]}
    html = sources_tab.render({"sources": [source]})
    assert '>Et <a href="https://exemple.fr/2">page 2</a> et <a' in html


def test_the_sources_tab_folds_the_amounts_of_older_texts() -> None:
    columns, rows = ["Année", "Montant"], [["1re", "19\u202f000\u202f€"]]
    captions = ["Mi-temps (depuis le 22 juin 2024)", "Mi-temps (du 1er mai 2023 au 21 juin 2024)"]
    html = sources_tab.render({"bareme": [{"caption": name, "columns": columns, "rows": rows} for name in captions]})
    Balance(html)
    now, before = html.split("<details>")
    assert "22 juin 2024" in now
    assert "mai 2023" not in now
    assert "mai 2023" in before


def test_an_empty_simulation_invites() -> None:
    Balance(simulation.EMPTY + form.html())


def test_thumbs_are_there_only_when_they_are_kept() -> None:
    assert "Pas utile" not in render.article(FIGURE, render.Context())
    assert "Pas utile" in render.article(FIGURE, render.Context(thumbs=True))
    assert "Pas utile" not in render.article(ANSWERS["mme durand"], render.Context(thumbs=True))


def test_a_long_first_paragraph_leaves_one_sentence_in_large_type() -> None:
    long = "Une phrase qui répond. " + "Une autre, qui précise. " * 12
    parts = [Part(kind=PartKind.QUOTE, text=long.strip())]
    html = render.article(EXPLANATION.model_copy(update={"text": long.strip(), "parts": parts}), render.Context())
    assert '<p class="am-lead">Une phrase qui répond.</p>' in html
    assert html.count("qui précise") >= 12


def test_what_is_long_is_folded_and_nothing_is_lost() -> None:
    (cited,) = EXPLANATION.citations
    many = [cited.model_copy(update={"source": f"s{number}", "title": f"Titre {number}"}) for number in range(7)]
    (dispute,) = DISAGREEMENT.disagreements
    answer = DISAGREEMENT.model_copy(update={"citations": many, "disagreements": [dispute] * 5})
    html = render.article(answer, render.Context())
    assert "Les 3 autres sources" in html
    assert "Et 3 autres désaccords" in html
    assert [html.count(f"Titre {number}") for number in range(7)] == [2] * 7  # and once to be copied
    assert html.count('class="am-dispute"') == 5
    points = markup.listed([f"point {number}" for number in range(8)])
    assert "Et 5 autres points" in points
    assert points.count("<li>") == 8


def test_a_signature_known_by_its_month_is_shown_as_such() -> None:
    assert facts.readable("signed_between", ["2023-07-01", "2023-07-31"]) == "juillet\u00a02023"
    assert facts.readable("signed_between", ["2023-01-01", "2023-12-31"]) == "2023"
    assert facts.readable("regime", "avenant-7") == "avenant 7"


def test_the_sources_tab_says_who_signed_the_rules() -> None:
    assert "Aucune de nos valeurs n’est encore signée" in sources_tab.render({"reviewed_by": {"aide.yaml": None}})
    signed = sources_tab.render({"reviewed_by": {"aide.yaml": "Me <b>Test</b>", "salaire.yaml": None}})
    assert "signées par Me &lt;b&gt;Test&lt;/b&gt;\u202f; fichiers restant à signer\u00a0: 1." in signed


def test_each_disagreement_ticks_the_side_it_follows() -> None:
    parameters, corpus = installation.load()
    html = sources_tab.render(register(corpus, parameters, date(2026, 11, 21)))
    for entry in corpus.disagreements:
        (_, card) = html.split(f'data-dispute="{entry.id}"')
        ticked = card.partition("</details>")[0].count("Retenu</p>")
        assert bool(ticked) is not entry.followed.startswith("Aucune"), entry.id


def test_good_news_is_not_crossed_out() -> None:
    """« Faut-il être deux ? » « Non »: the condition that is no longer there refuses nobody."""
    gone = ShownReason(id="seul", met=False, text="Un médecin peut signer en exerçant seul.", standing="ameli")
    parts = [part.model_copy(update={"aspect": "general", "reasons": []}) for part in ELIGIBILITY_NO.parts]
    for topic, crosses in (("eligibility.group", 0), ("eligibility.doctor", 1)):
        answer = ELIGIBILITY_NO.model_copy(update={"topic": topic, "reasons": [gone], "parts": parts})
        body = render.article(answer, render.Context()).partition("am-proofs")[0]
        assert body.count("is-unmet") == crosses
