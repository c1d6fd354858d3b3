"""三员分立: which roles may never come together in one person; the database guards the same."""

from collections.abc import Iterable

from onewindow.identity.levels import Role

ADMINISTRATORS = (Role.ADMIN, Role.SECURITY, Role.AUDIT)
BUSINESS, NOTHING, MIXED = "business", "", "mixed"


def group(roles: Iterable[str]) -> str:
    """Return the one group the roles belong to, `mixed` for several, nothing for no roles."""
    found = {role if role in ADMINISTRATORS else BUSINESS for role in map(str, roles)}
    return found.pop() if len(found) == 1 else MIXED if found else NOTHING


def is_separate(duties: Iterable[Iterable[str]]) -> bool:
    """Tell whether one person may hold all these sets of roles at the same time."""
    found = {group(roles) for roles in duties} - {NOTHING}
    return MIXED not in found and len(found) <= 1
