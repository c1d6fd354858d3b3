"""Starting, stopping, breaking and refusing to start: the product as a whole."""
