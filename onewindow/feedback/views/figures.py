"""Public figures of ratings and the rows behind them."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onewindow.feedback import rules
from onewindow.feedback.errors import RatingNotFound
from onewindow.feedback.queries import figures as reads
from onewindow.feedback.states import Stars
from onewindow.government import public as government

REGION = "450000000000"


def month_choices() -> list[tuple[str, str]]:
    """Return the months one may look at."""
    return [(f"{one:%Y-%m}", f"{one.year} 年 {one.month} 月") for one in reads.months()]


@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """Show what people said, for the region or a city, in one month."""
    month, city = reads.month_from(request.GET.get("month", "")[:7]), request.GET.get("city", "")[:4]
    found = reads.bodies(month, city=city if city.isdigit() else "")
    context = {
        "bodies": found,
        "total": reads.whole(found),
        "months": month_choices(),
        "chosen": f"{month:%Y-%m}",
        "cities": [(one.code[:4], one.name) for one in government.children(REGION)],
        "city": city,
        "least": rules.limit("shown_least"),
    }
    return render(request, "feedback/ratings.html", context)


@require_safe
def rows(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Show the ratings a body's figure is made of; of a body with too few ratings nothing."""
    month = reads.month_from(request.GET.get("month", "")[:7])
    body = next((one for one in reads.bodies(month) if one.agency_id == agency_id and one.shown), None)
    if body is None:
        raise RatingNotFound(_("这个机构这个月的评价太少，不单独公布。"))
    given = request.GET.get("stars", "")
    stars = int(given) if given in {"1", "2", "3", "4", "5"} else 0
    found, after = reads.rows_behind(month, agency_id, stars=stars, before=_key(request.GET.get("after", "")))
    labels = rules.options()
    for row in found:
        row.said = "；".join(labels[code].label for code in row.options if code in labels)  # type: ignore[attr-defined]
    context = {
        "agency": government.agency(agency_id),
        "month": month,
        "rows": found,
        "after": after,
        "stars": stars or "",
        "groups": [_stars_filter(month, stars)],
    }
    return render(request, "feedback/rows.html", context)


def _stars_filter(month: date, stars: int) -> dict[str, object]:
    every = [{"label": _("全部"), "href": f"?month={month:%Y-%m}", "current": not stars}]
    grades = [
        {"label": one.label, "href": f"?month={month:%Y-%m}&stars={one.value}", "current": stars == one.value}
        for one in sorted(Stars, reverse=True)
    ]
    return {"label": _("等级"), "links": [*every, *grades]}


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
