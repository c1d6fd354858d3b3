"""Imported item sets: reading files, checking rows, turning them into contents."""
