"""Uploaded files as pictures of their pages, drawn by a process of its own and marked for whom and what."""

from onewindow.documents.viewing.drawing import Drawn, draw
from onewindow.documents.viewing.marking import marked

__all__ = ["Drawn", "draw", "marked"]
