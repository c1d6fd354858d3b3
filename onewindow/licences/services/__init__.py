"""The verbs of licences, split by noun."""
