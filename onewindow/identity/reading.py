"""Reads the fields of a form one by one and keeps every fault, so that all are told at once."""

from collections.abc import Callable
from typing import TypeVar

from onewindow.identity.errors import RegistrationInvalid
from onewindow.kernel.public import Invalid

T = TypeVar("T")


class Reading:
    """Call it with a field's name and its parser; then `raise_faults`."""

    def __init__(self) -> None:
        """Begin without faults."""
        self.errors: dict[str, list[str]] = {}

    def __call__(self, field: str, parse: Callable[[], T]) -> T | None:
        """Return what `parse` returns, or None after noting its refusal under the field."""
        try:
            return parse()
        except Invalid as fault:
            self.refuse(field, fault.message)
            return None

    def refuse(self, field: str, message: str) -> None:
        """Note a fault."""
        self.errors.setdefault(field, []).append(message)

    def raise_faults(self) -> None:
        """Raise RegistrationInvalid when there are any."""
        if self.errors:
            raise RegistrationInvalid(errors=self.errors)
