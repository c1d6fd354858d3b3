"""Planting the reference forms: twice changes nothing, a change is a new version."""

from onewindow.forms import queries, seed
from onewindow.forms.models import FormVersion
from onewindow.forms.public import form
from onewindow.forms.services import publish_form
from onewindow.kernel.public import SYSTEM, audit


def test_planting_twice_changes_nothing(db):
    queries.forget_forms()
    first = seed.plant()
    before = list(FormVersion.objects.order_by("pk").values())

    codes = [code for code, *_ in seed.shipped()]
    assert len(codes) == len(set(codes)) == 11 + 31
    assert first == f"表单：{'、'.join(f'{code} v1' for code in codes)}"
    assert seed.plant() == first
    assert list(FormVersion.objects.order_by("pk").values()) == before
    assert audit.verify().ok


def test_a_changed_form_is_a_new_version_and_the_old_one_stays(forms_planted):
    old = FormVersion.objects.get(code="senior-allowance")
    publish_form(by=SYSTEM, code=old.code, title="新的标题", schema=old.schema, ui=old.ui)

    assert (form(old.code).version, form(old.code).title) == (2, "新的标题")
    assert form(old.code, 1).title == "高龄津贴申请表"
