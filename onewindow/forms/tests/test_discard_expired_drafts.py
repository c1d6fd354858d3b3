"""Throwing expired drafts away: only theirs, emptied, in batches, run twice."""

from datetime import timedelta

from onewindow.forms import tasks
from onewindow.forms.public import Draft, DraftStatus, claim_draft, discard_expired_drafts
from onewindow.kernel.public import audit, clock, jobs


def test_empties_expired_drafts_and_no_others(start, by, noon):
    submitted, expired = start("packaged-food"), start()
    claim_draft(by=by, draft_id=submitted.pk, case_number="45002603020001")
    with clock.at(noon + timedelta(days=1)):
        young = start("senior-allowance")
    with clock.at(noon + timedelta(days=30)):
        assert discard_expired_drafts() == 1
        assert discard_expired_drafts() == 0

    states = {d.pk: (d.status, bool(d.answers), bool(d.sources)) for d in Draft.objects.all()}
    assert states == {
        submitted.pk: (DraftStatus.SUBMITTED, True, True),
        expired.pk: (DraftStatus.DISCARDED, False, False),
        young.pk: (DraftStatus.OPEN, True, True),
    }
    assert audit.verify().ok


def test_leaves_a_draft_alone_until_its_last_moment(start, noon):
    start()
    with clock.at(noon + timedelta(days=30) - timedelta(seconds=1)):
        assert discard_expired_drafts() == 0


def test_goes_on_until_none_is_left(start, noon):
    for code in ("nurse-renewal", "packaged-food", "senior-allowance"):
        start(code)
    with clock.at(noon + timedelta(days=31)):
        assert discard_expired_drafts(at_once=2) == 3


def test_is_a_nightly_job():
    job = jobs.registered["forms.discard_expired_drafts"]

    assert (job.cron, job.run) == ("23 18 * * *", tasks.discard_expired_nightly)
