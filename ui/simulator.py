"""The « Simuler » tab, which Gradio mounts: our own form and the place of its result. No event of Gradio is used."""

from __future__ import annotations

import os
from typing import cast

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

import gradio as gr
from fastapi import FastAPI
from starlette.routing import Mount
from starlette.types import ASGIApp

from ui import form, simulation, theme
from ui.page import SIMULATOR

# Our script asks ``/api/v1/simulate`` by itself: it survives a lost connection, and nothing is posted to Gradio.
_START = """import(new URL('{script}', document.baseURI)).then(({{ start }}) => start(element)).catch((error) => {{
  element.querySelector("#am-told").textContent = "Le simulateur n’a pas pu se charger. Rechargez la page.";
  throw error;
}});"""


def build() -> gr.Blocks:
    """Return the form and its empty result."""
    page: gr.Blocks
    with gr.Blocks(title="Simuler", analytics_enabled=False, fill_width=True) as page:
        gr.HTML(
            f'<div class="am-sim">{form.html()}<div class="am-result" id="am-result" role="region" '
            f'aria-label="Résultat" tabindex="-1">{simulation.EMPTY}</div></div>',
            js_on_load=_START.format(script=theme.link("simulator.js")),
            apply_default_css=False,
        )
    return page


def mounted() -> ASGIApp:
    """Return the application of Gradio that shows it, as it mounts itself."""
    whole = gr.mount_gradio_app(
        FastAPI(),
        build(),
        path=SIMULATOR,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        pwa=False,
        ssr_mode=False,
        max_file_size=0,
    )
    return cast("Mount", whole.routes[-1]).app
