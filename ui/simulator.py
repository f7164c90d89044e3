"""The « Simuler » tab, which Gradio mounts: our own form and the place of its result. No event of Gradio is used."""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

import gradio as gr

from ui import form, simulation, theme

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
