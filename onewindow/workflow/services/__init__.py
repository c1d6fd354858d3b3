"""The verbs of workflow."""
