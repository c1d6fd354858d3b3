"""Merkle paths over SM3 as RFC 6962 hashes: leaf 0x00, node 0x01; an odd node rises as it is."""

from collections.abc import Sequence

from onewindow.kernel.public import canonical


def leaf(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return canonical.sm3(b"\x00" + data)


def tree(leaves: Sequence[bytes]) -> tuple[bytes, list[list[str]]]:
    """Return the root over leaf hashes and each leaf's path: `L` or `R` and the sibling's hex, upward."""
    paths: list[list[str]] = [[] for _ in leaves]
    level = [(node, [index]) for index, node in enumerate(leaves)]
    while len(level) > 1:
        above = []
        for left, right in zip(level[::2], level[1::2], strict=False):
            for index in left[1]:
                paths[index].append("R" + right[0].hex())
            for index in right[1]:
                paths[index].append("L" + left[0].hex())
            above.append((canonical.sm3(b"\x01" + left[0] + right[0]), left[1] + right[1]))
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0][0], paths


def climb(node: bytes, path: Sequence[str]) -> bytes:
    """Return the root a leaf and its path lead to; raise ValueError for a path that is none."""
    for step in path:
        sibling = bytes.fromhex(step[1:])
        if step[:1] not in {"L", "R"} or len(sibling) != 32 or step[1:] != sibling.hex():
            raise ValueError("not a path")
        node = canonical.sm3(b"\x01" + (sibling + node if step[0] == "L" else node + sibling))
    return node
