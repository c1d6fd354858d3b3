"""Suggesting a category: weights of words learned before, added up here; no library, no socket.

A text is its two-character pieces and single characters, each weighted by how rare it is (tf-idf, as
`training` does); the category with the highest sum comes first. Officers decide.
"""

import json
import math
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "data" / "classifier.json"
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category and how sure the model is, 0 to 1; all together are 1."""

    category: str
    share: float


@dataclass(frozen=True)
class Weights:
    """What was learned: how rare each piece is, its weight for each category, a start for each."""

    categories: tuple[str, ...]
    rarity: dict[str, float]
    weights: dict[str, list[float]]
    start: tuple[float, ...]

    def suggest(self, text: str) -> list[Suggestion]:
        """Return the categories, the likeliest first."""
        found = {one: 1 + math.log(n) for one, n in Counter(grams(text)).items() if one in self.rarity}
        scaled = {one: value * self.rarity[one] for one, value in found.items()}
        length = math.sqrt(sum(value * value for value in scaled.values())) or 1.0
        sums = list(self.start)
        for one, value in scaled.items():
            for n, weight in enumerate(self.weights[one]):
                sums[n] += weight * value / length
        top = max(sums)
        powers = [math.exp(one - top) for one in sums]
        whole = sum(powers)
        shares = [
            Suggestion(name, power / whole) for name, power in zip(self.categories, powers, strict=True)
        ]
        return sorted(shares, key=lambda one: -one.share)

    def pack(self) -> bytes:
        """Return the weights as bytes to keep."""
        told = {
            "categories": self.categories,
            "start": self.start,
            "rarity": self.rarity,
            "weights": self.weights,
        }
        return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 9)

    @classmethod
    def read(cls, told: dict[str, Any]) -> "Weights":
        """Return the weights a packed or shipped form tells."""
        return cls(
            tuple(told["categories"]), dict(told["rarity"]), dict(told["weights"]), tuple(told["start"])
        )


def grams(text: str) -> list[str]:
    """Return the characters and pairs of characters of a text without blanks."""
    plain = "".join(text.lower().split())
    return [*plain, *(plain[n : n + 2] for n in range(len(plain) - 1))]


def suggest(text: str) -> list[Suggestion]:
    """Return up to three categories for a text, the likeliest first, by the newest weights there are."""
    return current().suggest(text)[:SHOWN]


def current() -> Weights:
    """Return the newest weights learned here, else those shipped."""
    from onewindow.feedback.models import Classifier

    newest = Classifier.objects.order_by("-id").values_list("pk", flat=True).first()
    return shipped() if newest is None else _learned(newest)


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """Return the weights that come with the product, learned from phrases written for it."""
    return Weights.read(json.loads(SHIPPED.read_text(encoding="utf-8")))


@lru_cache(maxsize=2)
def _learned(key: int) -> Weights:
    from onewindow.feedback.models import Classifier

    packed = bytes(Classifier.objects.values_list("weights", flat=True).get(pk=key))
    return Weights.read(json.loads(zlib.decompress(packed)))
