"""Indicators: each a formula over figures, in words, with the rows it is made of."""

# ruff: noqa: E501 (a table of formulas in words)

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import F, Q

CASES = Q(kind="case")
DECIDED = Q(outcome__in=["granted", "refused", "not_accepted"])
Numbers = Mapping[str, int]


@dataclass(frozen=True)
class Indicator:
    """One indicator: parts of figures over a whole, how it is shown, and which dossiers are behind it.

    `among` are the dossiers of the whole, `counted` those of them that are in the part; `by` is their day.
    """

    key: str
    label: str
    formula: str
    part: tuple[str, ...]
    whole: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    times: int = 100
    unit: str = "%"
    among: Q = CASES
    counted: Q | None = None
    by: str = "decided_on"
    signals: Mapping[str, str] | None = None

    def value(self, numbers: Numbers) -> Decimal | None:
        """Return the value: a count, a rate per cent or per thousand to one place, a mean; None without whole."""
        part = sum(numbers.get(one, 0) for one in self.part) - sum(numbers.get(one, 0) for one in self.less)
        if not self.whole:
            return Decimal(part)
        whole = sum(numbers.get(one, 0) for one in self.whole)
        if not whole:
            return None
        exact = Decimal(part) * self.times / whole
        return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)

    def shown(self, numbers: Numbers) -> str:
        """Return the value in words, a dash where there is none."""
        value = self.value(numbers)
        if value is None:
            return "—"
        if self.whole:
            return f"{value}{self.unit}"
        return f"{int(value):,}"


def _rate(key: str, label: str, formula: str, measures: tuple[str, str], counted: Q) -> Indicator:
    part, whole = measures
    return Indicator(key, label, formula, (part,), (whole,), among=CASES & DECIDED, counted=counted)


