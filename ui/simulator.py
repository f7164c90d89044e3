"""The « Simuler » tab, which Gradio mounts: our own form and the place of its result. No event of Gradio is used.

Our script asks ``/api/v1/simulate`` by itself: it survives a lost connection, and nothing is posted to Gradio. It is
Markdown, not HTML: the latter makes functions out of text, which would open the whole page to ``unsafe-eval``.
"""

from __future__ import annotations

import os
from typing import cast

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

import gradio as gr
from fastapi import FastAPI
from starlette.routing import Mount
from starlette.types import ASGIApp

from ui import form, simulation
from ui.page import SIMULATOR


def build() -> gr.Blocks:
    """Return the form and its empty result."""
    page: gr.Blocks
    with gr.Blocks(title="Simuler", analytics_enabled=False, fill_width=True) as page:
        gr.Markdown(
            f'<div class="am-sim">{form.html()}<div class="am-result" id="am-result" role="region" '
            f'aria-label="Résultat" tabindex="-1">{simulation.EMPTY}</div></div>',
            sanitize_html=False,
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
