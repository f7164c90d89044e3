"""The second loader on hostile ground: each case is a page of another site, in a real browser."""

import pytest
from browsing import FIGURE, ISOLATED, opened
from embedding import NAME, TEXT, answered, box, button, in_sight, panel, site, tag
from playwright.sync_api import Browser, Locator, Page, Route, expect

pytestmark = pytest.mark.browser


THEME = """*{font-size:13px;line-height:3} button{all:revert;text-transform:uppercase;letter-spacing:.4em;width:100%}
iframe{max-width:50%;height:auto} section,header,a{display:none} :where(body) *{box-sizing:content-box}"""
WAR = """*,*::before{all:revert!important;position:static!important;background:red!important;display:block!important;
width:90%!important;height:40px!important;opacity:.2!important;transform:rotate(9deg)!important}
.cookies{position:fixed!important;inset:0!important;z-index:2147483647!important;height:100%!important}"""


@pytest.mark.parametrize("hostile", [THEME, WAR], ids=["wordpress", "important-everywhere"])
def test_the_styles_of_the_site_do_not_reach_it(browser: Browser, host: str, address: str, hostile: str) -> None:
    looks = []
    cookies = '<div class="cookies"></div>'
    for path, head in (("/plain", ""), ("/hostile", f"<style>{hostile}</style>")):
        with opened(browser, host + site(path, cookies + TEXT * 40 + tag(address), head=head)) as page:
            closed = box(button(page))
            font = button(page).evaluate("each => getComputedStyle(each).font + getComputedStyle(each).textTransform")
            button(page).click()
            shown = [box(page.get_by_role("dialog")), box(page.locator("iframe")), closed]
            expect(panel(page).get_by_label("Votre question")).to_be_visible()
            assert in_sight(page, page.get_by_role("dialog"))
            page.get_by_role("button", name="Fermer").click()  # nothing lies over it
            looks.append((shown, font))
    assert looks[0] == looks[1]


