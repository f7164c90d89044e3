"""Passages can be read alone: under their heading, of a size the model reads, table rows with their columns."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rag_fakes import Sheet

from corpus import Document
from corpus.carried import read_markers
from rag.chunking import LIMIT, MAX_TOKENS, estimate_tokens, split_document
from rag.passages import Passage
from rag.sentences import split_sentences


def passages(text: str) -> list[Passage]:
    return split_document(Sheet("fiche", text))


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("Le Dr. Martin consulte. M. Durand attend.", ["Le Dr. Martin consulte.", "M. Durand attend."]),
        ("L’aide vaut 1.500,50 € par an. Puis elle baisse.", ["L’aide vaut 1.500,50 € par an.", "Puis elle baisse."]),
        ("Elle dit : « C’est prêt. » Puis elle sort.", ["Elle dit : « C’est prêt. »", "Puis elle sort."]),
        ("« Est-ce prêt ? » demande-t-elle.", ["« Est-ce prêt ? » demande-t-elle."]),
        ("Accueil, courrier, etc. et le reste.", ["Accueil, courrier, etc. et le reste."]),
        ("Accueil, courrier, etc.", ["Accueil, courrier, etc."]),
        ("Thèse de J.-D. Broissiat. Elle existe.", ["Thèse de J.-D. Broissiat.", "Elle existe."]),
        ("Voir art. 12 et p. 3. Fin !", ["Voir art. 12 et p. 3.", "Fin !"]),
        ("Vraiment ?! Oui… Non.", ["Vraiment ?!", "Oui…", "Non."]),
        ("Sans point final", ["Sans point final"]),
        ("", []),
    ],
)  # fmt: skip
def test_french_sentences(paragraph: str, sentences: list[str]) -> None:
    assert split_sentences(paragraph) == sentences


def test_markdown_headings_are_carried_not_repeated() -> None:
    found = passages(
        "# Titre\n\nAvant tout.\n\n## Durée\n\nCinq ans.\n\n### Fin\n\nElle est libre.\n\n## Montant\n\nUn an."
    )
    assert [(p.heading, p.text) for p in found] == [
        ("", "Avant tout."),
        ("Durée", "Cinq ans."),
        ("Durée › Fin", "Elle est libre."),
        ("Montant", "Un an."),
    ]
    assert found[1].indexed_text == "Durée\nCinq ans."


def test_pipe_and_tab_tables_give_rows_that_read_alone() -> None:
    pipes = "| Option | 1re année | 2e année |\n|---|---|---|\n| Mi-temps | 100 € | 90 € |\n| Plein temps | 200 € | |"
    tabs = "Option\t1re année\t2e année\nMi-temps\t100 €\t90 €\nPlein temps\t200 €\t"
    wanted = ("Mi-temps : 1re année : 100 € ; 2e année : 90 €", "Plein temps : 1re année : 200 €")
    assert passages(pipes)[0].sentences == wanted
    assert passages(tabs)[0].sentences == wanted


def test_a_table_that_goes_on_keeps_its_columns() -> None:
    text = "Tâche\tUtile\tInutile\nAccueil\t80 %\t20 %\n\nSuite du tableau\n\nCourrier\t60 %\t40 %"
    assert "Courrier : Utile : 60 % ; Inutile : 40 %" in passages(text)[-1].sentences


def test_unmarked_text_is_outlined() -> None:
    text = (
        "Qui peut signer ?\nTout médecin installé.\n\nLes tâches courantes\nAccueillir\nClasser\nRappeler\n\n"
        "Limites\n\n- le temps\n- la place\n"
    )
    assert [(p.heading, p.text.split("\n")[0]) for p in passages(text)] == [
        ("Qui peut signer ?", "Qui peut signer ?"),
        ("Les tâches courantes", "Les tâches courantes"),
        ("Limites", "Limites"),
    ]


def test_wrapped_lines_are_joined_and_lists_stay_with_their_introduction() -> None:
    text = "L’assistant peut aider\nau cabinet, selon :\n- le temps ;\n- les besoins."
    assert [p.text for p in passages(text)] == [
        "L’assistant peut aider au cabinet, selon :\n- le temps ;\n- les besoins."
    ]


def test_a_question_alone_on_its_line_is_a_heading_under_those_of_the_document() -> None:
    text = "## Quand ?\n\nLe mardi.\n\nEt si cela s’arrête ?\n\n- La moitié est à rendre.\n\n## Où ?\n\nÀ la mairie."
    assert [(one.heading, one.text) for one in passages(text)] == [
        ("Quand ?", "Le mardi."),
        ("Quand ? › Et si cela s’arrête ?", "- La moitié est à rendre."),
        ("Où ?", "À la mairie."),
    ]
    asked_in_passing = "## Quand ?\n\nLe mardi. Et le soir ? Jamais.\n\n- Une question ?\n- Une autre"
    assert [one.heading for one in passages(asked_in_passing)] == ["Quand ?"]


def test_a_list_leaves_the_table_that_it_comes_after_and_a_note_stays_with_it() -> None:
    table = "| Poste | Somme |\n|---|---|\n| Temps plein | 2 300 € |\n| Mi-temps | 1 150 € |\n"
    items = "\n".join(
        f"- Complément {number} : {number}00 € pour un cabinet de la haute vallée." for number in range(1, 7)
    )
    assert [one.text[:11] for one in passages(f"## Combien ?\n\n{table}\nPrime unique.\n")] == ["Temps plein"]
    cut = passages(f"## Combien ?\n\n{table}\nTrois compléments :\n\n{items}\n")
    assert [one.text[:11] for one in cut] == ["Temps plein", "Trois compl"]


@pytest.mark.parametrize("text", ["mot " * 3000, "a" * 9000, "1 234 567,89 € ; " * 500, "Une phrase courte. " * 400])
def test_long_text_is_cut_within_what_the_model_reads(text: str) -> None:
    found = passages(text)
    assert len(found) > 1
    for passage in found:
        assert len(passage.text) <= LIMIT
        assert estimate_tokens(passage.text) <= MAX_TOKENS
    kept = "".join(p.text for p in found)
    assert "".join(kept.split()) == "".join(text.split())


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("aé1 .\n\t|-#?»:,"), max_size=400))
def test_any_text_is_cut_into_quotable_sentences(text: str) -> None:
    for passage in passages(text):
        assert passage.text.strip()
        assert passage.sentences
        for sentence in passage.sentences:
            assert sentence in passage.text


def test_a_passage_keeps_what_the_document_says_of_itself() -> None:
    sheet = Sheet("fiche", "Un texte.", topics=("aid.amounts",), regimes=("avenant-7",), valid_to=date(2023, 4, 30))
    passage = split_document(sheet)[0]
    assert (passage.id, passage.document, passage.title, passage.topics) == (
        "fiche#0",
        "fiche",
        "Fiche",
        ("aid.amounts",),
    )
    assert Passage.from_json(passage.to_json()) == passage
    assert passage.valid_to == date(2023, 4, 30)


def test_a_footnote_marker_is_no_part_of_what_is_read() -> None:
    [passage] = split_document(Sheet("s", "Deux fois au plus.[^ra-ameli][^1] Puis un CDI.\n\n[^1]: voir le guide."))
    assert passage.sentences == ("Deux fois au plus.", "Puis un CDI.", "[^1]: voir le guide.")


def test_a_passage_rests_on_what_carries_its_own_words() -> None:
    text = "## Un\n\nOui.[^a] " + "Un mot. " * 60 + "[^b]\n\n## Deux\n\nNon.[^c] Demandez.[^nous]"
    seen, carried = read_markers(text)
    sheet = Document.model_construct(
        id="s", title="", text=seen, carried=carried, sources=(), topics=(), regimes=(), valid_from=None,
        valid_to=None, checked_on=date(2026, 11, 28), reviewed_by=None,
    )  # fmt: skip
    assert [passage.sources for passage in split_document(sheet)] == [("a", "b"), ("c",)]


@pytest.mark.model
def test_the_estimate_of_tokens_is_prudent(model: Any) -> None:
    texts = [
        "L’assistant médical libère du temps : l’aide est versée dès la première année du contrat, selon l’option.",
        "Mi-temps : 1re année : 18 000 € ; 2e année : 13 500 € ; 3e année et suivantes : 10 500 € (1)",
        "anticonstitutionnellement otorhinolaryngologiste électroencéphalographie",
        "https://www.exemple.fr/medecin/exercice-liberal/vie-cabinet/aides-financieres",
    ]
    tokenizer = model.module.tokenizer
    for text in texts:
        assert len(tokenizer.encode(text).ids) - 2 <= estimate_tokens(text)
