"""The door of messages."""

from onewindow.messages.errors import MessageNotFound
from onewindow.messages.services import tell

__all__ = ["MessageNotFound", "tell"]
