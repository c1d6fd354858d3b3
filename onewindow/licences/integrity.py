"""Whether a licence's row is as the verbs left it: a keyed hash over all its columns."""

from hmac import compare_digest

from onewindow.kernel.public import canonical, hashing
from onewindow.licences.models import Licence


def mac_of(licence: Licence) -> bytes:
    """Return the keyed hash of all columns but `mac`; who can write the database still lacks the key."""
    return mac_of_state(canonical.row_state(licence))


def mac_of_state(state: bytes) -> bytes:
    """Return the keyed hash of a licence's state, which leaves `mac` out."""
    return hashing.keyed_hash("licences_licence", state.hex())


def is_as_left(licence: Licence) -> bool:
    """Tell whether no column was changed past the verbs since the last one that touched it."""
    return compare_digest(mac_of(licence), bytes(licence.mac))
