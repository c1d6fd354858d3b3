"""Pages of halls."""
