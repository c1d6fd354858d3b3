"""Objections 异议: who finds a look at the own data wrong says so, and an officer of supervision answers."""
