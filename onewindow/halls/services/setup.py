"""Arranging a hall: its lines, counters, special days and people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onewindow.government import public as government
from onewindow.halls import opening, policies
from onewindow.halls.errors import SetupInvalid
from onewindow.halls.models import Counter, Hall, HallDay, Line, Sitting, Staff
from onewindow.halls.models.hall import HallLevel
from onewindow.halls.states import LineKind
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, clock, unit

Sessions = Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class HallContent:
    """What a hall says of itself."""

    name: str
    level: str
    region_code: str
    address: str
    phone: str
    route: str = ""
    sessions: Sessions = (("09:00", "12:00"), ("13:00", "16:30"))
    slot_minutes: int = 30
    days_ahead: int = 7


def open_hall(*, by: Actor, agency_id: int, content: HallContent) -> Hall:
    """Open a hall of a centre; only the system and those who keep the catalogue of the region may.

    Raises NotAllowed, SetupInvalid.
    """
    policies.require_opener(by)
    agency = government.agency(agency_id)
    errors = {} if content.level in HallLevel.values else {"level": ["请选择层级。"]}
    if not content.name.strip() or not content.address.strip():
        errors["name"] = ["请填写大厅名称和地址。"]
    if not 5 <= content.slot_minutes <= 240 or not 0 <= content.days_ahead <= 60:
        errors["slot_minutes"] = ["预约时段为 5 到 240 分钟，最多提前 60 天。"]
    if errors:
        raise SetupInvalid(errors=errors)
    _read(content.sessions)
    with unit.work():
        hall = Hall.objects.create(
            agency_id=agency.pk, city=content.region_code[:4] or "4500", opened_at=clock.now(),
            **vars(content),
        )  # fmt: skip
        audit.record(by, "halls.hall_opened", hall)
    return hall


def _read(given: Sessions) -> list[list[str]]:
    try:
        opening.sessions(given)
    except (ValueError, TypeError) as wrong:
        raise SetupInvalid(
            errors={"sessions": ["开放时间写成 09:00-12:00 的样子，前后两段不能重叠。"]}
        ) from wrong
    return [list(one) for one in given]


def save_line(
    *, by: Actor, hall_id: int, letter: str, name: str, kind: str, items: Sequence[str] = (),
    capacity: int = 0, in_use: bool = True,
) -> Line:  # fmt: skip
    """Add a line to a hall or change the one with this letter. Raises NotTheManager, SetupInvalid."""
    policies.require_manager(by, hall_id)
    errors: dict[str, list[str]] = {}
    if len(letter) != 1 or not "A" <= letter <= "Z":
        errors["letter"] = ["字母填 A 到 Z 中的一个。"]
    if not name.strip() or len(name) > 60:
        errors["name"] = ["请填写队列名称，最多 60 字。"]
    if kind not in LineKind.values:
        errors["kind"] = ["请选择队列种类。"]
    if not 0 <= capacity <= 500:
        errors["capacity"] = ["每个时段的预约名额填 0 到 500。"]
    codes = list(dict.fromkeys(code.strip() for code in items if code.strip()))
    if any(len(code) < 12 or len(code) > 40 for code in codes):
        errors["items"] = ["事项编码填 12 位基本编码或者完整的实施编码，一行一个。"]
    if errors:
        raise SetupInvalid(errors=errors)
    with unit.work():
        hall = Hall.objects.select_for_update().get(pk=hall_id)
        line = Line.objects.filter(hall=hall, letter=letter).first()
        line = line or Line(hall=hall, letter=letter, city=hall.city)
        line.name, line.kind, line.items = name.strip(), kind, codes
        line.capacity, line.in_use = capacity, in_use
        line.save()
        audit.record(by, "halls.line_saved", line)
    return line


def save_counter(
    *, by: Actor, hall_id: int, number: str, letters: str, dual: bool = False, in_use: bool = True
) -> Counter:
    """Add a counter to a hall or change the lines it serves. Raises NotTheManager, SetupInvalid."""
    policies.require_manager(by, hall_id)
    with unit.work():
        hall = Hall.objects.select_for_update().get(pk=hall_id)
        lines = list(Line.objects.filter(hall=hall, letter__in=set(letters)))
        if not number.strip() or len(number.strip()) > 6:
            raise SetupInvalid(errors={"number": ["请填写窗口号，最多 6 位。"]})
        if not lines or len(lines) < len(set(letters)):
            raise SetupInvalid(
                errors={"letters": ["填写这个窗口服务的队列字母，例如 AB；没有的队列先添加。"]}
            )
        counter = Counter.objects.filter(hall=hall, number=number.strip()).first()
        counter = counter or Counter(hall=hall, number=number.strip(), city=hall.city)
        counter.dual, counter.in_use = dual, in_use
        counter.save()
        counter.lines.set(lines)
        audit.record(by, "halls.counter_saved", counter, facts={"lines": "".join(sorted(set(letters)))})
    return counter


def set_day(*, by: Actor, hall_id: int, day: date, sessions: Sessions, note: str = "") -> HallDay:
    """Say that a day has hours of its own; no sessions closes it. Raises NotTheManager, SetupInvalid."""
    policies.require_manager(by, hall_id)
    read = _read(sessions)
    if day < clock.today():
        raise SetupInvalid(errors={"day": ["只能设置今天和以后的日期。"]})
    with unit.work():
        hall = Hall.objects.select_for_update().get(pk=hall_id)
        made, _ = HallDay.objects.update_or_create(
            hall=hall, day=day, defaults={"sessions": read, "note": note.strip()[:100], "city": hall.city}
        )
        audit.record(by, "halls.day_set", made)
    return made


def add_staff(*, by: Actor, hall_id: int, username: str, manager: bool = False) -> Staff:
    """Let an official work in a hall, or manage it. Raises NotTheManager, SetupInvalid for no official."""
    policies.require_manager(by, hall_id)
    account = identity.Account.objects.filter(username=username.strip(), is_active=True).first()
    if account is None or account.post_id is None:
        raise SetupInvalid(errors={"username": ["没有这个工作人员账号，请核对。"]})
    with unit.work():
        hall = Hall.objects.select_for_update().get(pk=hall_id)
        name = identity.actor_for(account).name
        made, _ = Staff.objects.update_or_create(
            hall=hall, account=account, defaults={"name": name, "manager": manager, "city": hall.city}
        )
        audit.record(by, "halls.staff_added", made)
    return made


def remove_staff(*, by: Actor, staff_id: int) -> None:
    """End somebody's work in a hall. Raises NotTheManager, SetupInvalid while the person sits there."""
    with unit.work():
        made = Staff.objects.select_for_update().filter(pk=staff_id).first()
        if made is None:
            return
        policies.require_manager(by, made.hall_id)
        open_now = Sitting.objects.filter(account=made.account_id, counter__hall=made.hall_id, until=None)
        if open_now.exists():
            raise SetupInvalid(errors={"staff": [f"{made.name}还在岗，请先离岗。"]})
        if made.manager and not Staff.objects.filter(hall=made.hall_id, manager=True).exclude(pk=made.pk):
            raise SetupInvalid(errors={"staff": ["大厅至少要有一名管理员。"]})
        audit.record_removal(by, "halls.staff_removed", made)
        made.delete()
