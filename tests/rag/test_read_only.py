"""An index that may only be read, as a replica mounts it: opened with its vectors, and not a byte of it touched."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest
from rag_fakes import BagOfStems, Sheet

from rag import opening

SHEETS = [
    Sheet("chats", "Les chats dorment toute la journée. Ils chassent la nuit."),
    Sheet("chiens", "Les chiens gardent la maison. Ils aboient quand on sonne."),
]
# Root writes whatever the permissions say, unless it gives that right up.
READS_ONLY = ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override") if os.getuid() == 0 else ()
_OPENED = """
import sys
from pathlib import Path
from rag_fakes import BagOfStems
from rag import opening
opening.load_once = lambda _: BagOfStems()
retriever = opening.open_index(Path(sys.argv[1]), None, "fake")
print(len(retriever.index.vectors.passages), retriever.search("aboient")[0].passage.document)
"""


@pytest.mark.skipif(bool(READS_ONLY) and not which("setpriv"), reason="needs setpriv, to write no more as root")
def test_an_index_that_may_only_be_read_is_opened_with_its_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    monkeypatch.setattr(opening, "load_once", lambda _: BagOfStems())
    opening.open_index(index, SHEETS, "fake")
    for place in (index, *index.rglob("*")):
        place.chmod(0o555 if place.is_dir() else 0o444)
    before = {path: path.stat().st_mtime_ns for path in (index, *index.rglob("*"))}
    helpers = Path(__file__).parents[1] / "helpers"
    found = subprocess.run(
        [*READS_ONLY, sys.executable, "-c", _OPENED, str(index)],
        env={**os.environ, "PYTHONPATH": f"{helpers.parents[1]}{os.pathsep}{helpers}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.stdout == "2 chiens\n", found.stderr
    assert {path: path.stat().st_mtime_ns for path in (index, *index.rglob("*"))} == before
    for place in (index, *index.rglob("*")):
        place.chmod(0o700)  # it can be removed
