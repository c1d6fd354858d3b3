"""Demonstration: ten weeks of cases a simulated outside system handed in, watched week by week as they came.

Late ones are explained, confirmed, revoked, corrected and answered for by the verbs, each on its day.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from onewindow.catalogue import public as catalogue
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, clock
from onewindow.supervision.calendars import days_for
from onewindow.supervision.models import OutsideRow, Signal
from onewindow.supervision.services import holding, settling
from onewindow.supervision.services.watching import watch_outside
from onewindow.supervision.workcount import Days

SYSTEM = "模拟对接系统"
WEEKS, A_WEEK, SEED = 10, 70, 20260301
REGION, BODY = "450000000000", "广西壮族自治区市场监督管理局"
CITIES = ("4500", *(f"45{number:02d}" for number in range(1, 15)))
SHORTEST, LONGEST, HANDLED = 4, 15, 6
LATE, BEYOND_LAW, WITHOUT_STEPS = "late", "beyond_law", "without_steps"
BREACHES = {
    0: (LATE, LATE), 2: (BEYOND_LAW,), 4: (WITHOUT_STEPS,), 6: (LATE,), 7: (BEYOND_LAW,),
    8: (LATE,), 9: (LATE,),
}  # fmt: skip
"""What goes wrong in which week."""


@dataclass(frozen=True)
class People:
    """Who acts: the head of the body, and three supervisors."""

    head: Actor
    first: Actor
    second: Actor
    third: Actor


def plant_history(a_week: int = A_WEEK) -> str:
    """Hand in and judge the weeks before today, once; say what there is."""
    if OutsideRow.objects.filter(system=SYSTEM).exists():
        return "演示监察记录已有"
    versions = _versions()
    if not versions:
        return "没有可以演示的事项"
    days, today, draw = days_for(REGION), clock.today(), Random(SEED)  # noqa: S311 (a demonstration)
    monday = today - timedelta(days=today.weekday() + 7 * WEEKS)
    for week in range(WEEKS):
        begin, planted = monday + timedelta(days=7 * week), BREACHES.get(week, ())
        breaches = [*planted, *[""] * (a_week - len(planted))]
        with clock.at(_moment(min(begin + timedelta(days=6), today - timedelta(days=1)), 20)):
            OutsideRow.objects.bulk_create(list(_rows(draw, days, versions, begin, breaches)))
            watch_outside()
    _settle(days)
    return f"演示办件 {WEEKS * a_week} 件，红黄牌 {len(_cards())} 张"


def _versions() -> list[catalogue.ItemVersion]:
    """Return the reference items whose promise leaves room, those of the market body first."""
    rows = catalogue.ItemVersion.objects.select_related("item").defer("words").filter(
        state="published", source="", promised_unit="1", promised_days__range=(SHORTEST, LONGEST),
        statutory_days__gt=4, statutory_unit="1", item__agency__isnull=False,
    )  # fmt: skip
    return sorted(rows.order_by("pk")[:60], key=lambda one: (one.agency_name != BODY, _room(one), one.pk))


def _room(one: catalogue.ItemVersion) -> int:
    """Return less where the law gives more time than the promise."""
    return (one.promised_days or 0) - (one.statutory_days or 0)


def _rows(
    draw: Random, days: Days, versions: Sequence[catalogue.ItemVersion], begin: date, breaches: Sequence[str]
) -> Iterator[OutsideRow]:
    """Give the cases that were finished in a week, each with all that was handed in about it."""
    last = days.before(begin + timedelta(days=7), 1)
    for number, breach in enumerate(breaches):
        version = versions[0] if breach else versions[draw.randrange(len(versions))]
        ended = min(days.due(begin + timedelta(days=draw.randrange(5)), 0), last)
        used = _used(draw, version, breach)
        accepted = days.before(ended, used)
        received = days.before(accepted, 1) if draw.random() < 0.5 else accepted
        city = "4500" if breach else CITIES[draw.randrange(len(CITIES))]
        process = {"1": {"step_name": "审查", "end_time": f"{ended}T14:00:00"}}
        yield OutsideRow(
            system=SYSTEM, case_number=f"{ended:%Y%m%d}{number:03d}", city=city, handed=4,
            late=int(draw.random() < 0.03), first_at=_moment(ended, 17),
            rows={
                "apply": {"": {
                    "task_code": version.item.task_code, "task_name": version.name,
                    "channel": draw.choice("1222333"), "apply_time": f"{received}T09:00:00",
                }},
                "accept": {"": {
                    "accept_time": f"{accepted}T10:30:00", "handler": "模拟经办人", "accepted": True,
                }},
                "process": {} if breach == WITHOUT_STEPS else process,
                "finish": {"": {
                    "finish_time": f"{ended}T15:20:00", "result": "2" if draw.random() < 0.03 else "1",
                    "reason": "符合法定条件，依法可以申请行政复议或者提起行政诉讼。",
                }},
            },
        )  # fmt: skip


def _used(draw: Random, version: catalogue.ItemVersion, breach: str) -> int:
    """Return the working days a case took; two before the promise at the latest where it is sound."""
    promised, law = version.promised_days or SHORTEST, version.statutory_days or LONGEST
    if breach == LATE:
        return min(promised + 1, law)
    return law + 1 if breach == BEYOND_LAW else draw.randrange(1, promised - 1)


def _settle(days: Days) -> None:
    """Let the older cards be handled to their ends; the newest wait for whoever looks."""
    people = _people()
    if people is None:
        return
    mine = [one for one in _cards() if str(one.agency_id) == people.head.agency]
    for place, card in enumerate(mine[:HANDLED]):
        _handle(people, days, card, place)


def _cards() -> list[Signal]:
    rows = Signal.objects.filter(source=SYSTEM, level__in=["red", "yellow"])
    return list(rows.order_by("raised_at", "id"))


def _handle(people: People, days: Days, card: Signal, place: int) -> None:
    raised = clock.local(card.raised_at).date()
    about: dict[str, Any] = {"number": card.number}
    with _after(days, raised, 1):
        settling.explain_signal(
            by=people.head, **about, words="（演示）经办人员休假，没有及时交接，已经补办。"
        )
    if place % 3 == 1:
        with _after(days, raised, 2):
            settling.revoke_signal(
                by=people.first, **about, words="（演示）调阅系统日志，当天对接系统停机，不能归责。"
            )
        return
    with _after(days, raised, 2):
        settling.confirm_signal(by=people.first, **about, words="（演示）交接不是法定理由，认定。")
    with _after(days, raised, 4):
        settling.correct_signal(by=people.head, **about, words="（演示）已建立休假交接清单，逐件销号。")
    if card.level == "red":
        _answer_for(people, days, card, raised)
    if place < 3:
        with _after(days, raised, 6):
            settling.close_signal(
                by=people.second, **about, enough=True, words="（演示）抽查交接清单，整改属实。"
            )


def _answer_for(people: People, days: Days, card: Signal, raised: date) -> None:
    with _after(days, raised, 5):
        made = holding.propose_accountability(
            by=people.first, number=card.number, measure="remind", fact="（演示）超过法定期限作出决定。",
            basis="行政许可法第七十四条",
        )  # fmt: skip
    with _after(days, raised, 6):
        holding.decide_accountability(
            by=people.second, number=made.number, agree=True, words="（演示）事实清楚，予以提醒。"
        )


def _people() -> People | None:
    names = ("weimeiling", "weizhengping", "tanqiuyue", "panjianjun")
    found = {one.username: one for one in identity.Account.objects.filter(username__in=names)}
    if len(found) < len(names):
        return None
    return People(*(identity.actor_for(found[name]) for name in names))


def _after(days: Days, raised: date, working: int) -> AbstractContextManager[None]:
    """Hold the clock at the afternoon of a later working day, never after now."""
    return clock.at(min(_moment(days.due(raised, working), 15), clock.now()))


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.CHINA)
