"""Papers beside the resident identity card: how their numbers are spelt, found, and registered with."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onewindow.identity import papers
from onewindow.identity.errors import BadSpelling, PaperNotOnline, RegistrationInvalid
from onewindow.identity.models import Account, Person
from onewindow.identity.queries import actor_for, applicant_of
from onewindow.identity.services.levels import verify_name
from onewindow.identity.services.people import register_person
from onewindow.identity.tests.factories import PASSWORD, resident_id
from onewindow.kernel.public import SYSTEM, Invalid, audit, codes


def residence_number() -> str:
    body = "81000019900512002"
    return body + codes.ResidentId.check_character(body)


def register(paper: str, number: str, *, name: str = "陈大文", issuer: str = "", **more: object) -> Account:
    return register_person(
        by=SYSTEM, username=f"u{abs(hash((paper, number))) % 10**9}", password=PASSWORD, name=name,
        resident_id=number, mobile="", paper=paper, issuer=issuer, **more,
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("paper", "typed", "kept"),
    [
        ("hk-macao-permit", "h 0123-4567", "H01234567"),
        ("hk-macao-permit", "M1234567801", "M1234567801"),
        ("taiwan-permit", "１２３４５６７８", "12345678"),
        ("passport", "e1234-5678", "E12345678"),
        ("permanent-residence", "usa110088051234", "USA110088051234"),
        ("residence-permit", residence_number().lower(), residence_number()),
    ],
)
def test_a_number_is_kept_as_printed(paper: str, typed: str, kept: str) -> None:
    assert papers.spell_number(paper, typed) == kept


@pytest.mark.parametrize(
    ("paper", "typed"),
    [
        ("hk-macao-permit", "K12345678"),
        ("taiwan-permit", "1234567"),
        ("passport", "A1"),
        ("permanent-residence", "US110088051234"),
        ("residence-permit", residence_number()[:-1] + "?"),
        ("residence-permit", "810000199013400021"),
        ("residence-permit", residence_number()[:-1] + ("0" if residence_number()[-1] != "0" else "1")),
        ("driving-licence", "1"),
    ],
)
def test_a_wrong_number_is_refused_in_words(paper: str, typed: str) -> None:
    with pytest.raises(BadSpelling) as refused:
        papers.spell_number(paper, typed)
    assert str(refused.value.message).endswith("。")


@given(st.sampled_from([*papers.kinds(), ""]), st.text(max_size=40))
def test_any_text_is_a_number_or_a_refusal(paper: str, text: str) -> None:
    try:
        spelt = papers.spell_number(paper, text)
    except Invalid:
        return
    assert papers.spell_number(paper, spelt) == spelt


def test_a_renewed_permit_stays_the_same_person_and_kinds_do_not_meet() -> None:
    key = papers.paper_key
    assert key("hk-macao-permit", "H0123456700") == key("hk-macao-permit", "H0123456701")
    assert key("passport", "12345678", "CHN") != key("passport", "12345678", "USA")
    assert key("passport", "12345678", "") != key("taiwan-permit", "12345678")


@pytest.mark.django_db
def test_registers_with_a_passport_and_long_rare_names() -> None:
    name = "𠀀㒨·" + "阿卜杜热合曼" * 18
    account = register("passport", "E12345678", name=name, issuer="chn", birth_date=date(1990, 5, 12))
    person = Person.objects.get()
    assert (person.name, person.paper, person.issuer) == (name, "passport", "CHN")
    assert len(name) > 100
    assert applicant_of(account).number_type == "414"
    assert applicant_of(account).masked_number == "E1*****78"
    with connection.cursor() as cursor:
        cursor.execute("SELECT resident_id::text FROM identity_person")
        assert "E12345678" not in str(cursor.fetchone())
    assert [p.place for p in audit.verify().problems if "identity_" in p.place] == []


@pytest.mark.django_db
def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(RegistrationInvalid) as refused:
        register("passport", "E", issuer="中国")
    assert sorted(refused.value.errors) == ["birth_date", "issuer", "resident_id"]


@pytest.mark.django_db
def test_the_register_is_not_asked_about_papers_it_does_not_know() -> None:
    account = register("taiwan-permit", "12345678", birth_date=date(1990, 5, 12))
    with pytest.raises(PaperNotOnline):
        verify_name(by=actor_for(account), account_id=account.pk)
    assert applicant_of(account).level == 1


@pytest.mark.django_db
def test_the_resident_card_stays_as_it_was() -> None:
    number = resident_id()
    person = register("resident-id", number).person
    assert person is not None
    assert (person.paper, person.issuer, person.birth_date) == ("", "", date(1990, 1, 1))


@pytest.mark.django_db
def test_the_page_registers(client: Client) -> None:
    form = {
        "paper": "hk-macao-permit", "name": "陈大文", "resident_id": "H01234567", "birth_date-year": "1990",
        "birth_date-month": "5", "birth_date-day": "12", "mobile": "19900000077", "username": "chandaiman",
        "password": "tall-green-hill", "again": "tall-green-hill",
    }  # fmt: skip
    wrong = client.post("/account/register/paper/", {**form, "resident_id": "X"})
    assert wrong.status_code == 422
    assert "号码是字母 H 或 M 加 8 位数字" in wrong.content.decode()
    done = client.post("/account/register/paper/", form)
    assert (done.status_code, done["Location"]) == (302, "/account/level/")
    assert "港澳居民来往内地通行证号码" in client.get("/account/level/").content.decode()
