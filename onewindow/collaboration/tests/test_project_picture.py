"""Stages of projects and their picture, without a database."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onewindow.collaboration.projects.picture import Step, draw
from onewindow.collaboration.projects.stages import Stage, kinds, lead_of, stage_of, stages


def test_the_four_stages_and_the_kinds() -> None:
    assert [one.name for one in stages()] == ["立项用地规划许可", "工程建设许可", "施工许可", "竣工验收"]
    assert {code: one.name for code, one in kinds().items()} == {
        "01": "基本建设", "02": "技术改造", "03": "单纯购置", "04": "信息化", "05": "其他",
    }  # fmt: skip
    items = [item for one in stages() for item in one.items]
    assert len(items) == len(set(items))


def test_a_stage_is_known_by_its_name_or_an_item_of_it() -> None:
    assert stage_of("施工许可") == stage_of("建筑工程施工许可") == "building"
    assert stage_of("别的", "使用林地审核") == "land"
    assert stage_of("别的") == stage_of() == ""


def test_the_nearest_body_leads_and_within_a_region_the_first_ending() -> None:
    stage = Stage("x", "x", ("行政审批局", "自然资源局"), frozenset())
    bodies = [
        (1, "广西壮族自治区自然资源局", "450000000000"), (2, "南宁市自然资源局", "450100000000"),
        (3, "南宁市行政审批局", "450100000000"), (4, "兴宁区林业局", "450102000000"),
    ]  # fmt: skip
    assert lead_of(stage, bodies) == 3
    assert lead_of(stage, [*bodies, (5, "兴宁区自然资源局", "450102000000")]) == 5
    assert lead_of(stage, bodies[3:]) is None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6))
def test_boxes_stand_side_by_side_inside_the_picture(counts: list[tuple[int, int]]) -> None:
    steps = [Step("阶段", "now", min(done, total), total, "正在办理") for done, total in counts]
    drawn = draw(steps)
    ends = [(box.x, box.x + 190) for box in drawn.boxes]
    assert all(before[1] < after[0] for before, after in pairwise(ends))
    assert all(left >= 0 and right <= drawn.width for left, right in ends)
    assert len(drawn.arrows) == max(0, len(steps) - 1)


def test_the_picture_says_what_it_shows() -> None:
    drawn = draw([Step("施工许可", "done", 2, 2, "都已准予"), Step("竣工验收", "", 0, 0, "还没有办件")])
    assert drawn.told == "施工许可：都已准予，2 / 2；竣工验收：还没有办件，0 / 0"
    assert [text for _, _, text in drawn.boxes[0].texts] == ["施工许可", "都已准予", "2 / 2"]
    assert [text for _, _, text in drawn.boxes[1].texts] == ["竣工验收", "还没有办件", "—"]
