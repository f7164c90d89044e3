"""The command ``assistant-medical``. Exit codes: 0 done, 1 could not be done, 2 badly called, 130 interrupted."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import rag
from assistant.errors import InvalidInput
from cli.parser import parser
from corpus import CorpusError
from rules.parameter_files import ParameterError
from ui import logs
from ui.settings import SettingsError

_TOLD = (InvalidInput, SettingsError, ParameterError, CorpusError)  # what says itself, in French, what is wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what may be expected to fail is told in French on standard error."""
    logs.set_up()
    parsed = parser().parse_args(arguments)
    try:
        code: int = parsed.run(parsed)
    except (*_TOLD, rag.SettingUnusableError, rag.IndexFailedError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except BrokenPipeError:  # the reader, `head` for one, has left: nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return code
