"""Whole journeys over the pages, days apart: each step is posted as a browser does."""

from datetime import timedelta

import pytest

from onewindow.cases.models import Case, ClockEntry
from onewindow.cases.services.nightly import deem_overdue
from onewindow.cases.states import Status
from onewindow.cases.tests.factories import submitted
from onewindow.cases.tests.flow.conftest import MONDAY
from onewindow.cases.tests.review.test_review_pages import signed_in
from onewindow.exchange.tests.factories import answering
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import audit, clock


class Walk:
    """A case, and who does what on which day."""

    def __init__(self, hands, number: str = "") -> None:
        self.hands, self.number = hands, number or hands.number

    def at_desk(self, who: str, act: str, day: int = 0, **given: str) -> str:
        """Post an act at the desk; return the page that follows."""
        with clock.at(MONDAY + timedelta(days=day)):
            form = {f"{act}-{name}": value for name, value in given.items()}
            answer = signed_in(who).post(f"/desk/cases/{self.number}/{act}/", form, follow=True)
        assert answer.status_code in {200, 403}, answer.content.decode()[:3000]
        return answer.content.decode()

    def step(self, who: str, node: str, outcome: str, day: int = 0, **given: str) -> str:
        """Do a step of the process."""
        task = str(self.hands.step(node))
        return self.at_desk(who, "step", day, task=task, outcome=outcome, opinion="已核对。", **given)

    def by_applicant(self, path: str, day: int = 0, who: str = "zhuangxiangwei", **given: str) -> str:
        """Post on the applicant's page."""
        with clock.at(MONDAY + timedelta(days=day)):
            answer = signed_in(who).post(f"/cases/{self.number}/{path}", given, follow=True)
        assert answer.status_code == 200, answer.content.decode()[:3000]
        return answer.content.decode()

    @property
    def case(self) -> Case:
        """The case as it is."""
        return Case.objects.get(number=self.number)


@pytest.fixture
def walk(hands) -> Walk:
    return Walk(hands)


def test_refusal_with_hearing(walk: Walk) -> None:
    walk.step("lufang", "first", "通过")
    walk.step("lufang", "site", "核查不合格")
    walk.step("nongxiaoming", "site", "核查不合格", day=1)
    told = walk.at_desk("lufang", "tell-hearing", 1, reason="布局不符合规定，拟不予许可。")
    assert "听证权利告知书已发出" in told
    page = walk.by_applicant("hearing/ask/", 2, note="已经整改，请听我们的意见。")
    assert "已要求听证" in page
    refused = walk.at_desk(
        "lufang", "call-hearing", 2, on="2026-03-17", hour="上午9:30", place="政务服务中心3楼",
        host=walk.hands.chief.label,
    )  # fmt: skip
    assert "听证通知书已发出" in refused
    assert walk.case.status == Status.SUSPENDED
    held = walk.at_desk(
        "weimeiling",
        "record-hearing",
        15,
        record="申请人陈述……审查人员陈述……",
        signed_by="陆小燕、陆芳、韦美玲",
    )
    assert "笔录已保存" in held
    done = walk.step(
        "liangjianguo", "approve", "不予", 16, legal_basis="食品安全法 第三十五条", way="electronic"
    )
    assert "本决定根据2026年3月17日上午9:30" in walk.case.opinion
    assert (walk.case.outcome, "不予" in done) == ("refused", True)
    with clock.at(MONDAY + timedelta(days=16)):
        mine = signed_in("zhuangxiangwei").get(f"/cases/{walk.number}/").content.decode()
    for words in ("听证权利告知书", "听证通知书", "不予许可", "申请人陈述"):
        assert words in mine
    assert audit.verify().ok


def test_suspension_and_extension(walk: Walk) -> None:
    before = walk.case.promised_due
    walk.at_desk("lufang", "suspend", 1, reason="testing", days="5", note="检测机构检测")
    assert "正在进行特别程序" in _applicant_page(walk, 2)
    walk.at_desk("lufang", "resume", 8, result="检测合格")
    moved = walk.case.promised_due
    walk.at_desk("lufang", "extend", 9, days="10", reason="需要再次核查")
    assert "期限只能延长一次" not in walk.at_desk("weimeiling", "grant-extension", 9)
    after = walk.case.promised_due
    assert before < moved < after
    entries = ClockEntry.objects.filter(case=walk.case, clock="decision").order_by("id")
    kinds = list(entries.values_list("action", flat=True))
    assert kinds == ["start", "pause", "resume", "extend"]
    assert "延长办理期限通知书" in _applicant_page(walk, 9)


def _applicant_page(walk: Walk, day: int) -> str:
    with clock.at(MONDAY + timedelta(days=day)):
        return signed_in("zhuangxiangwei").get(f"/cases/{walk.number}/").content.decode()


def test_withdrawal(walk: Walk) -> None:
    walk.step("lufang", "first", "通过")
    assert "申请已撤回" in walk.by_applicant("withdraw/", 1)
    assert (walk.case.status, walk.case.outcome) == (Status.CLOSED, "withdrawn")
    with clock.at(MONDAY + timedelta(days=1)):
        page = signed_in("lufang").get(f"/desk/cases/{walk.number}/").content.decode()
    assert 'id="act-step"' not in page


def test_deemed_acceptance_after_five_days(hands) -> None:
    with answering():
        made = submitted(of_the_cast("baguitian"), "health-food-production")
    walk = Walk(hands, made.number)
    for day, status in ((7, Status.RECEIVED), (8, Status.REVIEWING)):
        with clock.at(MONDAY + timedelta(days=day)):
            deem_overdue()
        assert walk.case.status == status
    assert (walk.case.accepted_how, walk.case.accepted_at) == ("deemed", MONDAY)
    with clock.at(MONDAY + timedelta(days=8)):
        page = signed_in("baguitian").get(f"/cases/{walk.number}/").content.decode()
    assert "逾期未告知，视为受理" in page
    assert "初审</b>：" in page


def test_take_back(walk: Walk) -> None:
    walk.step("lufang", "first", "不通过")
    done = str(walk.hands.step("first", state="done"))
    assert "已撤回，请重新办理" in walk.at_desk("lufang", "take-back-step", task=done)
    walk.step("lufang", "first", "通过")
    walk.at_desk("nongxiaoming", "claim-step", task=str(walk.hands.step("site")))
    done = str(walk.hands.step("first", state="done"))
    with clock.at(MONDAY):
        late = signed_in("lufang").post(
            f"/desk/cases/{walk.number}/take-back-step/", {"take-back-step-task": done}
        )
    assert late.status_code == 409
    assert "下一步已经有人办理" in late.content.decode()


def test_transfer_with_its_history(walk: Walk) -> None:
    walk.step("lufang", "first", "通过")
    walk.at_desk("liangjianguo", "transfer", 1, agency="广西壮族自治区卫生健康委员会", reason="职责调整")
    page = walk.at_desk("menglihua", "take-over", 1)
    for words in ("初审：已办", "转办：广西壮族自治区卫生健康委员会", "已接收转办", "现场核查"):
        assert words in page
    with clock.at(MONDAY + timedelta(days=1)):
        gone = signed_in("lufang").get(f"/desk/cases/{walk.number}/")
    assert gone.status_code == 403
    assert "转办：广西壮族自治区卫生健康委员会" in _applicant_page(walk, 1)
