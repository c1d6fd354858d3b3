"""The register of outside systems."""

import pytest

from onewindow.exchange.docking.errors import SystemInvalid, UnknownSystem, WrongStep
from onewindow.exchange.docking.models import OutsideSystem
from onewindow.exchange.docking.systems import change_state, connect_system, register_system
from onewindow.identity.public import RoleMissing, actor_for
from onewindow.identity.tests.factories import agency, official
from onewindow.kernel.public import SYSTEM, Actor, keys, sm2


@pytest.fixture
def keeper(db: None) -> Actor:
    return actor_for(official("keeper1", agency("示例局"), roles=("admin",)))


GIVEN = {"code": "nn-fdc", "name": "不动产系统", "agency": "示例局", "contact": "示例处", "zone": "external"}


def test_goes_from_planned_to_joined(keeper):
    register_system(by=keeper, given=GIVEN)
    with pytest.raises(WrongStep):
        change_state(by=keeper, code="nn-fdc", state="joined", reason="直接接入")
    change_state(by=keeper, code="nn-fdc", state="testing", reason="联调开始")
    row = change_state(by=keeper, code="nn-fdc", state="joined", reason="联调通过")
    since = row.state_since
    assert row.is_open
    assert change_state(by=keeper, code="nn-fdc", state="joined", reason="再来一次").state_since == since


def test_is_kept_by_data_officers_and_administrators(weixiaolan):
    with pytest.raises(RoleMissing):
        register_system(by=actor_for(weixiaolan), given=GIVEN)
    assert not OutsideSystem.objects.exists()


def test_tells_every_fault(keeper):
    wrong = {
        "code": "大写",
        "name": "",
        "agency": "没有的局",
        "contact": "",
        "zone": "moon",
        "public_key": "04ff",
    }
    with pytest.raises(SystemInvalid) as refusal:
        register_system(by=keeper, given=wrong)
    assert sorted(refusal.value.errors) == ["agency", "code", "contact", "name", "public_key", "zone"]


def test_a_code_is_taken_once(keeper):
    register_system(by=keeper, given=GIVEN)
    with pytest.raises(SystemInvalid):
        register_system(by=keeper, given=GIVEN | {"name": "另一个"})


def test_keeps_a_key_on_the_curve(keeper):
    register_system(by=keeper, given=GIVEN)
    key = keys.public_key(sm2.sign("test-system", b"x").kid)
    row = connect_system(by=keeper, code="nn-fdc", client_id="abc", public_key=key.hex())
    assert (bytes(row.public_key), row.client_id) == (key, "abc")
    with pytest.raises(SystemInvalid):
        connect_system(by=keeper, code="nn-fdc", public_key="04" + "1" * 128)


def test_an_unknown_system_is_told(db):
    with pytest.raises(UnknownSystem):
        change_state(by=SYSTEM, code="nobody", state="testing", reason="联调开始")
