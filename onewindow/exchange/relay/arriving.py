"""Writes down every file that came over the gap: taken, come again, refused and why."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import F

from onewindow.exchange.gate.models import Delivery
from onewindow.exchange.relay.models import Arrival, ArrivalState, ArrivedDay, Link
from onewindow.kernel.public import clock, unit


def took(
    link: Link, name: str, mark: str, *, seq: int, rows: int = 0, fresh: Sequence[Delivery] = ()
) -> None:
    """Write down a file that was taken, with what was new in it; the same again only counts up."""
    if came_again(link, name, mark):
        return
    now = clock.now()
    told = {"seq": seq, "rows": rows, "fresh": len(fresh), "state": ArrivalState.TAKEN, "reason": ""}
    made, _new = Arrival.objects.update_or_create(
        link=link, file=name[:120], digest=mark, defaults=told | {"last_at": now},
        create_defaults=told | {"first_at": now, "last_at": now},
    )  # fmt: skip
    days = Counter((one.system, clock.local(one.received_at).date(), one.city) for one in fresh)
    ArrivedDay.objects.bulk_create(
        ArrivedDay(arrival=made, system=system, day=day, rows=number, city=city)
        for (system, day, city), number in sorted(days.items())
    )


def came_again(link: Link, name: str, mark: str) -> bool:
    """Count a file that came before; tell whether it was taken then."""
    known = Arrival.objects.filter(link=link, file=name[:120], digest=mark, state=ArrivalState.TAKEN)
    return bool(known.update(times=F("times") + 1, last_at=clock.now()))


def refuse(code: str, name: str, mark: str, reason: str, *, early: bool = False) -> None:
    """Write down a file that was not taken, by name and digest; an `early` one waits for others."""
    now, state = clock.now(), ArrivalState.EARLY if early else ArrivalState.REFUSED
    with unit.work():
        link = Link.objects.select_for_update().get(code=code)
        told = {"state": state, "reason": reason[:200], "last_at": now}
        row, new = Arrival.objects.get_or_create(
            link=link, file=name[:120], digest=mark, defaults=told | {"first_at": now}
        )
        if not new and row.state != ArrivalState.TAKEN:
            Arrival.objects.filter(pk=row.pk).update(times=F("times") + 1, **told)


def without_known(made: Sequence[Delivery]) -> list[Delivery]:
    """Return the deliveries that are not here yet, by their id and by their system's key."""
    ids = set(Delivery.objects.filter(pk__in=[one.pk for one in made]).values_list("pk", flat=True))
    systems, keys = {one.system for one in made}, [one.key for one in made]
    rows = Delivery.objects.filter(system__in=systems, key__in=keys).values_list("system", "key")
    known = set(rows)
    return [one for one in made if one.pk not in ids and (one.system, one.key) not in known]
