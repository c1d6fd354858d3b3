"""The verbs of halls, split by noun."""
