"""The demonstration's licences: delivered once, a bad row among them, each person's own."""

import pytest

from onewindow.licences.models import Licence, QuarantineRow
from onewindow.licences.queries.wallet import wallet
from onewindow.licences.seed import plant_demo
from onewindow.licences.tests.factories import People

pytestmark = pytest.mark.django_db


def test_they_are_delivered_once(people: People) -> None:
    assert plant_demo() == "演示证照：读入 5 = 接收 4 + 退回 1"
    assert QuarantineRow.objects.get().reasons == ["validity_too_long"]
    assert plant_demo() == "演示证照已在总库"
    assert Licence.objects.count() == 4
    names = [one.type.name for one in wallet(people.weixiaolan).good]
    assert sorted(names) == ["护士执业证书", "教师资格证书"]
    assert [one.type.name for one in wallet(people.zhuangxiangwei).good] == ["营业执照"]
