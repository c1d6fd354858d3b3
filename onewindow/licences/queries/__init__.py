"""The named reads of licences, split by noun."""
