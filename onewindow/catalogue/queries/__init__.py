"""Reads of the catalogue: versions, guides, search, browsing."""
