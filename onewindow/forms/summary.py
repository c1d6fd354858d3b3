"""The check-answers page: one line per answer, in the order of the pages."""

from collections.abc import Mapping

from onewindow.forms.definition import Answers, Form, SummaryRow


def summary(
    form: Form, answers: Answers, sources: Mapping[str, object] | None = None, *, masked: bool = False
) -> list[SummaryRow]:
    """Return label and readable value per field of the visible pages; `masked` hides numbers for officers."""
    raise NotImplementedError
