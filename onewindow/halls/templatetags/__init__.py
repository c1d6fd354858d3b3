"""Template tags of halls."""
