"""Named reads of the designer: the list of forms, one form with its versions and its open design."""

from dataclasses import dataclass

from onewindow.forms.designs.editing import Told
from onewindow.forms.designs.services import OPEN, told_of
from onewindow.forms.errors import UnknownForm
from onewindow.forms.models import FormDesign, FormVersion


@dataclass(frozen=True)
class Line:
    """One form in the list."""

    code: str
    title: str
    version: int
    state: str


@dataclass(frozen=True)
class Whole:
    """A form as its page shows it: what is designed, or the latest version, and all versions."""

    code: str
    told: Told
    design: FormDesign | None
    versions: list[FormVersion]


def lines() -> list[Line]:
    """Return every form with its latest version and what is open, by code, in two statements."""
    latest = FormVersion.objects.order_by("code", "-version").distinct("code")
    known = {
        row.code: Line(row.code, row.title, row.version, "")
        for row in latest.only("code", "title", "version")
    }
    for one in FormDesign.objects.filter(state__in=OPEN).only("code", "title", "state"):
        version = known[one.code].version if one.code in known else 0
        known[one.code] = Line(one.code, one.title, version, one.get_state_display())
    return [known[code] for code in sorted(known)]


def whole(code: str, version: int | None = None) -> Whole:
    """Return a form, its design unless a version is named; raise UnknownForm."""
    versions = list(FormVersion.objects.filter(code=code).order_by("-version"))
    design = FormDesign.objects.filter(code=code, state__in=OPEN).first()
    if version is not None:
        named = next((row for row in versions if row.version == version), None)
        if named is None:
            raise UnknownForm(code=code)
        return Whole(code, told_of(named), None, versions)
    if design is None and not versions:
        raise UnknownForm(code=code)
    return Whole(code, design.told if design else told_of(versions[0]), design, versions)


def exists(code: str) -> bool:
    """Tell whether a form has a version or an open design."""
    open_ones = FormDesign.objects.filter(code=code, state__in=OPEN)
    return FormVersion.objects.filter(code=code).exists() or open_ones.exists()