def test_a_strict_policy_is_enough_with_our_two_lines(browser: Browser, host: str, address: str) -> None:
    policy = (
        f"default-src 'none'; style-src 'none'; script-src {address}; frame-src {address}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    with opened(browser, host + site("/strict", tag(address, 'data-color="#ffd23f"'), policy)) as page:
        expect(button(page)).to_have_css("background-color", "rgb(255, 210, 63)")
        expect(button(page)).to_have_css("color", "rgb(0, 0, 0)")
        answered(page)


def refused(page: Page, url: str) -> Locator:
    """Open the panel where its frame cannot speak; return what it says once its five seconds are over."""
    page.clock.install()
    page.goto(url)
    button(page).click()
    page.clock.run_for(4_000)
    told = page.get_by_role("alert")
    expect(told).to_be_hidden()
    page.clock.run_for(2_000)
    return told


@pytest.mark.parametrize("blocked", ["policy", "undeclared", "isolated"])
def test_a_blocked_frame_says_so_and_leads_to_the_page(browser: Browser, host: str, address: str, blocked: str) -> None:
    policy = f"default-src 'self'; script-src {address}" if blocked == "policy" else ""
    path = site(f"/{blocked}", tag(address, 'crossorigin="anonymous"'), policy)
    if blocked == "isolated":
        ISOLATED.add(path)
    where = host.replace("127.0.0.1", "localhost") if blocked == "undeclared" else host
    with opened(browser, "about:blank") as page:
        told = refused(page, where + path)
        why = "ce site n’est pas déclaré" if blocked == "undeclared" else "ce site l’empêche, ou le réseau est lent"
        expect(told).to_contain_text(f"L’assistant ne s’affiche pas : {why}")
        whole = page.get_by_role("dialog").get_by_role("link", name="Ouvrir en grand")  # once, in the bar
        expect(whole).to_have_attribute("href", f"{address}/")
        expect(whole).to_have_attribute("target", "_blank")


def test_a_blocked_frame_in_the_page_says_so_too(browser: Browser, host: str, address: str) -> None:
    policy = f"default-src 'self'; script-src {address}"
    with opened(browser, "about:blank") as page:
        page.clock.install()
        page.goto(host + site("/blocked-inline", tag(address, 'data-mode="inline"'), policy))
        told = page.get_by_role("alert")
        for _ in range(30):  # its seconds begin once the frame has loaded what blocks it, in the browser's own time
            if told.count():
                break
            page.clock.run_for(1_000)
        expect(told).to_contain_text("L’assistant ne s’affiche pas")


def test_a_slow_frame_takes_back_what_was_said_of_it(browser: Browser, host: str, address: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:  # a method of a list is none that Playwright takes
        held.append(route)

    with opened(browser, "about:blank") as page:
        page.route(f"{address}/embed/", hold)
        told = refused(page, host + site("/slow", tag(address)))
        expect(told).to_be_visible()
        held[0].continue_()
        expect(panel(page).get_by_label("Votre question")).to_be_visible()
        page.clock.resume()
        expect(told).to_be_hidden()


def test_a_transformed_body_does_not_move_it(browser: Browser, host: str, address: str) -> None:
    css = "<style>body{transform:translateZ(0);contain:paint;height:4000px}html{transform:scale(1)}</style>"
    with opened(browser, host + site("/transform", tag(address), head=css)) as page:
        assert in_sight(page, button(page))
        answered(page)
        assert in_sight(page, page.get_by_role("dialog"))


def test_a_modal_dialog_of_the_site_comes_first_and_leaves_it_unharmed(
    browser: Browser, host: str, address: str
) -> None:
    body = (
        "<dialog id=d><button onclick=d.close()>Fermer</button></dialog><button onclick=d.showModal()>Ouvrir</button>"
    )
    with opened(browser, host + site("/modal", body + tag(address))) as page:
        expect(button(page)).to_be_visible()
        page.get_by_role("button", name="Ouvrir", exact=True).click()
        hit = "([x, y]) => document.elementFromPoint(x, y).localName"
        shown = box(button(page))
        middle = [shown["x"] + shown["width"] / 2, shown["y"] + shown["height"] / 2]
        assert page.evaluate(hit, middle) == "dialog"  # all that is outside is inert: browsers want it so
        page.get_by_role("button", name="Fermer", exact=True).click()
        answered(page)


@pytest.mark.parametrize(
    "tags", [("v2", "v2"), ("v1", "v2"), ("v2", "v1")], ids=["same-twice", "after-the-first", "before-the-first"]
)
def test_doubled_tags_make_one_button(browser: Browser, host: str, address: str, tags: tuple[str, str]) -> None:
    doubled = "".join(tag(address, version=version) for version in tags)
    with opened(browser, host + site("/doubled", doubled)) as page:
        expect(button(page)).to_have_count(1)
        answered(page)
        expect(page.locator("iframe")).to_have_count(1)


def test_a_button_and_a_frame_in_the_page_live_together(browser: Browser, host: str, address: str) -> None:
    body = tag(address, 'data-mode="inline"') + TEXT + tag(address)
    with opened(browser, host + site("/both", body)) as page:
        region = page.get_by_role("region", name=NAME)
        expect(region.frame_locator("iframe").get_by_label("Votre question")).to_be_visible()
        button(page).click()
        dialog = page.get_by_role("dialog", name=NAME)
        expect(dialog.frame_locator("iframe").get_by_label("Votre question")).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(region).to_be_visible()


REPLACED = {
    "body": "document.body = document.createElement('body')",
    "emptied": "document.documentElement.replaceChildren(document.createElement('body'))",
    "root": "document.replaceChild(document.createElement('html'), document.documentElement)",
}


@pytest.mark.parametrize("replaced", REPLACED.values(), ids=REPLACED)
def test_it_outlives_a_body_that_the_site_replaces(browser: Browser, host: str, address: str, replaced: str) -> None:
    with opened(browser, host + site("/spa", tag(address))) as page:
        expect(button(page)).to_be_visible()
        page.evaluate(replaced)
        expect(button(page)).to_be_visible()
        answered(page)


INJECTED = {
    "appended": "script.src = url; document.head.append(script)",
    "appended-and-removed": "script.src = url; document.body.append(script); script.remove()",
    "module": "script.type = 'module'; script.src = url; document.body.append(script)",
}


@pytest.mark.parametrize("way", INJECTED.values(), ids=INJECTED)
def test_a_script_may_bring_the_tag(browser: Browser, host: str, address: str, way: str) -> None:
    with opened(browser, host + site("/injected", TEXT)) as page:
        page.evaluate(
            f"""([url, name]) => {{
                const script = document.createElement('script');
                script.dataset.title = name;
                {way};
            }}""",
            [f"{address}/embed/v2.js?ver=6.4", NAME],
        )
        answered(page)


def test_a_module_tag_in_the_markup_and_a_tag_in_the_head_work(browser: Browser, host: str, address: str) -> None:
    with opened(browser, host + site("/module", tag(address, 'type="module"'))) as page:
        answered(page)
    head = tag(address).replace("defer", "")
    with opened(browser, host + site("/head", TEXT, head=head)) as page:
        answered(page)


def test_a_sandbox_without_an_origin_is_told_and_another_works(browser: Browser, host: str, address: str) -> None:
    site("/sandboxed", tag(address))
    for allowed in ("allow-scripts", "allow-scripts allow-same-origin allow-forms"):
        outer = f'<iframe id="outer" style="width:90vw;height:80vh" sandbox="{allowed}" src="/sandboxed"></iframe>'
        with opened(browser, "about:blank") as page:
            if allowed == "allow-scripts":
                page.clock.install()
            page.goto(host + site("/outer", outer))
            inner = page.frame_locator("#outer")
            inner.get_by_role("button", name=NAME).click()
            if allowed == "allow-scripts":
                page.clock.run_for(6_000)
                expect(inner.get_by_role("alert")).to_contain_text("ne s’affiche pas")
            else:
                field = inner.frame_locator("iframe").get_by_label("Votre question")
                field.fill(FIGURE)
                field.press("Enter")
                answer = inner.frame_locator("iframe").locator("article[data-kind=figure]")
                expect(answer).to_be_visible()
