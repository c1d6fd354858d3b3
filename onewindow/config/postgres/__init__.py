"""The embedded PostgreSQL under our own life cycle: find binaries, create, start, adopt, stop."""
