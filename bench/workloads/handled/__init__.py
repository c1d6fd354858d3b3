"""A year of our own cases as rows of their tables, some with a breach planted on purpose."""
