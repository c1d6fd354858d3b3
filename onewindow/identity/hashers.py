"""How passwords are hashed: argon2id."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with the memory a web process can afford in each thread (OWASP: 19 MiB, 2 passes, 1 lane).

    Django's own 100 MiB a hash would let a few dozen tries at once take the machine's memory.
    """

    algorithm = "argon2"
    time_cost, memory_cost, parallelism = 2, 19_456, 1
