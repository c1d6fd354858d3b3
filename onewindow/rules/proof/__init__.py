"""Proof over decision tables: gaps, overlaps and idle rules, with a counter-example in plain words."""
