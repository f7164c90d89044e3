"""The assistant of this installation, as its settings make it."""

from __future__ import annotations

from datetime import date

from assistant.listening.listener import listener
from assistant.our_cpts import OurCpts
from assistant.service import Assistant, build
from cli.indexing import Indexing, reason
from ui.cpts import identity
from ui.settings import Settings


def build_assistant(settings: Settings | None = None) -> Assistant:
    """Return the assistant of this installation; its retrieval is loaded when first needed."""
    settings = settings or Settings.read()
    cpts = identity(settings)
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    assistant = build(
        data_dir=settings.data_dir,
        parameters_dir=settings.parameters_dir,
        embedding_model=settings.embedding_model,
        chroma_url=settings.chroma_url,
        reranker=settings.reranker,
        today=date.today,
        llm=settings.llm,
        llm_base_url=settings.llm_base_url,
        llm_api_key=key,
        llm_timeout=settings.llm_timeout,
        cpts=OurCpts(cpts.nom, cpts.contact.coordination, cpts.contact.delegue),
        progress=Indexing(reason(settings.data_dir / "index")),
    )
    assistant.listener = listener(
        settings.llm_reads, settings.llm, settings.llm_base_url, key, settings.llm_reads_timeout
    )
    return assistant
