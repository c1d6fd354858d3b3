"""From what happened to dossiers: our own cases, and those of outside systems."""
