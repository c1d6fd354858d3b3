"""Verbs of the catalogue: publishing, suspending, importing."""
