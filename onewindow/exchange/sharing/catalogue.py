"""Reads of the resource catalogue: list, lineage, completeness and freshness."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from onewindow.exchange.limits import class_of, freshness, methods
from onewindow.exchange.models import ExchangeRecord, Resource, Sharing, Tally
from onewindow.kernel.public import clock

RECENT = 2000
CORE = ("catalogue_code", "name", "provider", "abstract", "format", "method", "sharing", "cycle", "published")
LABELS = {
    "catalogue_code": "信息资源代码",
    "name": "名称",
    "provider": "提供方",
    "abstract": "摘要",
    "format": "格式",
    "method": "共享方式",
    "sharing": "共享类型",
    "cycle": "更新周期",
    "published": "发布日期",
    "basis": "共享依据",
    "condition": "共享条件",
}


@dataclass(frozen=True, slots=True)
class Use:
    """使用情况: one thing that uses a resource, in words, with its page where there is one."""

    what: str
    name: str
    href: str = ""


Lineage = Callable[[str], Sequence[Use]]
_lineage: dict[str, Lineage] = {}


def register_lineage(name: str, uses: Lineage) -> None:
    """Register who tells which of its things use a resource; asked with the resource's code."""
    _lineage[name] = uses


def uses_of(resource: Resource) -> list[Use]:
    """Return what is declared to use a resource, by everybody who registered."""
    return [use for uses in _lineage.values() for use in uses(resource.code)]


@dataclass(frozen=True, slots=True)
class Score:
    """完整度 in per cent with what is missing, and 及时度."""

    percent: int
    missing: tuple[str, ...]
    last: datetime | None
    fresh: bool | None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the catalogue."""

    resource: Resource
    group: str
    score: Score


def rows(*, klass: str = "", sharing: str = "", text: str = "", standing: str = "") -> list[Row]:
    """Return what is published, or what stands otherwise (`draft`, `ended`), filtered; two statements."""
    found = Resource.objects.filter(standing=standing)
    if klass:
        found = found.filter(catalogue_code__startswith=klass[:1])
    if sharing in Sharing.values:
        found = found.filter(sharing=sharing)
    if text:
        wanted = text.replace("\x00", "")[:60]
        found = found.filter(
            Q(name__icontains=wanted) | Q(provider__icontains=wanted) | Q(code__icontains=wanted)
            | Q(catalogue_code__startswith=wanted)
        )  # fmt: skip
    last = dict(
        Tally.objects.filter(outcome__in=["ok", "none"]).values_list("resource").annotate(Max("last_at"))
    )
    return [Row(one, group_words(one), score(one, last.get(one.code))) for one in found]


def score_of(resource: Resource) -> Score:
    """Judge one resource by its last good answer; one statement."""
    answered = Tally.objects.filter(resource=resource.code, outcome__in=["ok", "none"])
    return score(resource, answered.aggregate(last=Max("last_at"))["last"])


def score(resource: Resource, last: datetime | None) -> Score:
    """Judge a resource: how much of the core metadata is told, and whether it answers within its cycle."""
    needed = list(CORE) + ([] if resource.sharing == Sharing.UNCONDITIONAL else ["basis"])
    needed += ["condition"] if resource.sharing == Sharing.CONDITIONAL else []
    missing = tuple(name for name in needed if not getattr(resource, name))
    percent = round(100 * (len(needed) - len(missing)) / len(needed))
    allowed = freshness(resource.cycle)
    fresh = None if allowed is None or last is None else clock.now() - last <= allowed
    return Score(percent, missing, last, fresh)


def group_words(resource: Resource) -> str:
    """Return class and group in words."""
    return " · ".join(filter(None, class_of(resource.catalogue_code)))


def method_words(resource: Resource) -> str:
    """Return the way of sharing in words."""
    return methods().get(resource.method, "")


def items_seen(resource: Resource) -> list[Mapping[str, object]]:
    """Return which items asked for a resource among its newest questions, most frequent first."""
    recent = ExchangeRecord.objects.filter(resource=resource.code).order_by("-at").values("pk")[:RECENT]
    seen = ExchangeRecord.objects.filter(pk__in=recent).exclude(item="").values("item")
    counted = seen.annotate(number=Count("pk"), last=Max("at")).order_by("-number")[:20]
    return [dict(row) for row in counted]
