"""Which passages may be the nearest to a question, without reading all their vectors.

One bit a dimension says on which side of the mean a vector lies: 48 bytes instead of 1 536, and passages that lie on
the same side of most dimensions are near each other. The few hundred best are then compared exactly.
"""

import numpy as np
import numpy.typing as npt

_WORD = 8  # bytes


class Signs:
    """The sides on which vectors lie, 64 dimensions to a row: rows are read one after the other."""

    def __init__(self, vectors: npt.NDArray[np.float32]) -> None:
        self.mean = vectors.mean(axis=0)
        self.rows = np.ascontiguousarray(self._packed(vectors).T)

    def agreement(self, vector: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Minus the number of dimensions in which each vector lies on the other side than this one."""
        apart = np.zeros(self.rows.shape[1], np.uint16)
        for row, word in zip(self.rows, self._packed(vector[None])[0], strict=True):
            apart += np.bitwise_count(row ^ word)
        return -apart.astype(np.float32)

    def _packed(self, vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.uint64]:
        packed = np.packbits(vectors > self.mean, axis=1)
        return np.pad(packed, ((0, 0), (0, -packed.shape[1] % _WORD))).view(np.uint64)
