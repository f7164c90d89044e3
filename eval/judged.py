"""What strict readers said of the answers given to strangers, turn by turn: `python -m eval.judged`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from eval.summary import mean, rated

FILE = Path(__file__).with_name("judged.yaml")
VERDICTS = ("right", "partly", "wrong", "refused")


class Judged(BaseModel):
    """What one reader said of one answer. ``confident``: wrong, and stated without a doubt."""

    model_config = ConfigDict(extra="forbid")
    id: str
    turn: int
    verdict: Literal["right", "partly", "wrong", "refused"]
    confident: bool = False
    why: str = ""


def read(file: Path = FILE) -> list[Judged]:
    """Return every judgement, in the order of the exchanges."""
    return TypeAdapter(list[Judged]).validate_python(yaml.safe_load(file.read_text("utf-8")))


def main() -> None:
    """Print the share of each verdict, and of what is wrong without a doubt, with their intervals."""
    judged = read()
    shares = {verdict: [float(one.verdict == verdict) for one in judged] for verdict in VERDICTS}
    shares["wrong, stated without a doubt"] = [float(one.confident) for one in judged]
    for name, scores in shares.items():
        total = rated(scores, mean)
        told = f"{name}: {total['rate']:.1%} of {total['n']} ({total['low']:.1%} to {total['high']:.1%})"
        sys.stdout.write(f"{told}\n")


if __name__ == "__main__":
    main()
