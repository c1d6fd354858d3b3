"""Reads of halls, split by noun."""
