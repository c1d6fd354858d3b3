"""The door of the design system: the menus registry and the keyset page; all else is `{% load ui %}`."""

from onewindow.ui import menus
from onewindow.ui.pages import Page
from onewindow.ui.refusals import refusal_page

__all__ = ["Page", "menus", "refusal_page"]
