"""The verbs of supervision."""
