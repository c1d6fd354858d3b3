"""Joint applications in bulk: the hands that walk them, the engines they are compared with."""
