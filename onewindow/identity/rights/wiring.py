"""Wires the rights: protected tables, identity's own data, conditions, pages, timed jobs."""

from onewindow.identity.rights import checks, handlers, menu, own, removing, seed, tasks  # noqa: F401
from onewindow.identity.rights.models import Closure, Correction
from onewindow.kernel.public import audit, seeds


def connect() -> None:
    """Called once while the applications load."""
    audit.protect(Correction, Closure)
    own.register()
    checks.register()
    removing.register()
    menu.fill()
    seeds.register(seeds.Seed("demonstration corrections", "demo", 71, seed.plant))
