"""The shipped licence catalogue: enough types, each whole, planted twice with one effect."""

import pytest

from onewindow.kernel.public import codes
from onewindow.licences import faces
from onewindow.licences.models import LicenceType, SubLibrary
from onewindow.licences.seed import plant
from onewindow.licences.services.types import declared_types


def test_at_least_twenty_types_each_with_code_source_and_face() -> None:
    found = declared_types()
    assert len(found) >= 20
    assert len({one["code"] for one in found}) == len({one["key"] for one in found}) == len(found)
    for one in found:
        assert len(one["code"]) == 21 and codes.Uscc.is_valid(one["code"][:18]), one["key"]
        assert one["source"].startswith("《"), one["key"]
        assert len(one["schema"]["required"]) >= 4, one["key"]
        assert one["item_names"], one["key"]


def test_published_identifiers_hold() -> None:
    for text in (
        "11100000000013338W011.11430000006122244L.20230000403.001.U",
        "11100000000013338W009.11330105002500287C.2025052201.002.0",
        "11100000MB03271699022.340100.000000016.001.9",
    ):
        found = codes.LicenceId.parse(f"1.2.156.3005.2.{text}")
        assert found == text
        with pytest.raises(codes.InvalidLicenceId):
            codes.LicenceId.parse(text[:-1] + ("A" if text[-1] != "A" else "B"))


def test_planting_twice_changes_nothing(catalogue: None) -> None:
    assert LicenceType.objects.count() == len(declared_types())
    assert SubLibrary.objects.count() == 8
    assert plant() == "证照类型：0 种有变化；分库：0 个有变化"


def test_faults_of_a_face_name_field_and_cause() -> None:
    schema = faces.schema_of(
        ["name 姓名 text 4", "sex 性别 one 男|女", "born 出生日期 date", "note~ 备注 text 9"]
    )
    assert faces.faults(schema, {"name": "韦晓兰", "sex": "女", "born": "1990-05-12"}) == {}
    told = faces.faults(schema, {"name": "一二三四五", "born": "1990-02-30", "more": 1})
    assert told == {
        "name": "内容过长。",
        "born": "不是真实的日期。",
        "sex": "缺少这一项。",
        "more": "这种证照没有这一项。",
    }
