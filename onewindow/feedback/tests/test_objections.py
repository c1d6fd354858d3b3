"""An objection to a look at one's data is a complaint, kept from who looked and answered in one place."""

from datetime import timedelta

import pytest
from django.test import Client

from onewindow.feedback import policies
from onewindow.feedback.errors import AtObjections, CentreOnly, ConcernNotFound
from onewindow.feedback.models import Author, Concern, Task
from onewindow.feedback.queries import concerns as reads
from onewindow.feedback.services import answering, centre
from onewindow.feedback.services.concern_ends import confirm_reply, withdraw_concern
from onewindow.feedback.services.concern_watch import tell_late_concerns
from onewindow.feedback.services.objections import open_complaint, settle_complaint
from onewindow.feedback.tests.conftest import People, events
from onewindow.identity import public as identity
from onewindow.kernel.public import audit, clock, outbox

pytestmark = pytest.mark.django_db
SAID, FOUND = "我叫覃志远，没有办过这件事，不知道为什么查", "这次查看与办件无关，已提醒本人。"


@pytest.fixture
def objected(people: People, client: Client) -> Concern:
    """The complaint that the applicant's objection to a look of the officer became."""
    key = people.applicant.person_id or 0
    look = identity.Access("person", key, "身份信息", "核对身份", people.decided)
    identity.record_accesses(people.officer, [look])
    record = identity.AccessRecord.objects.latest("id").pk
    client.force_login(people.accounts["qinzhiyuan"])
    assert client.post(f"/my/access/{record}/", {"said": SAID}).status_code == 302
    outbox.drain()
    return Concern.objects.get(source="access")


def answered(people: People, client: Client, concern: Concern) -> None:
    """Let supervision answer the objection on its page."""
    client.force_login(people.accounts["weizhengping"])
    sent = {"outcome": "upheld", "text": FOUND}
    assert client.post(f"/desk/objections/{key_of(concern)}/", sent).status_code == 302
    outbox.drain()
    concern.refresh_from_db()


def key_of(concern: Concern) -> int:
    return reads.objection_of(concern) or 0


def test_an_objection_opens_a_complaint_kept_from_who_looked(people: People, objected: Concern) -> None:
    one = objected
    assert (one.kind, one.category, one.state) == ("complaint", "discipline", "handling")
    assert (one.about_id, one.kept_from) == (int(people.officer.agency), [people.officer.account_id])
    assert (f"{one.due_on}", f"{one.accept_due}") == ("2026-03-23", "2026-03-02")
    assert "覃志远" not in one.text and people.decided not in one.text and "核对身份" in one.text
    author = Author.objects.get(concern=one)
    assert (author.person_id, author.case_number) == (people.applicant.person_id, people.decided)
    assert author.said == SAID
    (told,) = events("ConcernReceived")
    assert (told.subject, told.payload["source"]) == (one.number, "access")
    assert open_complaint(key_of(one)) == one  # once more it is the same
    assert audit.verify().problems == []


def test_nobody_answers_it_in_a_second_place(people: People, objected: Concern) -> None:
    by, number, body = people.centre, objected.number, int(people.chief.agency)
    with pytest.raises(AtObjections):
        centre.dispatch_concern(by=by, number=number, agency_ids=[body], lead_id=body)
    with pytest.raises(AtObjections):
        centre.reply_concern(by=by, number=number, text=FOUND)
    with pytest.raises(AtObjections):
        withdraw_concern(by=people.applicant, number=number)
    for actor in (people.officer, people.inside):  # who looked, and the own body's supervision
        with pytest.raises((ConcernNotFound, CentreOnly)):
            centre.reply_concern(by=actor, number=number, text=FOUND)
    assert settle_complaint(key_of(objected)).state == "handling"  # not answered yet


def test_the_answer_to_the_objection_is_the_reply(people: People, client: Client, objected: Concern) -> None:
    answered(people, client, objected)
    assert (objected.state, objected.reply) == ("replied", f"查看不当。{FOUND}")
    assert [one.subject for one in events("ConcernReplied")] == [objected.number]
    assert settle_complaint(key_of(objected)).replied_at == objected.replied_at
    confirm_reply(by=people.applicant, number=objected.number, satisfied=True)
    assert Concern.objects.get(pk=objected.pk).state == "closed"


def test_not_satisfied_it_goes_the_way_of_every_complaint(
    people: People, client: Client, objected: Concern
) -> None:
    answered(people, client, objected)
    number, body = objected.number, int(people.chief.agency)
    confirm_reply(by=people.applicant, number=number, satisfied=False, text="没有说是谁让查的。")
    centre.dispatch_concern(by=people.centre, number=number, agency_ids=[body], lead_id=body)
    task = Task.objects.get(concern=objected)
    assert (task.round, task.due_on > clock.today()) == (2, True)
    assert task not in policies.tasks_of(people.officer)
    answering.answer_task(by=people.chief, task_id=task.pk, text=FOUND)
    centre.reply_concern(by=people.centre, number=number, text=FOUND)
    assert Concern.objects.get(pk=objected.pk).state == "replied"


def test_an_answer_that_is_late_is_told_once(people: People, objected: Concern) -> None:
    assert objected.due_on is not None
    with clock.at(clock.now() + timedelta(days=22)):
        assert (tell_late_concerns(), tell_late_concerns()) == (1, 0)
    (told,) = events("ConcernOverdue")
    assert (told.payload["agency"], told.payload["step"]) == (0, "answer")


def test_an_objection_to_the_system_or_a_program_is_about_nobody(people: People, client: Client) -> None:
    identity.record_accesses(
        people.applicant, [identity.Access("person", people.applicant.person_id or 0, "号码", "核对")]
    )
    record = identity.AccessRecord.objects.latest("id").pk
    client.force_login(people.accounts["qinzhiyuan"])
    assert client.post(f"/my/access/{record}/", {"said": SAID}).status_code == 302
    outbox.drain()
    one = Concern.objects.get(source="access")
    assert (one.about_id, one.kept_from) == (None, [])


def test_the_pages_lead_to_each_other(people: People, client: Client, objected: Concern) -> None:
    record = identity.AccessRecord.objects.latest("id").pk
    mine = client.get(f"/my/access/{record}/").content.decode()
    assert f"/my/concerns/{objected.number}/" in mine
    page = client.get(f"/my/concerns/{objected.number}/").content.decode()
    assert "已受理，由监察岗核实" in page
    assert "撤回这件诉求" not in page
    client.force_login(people.accounts["weizhengping"])
    desk = client.get(f"/desk/concerns/{objected.number}/").content.decode()
    assert f"/desk/objections/{key_of(objected)}/" in desk
    assert "受理并交办" not in desk
    assert "发出答复" not in desk
    client.force_login(people.accounts["menglihua"])  # who looked
    assert client.get(f"/desk/concerns/{objected.number}/").status_code == 403
