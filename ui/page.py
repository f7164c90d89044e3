"""The page: ask, simulate, read the sources. The conversation lives in the browser; the server keeps nothing of it."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

import gradio as gr

import french
from assistant.errors import InvalidInput
from ui import facts, privacy, render, simulator, sources_tab, theme
from ui.cpts import Cpts
from ui.port import Assistant
from ui.problems import seconds
from ui.rate import Rate
from ui.requests import read_json, read_question
from ui.settings import Settings

_log = logging.getLogger(__name__)

_NOTICE = (
    '<div class="am-notice" role="note"><span class="am-notice__ai">IA</span><p>{text} '
    "<strong>Ses réponses sont indicatives\u00a0: votre CPAM décide.</strong> "
    "{kept}</p></div>"
)
_LONG = (
    "Vous écrivez à un assistant automatique. Ses montants viennent de règles datées, jamais d’un modèle de langage."
)
_LOG = (
    '<section class="am-log" id="am-log" aria-label="Conversation"></section>'
    '<p class="am-sr" id="am-status" role="status"></p>'
    '<p class="am-again" hidden><button type="button" class="am-button am-button--quiet" data-new>'
    "Nouvelle conversation</button></p>"
)
_HINT = (
    '<div class="am-composer__row"><p class="am-composer__hint am-muted">Sans nom ni numéro de patient. '
    '<span class="am-wide">Maj + Entrée pour aller à la ligne.</span></p>'
    '<p class="am-counter"><span id="am-count">0</span> / 1\u202f000 <span class="am-sr">caractères</span></p></div>'
)


def build(assistant: Assistant, settings: Settings, cpts: Cpts, rate: Rate, *, compact: bool = False) -> gr.Blocks:
    """Return the page; ``compact`` is the panel shown inside another site: the conversation alone."""
    page: gr.Blocks
    with (
        gr.Blocks(title=_title(cpts), analytics_enabled=False, fill_width=True) as page,
        gr.Column(elem_id="am", elem_classes="am-compact" if compact else ""),
    ):
        gr.HTML(theme.masthead(cpts, compact=compact), apply_default_css=False)
        if compact:
            _chat(assistant, settings, cpts, rate, compact=True)
        else:
            with gr.Tabs():
                with gr.Tab("Discuter", id="discuter"):
                    _chat(assistant, settings, cpts, rate, compact=False)
                with gr.Tab("Simuler", id="simuler"):
                    simulator.build(page, assistant, rate)
                with gr.Tab("Sources", id="sources"):
                    gr.HTML(sources_tab.render(assistant.sources()), apply_default_css=False)
            gr.HTML(theme.footer(cpts, settings), apply_default_css=False)
    return page


def _title(cpts: Cpts) -> str:
    name = "Assistant médical : vos questions, chiffres à l’appui"
    return f"{name} · {cpts.nom}" if cpts.nom else name


def _chat(assistant: Assistant, settings: Settings, cpts: Cpts, rate: Rate, *, compact: bool) -> None:
    gr.HTML(introduction(settings, cpts, compact=compact) + _LOG, apply_default_css=False, elem_id="am-talk")
    with gr.Column(elem_classes="am-composer"):
        question = gr.Textbox(
            label="Votre question",
            placeholder="Posez-la comme elle vient",
            elem_id="am-question",
            lines=1,
            max_lines=6,
            max_length=1000,
            submit_btn="Envoyer",
        )
        gr.HTML(_HINT, apply_default_css=False)
    gr.HTML(contents(cpts, compact=compact), apply_default_css=False)
    asked = gr.Textbox(visible=False)
    answered = gr.Textbox(visible="hidden")  # in the page, unlike the other: each of its changes is an event
    sent = question.submit(
        None, question, [question, asked], js="(text) => window.am.ask(text)", api_visibility="private"
    )
    received = sent.then(
        _answerer(assistant, rate, thumbs=settings.journal),
        asked,
        answered,
        api_visibility="private",
        show_progress="hidden",
        concurrency_limit=8,
        preprocess=False,  # Gradio would log, and send back in English, a value it does not expect
    )
    show = "(html) => { window.am.show(html) }"
    answered.change(None, answered, None, js=show, api_visibility="private")
    received.success(None, answered, None, js=show, api_visibility="private")
    received.failure(None, None, None, js="() => { window.am.fail() }", api_visibility="private")


def introduction(settings: Settings, cpts: Cpts, *, compact: bool) -> str:
    """Return what is read before the first question: the welcome, who answers."""
    notice = _NOTICE.format(text="Assistant automatique." if compact else _LONG, kept=privacy.kept(settings))
    welcome = f'<p class="am-welcome">{escape(cpts.accueil)}</p>' if cpts.accueil else ""
    return f"{welcome}{notice}"


def contents(cpts: Cpts, *, compact: bool) -> str:
    """Return the suggested questions, by theme; the panel shows the first of each."""
    columns = "".join(
        f"<div><h3>{escape(title)}</h3>{''.join(map(_suggestion, questions[: 1 if compact else None]))}</div>"
        for title, questions in cpts.questions.items()
    )
    return (
        '<section class="am-contents" id="am-contents" aria-labelledby="am-contents-title">'
        '<h2 class="am-contents__title" id="am-contents-title">Par exemple</h2>'
        f'<div class="am-contents__grid">{columns}</div></section>'
    )


def _suggestion(question: str) -> str:
    shown = escape(french.spaced(question))
    return f'<button type="button" class="am-suggestion" data-ask="{escape(question)}">{shown}</button>'


def _answerer(assistant: Assistant, rate: Rate, *, thumbs: bool) -> Callable[[str, gr.Request], Iterator[str]]:
    register = {source["id"]: source for source in assistant.sources()["sources"]}

    def answer(asked: object, request: gr.Request) -> Iterator[str]:
        """Yield the answer to ``asked``, the JSON of a request, as it grows; it is HTML, whatever happens."""
        wait = rate.wait(request.client.host if request.client else "")
        if wait:
            yield render.failure("Trop de questions en peu de temps.", f"Réessayez dans {seconds(wait)}.")
            return
        try:
            question = read_question(_typed(read_json(str(asked or ""))))
            turn = len(question.history) // 2 + 1
            for reply, whole in assistant.stream(question):
                yield render.article(reply, turn, register, thumbs=thumbs) if whole else render.partial(reply, turn)
        except InvalidInput as error:
            yield render.failure(error.message, error.expected)
        except Exception:  # noqa: BLE001 — a doctor is shown a sentence, never a traceback; the log has it
            _log.exception("unexpected error while answering on the page")
            yield render.failure("La réponse n’a pas pu être établie.", "Réessayez dans un instant.")

    return answer


def _typed(asked: Any) -> Any:
    """Turn what was typed in a chip (« 1 300 », « 21/11/2026 ») into the value its field holds."""
    match asked:
        case {"profile": dict(profile)}:
            return {**asked, "profile": {name: facts.typed(name, value) for name, value in profile.items()}}
    return asked
