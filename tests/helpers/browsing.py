"""A visitor on the page, on a computer or a phone, and the site of a CPTS that embeds it."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from serving import Quiet, listening

FIGURE = "cb pour 0,5 etp ?"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES: dict[str, tuple[str, str]] = {}  # of the other site: path → policy, body
ISOLATED: set[str] = set()  # those that accept only frames as isolated as they are
READ_FIRST = """answer => {
    const shown = [...answer.querySelectorAll(".am-body > *")].filter(
        (each) => !each.matches(".am-understood, .am-proofs, .am-tools, .am-muted"));
    return shown.at(-1).getBoundingClientRect().bottom - answer.previousElementSibling.getBoundingClientRect().top;
}"""  # px from the question to the last thing to read or to choose
POLICED = """addEventListener("securitypolicyviolation", (event) => {
    const told = `our policy refuses ${event.effectiveDirective} ${event.blockedURI} (${event.sourceFile})`;
    if (event.originalPolicy.startsWith("default-src 'none'")) setTimeout(() => { throw new Error(told); });
});"""  # what a page of ours does against our own policy is an error in it
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)


@contextmanager
def other_site() -> Iterator[str]:
    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            policy, body = PAGES.get(self.path, ("", ""))
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            if self.path in ISOLATED:
                self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
            self.end_headers()
            self.wfile.write(body.encode())

    with listening(Handler) as address:
        yield address


@contextmanager
def opened(browser: Browser, url: str, **options: object) -> Iterator[Page]:
    """A fresh visitor on ``url``: errors in the page, and what our policy refuses it, fail the test."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce", **options)  # type: ignore[arg-type]
    context.add_init_script(POLICED)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url)
    yield page
    context.close()
    assert errors == []


@contextmanager
def talking(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    with opened(browser, address, **options) as page:
        expect(page.get_by_label("Votre question")).to_be_visible()
        yield page


def styled(page: Page, style: str) -> None:
    """Add a reader's own style, which no policy refuses, as no element holds it."""
    page.evaluate(
        "css => { const own = new CSSStyleSheet(); own.replaceSync(css); document.adoptedStyleSheets.push(own); }",
        style,
    )


def ask(page: Page, question: str) -> None:
    before = page.locator("article.am-turn--answer").count()
    page.get_by_label("Votre question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("article.am-turn--answer:not(.am-turn--waiting)")).to_have_count(before + 1)


def simulated(page: Page, form: dict[str, object]) -> None:
    """Wait until the result is that of the whole form."""
    whole = """form => {
        const shared = document.querySelector("[data-share]")?.dataset.share;
        return shared && Object.entries(form).every(([name, value]) => JSON.parse(shared)[name] === value);
    }"""
    page.wait_for_function(whole, arg=form)


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {[node['html'][:120] for node in rule['nodes']]}" for rule in found]
