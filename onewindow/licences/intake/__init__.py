"""Deliveries of sub-libraries: reading files, checking rows, storing what is sound."""
