"""Suggesting: the shipped weights beside chance on texts they never saw; learning; sums are right."""

import json
from argparse import Namespace
from pathlib import Path

import pytest

from onewindow.feedback import commands, likeness, rules, suggesting, training
from onewindow.feedback.models import Classifier


def given() -> list[training.Labelled]:
    """Return the shared complaints, wherever a `shared` folder lies above the checkout."""
    for above in Path(__file__).resolve().parents:
        folder = above / "shared" / "data" / "complaints"
        if folder.exists():
            return training.read(folder)
    pytest.skip("no shared complaints on this machine")


def test_the_shipped_weights_beat_chance_on_texts_they_never_saw() -> None:
    measure = training.told_by(suggesting.shipped(), given())
    assert measure.texts >= 200
    assert measure.accuracy >= 0.65 and measure.macro_f1 >= 0.65
    assert measure.chance_accuracy < 0.25 and measure.majority_macro_f1 < 0.1
    assert all(line.f1 > line.chance for line in measure.lines)


def test_measures_are_counted_right() -> None:
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]
    measure = training.measured(pairs)
    assert (measure.accuracy, measure.macro_f1, measure.majority_accuracy) == (0.75, 0.733, 0.5)
    assert [(one.category, one.texts, one.precision, one.recall, one.f1) for one in measure.lines] == [
        ("a", 2, 1.0, 0.5, 0.667), ("b", 2, 0.667, 1.0, 0.8),
    ]  # fmt: skip
    assert [one.accuracy for one in measure.lines] == [0.75, 0.75]


def test_every_category_has_phrases_and_the_weights_know_them() -> None:
    assert {one.category for one in training.phrases()} == set(rules.categories())
    assert set(suggesting.shipped().categories) == set(rules.categories())
    told = training.told_by(suggesting.shipped(), training.phrases())
    assert told.accuracy > 0.98


@pytest.mark.django_db
def test_learning_adds_up_as_the_library_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    texts = [one for one in training.phrases() if one.category in {"health", "transport", "labour"}]
    weights = training.learn(texts)
    counter = TfidfVectorizer(analyzer=suggesting.grams, sublinear_tf=True)
    model = LogisticRegression(C=30, max_iter=1000, class_weight="balanced")
    model.fit(counter.fit_transform([one.text for one in texts]), [one.category for one in texts])
    for text in ("公交车太少了", "医生误诊", "公司拖欠工资不签合同", "x"):
        theirs = dict(zip(model.classes_, model.predict_proba(counter.transform([text]))[0], strict=True))
        for one in weights.suggest(text):
            assert one.share == pytest.approx(theirs[one.category], abs=0.002)
    names = rules.categories()
    rows = [{"subject": one.text, "text": one.text, "category": names[one.category]} for one in texts[:30]]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    assert len(training.read(tmp_path)) == 30
    measure = training.cross_measured(training.read(tmp_path)[:20], texts)
    row = training.keep(weights, len(texts), measure)
    assert (Classifier.objects.get().texts, row.measured["texts"]) == (len(texts), 20)
    assert set(suggesting.current().categories) == {"health", "transport", "labour"}
    given = {"json": True, "shipped": False, "page": False}
    assert commands.MEASURE.run(Namespace(folder=str(tmp_path), **given)) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] == 1.0
    assert commands.MEASURE.run(Namespace(folder=str(tmp_path / "none"), **given)) == 1
    given |= {"json": False, "page": True}
    assert commands.MEASURE.run(Namespace(folder=str(tmp_path), **given)) == 0
    assert "| suggested | 1.000 | 1.000 |" in capsys.readouterr().out


def test_texts_about_one_matter_share_marks() -> None:
    one = "民族大道施工围挡占了整条人行道，老人小孩只能走机动车道，非常危险。"
    other = f"{one}已经一个月了，请尽快处理。"
    assert likeness.likeness(likeness.pieces(one), likeness.pieces(other)) > 0.6
    assert set(likeness.marks(one)) & set(likeness.marks(other))
    apart = "想问公积金提取要带什么材料，去哪里办。"
    assert likeness.likeness(likeness.pieces(one), likeness.pieces(apart)) < 0.1
    assert not set(likeness.marks(one)) & set(likeness.marks(apart))
    assert likeness.marks("") == [] and likeness.likeness([], ["a"]) == 0.0
    assert all(-(2**31) <= mark < 2**31 for mark in likeness.marks(one))
