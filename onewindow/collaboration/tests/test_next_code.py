"""Codes taken at the same moment, in real threads and transactions: none twice, none left out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from onewindow.collaboration import public as collaboration
from onewindow.collaboration.models import CodeSegment
from onewindow.collaboration.opening import uscc_of
from onewindow.collaboration.services.opening import next_code
from onewindow.government import public as government
from onewindow.kernel.public import SYSTEM, unit

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, EACH = 8, 5


def test_codes_taken_at_once_are_all_different_and_without_a_gap() -> None:
    body = government.Agency.objects.create(
        uscc="1145010000DM005141", name="示例审批局", short_name="示例", region_code="450100000000",
        kind="approval",
    )  # fmt: skip
    for first in (0, 30):
        collaboration.add_segment(by=SYSTEM, agency_id=body.pk, head="DMX", first=first, size=30, low=0)
    start = Barrier(THREADS)

    def take(_thread: int) -> list[str]:
        start.wait(10)
        try:
            return [_one() for _ in range(EACH)]
        finally:
            connections.close_all()

    def _one() -> str:
        with unit.work():
            return next_code(agency_id=body.pk)

    with ThreadPoolExecutor(THREADS) as pool:
        taken = [code for codes in pool.map(take, range(THREADS)) for code in codes]
    assert sorted(taken) == sorted(uscc_of("91", "450100", "DMX", number) for number in range(THREADS * EACH))
    assert list(CodeSegment.objects.order_by("id").values_list("used", flat=True)) == [30, 10]


def test_a_code_whose_unit_fails_is_given_to_the_next() -> None:
    body = government.Agency.objects.create(
        uscc="1145010000DM005141", name="示例审批局", short_name="示例", region_code="450100000000",
        kind="approval",
    )  # fmt: skip
    collaboration.add_segment(by=SYSTEM, agency_id=body.pk, head="DMX", first=0, size=1, low=0)
    with pytest.raises(RuntimeError, match="killed"), unit.work():
        next_code(agency_id=body.pk)
        raise RuntimeError("killed")
    with unit.work():
        assert next_code(agency_id=body.pk) == uscc_of("91", "450100", "DMX", 0)
    with pytest.raises(collaboration.NoCodeLeft), unit.work():
        next_code(agency_id=body.pk)
