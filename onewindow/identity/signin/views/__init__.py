"""Pages of sign-in, security, recovery, and the security administrator's desk."""
