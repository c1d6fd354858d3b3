"""Checks answers against the form's JSON Schema and says in Chinese what to do."""

from onewindow.forms.definition import Answers, Form


def validate(form: Form, answers: Answers) -> dict[str, list[str]]:
    """Return messages per field over all visible pages; empty when the answers may be submitted."""
    raise NotImplementedError
