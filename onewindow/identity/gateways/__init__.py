"""Outside systems of identity, and their fakes."""
