"""Composes the contexts for people: home, my space 我的, the frame of the staff desk 工作台."""
