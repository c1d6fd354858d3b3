"""Trial runs: the form is made of the version's inputs, the result is explained, nothing is kept."""

import pytest
from django.test import Client

from onewindow.decisions.models import DecisionRecord, RuleSetVersion
from onewindow.decisions.tests.conftest import PILOTS
from onewindow.decisions.tests.test_desk import signed_in
from onewindow.decisions.trial import read
from onewindow.rules.public import compile_model


def form_of(code: str) -> dict[str, str]:
    """Return the form as a browser would send it back unchanged."""
    version = RuleSetVersion.objects.get(rule_set__code=code)
    groups, inputs, _ = read(compile_model(version.dmn_xml), version.cases[0]["given"], None)
    given = {box.name: box.value for group in groups for box in group.boxes}
    return given | {f"{g.name}:answer": g.status for g in groups if g.status} | {"today": inputs["today"]}


@pytest.mark.parametrize("code", PILOTS)
def test_the_first_unit_case_is_filled_in_and_passes(planted: None, code: str) -> None:
    author = signed_in("author1")
    page = f"/desk/rules/{code}/1/trial/"
    assert "<legend>申请人填写的内容</legend>" in author.get(page).content.decode()
    answer = author.post(page, form_of(code)).content.decode()
    assert "符合条件，自动通过" in answer
    assert DecisionRecord.objects.count() == 0


def test_a_source_down_a_failed_condition_and_odd_input(planted: None) -> None:
    author, page, form = (
        signed_in("author1"),
        "/desk/rules/senior-allowance/1/trial/",
        form_of("senior-allowance"),
    )
    down = author.post(page, form | {"facts.allowance:answer": "down"}).content.decode()
    assert "转人工核对" in down and "没有应答" in down
    young = author.post(page, form | {"facts.population.birth_date": "1960-01-01"}).content.decode()
    assert "未满 80 周岁" in young
    assert author.post(page, form | {"applicant.level": "很高"}).status_code == 422
    assert author.post(page, form | {"today": "明天"}).status_code == 422
    for odd in ("\x00", "9" * 5000, "<script>", "NaN", "1e999", "ÿ"):
        given = dict.fromkeys(form, odd) | {"today": form["today"]}
        assert author.post(page, given).status_code in {200, 422}
    assert author.get("/desk/rules/nothing/1/trial/").status_code == 404
    assert Client().get(page).status_code in {302, 403}
