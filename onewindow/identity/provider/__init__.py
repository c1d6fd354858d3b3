"""OpenID provider: outside systems let people of this platform sign in, and prove themselves."""
