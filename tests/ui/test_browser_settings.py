"""The page as settings change it: dressed by a CPTS, with its journal, while its documents load."""

from pathlib import Path

import pytest
from browsing import FIGURE, PIXEL, ask, talking, violations
from playwright.sync_api import Browser, expect
from processes import running

from ui.journal import FILE, Journal

pytestmark = pytest.mark.browser


def test_a_dressed_page_is_accessible_and_its_opinions_reach_the_journal(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PIXEL)
    file = tmp_path / "cpts.yaml"
    file.write_text("nom: CPTS du Val\nlogo: logo.png\naccueil: Bonjour.\ncouleur: '#e0a0c0'", "utf-8")
    data = tmp_path / "data"
    with (
        running(AM_CPTS_FILE=str(file), AM_JOURNAL="1", AM_DATA_DIR=str(data)) as address,
        talking(browser, address) as page,
    ):
        expect(page.get_by_text("Bonjour.", exact=True)).to_be_visible()
        expect(page.locator(".am-notice")).to_contain_text("gardés 90 jours")
        expect(page.get_by_text("ne quittent pas ce serveur")).to_be_visible()
        ask(page, FIGURE)
        thumb = page.get_by_role("button", name="Pas utile")
        thumb.click()
        expect(page.locator("#am-status")).to_contain_text("Votre avis est enregistré. Vous pouvez ajouter")
        expect(thumb).to_have_attribute("aria-pressed", "true")
        assert violations(page) == []
        comment = page.get_by_label("Un commentaire")
        expect(comment).to_be_visible()
        comment.fill("ma patiente Claire Durand est diabétique")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#am-status")).to_contain_text("peut identifier un patient")
        expect(comment).to_be_focused()
        assert violations(page) == []
        comment.fill("Dr Martin : il manque la date.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("p.am-comment__said")).to_be_focused()
        expect(comment).to_have_count(0)
    (entry,) = Journal(data / FILE).entries()
    assert (entry.question, entry.liked, entry.comment) == (FIGURE, False, "… : il manque la date.")
    assert b"Durand" not in (data / FILE).read_bytes()


def test_what_is_proved_is_shown_while_the_rest_is_worded(browser: Browser, tmp_path: Path) -> None:
    serving = running("serve_streaming", AM_JOURNAL="1", AM_DATA_DIR=str(tmp_path))
    with serving as address, talking(browser, address) as page:
        page.get_by_label("Votre question").fill("quelles missions ?")
        page.keyboard.press("Enter")
        log, status = page.locator("#am-log"), page.locator("#am-status")
        expect(log.locator("[data-partial] .am-lead")).to_have_text("Un assistant médical accueille.")
        expect(log).to_have_attribute("aria-busy", "true")
        expect(status).to_have_text("Je cherche la réponse.")
        expect(log.locator("article[data-kind=explanation] .am-source")).to_have_count(1)
        expect(log.locator("article.am-turn--answer")).to_have_count(1)
        expect(log).not_to_have_attribute("aria-busy", "true")
        expect(status).to_contain_text("prépare la consultation")
    assert len(Journal(tmp_path / FILE).entries()) == 1


def test_a_question_asked_while_documents_load_waits_and_gets_its_answer(browser: Browser) -> None:
    with running("serve_slow") as address, talking(browser, address) as page:
        page.get_by_label("Votre question").fill("quelles missions ?")
        page.keyboard.press("Enter")
        expect(page.locator(".am-turn--waiting")).to_contain_text("Les documents se chargent encore")
        expect(page.locator("article[data-kind=explanation]")).to_be_visible()


@pytest.mark.parametrize("status", ["degraded", "failed"])
def test_documents_that_do_not_load_are_not_said_to(browser: Browser, status: str) -> None:
    with running("serve_slow") as address, talking(browser, address) as page:
        page.route("**/health/ready", lambda route: route.fulfill(status=503, json={"status": status}))
        page.get_by_label("Votre question").fill("quelles missions ?")
        with page.expect_response("**/health/ready"):
            page.keyboard.press("Enter")
        page.evaluate("fetch('health/ready').then((ready) => ready.json())")  # the page has read its own by then
        assert "se chargent" not in page.locator("#am-log").inner_text()
