"""The « Simuler » tab: a short form, and the five years that follow from it."""

from __future__ import annotations

import gradio as gr

from ui.api import Assistant
from ui.guard import Rate


def build(assistant: Assistant, rate: Rate) -> None:
    """Add the form and its result to the page being built."""
    gr.HTML("<h2>Votre situation</h2>")
