"""Reads what was typed on one page into clean values, or says at the field what is wrong."""

from collections.abc import Mapping

from onewindow.forms.definition import Answers, Form, PageInput


def read_page(
    form: Form,
    page_key: str,
    data: Mapping[str, object],
    files: Mapping[str, object] | None = None,
    *,
    answers: Answers | None = None,
) -> PageInput:
    """Read one page's POST data and files; `answers` are those already kept. Unknown fields are ignored.

    Never raises for what a person typed; raises UnknownPage for a page the form does not have.
    """
    raise NotImplementedError
