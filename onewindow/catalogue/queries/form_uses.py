"""Which versions in force are applied for with a form, and the materials their guides list."""

from onewindow.catalogue.models import ItemVersion, Material
from onewindow.forms.public import FormUse

MOST = 200


def form_uses(code: str) -> list[FormUse]:
    """Return the versions in force with a form code, at most 200, in two statements."""
    versions = list(
        ItemVersion.objects.filter(form_code=code, state__in=["published", "suspended"])
        .order_by("item_id", "-number")
        .only("id", "number", "name", "item__task_code", "item_id")
        .select_related("item")[:MOST]
    )
    listed: dict[int, set[int]] = {}
    for version_id, seq in Material.objects.filter(version__in=versions).values_list("version_id", "seq"):
        listed.setdefault(version_id, set()).add(seq)
    return [
        FormUse(one.item.task_code, one.name, one.number, frozenset(listed.get(one.pk, ())))
        for one in versions
    ]
