"""The database as Django knows it, with prepared statements planned once and cheaper looks at connections."""
