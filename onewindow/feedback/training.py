"""Learning the weights: phrases of ours, officers' decisions, labelled files; measured on what it never saw.

Needs scikit-learn, which only those who train install (docs/decisions/0095); suggesting needs nothing.
"""

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from onewindow.feedback import rules
from onewindow.feedback.models import Classifier, Concern
from onewindow.feedback.suggesting import Weights, grams
from onewindow.kernel.public import SYSTEM, audit, canonical, clock, unit

FOLDS, SEED, PLACES = 5, 7, 4
MOST = 50_000


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and the category somebody gave it."""

    text: str
    category: str


@dataclass(frozen=True, slots=True)
class Line:
    """How well one category was told: texts that have it, precision, recall, F1, and F1 of chance.

    `accuracy` is the share of all texts rightly told to have it or not, `chance_accuracy` that of chance.
    """

    category: str
    texts: int
    precision: float
    recall: float
    f1: float
    chance: float
    accuracy: float
    chance_accuracy: float


@dataclass(frozen=True, slots=True)
class Measure:
    """How well texts never seen were told apart, beside chance and the commonest category."""

    texts: int
    accuracy: float
    macro_f1: float
    chance_accuracy: float
    chance_macro_f1: float
    majority_accuracy: float
    majority_macro_f1: float
    lines: tuple[Line, ...]


def phrases() -> list[Labelled]:
    """Return the phrases written for the product."""
    return [Labelled(one, category) for category, rows in rules.table("seed_phrases").items() for one in rows]


def decided() -> list[Labelled]:
    """Return what officers decided, newest first."""
    rows = Concern.objects.exclude(category="").order_by("-id")[:MOST]
    return [Labelled(f"{row.title}\n{row.text}", row.category) for row in rows]


def read(folder: Path) -> list[Labelled]:
    """Return the labelled texts of the .jsonl files of a folder that have a category we know."""
    codes = {name: code for code, name in rules.categories().items()}
    found = []
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            category = codes.get(str(row.get("category", "")), "")
            if category:
                found.append(Labelled(f"{row.get('subject', '')}\n{row.get('text', '')}", category))
    return found


def learn(texts: Sequence[Labelled]) -> Weights:
    """Return the weights of a logistic regression over rare pieces. Raises ModuleNotFoundError."""
    library = import_module("sklearn.feature_extraction.text"), import_module("sklearn.linear_model")
    rare = 2 if len(texts) > len(phrases()) else 1
    counter = library[0].TfidfVectorizer(analyzer=grams, sublinear_tf=True, min_df=rare)
    rows = counter.fit_transform([one.text for one in texts])
    model = library[1].LogisticRegression(C=30, max_iter=1000, class_weight="balanced")
    model.fit(rows, [one.category for one in texts])
    pieces: list[str] = [str(one) for one in counter.get_feature_names_out()]
    columns: Any = model.coef_.T
    return Weights(
        tuple(str(one) for one in model.classes_),
        {piece: round(float(idf), PLACES) for piece, idf in zip(pieces, counter.idf_, strict=True)},
        {piece: [round(float(v), PLACES) for v in row] for piece, row in zip(pieces, columns, strict=True)},
        tuple(round(float(one), PLACES) for one in model.intercept_),
    )


def cross_measured(texts: Sequence[Labelled], always: Sequence[Labelled]) -> Measure:
    """Return how well texts are told by weights that never saw them: five parts, each by the other four."""
    order = sorted(
        range(len(texts)), key=lambda n: (texts[n].category, canonical.sm3(f"{SEED}:{n}".encode()))
    )
    guesses: dict[int, str] = {}
    for fold in range(FOLDS):
        unseen = set(order[fold::FOLDS])
        weights = learn([*always, *(texts[n] for n in order if n not in unseen)])
        guesses |= {n: weights.suggest(texts[n].text)[0].category for n in unseen}
    return measured([(one.category, guesses[n]) for n, one in enumerate(texts)])


def told_by(weights: Weights, texts: Sequence[Labelled]) -> Measure:
    """Return how well weights tell texts."""
    return measured([(one.category, weights.suggest(one.text)[0].category) for one in texts])


def measured(pairs: Sequence[tuple[str, str]]) -> Measure:
    """Return the measure of pairs (right, guessed); chance draws by the shares of the categories, seeded."""
    rights = [right for right, _ in pairs]
    counts = Counter(rights)
    drawn = random.Random(SEED).choices(rights, k=len(rights))  # noqa: S311 (a measure, no secret)
    common = counts.most_common(1)[0][0]
    guesses = list(zip(rights, drawn, strict=True))
    chance = _scores(guesses)
    ours, major = _scores(pairs), _scores([(right, common) for right in rights])
    lines = tuple(
        Line(
            one,
            counts[one],
            *(
                round(value, 3)
                for value in (*ours[one], chance[one][2], _apart(one, pairs), _apart(one, guesses))
            ),
        )
        for one in sorted(counts, key=lambda name: -counts[name])
    )
    hit = sum(right == guess for right, guess in pairs)
    return Measure(
        len(pairs), round(hit / len(pairs), 3), _macro(ours),
        round(sum(right == guess for right, guess in zip(rights, drawn, strict=True)) / len(pairs), 3),
        _macro(chance), round(counts[common] / len(pairs), 3), _macro(major), lines,
    )  # fmt: skip


def keep(weights: Weights, texts: int, measure: Measure | None) -> Classifier:
    """Keep weights as the newest ones."""
    from dataclasses import asdict

    with unit.work():
        row = Classifier.objects.create(
            at=clock.now(), texts=texts, weights=weights.pack(), measured=asdict(measure) if measure else {}
        )
        audit.record(SYSTEM, "classifier.learned", row)
    return row


def _scores(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[float, float, float]]:
    right, guessed, both = Counter[str](), Counter[str](), Counter[str]()
    for one, guess in pairs:
        right[one] += 1
        guessed[guess] += 1
        both[one] += one == guess
    found = {}
    for one, count in right.items():
        precision = both[one] / guessed[one] if guessed[one] else 0.0
        recall = both[one] / count
        f1 = 2 * precision * recall / (precision + recall) if both[one] else 0.0
        found[one] = (precision, recall, f1)
    return found


def _apart(one: str, pairs: Sequence[tuple[str, str]]) -> float:
    """Return how often a category was rightly given or rightly not given."""
    return sum((right == one) == (guess == one) for right, guess in pairs) / len(pairs)


def _macro(scores: dict[str, tuple[float, float, float]]) -> float:
    return round(sum(f1 for _, _, f1 in scores.values()) / len(scores), 3)
