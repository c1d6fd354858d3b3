"""Bundles and acknowledgements as bytes: canonical JSON under an SM2 signature, nothing else is read."""

import json
from collections.abc import Mapping
from typing import Any

from onewindow.kernel.public import canonical, sm2

PURPOSE, LARGEST = "relay", 50_000_000
BUNDLE, ACK = "onewindow-relay-bundle-1", "onewindow-relay-ack-1"


class NotOurs(Exception):
    """The file is none of ours, or altered; the text says why."""


class TooEarly(NotOurs):
    """The file is genuine, but one before it has not come; `mark` is its digest."""

    def __init__(self, why: str, mark: str) -> None:
        super().__init__(why)
        self.mark = mark


def sealed(paper: Mapping[str, object]) -> bytes:
    """Return a paper's bytes under our signature."""
    signature = sm2.sign(PURPOSE, canonical.canonical_json(paper))
    return canonical.canonical_json({"paper": paper, "signature": signature.value})


def opened(data: bytes, kind: str, link: str, key: bytes) -> dict[str, Any]:
    """Return a paper of a kind for a link, signed by the peer; raise NotOurs."""
    if len(data) > LARGEST:
        raise NotOurs("太大")
    try:
        told = json.loads(data)
        paper, signature = told["paper"], bytes.fromhex(told["signature"])
        genuine = sm2.verify(key, canonical.canonical_json(paper), signature)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotOurs("不是数据包") from error
    if not genuine:
        raise NotOurs("签名不对")
    if paper.get("kind") != kind or paper.get("link") != link:
        raise NotOurs("不是这个通道的")
    checked: dict[str, Any] = paper
    return checked


def digest(paper: Mapping[str, object]) -> str:
    """Return the SM3 of a paper in hex: what the next one names as its previous."""
    return canonical.sm3(canonical.canonical_json(paper)).hex()
