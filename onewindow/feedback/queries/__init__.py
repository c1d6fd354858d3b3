"""Named reads of feedback."""
