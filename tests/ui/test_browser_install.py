"""The page that writes the tag of a site, shows it at work and checks the settings."""

import re

import pytest
from browsing import PAGES, opened, violations
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


def test_the_installer_writes_a_tag_that_works(browser: Browser, host: str, address: str) -> None:
    with opened(browser, f"{address}/embed/install") as page:
        page.get_by_label("Adresse de votre site").fill(f"{host}/page")
        expect(page.get_by_text("Votre site est autorisé")).to_be_visible()
        tag = page.locator("#tag").inner_text()
        assert f"AM_ALLOWED_ORIGINS={host}" in page.locator("#setting").inner_text()
    PAGES["/installed"] = ("", f'<!doctype html><html lang="fr"><title>CPTS</title><body>{tag}')
    with opened(browser, f"{host}/installed") as page:
        expect(page.get_by_role("button", name="une question")).to_be_visible()


def test_the_installer_shows_the_tag_at_work_and_says_copied_only_when_it_was(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/embed/install") as page:
        assert violations(page) == []
        shown = page.frame_locator("#preview iframe")
        expect(shown.get_by_role("button", name="une question")).to_be_visible()
        page.get_by_label("Texte du bouton").fill("Demandez")
        page.get_by_label("Couleur").fill("#ffd23f")
        expect(shown.get_by_role("button", name="Demandez")).to_have_css("background-color", "rgb(255, 210, 63)")
        page.locator("#preview").scroll_into_view_if_needed()
        shown.get_by_role("button", name="Demandez").click()
        expect(shown.frame_locator("iframe").get_by_label("Votre question")).to_be_visible()
        page.get_by_label("Cadre seul").check()
        allowed = 'allow="clipboard-write; web-share"'  # « Copier » and « Partager » work in it
        expect(page.locator("#tag")).to_contain_text(allowed)
        expect(shown.frame_locator("iframe").get_by_label("Votre question")).to_be_visible()
        copy = page.get_by_role("button", name=re.compile("balise|Copié|Sélectionné"))
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        copy.click()
        expect(copy).to_have_text("Copié")
        assert page.evaluate("navigator.clipboard.readText()") == page.locator("#tag").text_content()
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
        copy.click()
        expect(copy).to_contain_text("Sélectionné")
        assert page.evaluate("getSelection().toString()").startswith("<iframe")
        page.get_by_role("link", name="Retour à l’assistant").click()
        expect(page.get_by_label("Votre question")).to_be_visible()


def test_the_installer_completes_an_address(browser: Browser, host: str, address: str) -> None:
    with opened(browser, f"{address}/embed/install") as page:
        field = page.get_by_label("Adresse de votre site")
        field.fill("www.cpts.example/contact")
        field.blur()
        expect(field).to_have_value("https://www.cpts.example/contact")
        expect(page.locator("#checks")).to_contain_text("Votre site : https://www.cpts.example.")
        setting = f"AM_ALLOWED_ORIGINS={host},https://www.cpts.example"
        expect(page.locator("#setting")).to_have_text(setting)  # what is declared already stays so
        field.fill("la cpts")
        field.blur()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_role("alert")).to_contain_text("Écrivez-la comme www.exemple.fr")
