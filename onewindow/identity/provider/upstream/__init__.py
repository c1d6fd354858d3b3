"""Outer providers: people sign in with an account they have elsewhere."""
