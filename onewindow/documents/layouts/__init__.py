"""Layouts of originals 版式: a sheet of words becomes pages of placed marks, in millimetres."""
