"""The seven systems of efficiency supervision: where each is enforced, and its figures of a period."""

# ruff: noqa: E501 (a table of rules in words)

from dataclasses import dataclass

from onewindow.insight.periods import Period
from onewindow.insight.queries import totals
from onewindow.supervision.public import Accountability

Line = tuple[str, int, str]
"""A figure: what it counts, how much, the address of its rows."""


@dataclass(frozen=True)
class System:
    """One of the seven: its name, the rule, where it is enforced, its figures."""

    name: str
    rule: str
    where: str
    lines: list[Line]


@dataclass(frozen=True)
class _Counted:
    """The figures of a period, as lines with the address of their rows."""

    period: Period
    n: dict[str, int]

    @property
    def span(self) -> str:
        return f"from={self.period.first}&to={self.period.last}"

    def of(self, label: str, measure: str, key: str = "", part: str = "") -> Line:
        href = f"/supervision/figures/{key}/?period={self.period.key}{part}" if key else ""
        return (label, self.n.get(measure, 0), href)

    def cards(self, label: str, *codes: str) -> list[Line]:
        return [
            (
                f"{label}（{code}）",
                self.n.get(f"rule.{code}", 0),
                f"/supervision/signals/?rule={code}&live=1&{self.span}",
            )
            for code in codes
        ]


def seven(period: Period, sealed: tuple[int, int], guides: int) -> list[System]:
    """Return the seven systems in two statements; `sealed` are the bodies with one seal and with more."""
    told = _Counted(period, totals(period.first, period.last))
    held = Accountability.objects.filter(proposed_at__date__range=(period.first, period.last))
    states = list(held.values_list("state", flat=True)[:1000])
    return [*_of_handling(told), *_of_answering(told, sealed, guides, states)]


def _of_handling(told: _Counted) -> list[System]:
    late = told.n.get("decided", 0) - told.n.get("on_time", 0)
    return [
        System(
            "首问负责", "首位承办人负责到底；转办要由接收机构签收，签收前仍归原承办人。",
            "办件转办与签收（转办不重新计时，全程留在办理过程里）",
            [told.of("转办", "handed", "handed"), told.of("已签收", "handed_taken", "handed", "&part=in")],
        ),
        System(
            "一次性告知", "一个办件只能发一次补正告知，一次列全；数据库不允许第二次。",
            "补正告知（只能要求办事指南列明的材料）",
            [
                told.of("补正过的办结办件", "corrected", "once", "&part=out"),
                *told.cards("再次补正", "P04"), *told.cards("要求指南以外的材料", "C01"),
            ],
        ),
        System(
            "限时办结", "法定、承诺、环节、送达期限同时计时；停钟只有法律规定的理由，并有文书。",
            "办件的期限与计时记录",
            [
                told.of("按期办结", "on_time", "on_time", "&part=in"),
                ("超期办结", late, f"/supervision/figures/on_time/?period={told.period.key}&part=out"),
                *told.cards("时限信号", "T02", "T04", "T05", "T06", "T07"),
            ],
        ),
        System(
            "否定报备", "不予受理、不予许可先报备，由另一人复核同意才生效。",
            "否定决定的报备与复核（同一人不能既拟又批）",
            [
                told.of("否定决定", "negative", "filed"), told.of("已报备", "negative_filed", "filed", "&part=in"),
                *told.cards("没有报备", "P06"), *told.cards("缺理由、依据或者救济", "C02"),
            ],
        ),
    ]  # fmt: skip


def _of_answering(told: _Counted, sealed: tuple[int, int], guides: int, states: list[str]) -> list[System]:
    revoked = f"/supervision/signals/?level=red&state=revoked&{told.span}"
    cases = "/supervision/accountabilities/"
    return [
        System(
            "一章办结", "一个机构一枚审批专用章，对外文书都用它签发，扫码可验。",
            "电子印章库与文书签章",
            [
                ("有一枚有效印章的机构", sealed[0], "/supervision/seven/seals/"),
                ("有多枚有效印章的机构", sealed[1], "/supervision/seven/seals/?many=1"),
            ],
        ),
        System(
            "公开公示", "事项、指南、进度、结果公开；指南有误限期改正。",
            "事项目录、办件进度查询、文书查验",
            [
                ("在用的公开指南", guides, "/items/"), *told.cards("指南有误没有改正", "I01"),
                *told.cards("结果没有按期公开", "I02"),
            ],
        ),
        System(
            "责任追究", "认定的红牌可以追究：一人提起，一人决定，申诉由第三人答复。",
            "红牌页面与责任追究",
            [
                told.of("红牌", "red", "red"), ("已撤销的红牌", told.n.get("red_revoked", 0), revoked),
                ("提起", len(states), cases), ("已执行", states.count("done"), cases),
                ("申诉后撤销", states.count("withdrawn"), cases),
            ],
        ),
    ]  # fmt: skip
