"""Saved web pages: questions that open, banners, superscripts, hidden text and every charset."""

import pytest

from rag.reading.text import ReadError, Text
from rag.reading.web import read_html

AROUND = (
    "<header><nav><a href=/>Accueil</a></nav></header>{}<footer><p>Mentions légales</p></footer>"
    "<div id='cookie-banner'><p>Nous utilisons des cookies.</p><button>Tout accepter</button></div>"
)


def read(body: str, head: str = "") -> Text:
    return read_html(f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    "accordion",
    [
        "<details><summary>Qui garde la clé ?</summary><p>La pharmacie.</p></details>",
        "<div class=accordion><h3><button class='accordion-button'>Qui garde la clé ?</button></h3>"
        "<div class='collapse'><p>La pharmacie.</p></div></div>",
        "<button aria-expanded=false aria-controls=p1>Qui garde la clé ?</button>"
        "<div id=p1 hidden><p>La pharmacie.</p></div>",
        "<div role=button aria-expanded=false>Qui garde la clé ?</div><div><p>La pharmacie.</p></div>",
        "<dl><dt>Qui garde la clé ?</dt><dd>La pharmacie.</dd></dl>",
        "<ul role=tablist><li role=tab id=t1>Qui garde la clé ?</li></ul>"
        "<div role=tabpanel aria-labelledby=t1 hidden><p>La pharmacie.</p></div>",
    ],
)
def test_the_question_of_what_opens_heads_its_answer(accordion: str) -> None:
    text = read(AROUND.format(f"<main><h1>Bureau</h1><p>Il est ouvert.</p>{accordion}</main>")).text
    assert text.split("\n\n") == ["# Bureau", "Il est ouvert.", "## Qui garde la clé ?", "La pharmacie."]


def test_what_follows_a_closed_box_is_under_the_heading_of_before() -> None:
    box = "<details><summary>Qui ?</summary><p>Elle.</p></details>"
    text = read(f"<h1>Bureau</h1><h2>Accès</h2>{box}<p>Il ferme à midi.</p>").text
    assert text.endswith("### Qui ?\n\nElle.\n\n## Accès\n\nIl ferme à midi.")


def test_menus_banners_and_hidden_text_are_left_aside_and_counted() -> None:
    hidden = "<p style='display: none'>Ancien tarif : 100 €.</p>"
    text = read(
        AROUND.format(f"<div><h1>Prime</h1><p>Elle vaut 210 €.</p>{hidden}</div>") + "<script>alert(1)</script>"
    )
    assert text.text == "# Prime\n\nElle vaut 210 €."
    assert {remark.kind: remark.count for remark in text.remarks} == {"furniture": 3, "hidden": 1, "scripts": 1}


def test_a_page_in_a_box_with_a_name_of_furniture_is_read() -> None:
    text = read("<div class='has-sidebar cookie-enabled'><h1>Prime</h1><p>Elle vaut 210 €.</p></div>")
    assert "210 €" in text.text


def test_superscripts_line_ends_and_addresses_read_as_they_show() -> None:
    body = "<p>le 1<sup>er</sup> mars, 12 m<sup>2</sup>, 250 €<sup>1</sup><br>à\n  midi</p>"
    body += "<a href='mailto:a@b.fr'>Écrire</a>"
    assert read(body).text == "le 1er mars, 12 m², 250 €¹\nà midi\n\nÉcrire (a@b.fr)"


def test_what_is_crossed_out_is_not_said() -> None:
    text = read("<p>La prime vaut <s>200 €</s> 210 €.</p>")
    assert text.text == "La prime vaut 210 €."
    assert [remark.kind for remark in text.remarks] == ["struck"]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
@pytest.mark.parametrize("declared", [True, False])
def test_every_charset_is_read(charset: str, declared: bool) -> None:
    meta = f"<meta charset={charset}>" if declared else ""
    page = f"<html><head>{meta}</head><body><p>L'été à l'étage, où ça coûte 12 francs.</p></body></html>"
    assert read_html(page.encode(charset)).text == "L'été à l'étage, où ça coûte 12 francs."


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_a_page_of_xhtml_is_read(charset: str) -> None:
    declared = f"<?xml version='1.0' encoding='{charset}'?>\n<!DOCTYPE html>"
    page = f"{declared}<html><body><p>L'été à l'étage.</p></body></html>"
    assert read_html(page.encode(charset)).text == "L'été à l'étage."


def test_a_charset_declared_wrongly_is_not_believed() -> None:
    page = "<html><head><meta charset=utf-8></head><body><p>La réunion est à l’étage.</p></body></html>"
    assert read_html(page.encode("cp1252")).text == "La réunion est à l’étage."


def test_merged_cells_of_a_table_and_its_header() -> None:
    rows = "<tr><th>Jour</th><th>Lieu</th></tr><tr><td rowspan=2>Lundi</td><td>Mairie</td></tr><tr><td>École</td></tr>"
    assert read(f"<table><caption>Lieux</caption>{rows}</table>").text.splitlines() == [
        "## Lieux", "", "| Jour | Lieu |", "|---|---|", "| Lundi | Mairie |", "| Lundi | École |",
    ]  # fmt: skip


def test_a_table_that_lays_the_page_out_is_read_as_a_page() -> None:
    text = read(
        "<table role=presentation><tr><td><h1>Prime</h1></td><td><p>Elle vaut 210 €.</p></td></tr></table>"
    ).text
    assert text == "# Prime\n\nElle vaut 210 €."


def test_what_the_page_says_of_itself() -> None:
    head = "<title>Prime - Site</title><meta property='og:site_name' content='CPTS du Val'>"
    linked = '<script type="application/ld+json">{"@graph": [{"datePublished": "2026-03-02T10:00"}]}</script>'
    text = read("<p>Un texte sans titre.</p>", head + linked)
    assert (text.title, text.publisher, text.published) == ("Prime - Site", "CPTS du Val", "2026-03-02")


@pytest.mark.parametrize("page", [b"<html></html>", b"<html><script>" + b"alert(1);" * 500 + b"</script></html>"])
def test_a_page_without_text_is_refused(page: bytes) -> None:
    with pytest.raises(ReadError, match="Aucun texte"):
        read_html(page)
