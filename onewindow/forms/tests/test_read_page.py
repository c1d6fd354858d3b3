"""What people type becomes values, or a message at the field; nothing they type is a crash."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.forms import building, typed
from onewindow.forms.public import UnknownPage, read_page

ANY = st.text(max_size=400)


def test_ignores_unknown_fields(nurse_form):
    read = read_page(
        nurse_form, "contact", {"mobile": "19900000001", "case_number": "1", "declaration": "true"}
    )

    assert (read.values, read.errors) == ({"mobile": "19900000001"}, {})


def test_refuses_a_page_the_form_has_not(nurse_form):
    with pytest.raises(UnknownPage):
        read_page(nurse_form, "gossip", {})


def test_asks_for_what_is_missing(nurse_form):
    assert read_page(nurse_form, "certificate", {}).errors == {
        "certificate_number": ["请填写护士执业证书编号"]
    }
    assert read_page(nurse_form, "exam", {}).errors == {"exam_date": ["请填写体检日期"]}
    assert read_page(nurse_form, "declaration", {}).errors == {
        "declaration": ["请阅读承诺内容，勾选后才能继续"]
    }


def test_leaves_optional_fields_empty(nurse_form):
    assert read_page(nurse_form, "exam-file", {}, {}).errors == {}


def test_normalises_codes_typed_full_width_and_spaced(nurse_form):
    read = read_page(nurse_form, "certificate", {"certificate_number": " ２０２３ 4500-0123 "})

    assert (read.values, read.errors) == ({"certificate_number": "202345000123"}, {})


def test_takes_a_ten_megabyte_text_as_too_long_and_does_not_echo_it(food_form):
    read = read_page(food_form, "address", {"premises_address": "长" * 10_000_000})

    assert read.errors == {"premises_address": ["经营场所地址最多 200 个字，请删减"]}
    assert len(read.values["premises_address"]) == 200


@pytest.mark.parametrize(
    "name",
    ["迪丽努尔·买买提", "迪丽努尔•买买提", "迪丽努尔・买买提", "迪丽努尔.买买提", " 迪丽努尔．买买提\u3000"],
)
def test_keeps_names_with_one_kind_of_dot(food_form, name):
    read = read_page(food_form, "safety-manager", {"safety_manager": name})

    assert (read.values, read.errors) == ({"safety_manager": "迪丽努尔·买买提"}, {})


def test_never_folds_names(food_form):
    assert read_page(food_form, "safety-manager", {"safety_manager": "Ｊ. Smith 﨑𠮷"}).values == {
        "safety_manager": "Ｊ. Smith 﨑𠮷"
    }


@pytest.mark.parametrize(
    "typed_date",
    [
        {"exam_date": "2026-3-2"},
        {"exam_date": "20260302"},
        {"exam_date": "２０２６年３月２日"},
        {"exam_date": "2026/03/02"},
        {"exam_date-year": "2026", "exam_date-month": "3", "exam_date-day": "2"},
        {"exam_date-year": "2026年", "exam_date-month": "03月", "exam_date-day": "２日"},
        {"exam_date-year": "2026.3.2", "exam_date-month": "", "exam_date-day": ""},
    ],
)
def test_reads_dates_as_people_write_them(nurse_form, typed_date):
    read = read_page(nurse_form, "exam", typed_date)

    assert (read.values, read.errors) == ({"exam_date": "2026-03-02"}, {})


@pytest.mark.parametrize(
    ("typed_date", "shown"),
    [
        ({"exam_date-year": "2026", "exam_date-month": "2", "exam_date-day": "30"}, "2026-2-30"),
        ({"exam_date-year": "2026", "exam_date-month": "", "exam_date-day": "1"}, "2026--1"),
        ({"exam_date": "下周"}, "下周"),
    ],
)
def test_shows_an_impossible_date_again(nurse_form, typed_date, shown):
    read = read_page(nurse_form, "exam", typed_date)

    assert read.values == {"exam_date": shown}
    assert read.errors == {"exam_date": ["体检日期应是一个存在的日期，例如 2026 年 3 月 2 日"]}


def test_reads_several_choices_once_each(food_form):
    data = QueryDict("scope=prepackaged&scope=bulk&scope=bulk&scope=")

    assert read_page(food_form, "scope", data).values == {"scope": ["prepackaged", "bulk"]}


def test_refuses_a_choice_that_was_not_offered(food_form):
    assert read_page(food_form, "scope", {"scope": ["opium"]}).errors == {
        "scope": ["请从列出的选项中选择经营项目"]
    }
    assert read_page(food_form, "business-form", {"business_form": "casino"}).errors == {
        "business_form": ["请从列出的选项中选择主体业态"]
    }
    assert read_page(food_form, "premises", {"premises_same": "maybe"}).errors == {
        "premises_same": ["经营场所和营业执照住所的内容不对，请重新选择"]
    }


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("45990019790101001", "身份证号码应为18位，现在是17位。"),
        ("459900197911020058", "身份证号码的校验位不符，请逐位核对。"),
    ],
)
def test_says_what_is_wrong_with_a_resident_id(food_form, number, message):
    read = read_page(food_form, "principal", {"principal_name": "农文斌", "principal_id": number})

    assert read.errors == {"principal_id": [message]}


def test_takes_a_resident_id_with_spaces_and_small_x(food_form):
    read = read_page(
        food_form, "principal", {"principal_name": "买买提", "principal_id": "459900 19410620 006x"}
    )

    assert read.values["principal_id"] == "45990019410620006X"
    assert read.errors == {}


def test_keeps_a_new_file_as_a_file(nurse_form):
    file = SimpleUploadedFile("体检表.pdf", b"%PDF-1.7", "application/pdf")
    read = read_page(nurse_form, "exam-file", {}, {"exam_file": file})

    assert read.values == {"exam_file": file}
    assert read.errors == {}


def test_refuses_an_empty_file(nurse_form):
    read = read_page(nurse_form, "exam-file", {}, {"exam_file": SimpleUploadedFile("a.pdf", b"")})

    assert read.errors == {"exam_file": ["健康体检证明是空文件，请重新选择"]}


def test_never_fails_and_never_overflows(food_form, nurse_form, allowance_form):
    pages = [(form, page) for form in (food_form, nurse_form) for page in form.all_pages]

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.sampled_from(pages), st.lists(st.tuples(ANY, ANY), max_size=3), ANY)
    def check(where, strangers, text):
        form, page = where
        names = [f.name for f in page.fields] + [f"{f.name}-year" for f in page.fields]
        read = read_page(form, page.key, dict(strangers) | dict.fromkeys(names, text))
        for field in page.fields:
            value = read.values.get(field.name)
            if isinstance(value, str):
                assert len(value) <= max(field.max_length, 40)
                assert "\x00" not in value
                value.encode()
        assert set(read.errors) <= {f.name for f in page.fields}
        assert all(messages for messages in read.errors.values())

    check()


@given(ANY)
def test_cleaning_is_stable(text):
    for clean in (typed.line, typed.name, typed.block):
        assert clean(clean(text)) == clean(text)


@given(st.text("0123456789Xx０１９Ｘｘ -－–年月日.", max_size=40))
def test_cleaning_of_numbers_is_stable(text):
    for clean in (typed.code, typed.mobile, typed.day):
        assert clean(clean(text)) == clean(text)


def test_a_form_whose_halves_disagree_is_not_built():
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    ui = {"pages": [{"key": "p", "title": "t", "fields": [{"name": "b", "label": "b", "widget": "text"}]}]}
    with pytest.raises(building.BadForm):
        building.build("x", version=1, title="t", digest="", schema=schema, ui=ui)