ON_TIME = Q(promised_due=None) | Q(decided_on__lte=F("promised_due"))
ALL = (
    Indicator("received", "受理办件", "本期收到的办件数", ("received",), by="received_on"),
    Indicator("decided", "办结办件", "本期作出决定（准予、不予、不予受理）的办件数", ("decided",), among=Q(kind="case") & DECIDED),
    _rate("on_time", "按期办结率", "本期在承诺期限内作出决定的办件 ÷ 本期作出决定的办件", ("on_time", "decided"), ON_TIME),
    _rate(
        "early", "提前办结率", "本期早于承诺期限作出决定的办件 ÷ 本期作出决定的办件", ("early", "decided"),
        Q(decided_on__lt=F("promised_due")),
    ),
    Indicator(
        "faster", "平均提速", "1 −（实际用时合计 ÷ 法定时限合计），只算有法定时限的办件，单件用时最多按法定时限计",
        ("law_days",), ("law_days",), ("law_used",), among=Q(kind="case", statutory_days__gt=0) & DECIDED,
    ),
    Indicator(
        "compressed", "承诺压缩比", "（法定时限合计 − 承诺时限合计）÷ 法定时限合计，只算有法定时限的办件",
        ("law_days",), ("law_days",), ("law_promised",), among=Q(kind="case", statutory_days__gt=0) & DECIDED,
    ),
    Indicator(
        "days", "平均用时", "实际用时（工作日）合计 ÷ 本期作出决定的办件", ("used",), ("decided",), times=1,
        unit=" 天", among=Q(kind="case") & DECIDED,
    ),
    _rate("at_once", "即办率", "当天收到当天决定的办件 ÷ 本期作出决定的办件", ("at_once", "decided"), Q(received_on=F("decided_on"))),
    Indicator(
        "online", "网办率", "网上、移动端提交的办件 ÷ 本期收到的办件", ("online",), ("received",),
        counted=Q(channel__in=["2", "3"]), by="received_on",
    ),
    _rate(
        "whole_online", "全程网办率", "网上、移动端提交并且指南规定到现场 0 次的办件 ÷ 本期作出决定的办件",
        ("whole_online", "decided"), Q(channel__in=["2", "3"], visits=0),
    ),
    _rate("no_visit", "零跑动率", "指南规定到现场 0 次的办件 ÷ 本期作出决定的办件", ("no_visit", "decided"), Q(visits=0)),
    _rate("once", "一次办结率", "没有补正就作出决定的办件 ÷ 本期作出决定的办件", ("once", "decided"), Q(corrections=0)),
    Indicator(
        "exempted", "材料免交率", "由共享数据、电子证照取得的材料 ÷ 本期作出决定的办件的全部材料",
        ("exempted",), ("materials",), among=Q(kind="case", materials__gt=0) & DECIDED,
    ),
    Indicator(
        "reused", "证照复用率", "由电子证照代替的材料 ÷ 本期作出决定的办件的全部材料",
        ("reused",), ("materials",), among=Q(kind="case", materials__gt=0) & DECIDED,
    ),
    _rate("automatic", "自动审批率", "由规则自动决定的办件 ÷ 本期作出决定的办件", ("automatic", "decided"), Q(automatic=True)),
    Indicator("red", "红牌", "本期发生的红牌，已撤销的不算", ("red",), signals={"level": "red"}),
    Indicator("yellow", "黄牌", "本期发生的黄牌，已撤销的不算", ("yellow",), signals={"level": "yellow"}),
    Indicator("cards", "红黄牌", "本期发生的红牌和黄牌，已撤销的不算", ("red", "yellow"), signals={}),
    Indicator("reminder", "提示", "本期发出的提示", ("reminder",), signals={"level": "reminder"}),
    *(
        Indicator(
            f"{level}_rate", f"千件{label}", f"本期{label}数 × 1000 ÷ 本期收到的办件数", (level,), ("received",),
            times=1000, unit=" 个/千件", signals={"level": level},
        )
        for level, label in (("red", "红牌"), ("yellow", "黄牌"), ("reminder", "提示"))
    ),
    Indicator(
        "rectified", "差评整改率", "已经整改的差评 ÷ 本期整改到期的差评", ("bad_rectified",), ("bad_ratings",),
        among=Q(kind="rating"), counted=Q(facts__has_key="rectified_on"), by="facts__rectify_due",
    ),
    Indicator(
        "complaints", "投诉按期率", "按期答复的投诉咨询 ÷ 本期到期的投诉咨询", ("complaints_on_time",), ("complaints",),
        among=Q(kind="complaint"), counted=Q(facts__has_key="answered_on") & Q(facts__answered_on__lte=F("facts__due")), by="facts__due",
    ),
    Indicator(
        "exchanged", "数据按时交换率", "对接系统在事情发生后一个工作日内报送的数据行 ÷ 报送的全部数据行，按办件的收件日归期",
        ("exchanged_on_time",), ("exchanged",), among=Q(kind="case") & ~Q(source=""), by="received_on",
    ),
    Indicator(
        "handed", "转办签收率", "接收机构已经签收的转办 ÷ 本期的转办，按转出日归期；一个办件转过几次的列一行",
        ("handed_taken",), ("handed",), among=Q(kind="case", facts__handed__0__isnull=False),
        counted=~Q(facts__handed__0__1=None), by="facts__handed__0__0",
    ),
    Indicator(
        "sent_away", "移送外省", "本期按照跨省通办移送外省平台办理的办件数，不算作出决定", ("sent_away",),
        among=Q(kind="case", outcome="handed_over"),
    ),
    Indicator(
        "filed", "否定报备率", "已经报备的否定决定 ÷ 本期的否定决定", ("negative_filed",), ("negative",),
        counted=Q(facts__filings__0__isnull=False), among=Q(kind="case", outcome__in=["refused", "not_accepted"]),
    ),
)  # fmt: skip
BY_KEY: Mapping[str, Indicator] = {one.key: one for one in ALL}
TOP = ("received", "on_time", "faster", "red", "yellow", "rectified")
