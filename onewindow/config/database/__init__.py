"""The database as Django knows it, with a cheaper look at whether a kept connection still stands."""
