"""Workloads that drills put on a product while they break it."""
