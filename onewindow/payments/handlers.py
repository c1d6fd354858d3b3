"""What payments does when its own facts come out."""

from onewindow.kernel.public import outbox
from onewindow.payments.events import PaidTwice
from onewindow.payments.services import return_double


@outbox.on(PaidTwice, name="payments.return_double")
def give_back(event: PaidTwice) -> None:
    """Give a second payment back."""
    return_double(order_number=event.order)
