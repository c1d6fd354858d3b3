"""The verbs of cases, split by noun."""
