"""Which materials of a guide its reader need not hand in, because the reader holds them as e-licences."""

from collections.abc import Sequence

from onewindow.catalogue.models import Material
from onewindow.kernel.public import Actor
from onewindow.licences import public as licences


def spared(by: Actor, materials: Sequence[Material]) -> set[int]:
    """Return the numbers of materials that the signed-in party holds as licences in force.

    Two statements at most, none for strangers and for guides without licences.
    """
    if by.kind != "person":
        return set()
    wanted = {
        material.seq: kind.code
        for material in materials
        if (kind := licences.type_named(material.licence_type_code) or licences.type_named(material.name))
    }
    if not wanted:
        return set()
    held = {one.type_id for one in licences.newest_of(by, 100)}
    return {seq for seq, code in wanted.items() if code in held}
