"""A simulated department system: a process of its own that serves invented registers and keeps nothing."""
