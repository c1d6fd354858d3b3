"""The papers of the way: which verb signs which, with its number and its words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from onewindow.cases.public import (
    Ask,
    Delivery,
    Outcome,
    accept_case,
    ask_extension,
    ask_for_correction,
    decide_case,
    decline_acceptance,
    deliver_case,
    grant_extension,
    hand_over_case,
    lapse_correction,
    release_filing,
    supply_material,
    suspend_case,
    take_over_case,
    tell_hearing_right,
    transfer_case,
    withdraw_case,
)
from onewindow.cases.services.nightly import break_overdue_promises, deem_overdue
from onewindow.cases.tests.flow.conftest import People, at, paper
from onewindow.documents import public as documents
from onewindow.kernel.public import audit, clock

MARKET = "广西壮族自治区市场监督管理局"
HOW_TO = Path(__file__).resolve().parents[4] / "docs" / "how-to" / "papers.md"
Way = Callable[[People], object]


def accept(people: People) -> None:
    accept_case(by=people.officer, number=people.number)


def supplied_first(people: People) -> None:
    supply_material(by=people.applicant, number=people.number, seq=6, file=paper("体检.png"))
    accept(people)


def correct(people: People) -> None:
    asks = [Ask("聘用证明", "没有盖章")]
    ask_for_correction(by=people.officer, number=people.number, asks=asks)


def suspend(people: People) -> None:
    accept(people)
    suspend_case(by=people.officer, number=people.number, reason="testing", days=8, note="送检。")


def extend(people: People) -> None:
    accept(people)
    ask_extension(by=people.officer, number=people.number, days=10, reason="需要实地核查。")
    grant_extension(by=people.chief, number=people.number)


def decline(people: People) -> None:
    decline_acceptance(
        by=people.officer, number=people.number, cause="not_ours", reason="不属于本机关。",
        right_body="南宁市卫生健康委员会",
    )  # fmt: skip
    release_filing(by=people.chief, number=people.number)


def tell_right(people: People) -> None:
    accept(people)
    tell_hearing_right(by=people.officer, number=people.number, reason="拟不予延续。")


def grant(people: People, delivery: Delivery = Delivery.ELECTRONIC) -> None:
    decide_case(
        by=people.officer,
        number=people.number,
        outcome=Outcome.GRANTED,
        opinion="已核实。",
        delivery=delivery,
    )


def hand_over(people: People) -> None:
    grant(people, Delivery.COUNTER)
    with clock.at(at(1)):
        deliver_case(by=people.officer, number=people.number, way=Delivery.COUNTER, note="本人领取")


def refuse(people: People) -> None:
    decide_case(
        by=people.officer, number=people.number, outcome=Outcome.REFUSED, opinion="不符合条件。",
        legal_basis="《护士条例》第七条",
    )  # fmt: skip
    release_filing(by=people.chief, number=people.number)


def transfer(people: People) -> None:
    transfer_case(by=people.officer, number=people.number, agency=MARKET, reason="职权已划转。")


def lapse(people: People) -> None:
    correct(people)
    with clock.at(at(30)):
        lapse_correction(number=people.number)


def default(people: People) -> None:
    accept(people)
    with clock.at(at(2)):
        break_overdue_promises()


def withdraw(people: People) -> None:
    withdraw_case(by=people.applicant, number=people.number)


def send_away(people: People) -> None:
    hand_over_case(
        by=people.officer, number=people.number, to="某省平台", reason="愿意在那里办理。",
        basis="国办发〔2020〕35号", document="450000-1",
    )  # fmt: skip


PAPERS: dict[str, tuple[str, Way | None, list[str]]] = {
    "接收回执": ("receipt", None, ["逾期不告知的，自收到申请材料之日起即为受理。"]),
    "受理通知书": ("acceptance", supplied_first, ["材料齐全、符合法定形式", "2026年3月3日前作出决定"]),
    "容缺受理通知书": ("acceptance", accept, ["健康体检证明：在2026年3月3日前补交。", "逾期不补交"]),
    "申请材料补正告知书": ("correction", correct, ["1. 聘用证明：没有盖章", "已经一次全部告知"]),
    "特殊程序审查期限告知书": ("special", suspend, ["检测，所需时间为8个工作日"]),
    "延长办理期限通知书": ("extension", extend, ["延长10个工作日", "理由：需要实地核查。"]),
    "不予受理通知书": ("decline", decline, ["理由：不属于本机关。", "请向南宁市卫生健康委员会申请。"]),
    "否定报备情况表": ("negative", refuse, ["理由：不符合条件。", "提出人与复核人不是同一人", "行政复议"]),
    "听证权利告知书": ("hearing_right", tell_right, ["拟不予延续。", "听证不收取任何费用。"]),
    "准予护士执业注册（延续）决定书": ("grant", grant, ["准予延续注册"]),
    "不予决定书": ("refusal", refuse, ["不符合条件。", "《护士条例》第七条", "行政复议"]),
    "送达回证": ("delivery", hand_over, ["1. 准予护士执业注册（延续）决定书（", "窗口当面交付", "本人领取"]),
    "物料流转凭证": ("handover", transfer, ["1. 护士延续注册申请审核表（", MARKET, "期限不重新计算"]),
    "移送告知书": ("moved", send_away, ["移送某省平台办理", "移交文件编号：450000-1", "国办发〔2020〕35号"]),
    "终止办理通知书": ("ended", withdraw, ["原因：申请人撤回申请。", "可以重新申请"]),
}  # fmt: skip
"""Title: kind, the way that signs it (none: it is there from submitting), words in it."""


def rows() -> list[str]:
    """Return the rows of the table on the page about papers."""
    return [row for row in HOW_TO.read_text(encoding="utf-8").splitlines() if row.startswith("| ")]


def signed(number: str, title: str) -> documents.Document:
    (found,) = [one for one in documents.notices_of(number) if one.title == title]
    return found


@pytest.mark.parametrize("title", PAPERS)
def test_each_verb_signs_its_paper(people: People, title: str) -> None:
    kind, way, words = PAPERS[title]
    if way is not None:
        assert title not in [one.title for one in documents.notices_of(people.number)]
        way(people)
    found = signed(people.number, title)
    told = bytes(found.record).decode()
    assert [word for word in words if word not in told] == []
    assert found.kind == kind
    word = next(row.split(" | ")[1] for row in rows() if row.startswith(f"| {title} |"))
    assert found.number.startswith(f"桂卫{word}〔2026〕")
    assert documents.check_token(found.token).genuine
    assert audit.verify().ok


@pytest.mark.parametrize(
    ("way", "cause"),
    [
        (lapse, "原因：补正期限到2026年3月23日为止"),
        (default, "原因：按承诺后补的材料逾期"),
        (withdraw, "撤回"),
    ],
)
def test_every_end_without_a_decision_is_told_in_writing(people: People, way: Way, cause: str) -> None:
    way(people)
    found = signed(people.number, "终止办理通知书")
    assert cause in bytes(found.record).decode()
    assert ("行政复议" in bytes(found.record).decode()) is (way is not withdraw)


def test_a_delivery_at_once_has_its_proof_too(people: People) -> None:
    grant(people)
    proof = bytes(signed(people.number, "送达回证").record).decode()
    assert "网上查看、下载，与纸质文书具有同等效力" in proof
    assert signed(people.number, "准予护士执业注册（延续）决定书").number in proof


def test_an_acceptance_by_law_says_so_and_since_when(people: People) -> None:
    with clock.at(at(8)):
        assert deem_overdue() == 1
    told = bytes(signed(people.number, "受理通知书").record).decode()
    assert "五个工作日内没有告知，依法自收到之日（2026年3月2日）起即为受理" in told
    assert "健康体检证明：在" in told  # what was promised is still to come


def test_not_accepting_is_reported_too(people: People) -> None:
    decline(people)
    told = bytes(signed(people.number, "否定报备情况表").record).decode()
    assert "不予受理，复核同意" in told and "已告知申请人向南宁市卫生健康委员会申请。" in told


def test_a_case_sent_on_twice_has_two_vouchers(people: People) -> None:
    transfer(people)
    take_over_case(by=people.elsewhere, number=people.number)
    back = "广西壮族自治区卫生健康委员会"
    transfer_case(by=people.elsewhere, number=people.number, agency=back, reason="退回办理。")
    vouchers = [one for one in documents.notices_of(people.number) if one.kind == "handover"]
    assert len({one.number for one in vouchers}) == 2
    assert f"由{MARKET}转至{back}办理" in bytes(vouchers[-1].record).decode()


def test_the_page_lists_every_paper() -> None:
    listed = {row.split(" | ")[0].removeprefix("| ") for row in rows()[1:]}
    assert listed == {
        *PAPERS,
        "听证通知书",
        "听证笔录",
        "缴费通知书",
    }  # the three: test_hearing, the tests of fees
