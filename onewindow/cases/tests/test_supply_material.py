"""A material left for later is supplied once, by the applicant."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.cases.errors import CaseNotYours, MaterialNotAwaited
from onewindow.cases.models import Case
from onewindow.cases.services.supply import supply_material
from onewindow.cases.tests.factories import submitted
from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.kernel.public import audit

pytestmark = pytest.mark.usefixtures("world")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "050001a5f645400000000049454e44ae426082"
)


def paper(content: bytes = PNG, name: str = "体检.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


@pytest.fixture
def case(weixiaolan: identity.Account) -> Case:
    return submitted(weixiaolan, "nurse-renewal")


def test_takes_the_file_and_tells_the_timeline(case: Case, weixiaolan: identity.Account) -> None:
    by = identity.actor_for(weixiaolan)
    material = supply_material(by=by, number=case.number, seq=6, file=paper())
    assert (material.grade, material.source) == ("C", "申请人补交")
    assert documents.stored_file(material.file_id).name == "体检.png"
    assert case.events.order_by("-id")[0].title == "补交材料"
    assert audit.verify().ok
    with pytest.raises(MaterialNotAwaited):
        supply_material(by=by, number=case.number, seq=6, file=paper())


@pytest.mark.parametrize("seq", [1, 2, 99])
def test_what_is_not_awaited_is_not_taken(case: Case, weixiaolan: identity.Account, seq: int) -> None:
    with pytest.raises(MaterialNotAwaited):
        supply_material(by=identity.actor_for(weixiaolan), number=case.number, seq=seq, file=paper())


def test_strangers_supply_nothing(
    case: Case, qinzhiyuan: identity.Account, menglihua: identity.Account
) -> None:
    for other in (qinzhiyuan, menglihua):
        with pytest.raises(CaseNotYours):
            supply_material(by=identity.actor_for(other), number=case.number, seq=6, file=paper())


def test_page_refuses_at_the_field_and_takes_what_is_right(
    client: Client, case: Case, weixiaolan: identity.Account
) -> None:
    client.force_login(weixiaolan)
    path = f"/cases/{case.number}/materials/6/"
    for data in ({}, {"file": paper(b"MZ no picture", "x.png")}):
        answer = client.post(path, data)
        assert answer.status_code == 422
        assert 'href="#material-6"' in answer.content.decode()
    answer = client.post(path, {"file": paper()}, follow=True)
    assert "材料已补交。" in answer.content.decode()
