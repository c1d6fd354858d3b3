"""A cashier in memory for the tests of contexts above."""

from collections.abc import Iterator
from contextlib import contextmanager

from onewindow.payments.gateways import Told, using
from onewindow.payments.gateways.fake import FakeCashier


@contextmanager
def paid_at_once() -> Iterator[list[Told]]:
    """Give a list that holds, after the block, what the cashier tells of each order opened in it: paid."""
    cashier, told = FakeCashier(), list[Told]()
    with using(cashier):
        yield told
        told += [cashier.pay(order) for order in cashier.orders]
