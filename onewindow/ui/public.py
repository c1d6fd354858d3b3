"""The door of the design system: menus, keyset page, CSV; all else is `{% load ui %}`."""

from onewindow.ui import menus
from onewindow.ui.pages import Page
from onewindow.ui.refusals import refusal_page
from onewindow.ui.tables import MARK, csv_line

__all__ = ["MARK", "Page", "csv_line", "menus", "refusal_page"]
