"""Editing the catalogue: entries as they are drafted, how they differ, the pages at /desk/catalogue/."""
