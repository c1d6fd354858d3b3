"""The sealed OFD of a licence: made by the worker, pending until then, made at once when asked for."""

import pytest
from django.test import Client

from onewindow.documents import public as documents
from onewindow.kernel.public import codes, keys, seeds
from onewindow.licences import originals
from onewindow.licences.errors import LicenceAltered
from onewindow.licences.models import Licence
from onewindow.licences.tests.factories import HEALTH, People, nurse_licence

pytestmark = pytest.mark.django_db


def test_without_a_seal_it_stays_pending_and_holds_up_nobody(people: People) -> None:
    made = nurse_licence()
    assert originals.seal_pending() == 0
    assert originals.is_pending(made)


def test_the_worker_seals_it_once_and_it_checks_as_genuine(people: People) -> None:
    next(seed for seed in seeds.in_order("demo") if "seal" in seed.name).plant()
    made = nurse_licence()
    assert originals.seal_pending() == 1
    assert originals.seal_pending() == 0
    assert not originals.is_pending(made)
    data, ring = originals.file_of(made), {made.kid: keys.store().public_key(made.kid)}
    found = documents.check_file(data, ring, documents.own_trust())
    assert found.genuine, found
    assert found.number == made.number
    client = Client()
    client.force_login(people.accounts["weixiaolan"])
    answer = client.get(f"/my/licences/{made.token}/file.ofd")
    assert (answer["Content-Type"], answer.content) == ("application/ofd", data)


def test_the_sheet_shows_holder_face_and_dates(people: People) -> None:
    sheet = originals.sheet_of(nurse_licence())
    assert (sheet.design, sheet.title, sheet.agency_uscc) == ("certificate", "护士执业证书", HEALTH)
    rows = dict(sheet.rows)
    assert rows["公民身份号码"] == "459900199005120020"
    assert (rows["姓名"], rows["有效期至"]) == ("韦晓兰", "2031年3月1日")
    assert "持证人" not in rows  # the face names the holder already
    made = Licence.objects.get()
    assert f"/verify/{made.token}/#" in sheet.address
    ring = {made.kid: keys.store().public_key(made.kid)}
    found = documents.check_qr(sheet.address, ring)
    assert (found.verdict, found.number) == (documents.Verdict.GENUINE, "202345000123")
    assert found.digest == bytes(made.digest).hex()
    assert dict(found.facts)["持证人"] == "韦*兰"
    assert codes.Uscc.is_valid(sheet.agency_uscc)


def test_what_was_altered_is_not_sealed(people: People) -> None:
    made = nurse_licence()
    Licence.objects.filter(pk=made.pk).update(status_note="改了")
    with pytest.raises(LicenceAltered):
        originals.file_of(Licence.objects.get())
