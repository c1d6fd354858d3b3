"""The page of the reference that tells how well categories are suggested."""

from onewindow.feedback import rules
from onewindow.feedback.training import Line, Measure

_PAGE = """\
# How well categories of concerns are suggested

Written by `onewindow feedback measure DIR --page`: {weights} on {texts} labelled messages of another
province, none of which was seen in training. The random guess draws by the shares of the categories. The
first suggestion counts; in the product the officer decides. How the weights are learned: docs/decisions/0095.

| | accuracy | macro-F1 |
|---|---|---|
| suggested | {measure.accuracy:.3f} | {measure.macro_f1:.3f} |
| random guess | {measure.chance_accuracy:.3f} | {measure.chance_macro_f1:.3f} |
| always the commonest category | {measure.majority_accuracy:.3f} | {measure.majority_macro_f1:.3f} |

Accuracy of one category: how often it was rightly given or rightly not given.

| category | support | precision | recall | F1 | F1, random | accuracy | accuracy, random |
|---|---|---|---|---|---|---|---|
{lines}"""


def page(measure: Measure, *, shipped: bool) -> str:
    """Return the measure of shipped or present weights on unseen texts, with a row for every category."""
    weights = "the shipped weights" if shipped else "the present weights"
    lines = "\n".join(map(_row, measure.lines))
    return _PAGE.format(weights=weights, texts=measure.texts, measure=measure, lines=lines)


def _row(one: Line) -> str:
    told = (one.precision, one.recall, one.f1, one.chance, one.accuracy, one.chance_accuracy)
    return f"| {rules.categories()[one.category]} | {one.texts} | {' | '.join(f'{n:.3f}' for n in told)} |"
