"""Dead letters: deliveries that failed too often, listed for staff and tried again on their word."""

from django.db.models import QuerySet

from onewindow.kernel import audit, clock
from onewindow.kernel.actors import Actor
from onewindow.kernel.errors import Conflict, NotFound
from onewindow.kernel.models import Delivery
from onewindow.kernel.unit import work


class DeliveryNotDead(Conflict):
    """这条投递没有停止，不需要重试。"""

    code = "delivery_not_dead"


def dead_letters() -> QuerySet[Delivery]:
    """Return the dead deliveries with their events, newest first."""
    return Delivery.objects.filter(state=Delivery.State.DEAD).select_related("event").order_by("-id")


def retry_delivery(*, by: Actor, delivery_id: int) -> Delivery:
    """Let a dead delivery be tried again from the first attempt; raise `NotFound` or `DeliveryNotDead`."""
    with work():
        delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
        if delivery is None:
            raise NotFound
        if delivery.state != Delivery.State.DEAD:
            raise DeliveryNotDead
        delivery.state = Delivery.State.WAITING
        delivery.attempts = 0
        delivery.due_at = clock.now()
        delivery.finished_at = None
        delivery.save()
        audit.record(by, "delivery.retried", delivery)
    return delivery
