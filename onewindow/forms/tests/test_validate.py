"""Whole answers against the schema: everything at once, in Chinese, at the right field."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.forms.public import validate
from onewindow.rules.public import condition_fault, holds

FOOD = {
    "premises_same": True,
    "business_form": "sale",
    "scope": ["prepackaged"],
    "principal_name": "陆小燕",
    "principal_id": "459900198507300086",
    "safety_manager": "陆小燕",
    "mobile": "19900000007",
    "premises_promise": True,
}


def test_accepts_whole_answers(food_form):
    assert validate(food_form, FOOD) == {}


def test_lists_everything_that_is_missing(food_form):
    assert validate(food_form, {}) == {
        "premises_same": ["请选择经营场所和营业执照住所是否一致"],
        "business_form": ["请选择主体业态"],
        "scope": ["请至少选择一项经营项目"],
        "principal_name": ["请填写负责人姓名"],
        "principal_id": ["请填写负责人身份证号码"],
        "safety_manager": ["请填写食品安全管理员姓名"],
        "mobile": ["请填写手机号码"],
        "premises_promise": ["请阅读承诺内容，勾选后才能继续"],
    }


def test_asks_the_address_only_when_it_differs(food_form):
    assert [page.key for page in food_form.pages({"premises_same": True})][:2] == [
        "premises",
        "business-form",
    ]
    assert [page.key for page in food_form.pages({"premises_same": False})][:2] == ["premises", "address"]
    assert [page.key for page in food_form.pages({})][:2] == ["premises", "business-form"]
    assert validate(food_form, FOOD | {"premises_same": False}) == {
        "premises_address": ["请填写经营场所地址，精确到门牌号"]
    }


def test_conditions_are_feel():
    names = ("age", "scope", "kind")
    known = {"age": 82, "scope": ["bulk", "hot"], "kind": "sale"}

    assert holds('age >= 80 and list contains(scope, "hot") and kind in ("sale", "canteen")', known, names)
    assert not holds('age < 80 or kind = "canteen"', known, names)
    assert not holds("age >= 80", {}, names)
    assert not holds('age + "x"', known, names)
    assert condition_fault("age >= ", names)
    assert condition_fault("age >= 80", names) == ""


def test_drops_answers_of_invisible_pages(food_form):
    answers = FOOD | {"premises_address": "短", "stranger": 1}

    assert food_form.relevant(answers) == FOOD
    assert validate(food_form, answers) == {}


def test_tells_wrong_values_at_their_field(food_form):
    assert validate(food_form, FOOD | {"mobile": "123", "scope": [], "premises_promise": False}) == {
        "mobile": ["手机号码应是 11 位数字，例如 199 0000 0001"],
        "scope": ["请至少选择一项经营项目"],
        "premises_promise": ["请阅读承诺内容，勾选后才能继续"],
    }


def test_knows_the_formats(allowance_form):
    answers = {
        "household_region": "450102001003",
        "bank_name": "示例银行",
        "bank_card": "6217000000000000011",
        "mobile": "19900000003",
        "declaration": True,
    }

    assert validate(allowance_form, answers) == {}
    assert validate(allowance_form, answers | {"bank_card": "62170000", "household_region": "9"}) == {
        "bank_card": ["银行卡号应是 16 至 19 位数字，请对照卡面核对"],
        "household_region": ["请从列表中选择户籍所在地"],
    }


def test_never_fails(food_form):
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=50),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=5,
    )

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.dictionaries(st.sampled_from(food_form.names) | st.text(max_size=8), values))
    def check(answers):
        errors = validate(food_form, answers)
        assert set(errors) <= set(food_form.names)

    check()
