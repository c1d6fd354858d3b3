"""The population register as a proof of name and number: asked as oneself, seen by oneself."""

import pytest
from django.test import Client

from onewindow.exchange.public import ExchangeRecord
from onewindow.exchange.simulated.faults import set_fault
from onewindow.exchange.tests.factories import answering
from onewindow.exchange.verification import population_confirms, register_names_head
from onewindow.identity.public import AccessRecord, Account, Applicant, LevelRaised, accesses_of, actor_for
from onewindow.kernel.public import Actor, audit, outbox

LUO = "459900200104180075"
BY = Actor(kind="person", account_id=6, person_id=66, level=1)


def applicant(name: str = "罗子豪", number: str = LUO) -> Applicant:
    return Applicant("person", 6, name, number, "", 1, person_id=66)


@pytest.mark.parametrize(
    ("name", "number", "told"),
    [
        ("罗子豪", LUO, True),
        ("罗子嚎", LUO, False),
        ("罗子豪", "459900199001010019", False),
    ],
)
def test_compares_name_and_number(catalogue, name, number, told):
    with answering():
        assert population_confirms(applicant(name, number), BY) is told

    record, look = ExchangeRecord.objects.get(), AccessRecord.objects.get()
    assert (record.actor, record.subject_kind, record.subject_id) == ("person:6", "person", 66)
    assert (look.subject_id, look.actor, look.what) == (66, "person:6", "人口基本信息")


@pytest.mark.parametrize("fault", ["down", "slow", "forged", "lie"])
def test_cannot_tell_when_the_register_does_not_answer_properly(catalogue, fault):
    with answering(population=fault):
        assert population_confirms(applicant(), BY) is None


def test_two_people_are_two_questions(catalogue):
    with answering() as fake:
        population_confirms(applicant(), BY)
        population_confirms(applicant("韦晓兰", "459900199005120020"), BY)

    assert len({question.headers["Idempotency-Key"] for question in fake.asked}) == 2


def test_luo_zihao_is_raised_through_the_page_and_sees_the_look(
    catalogue, system, client: Client, luzihao: Account
):
    client.force_login(luzihao)
    answer = client.post("/account/level/", follow=True)

    assert "姓名和证件号码核对一致，您现在是 L2。" in answer.content.decode()
    luzihao.refresh_from_db()
    assert luzihao.person is not None
    assert luzihao.person.level == 2
    assert outbox.last(LevelRaised) is not None
    (look,) = accesses_of(actor_for(luzihao))
    page = client.get("/my/access/").content.decode()
    for text in ("人口基本信息", "公安人口库（模拟系统）", "本人申请实名认证（L2）", look.who):
        assert text in page
    assert audit.verify().ok


def test_a_down_register_is_said_plainly_and_changes_nothing(
    catalogue, system, client: Client, luzihao: Account
):
    set_fault("population", "down")
    client.force_login(luzihao)
    answer = client.post("/account/level/")

    assert answer.status_code == 422
    assert "人口信息暂时查不到，不是您的问题。请稍后再试" in answer.content.decode()
    luzihao.refresh_from_db()
    assert luzihao.person is not None
    assert luzihao.person.level == 1
    assert outbox.last(LevelRaised) is None
    assert accesses_of(actor_for(luzihao)) == []
    assert ExchangeRecord.objects.get().status == "down"

    set_fault("population", "")
    assert "您现在是 L2" in client.post("/account/level/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("name", "uscc", "told"),
    [
        ("陆小燕", "91459900MA0DEM0134", "南宁壮乡味食品经营有限公司"),
        ("陆小雁", "91459900MA0DEM0134", False),
        ("陆小燕", "91459900MA0DEM021Y", False),
    ],
)
def test_the_enterprise_register_names_the_head(catalogue, luxiaoyan: Account, name, uscc, told):
    assert luxiaoyan.person is not None
    luxiaoyan.person.name = name
    with answering():
        assert register_names_head(uscc, luxiaoyan.person, actor_for(luxiaoyan)) == told
    (look,) = AccessRecord.objects.all()
    assert (look.subject_id, look.what) == (luxiaoyan.person_id, "法定代表人核验")
    with answering(enterprise_head="down"):
        assert register_names_head(uscc, luxiaoyan.person, actor_for(luxiaoyan)) is None
