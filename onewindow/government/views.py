"""Small answers about regions, for selects that fill step by step."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from onewindow.government import queries
from onewindow.government.models import Region


def _plain(regions: list[Region]) -> JsonResponse:
    answer = JsonResponse(
        {
            "regions": [
                {"code": r.code, "name": r.name, "level": r.level, "full_name": r.full_name} for r in regions
            ]
        },
        json_dumps_params={"ensure_ascii": False},
    )
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@require_safe
def children(request: HttpRequest, code: str) -> JsonResponse:
    """Answer the regions directly below a code."""
    queries.region(code)
    return _plain(queries.children(code))


@require_safe
def matching(request: HttpRequest) -> JsonResponse:
    """Answer the regions that match `q` by name, pinyin or initials."""
    return _plain(queries.regions_matching(request.GET.get("q", "")[:40], 20))
