"""Named reads of collaboration."""
