"""The door of messages."""

from onewindow.messages.errors import MessageNotFound
from onewindow.messages.services import Telling, tell, tell_all

__all__ = ["MessageNotFound", "Telling", "tell", "tell_all"]
