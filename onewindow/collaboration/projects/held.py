"""What projects hold about firms."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from onewindow.collaboration.models import Project
from onewindow.identity import public as identity


def register() -> None:
    """Add the kind of data."""
    identity.register_held_data(PROJECTS)


def _projects(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    rows = Project.objects.filter(**{subject.kind: subject.key}).order_by("-id")
    return [
        {
            "code": row.code,
            "name": row.name,
            "place": f"{row.place}{row.address}",
            "scale": row.scale,
            "investment": row.investment,
            "at": row.filed_at,
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


PROJECTS = identity.HeldData(
    "projects", _("投资项目"), _("给项目代码，按项目归集办件和结果"), "cases",
    {
        "code": _("项目代码"), "name": _("项目名称"), "place": _("建设地点"), "scale": _("规模和内容"),
        "investment": _("总投资（万元）"), "at": _("申报时间"),
    },
    _projects, 46, ("collaboration_project",), binds=True, kinds=("organisation",),
)  # fmt: skip
