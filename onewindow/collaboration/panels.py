"""What a joint case shows beside a case: its parts beside the lead's, the way to the lead beside a part's."""

from onewindow.cases import public as cases
from onewindow.collaboration.crossing.queries import crossing_of
from onewindow.collaboration.projects.queries import project_of
from onewindow.collaboration.queries import asking, joints, openings
from onewindow.kernel.public import Actor


def beside(case: cases.Case, by: Actor) -> cases.Panel | None:
    """Return the panel of a lead case or of a part, nothing for any other; one or two statements."""
    joint = joints.joint_of(case.number)
    staff = by.kind == "official"
    if joint is not None:
        shown = {"whole": joints.whole(joint, papers=True), "staff": staff, "mine": not staff, "case": case}
        return cases.Panel("collaboration/_parts.html", shown)
    part = joints.part_of(case.number)
    if part is not None:
        return cases.Panel("collaboration/_part.html", {"part": part, "staff": staff})
    return None


def asks_beside(case: cases.Case, by: Actor) -> cases.Panel | None:
    """Return the panel of what was asked of other bodies, for officers only; one statement."""
    if by.kind != "official":
        return None
    shown = {"asks": asking.asks_about(case), "open": case.is_open(), "case": case}
    return cases.Panel("collaboration/_asks.html", shown)


def company_beside(case: cases.Case, by: Actor) -> cases.Panel | None:
    """Return the panel of the company a case opened: its code, who was told, what it still needs.

    No statement for a case that has no business scope in its answers, three for one that has.
    """
    if '"company_scope"' not in (case.answers or ""):
        return None
    opening = openings.opening_of(case.number)
    if opening is None:
        return None
    return cases.Panel("collaboration/_company.html", {"opening": opening, "staff": by.kind == "official"})


def crossing_beside(case: cases.Case, by: Actor) -> cases.Panel | None:
    """Return the panel of what crossed borders: both halls for everybody, documents for officers."""
    found = crossing_of(case, by)
    if found is None:
        return None
    return cases.Panel(
        "collaboration/_crossing.html", {"found": found, "staff": by.kind == "official", "case": case}
    )


def project_beside(case: cases.Case, by: Actor) -> cases.Panel | None:
    """Return the panel of the project that a case, or the joint case it is a part of, belongs to."""
    bound = project_of(case)
    if bound is None:
        return None
    return cases.Panel("collaboration/_project.html", {"bound": bound, "staff": by.kind == "official"})
