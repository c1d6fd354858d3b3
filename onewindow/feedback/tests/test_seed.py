"""The answers that come with the product: planted once, found by words, of known categories."""

import pytest

from onewindow.feedback import rules
from onewindow.feedback.models import PublishedAnswer
from onewindow.feedback.queries import concerns as reads
from onewindow.feedback.seed import plant_answers


@pytest.mark.django_db
def test_planted_once_and_found() -> None:
    count = len(rules.rows("answers"))
    assert plant_answers() == f"{count} of {count} answers"
    PublishedAnswer.objects.filter(question__startswith="给了差评").update(
        withdrawn_at="2026-03-02T00:00:00Z"
    )
    assert plant_answers() == f"0 of {count} answers"
    assert len(reads.published(text="材料 再交")) == 1
    assert reads.known("多久告诉我受不受理")[0].question.startswith("申请交上去以后")
    assert {row["category"] for row in rules.rows("answers")} <= set(rules.categories())
    assert all(len(row["question"]) <= 200 for row in rules.rows("answers"))
