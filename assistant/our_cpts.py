"""The CPTS that installed the assistant, as it names itself: its name, and whom to write to or call."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.messages import MESSAGES


@dataclass(frozen=True, slots=True)
class OurCpts:
    """What ``cpts.yaml`` says of it; each may be empty."""

    name: str = ""  # « CPTS du Val-Clair »
    coordination: str = ""  # a mail address, an https address or a telephone number
    delegate: str = ""  # of Assurance Maladie, the same

    @property
    def known(self) -> bool:
        """Whether it said anything of itself."""
        return bool(self.name or self.coordination or self.delegate)

    def contacts(self) -> str:
        """Return whom to write to or call, a line each, in Markdown; nothing where nobody is named."""
        told = MESSAGES["our_cpts"]
        lines = []
        if self.coordination:
            lines.append(told["coordination"].format(name=self.name or told["cpts"], contact=self.coordination))
        if self.delegate:
            lines.append(told["delegate"].format(contact=self.delegate))
        return "\n".join(lines)

    def unanswered(self) -> str:
        """Return that no document of the CPTS answers, and whom to ask."""
        whom = self.coordination and MESSAGES["our_cpts"]["write_to"].format(
            name=self.name or MESSAGES["our_cpts"]["cpts"], contact=self.coordination
        )
        return f"{MESSAGES['our_cpts']['no_document']} {whom or MESSAGES['our_cpts']['ask']}"


NOBODY = OurCpts()
