"""Invented examples for the living style guide; no real person, body or case."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from onewindow.kernel.public import clock
from onewindow.ui.pages import Page

ERRORS = {"mobile": ["手机号码应为 11 位数字，例如 19900009999"], "exam_date": ["体检日期不能晚于今天"]}


@dataclass(frozen=True)
class Event:
    """One line of a timeline."""

    at: datetime
    title: str
    who: str = ""
    detail: str = ""


def context() -> dict[str, object]:
    """Return what the guide's pages show."""
    today, now = clock.today(), clock.now()
    return {
        "errors": ERRORS,
        "days": {
            "late": today - timedelta(days=1),
            "today": today,
            "near": today + timedelta(days=1),
            "fine": today + timedelta(days=9),
        },
        "steps": ["选择情形", "本人信息", "执业机构", "体检情况", "核对并提交"],
        "prefilled": [("姓名", "韦晓兰"), ("证书编号", "202345000123"), ("有效期至", "2026年5月1日")],
        "summary": [
            {"label": "执业机构", "value": "示例市第一人民医院", "source": "来自护士执业注册信息"},
            {"label": "体检日期", "value": "2026年2月1日", "href": "#a", "id": "row-exam"},
            {"label": "手机号码", "value": "", "href": "#b", "errors": ["请填写手机号码"]},
        ],
        "events": [
            Event(now, "已准予", "系统自动审批", "全部条件符合。"),
            Event(now - timedelta(seconds=3), "核对信息", "5 个来源"),
            Event(now - timedelta(minutes=4), "提交申请", "申请人"),
        ],
        "columns": ["材料", "怎么交", "来源"],
        "rows": [
            ["护士执业证书", "免提交", "电子证照（A 级可信）"],
            ["体检合格证明", "上传", "申请人自备"],
            ["身份证", "免提交", "人口信息核对"],
        ],
        "filters": [
            {
                "label": "服务对象",
                "links": [
                    {"label": "全部", "href": "#c", "current": True, "count": 63},
                    {"label": "个人", "href": "#d", "current": False, "count": 41},
                    {"label": "法人", "href": "#e", "current": False, "count": 22},
                ],
            }
        ],
        "tabs": [
            {"label": "在办", "href": "#f", "current": True, "count": 2},
            {"label": "已办结", "href": "#g", "current": False, "count": 5},
        ],
        "page": Page(items=[1], next="abc", previous="xyz"),
        "choices": [
            ("sale", "食品销售经营者", "商场、超市、便利店、网络销售"),
            ("catering", "餐饮服务经营者", ""),
            ("canteen", "单位食堂", ""),
        ],
        "banks": [("a", "示例银行"), ("b", "示例农村信用社")],
    }
