"""Merkle trees as RFC 6962 builds them, over SM3, computed in one pass with little memory."""

from onewindow.kernel.canonical import sm3

EMPTY = sm3(b"")


class Tree:
    """A tree that grows leaf by leaf; it keeps one hash per set bit of its size."""

    def __init__(self) -> None:
        """Begin an empty tree."""
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Append the bytes of a leaf."""
        node = sm3(b"\x00" + leaf)
        merges = self.size
        while merges & 1:
            node = sm3(b"\x01" + self._peaks.pop() + node)
            merges >>= 1
        self._peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over the leaves so far."""
        if not self._peaks:
            return EMPTY
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = sm3(b"\x01" + peak + node)
        return node
