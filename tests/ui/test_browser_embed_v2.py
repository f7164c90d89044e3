"""The second loader on the site of a CPTS: what it fetches, how it looks, where it stays."""

import pytest
from browsing import FIGURE, opened, violations
from embedding import NAME, TEXT, answered, box, button, panel, site, tag
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


def test_nothing_but_the_loader_is_fetched_before_the_click(browser: Browser, host: str, address: str) -> None:
    fetched: list[str] = []
    with opened(browser, "about:blank") as page:
        page.on("request", lambda request: fetched.append(request.url))
        page.goto(host + site("/v2", tag(address)))
        expect(button(page)).to_be_visible()
        assert [url for url in fetched if address in url] == [f"{address}/embed/v2.js"]
        answered(page)


def test_it_is_a_dialog_that_escape_closes_and_gives_the_focus_back(browser: Browser, host: str, address: str) -> None:
    with opened(browser, host + site("/dialog", TEXT + tag(address))) as page:
        expect(button(page)).to_have_attribute("aria-expanded", "false")
        assert violations(page) == []
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name=NAME)
        expect(dialog).to_be_visible()
        expect(page.get_by_role("button", name="Fermer")).to_be_focused()
        expect(panel(page).get_by_label("Votre question")).to_be_visible()
        expect(page.locator("iframe")).to_have_attribute("referrerpolicy", "strict-origin")
        assert violations(page) == []
        for name, path in (("Ouvrir en grand", "/"), ("Simuler", "/#simuler")):
            link = dialog.get_by_role("link", name=name)
            expect(link).to_have_attribute("href", address + path)
            expect(link).to_have_attribute("target", "_blank")
            expect(link).to_have_attribute("title", f"{name} (nouvel onglet)")
            assert box(link)["height"] >= 44
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(button(page)).to_be_focused()
        page.keyboard.press("Enter")
        panel(page).get_by_label("Votre question").click()
        page.keyboard.press("Escape")  # in the frame: it comes as a message
        expect(dialog).to_be_hidden()
        expect(button(page)).to_be_focused()


def test_the_conversation_goes_on_from_one_page_of_the_site_to_the_next(
    browser: Browser, host: str, address: str
) -> None:
    options = 'data-question="mi-temps"'
    with opened(browser, host + site("/first", tag(address, options))) as page:
        button(page).click()
        articles, answers = panel(page).locator("article"), panel(page).locator("article[data-kind=figure]")
        expect(answers).to_have_count(1)  # the tag's own question is asked
        panel(page).get_by_label("Votre question").fill(FIGURE)
        panel(page).get_by_label("Votre question").press("Enter")
        expect(answers).to_have_count(2)
        page.goto(host + site("/second", tag(address, options)))
        button(page).click()
        expect(articles).to_have_count(4)  # all is there, and the tag's question is not asked again
        assert page.evaluate("sessionStorage.length + localStorage.length + document.cookie.length") == 0


@pytest.mark.parametrize("mode", ["floating", "inline"])
def test_the_field_stays_in_sight_on_a_small_phone(browser: Browser, host: str, address: str, mode: str) -> None:
    phone = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
    options = 'data-mode="inline"' if mode == "inline" else ""
    with opened(browser, host + site("/phone", tag(address, options) + TEXT * 20), **phone) as page:
        if mode == "floating":
            assert box(button(page))["height"] >= 44
            button(page).click()
        frame = page.locator("iframe")
        field = panel(page).get_by_label("Votre question")
        for asked in (1, 2):
            field.fill(FIGURE)
            field.press("Enter")
            expect(panel(page).locator("article[data-kind=figure]")).to_have_count(asked)
        expect(field).to_be_in_viewport(ratio=1)
        composer = box(panel(page).locator(".am-composer"))
        around = box(frame)
        assert composer["y"] >= around["y"]
        assert composer["y"] + composer["height"] <= around["y"] + around["height"] + 1
        assert composer["height"] <= 0.17 * around["height"]
        question = panel(page).locator(".am-turn--doctor").last
        assert 0 <= box(question)["y"] - around["y"] < 40  # what was asked is at the top, its answer under it
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_sign_is_never_alone_at_the_start_of_a_line(browser: Browser, host: str, address: str) -> None:
    named = tag(address).replace(NAME, "Assistant médical de la CPTS : une question ?")
    with opened(browser, host + site("/narrow", named), viewport={"width": 200, "height": 640}) as page:
        lines = """button => {
            const text = button.firstChild, range = document.createRange();
            const tops = [...text.data].map((_, at) => {
                range.setStart(text, at);
                range.setEnd(text, at + 1);
                return range.getBoundingClientRect().top;
            });
            return [...text.data].filter((_, at) => !at || tops[at] > tops[at - 1] + 4);
        }"""
        starts = page.get_by_role("button", name="Assistant médical").evaluate(lines)
        assert len(starts) > 1
        assert [each for each in starts if each in ":?"] == []


def test_in_the_page_it_waits_to_be_in_sight_and_scrolls_in_itself(browser: Browser, host: str, address: str) -> None:
    fetched: list[str] = []
    far = '<div style="height:9000px"></div>'
    with opened(browser, "about:blank") as page:
        page.on("request", lambda request: fetched.append(request.url))
        page.goto(host + site("/inline", far + tag(address, f'data-mode="inline" data-question="{FIGURE}"') + TEXT))
        region = page.get_by_role("region", name=NAME)
        expect(region).to_be_attached()
        assert [url for url in fetched if address in url] == [f"{address}/embed/v2.js"]
        region.scroll_into_view_if_needed()
        expect(panel(page).locator("article[data-kind=figure]")).to_be_visible()
        frame = panel(page).locator("html")
        expect(frame).to_have_js_property("clientHeight", round(0.8 * 720))  # the viewport of the test: 1280 × 720
        assert frame.evaluate("each => each.scrollHeight > each.clientHeight")
        expect(region.get_by_role("link", name="Ouvrir en grand")).to_be_visible()


def test_the_proxy_may_serve_the_assistant_under_a_path(browser: Browser, host: str, address: str) -> None:
    under = f"{address}/sous/chemin"
    wrong: list[str] = []
    with opened(browser, "about:blank") as page:
        page.route(f"{under}/**", lambda route: route.continue_(url=route.request.url.replace("/sous/chemin", "")))
        page.on(
            "request", lambda request: wrong.append(request.url) if not request.url.startswith((under, host)) else None
        )
        page.goto(host + site("/proxied", tag(under)))
        answered(page)
        links = [link.get_attribute("href") for link in page.get_by_role("dialog").get_by_role("link").all()]
        assert links == [f"{under}/", f"{under}/#simuler"]
        assert wrong == []


def test_it_follows_the_dark_theme_forced_colours_and_is_not_printed(browser: Browser, host: str, address: str) -> None:
    path = site("/look", TEXT + tag(address, 'data-position="left"'))
    with opened(browser, host + path, color_scheme="dark") as page:
        assert box(button(page))["x"] == 16
        button(page).click()
        body = panel(page).locator("body")
        expect(body).to_have_css("background-color", "rgb(18, 24, 21)")
        expect(page.get_by_role("dialog")).not_to_have_css("background-color", "rgb(255, 255, 255)")
        page.emulate_media(media="print")
        expect(page.get_by_role("dialog")).to_be_hidden()
    with opened(browser, host + path, forced_colors="active") as page:
        border = button(page).evaluate("each => getComputedStyle(each).borderTopColor")
        ground = button(page).evaluate("each => getComputedStyle(each).backgroundColor")
        assert border != ground  # a button without its fill keeps its outline
