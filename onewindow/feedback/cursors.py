"""Marks in addresses that say where a page begins: told apart from whatever else somebody writes there."""

from datetime import date
from uuid import UUID


def is_key(text: str) -> bool:
    """Tell whether a text is a key."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def is_day(text: str) -> bool:
    """Tell whether a text is a day."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
