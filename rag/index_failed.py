"""What is raised where an index cannot be had, apart from what opens it: the commands know it before they load that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from french import HARD
from rag.unusable import Fault

if TYPE_CHECKING:
    from rag.retrieval import Retriever


class IndexFailedError(RuntimeError):
    """The index could not be opened or brought up to date; the message is French. `retriever`: of the one before."""

    def __init__(self, fault: Fault, retriever: Retriever | None = None) -> None:
        super().__init__(f"L’index n’a pas pu être ouvert ou mis à jour{HARD}: {fault.reason}. {fault.mend}")
        self.fault, self.retriever = fault, retriever
