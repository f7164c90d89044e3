"""Finding who answers, how to check and how to report, on a phone as on a desk; and coming back where one was."""

import re

import pytest
from browsing import FIGURE, PAGES, ask, opened, styled, talking, violations
from playwright.sync_api import Browser, Page, expect
from processes import running

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
ABOUT = ("qui-repond", "signaler", "mentions-legales", "confidentialite", "accessibilite", "nowhere/at/all")


def _overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_that_sign_are_accessible(browser: Browser, address: str, scheme: str, width: int) -> None:
    with opened(browser, address, color_scheme=scheme, viewport={"width": width, "height": 844}) as page:
        for path in ABOUT:
            page.goto(f"{address}/{path}")
            assert violations(page) == [], path
            assert _overflow(page) <= 0, path
            expect(page.get_by_role("banner")).to_have_count(1)
            expect(page.get_by_role("main")).to_have_count(1)
            expect(page.get_by_role("contentinfo")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_simulator_and_the_sources_are_accessible(browser: Browser, address: str, scheme: str, width: int) -> None:
    with opened(browser, address, color_scheme=scheme, viewport={"width": width, "height": 844}) as page:
        for name, drawn in (("Simuler", ".am-sim"), ("Sources", ".am-row")):
            page.get_by_role("tab", name=name).click()
            expect(page.locator(drawn).first).to_be_visible()
            assert violations(page) == [], name
            assert _overflow(page) <= 0, name
            expect(page.get_by_role("main")).to_have_count(1)


@pytest.mark.parametrize("path", ["#discuter", "#simuler", "#sources", *ABOUT, "embed/install"])
def test_text_twice_as_large_fits_a_phone(browser: Browser, address: str, path: str) -> None:
    with opened(browser, f"{address}/{path}", viewport=PHONE) as page:
        styled(page, "html { font-size: 200% }")
        if path == "#discuter":
            ask(page, FIGURE)
        if path == "#simuler":
            expect(page.locator(".am-sim")).to_be_visible()
        assert _overflow(page) <= 0


def test_who_answers_is_one_click_away_and_back_returns_to_the_conversation(browser: Browser, address: str) -> None:
    with talking(browser, address, viewport=PHONE) as page:
        for question in (FIGURE, "radiologue ?"):
            ask(page, question)
        page.evaluate("scrollTo(0, 300)")
        who = page.get_by_role("navigation", name="Rubriques").get_by_role("link", name="Qui répond ?")
        who.evaluate("link => link.click()")  # where it stands: scrolling to it would move the page
        expect(page.get_by_role("heading", level=1, name="Qui répond ?")).to_be_visible()
        page.go_back()
        expect(page.locator("article")).to_have_count(4)
        page.wait_for_function("scrollY === 300")


def test_the_foot_of_the_page_leaves_a_phone_its_screen(browser: Browser, address: str) -> None:
    with opened(browser, address, viewport=PHONE) as page:
        foot = page.get_by_role("contentinfo")
        box = foot.bounding_box()
        assert box
        assert box["height"] < 0.45 * PHONE["height"]
        small = "links => links.filter((link) => link.offsetHeight < 44).map((link) => link.textContent)"
        assert foot.get_by_role("link").evaluate_all(small) == []
        expect(foot.get_by_text("ce texte, lu sur un autre site")).to_be_hidden()
        foot.get_by_text("Ce que disent les badges").click()
        expect(foot.get_by_text("ce texte, lu sur un autre site")).to_be_visible()


def test_each_tab_keeps_its_place(browser: Browser, address: str) -> None:
    with talking(browser, address, viewport=PHONE) as page:
        for question in (FIGURE, "radiologue ?"):
            ask(page, question)
        page.evaluate("scrollTo(0, 400)")
        page.locator("#tab-sources").evaluate("tab => tab.click()")
        expect(page.get_by_role("tabpanel", name="Sources")).to_be_visible()
        assert page.evaluate("scrollY") == 0
        page.go_back()
        page.wait_for_function("scrollY === 400")
        page.go_forward()
        expect(page).to_have_title(re.compile("^Sources · "))
        page.locator("#tab-discuter").evaluate("tab => tab.click()")
        page.wait_for_function("scrollY === 400")


def test_back_from_a_source_returns_where_one_was(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/#sources", viewport=PHONE) as page:
        page.route(
            "https://www.ameli.fr/**", lambda route: route.fulfill(body="<h1>ameli</h1>", content_type="text/html")
        )
        page.evaluate("scrollTo(0, 250)")
        page.get_by_role("link", name="Aide à l’emploi d’un assistant médical").first.evaluate("link => link.click()")
        expect(page.get_by_role("heading", name="ameli")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("tab", name="Sources")).to_have_attribute("aria-selected", "true")
        page.wait_for_function("scrollY === 250")


def test_the_arrows_the_ends_and_the_skip_link_lead_into_each_tab(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Aller à la question")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_label("Votre question")).to_be_focused()
        page.get_by_role("tab", name="Discuter").focus()
        pressed = {"End": "Sources", "ArrowRight": "Discuter", "ArrowLeft": "Sources", "Home": "Discuter"}
        for key, name in pressed.items():
            page.keyboard.press(key)
            expect(page.get_by_role("tab", name=name)).to_be_focused()
            expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        for name in ("Simuler", "Sources"):
            page.get_by_role("tab", name=name).click()
            page.get_by_role("link", name="Aller au contenu").focus()
            page.keyboard.press("Enter")
            expect(page.get_by_role("tabpanel", name=name)).to_be_focused()


def test_a_phone_shows_four_examples_then_all_of_them(browser: Browser, address: str) -> None:
    with talking(browser, address, viewport=PHONE) as page:
        examples = page.locator(".am-suggestion:visible")
        expect(examples).to_have_count(4)
        page.get_by_role("button", name="Plus d’exemples").click()
        expect(examples).to_have_count(12)
        page.get_by_role("button", name="Moins d’exemples").click()
        expect(examples).to_have_count(4)
    with talking(browser, address) as page:
        expect(page.locator(".am-suggestion:visible")).to_have_count(12)
        expect(page.get_by_role("button", name="Plus d’exemples")).to_be_hidden()


def test_what_is_pasted_over_the_limit_is_told_and_nothing_is_cut(browser: Browser, address: str) -> None:
    with talking(browser, address, viewport=PHONE) as page:
        ask(page, FIGURE)  # the counter is no longer shown
        most = int(re.sub(r"\D", "", page.locator("#am-most").inner_text()))
        field = page.get_by_label("Votre question")
        field.fill("a" * (most + 7))
        expect(page.get_by_text("Votre message est trop long de 7 caractères. Rien n’est coupé")).to_be_visible()
        assert len(field.input_value()) == most + 7
        page.keyboard.press("Enter")
        assert len(field.input_value()) == most + 7
        field.fill("radiologue ?")
        expect(page.locator("#am-over")).to_be_hidden()


def test_a_source_is_found_on_a_phone_with_its_badge_and_its_dates_in_view(browser: Browser) -> None:
    with running("serve_rules") as address, opened(browser, f"{address}/#sources", viewport=PHONE) as page:
        expect(page.get_by_text("Aucune de nos valeurs n’est encore signée.")).to_be_visible()
        rows = page.locator(".am-row:visible")
        first = rows.first
        expect(first).to_contain_text("consultée le")
        box = first.locator(".am-badge").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        expect(page.get_by_role("heading", level=3).first).to_have_text("Sur les contrats signés aujourd’hui")
        expect(page.get_by_text("Texte officiel (copie)").first).to_be_visible()
        total = rows.count()
        page.get_by_label("Chercher une source").fill("ARRETE 2019")
        expect(rows.first).to_contain_text("Arrêté du 7 novembre 2019")
        assert 0 < rows.count() < total
        expect(page.locator("[data-found]")).to_contain_text(f"sur {total}")
        page.get_by_label("Chercher une source").fill("rien de tel nulle part")
        expect(page.locator("[data-found]")).to_have_text(f"Aucune source sur {total}")
        page.keyboard.press("Enter")  # sends nothing, loads nothing
        page.get_by_label("Chercher une source").fill("")
        expect(rows).to_have_count(total)
        assert violations(page) == []


def test_an_error_is_reported_with_the_answer_its_rules_and_the_version(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("cpts") / "cpts.yaml"
    file.write_text("contact: {erreurs: erreurs@cpts.example}\n", "utf-8")
    with running(AM_CPTS_FILE=str(file)) as address, talking(browser, address) as page:
        for question in (FIGURE, "radiologue ?"):
            ask(page, question)
        page.locator("article[data-kind=figure]").get_by_role("link", name="Signaler une erreur").click()
        message = page.get_by_label("Votre message")
        expect(message).to_have_value(
            re.compile(rf"Question : {re.escape(FIGURE)}\nRéponse : Pour un mi-temps.* la première année, ")
        )
        expect(message).to_have_value(re.compile(r"Règles au : 21/11/2026\nVersion : \d"))
        mail = page.get_by_role("link", name="Ouvrir dans ma messagerie")
        expect(mail).to_have_attribute("href", re.compile(r"^mailto:erreurs@cpts\.example\?subject=.*Version"))
        page.get_by_label("Réponse concernée").select_option("radiologue ?")
        expect(message).to_have_value(re.compile("Question : radiologue"))
        message.fill("Le montant a changé")
        expect(mail).to_have_attribute("href", re.compile("Le%20montant%20a%20chang"))
        page.get_by_role("link", name="Discuter").click()
        expect(page.locator("article")).to_have_count(4)


def test_an_error_is_reported_from_inside_another_site(browser: Browser, address: str, host: str) -> None:
    PAGES["/report"] = ("", f'<iframe src="{address}/embed/" width="390" height="700" title="Assistant"></iframe>')
    with opened(browser, f"{host}/report") as page:
        panel = page.frame_locator("iframe")
        panel.get_by_label("Votre question").fill(FIGURE)
        panel.get_by_label("Votre question").press("Enter")
        answer = panel.locator("article[data-kind=figure]")
        expect(answer).to_be_visible()
        with page.expect_popup() as opening:
            answer.get_by_role("link", name="Signaler une erreur").click()
        report = opening.value
        expect(report.get_by_label("Votre message")).to_have_value(re.compile(re.escape(FIGURE)))
        assert report.url == f"{address}/signaler"  # what was asked stays out of the address, and of what browsers keep


def test_the_panel_says_that_reporting_opens_a_tab_and_where_it_leads(browser: Browser, address: str) -> None:
    with talking(browser, f"{address}/embed/") as page:
        ask(page, FIGURE)
        for again in (False, True):  # drawn from what the tab kept, too
            if again:
                page.reload()
            link = page.locator("article").get_by_role("link", name="Signaler une erreur (nouvel onglet)")
            assert link.evaluate("link => link.href") == f"{address}/signaler"
        with page.context.expect_page() as opening:
            link.click(modifiers=["ControlOrMeta"])
        expect(opening.value.get_by_label("Votre message")).to_be_visible()
        assert page.url == f"{address}/embed/"


def test_reporting_with_a_modifier_opens_a_tab_and_keeps_the_page(browser: Browser, address: str) -> None:
    with talking(browser, address) as page:
        ask(page, FIGURE)
        link = page.locator("article").get_by_role("link", name="Signaler une erreur", exact=True)
        with page.context.expect_page() as opening:
            link.click(modifiers=["ControlOrMeta"])
        expect(opening.value.get_by_label("Votre message")).to_be_visible()
        expect(page.locator("article")).to_have_count(2)


def test_without_a_contact_the_message_is_copied_and_nothing_says_otherwise(browser: Browser) -> None:
    allowed = {"permissions": ["clipboard-read", "clipboard-write"]}
    phone = {"viewport": PHONE, "is_mobile": True, "has_touch": True}
    with running() as address, talking(browser, address, **phone, **allowed) as page:
        page.evaluate("navigator.share = async () => {}")
        ask(page, FIGURE)
        tools = page.locator(".am-tools > :visible")
        assert len(set(tops := tools.evaluate_all("all => all.map((each) => each.offsetTop)"))) == 1, tops
        expect(page.get_by_text("Signaler une erreur")).to_have_count(0)
        page.locator("article").get_by_role("link", name="Une erreur ? Copier un signalement").click()
        expect(page.get_by_role("heading", level=1, name="Une erreur ? Copier un signalement")).to_be_visible()
        expect(page.get_by_text("peut servir à tous")).to_have_count(0)
        expect(page.get_by_text("Ce site n’indique personne à qui signaler une erreur.")).to_be_visible()
        expect(page.get_by_role("link", name="Ouvrir dans ma messagerie")).to_have_count(0)
        page.get_by_role("button", name="Copier le message").click()
        expect(page.get_by_text("Message copié.")).to_be_visible()
        assert "Version" in page.evaluate("navigator.clipboard.readText()")
