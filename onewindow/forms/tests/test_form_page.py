"""A page as drawn: one heading, linked errors, prefilled values with their source."""

from django.template import Context, Template

from onewindow.forms.public import read_page, summary

TEMPLATE = Template("{% load forms %}{% form_page page values errors sources disputes=disputes %}")


def drawn(form, key, values=None, errors=None, sources=None, disputes=None) -> str:
    page = next(page for page in form.all_pages if page.key == key)
    told = {"page": page, "values": values, "errors": errors, "sources": sources, "disputes": disputes}
    return TEMPLATE.render(Context(told))


def test_draws_every_page_of_every_form(nurse_form, food_form, allowance_form):
    for form in (nurse_form, food_form, allowance_form):
        for page in form.all_pages:
            html = drawn(form, page.key)
            assert html.count("<h1>") == 1
            for field in page.fields:
                if field.only_shown:
                    continue
                assert f'id="{field.name}"' in html or f'id="{field.name}-' in html


def test_shows_the_message_at_the_field(nurse_form):
    read = read_page(nurse_form, "certificate", {"certificate_number": "12<b>"})
    html = drawn(nurse_form, "certificate", read.values, read.errors)

    assert "护士执业证书编号应是 12 位数字，请对照证书核对" in html
    assert 'aria-invalid="true"' in html
    assert "12&lt;B&gt;" in html


def test_shows_where_a_value_came_from_and_lets_it_be_disputed(nurse_form, start):
    draft = start()
    html = drawn(
        nurse_form, "institution", draft.answers, None, draft.sources, {"institution_name": "改名了"}
    )

    assert "已从卫生健康信息系统（模拟系统）带入" in html
    assert "示例市第一人民医院" in html
    assert 'name="institution_code"' not in html
    assert '<details class="dispute" open>' in html
    assert "改名了" in html


def test_says_the_source_beside_a_value_that_may_be_changed(nurse_form, start):
    draft = start()
    html = drawn(nurse_form, "certificate", draft.answers, None, draft.sources)

    assert 'value="202345000123"' in html
    assert "已从卫生健康信息系统（模拟系统）带入" in html


def test_sums_up_the_answers_with_links(nurse_form, start):
    draft = start()
    rows = summary(nurse_form, draft.answers, draft.sources, change=lambda key: f"/apply/x/{key}/")

    assert [(row.label, row.value, row.href) for row in rows][:4] == [
        ("护士执业证书编号", "202345000123", "/apply/x/certificate/"),
        ("执业机构登记号", "459900000001", "/apply/x/institution/"),
        ("执业机构名称", "示例市第一人民医院", "/apply/x/institution/"),
        ("体检日期", "未填写", "/apply/x/exam/"),
    ]
    assert rows[0].source == "卫生健康信息系统（模拟系统）"


def test_sums_up_choices_by_their_labels_and_masks_for_officers(food_form):
    answers = {
        "premises_same": False,
        "scope": ["prepackaged", "bulk"],
        "principal_id": "459900197911020057",
        "mobile": "19900000007",
        "layout_file": {"id": "1", "name": "图.pdf", "size": 3},
        "premises_promise": True,
    }
    told = {row.field: row.value for row in summary(food_form, answers, masked=True)}

    assert told["premises_same"] == "不一致"
    assert told["scope"] == "预包装食品、散装食品"
    assert told["principal_id"] == "4599**********0057"
    assert told["mobile"] == "199****0007"
    assert told["layout_file"] == "图.pdf"
    assert told["premises_promise"] == "已承诺"
