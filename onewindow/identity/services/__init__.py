"""The verbs of identity, split by noun."""
