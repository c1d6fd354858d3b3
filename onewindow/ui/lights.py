"""The words and shapes of deadlines and trust grades."""

from datetime import date

from django.utils.translation import gettext as _

GRADES = {"A": "g", "B": "g", "C": "a", "D": "n"}


def grade_words(grade: str) -> dict[str, str]:
    """Return text and tone of a trust grade of electronic evidence, A to D."""
    words = {
        "A": _("A 级 · 部门签发"),
        "B": _("B 级 · 窗口核验"),
        "C": _("C 级 · 自行上传"),
        "D": _("D 级 · 本人承诺"),
    }
    return {"text": words.get(grade, grade), "tone": GRADES.get(grade, "n")}


def light(
    due: date | None, today: date, *, left: int | None, paused: str, done: bool, near: int
) -> dict[str, str]:
    """Return tone and text of a time limit: r overdue, y near, g fine, p paused."""
    if done:
        return {"tone": "g", "text": _("已办结")}
    if paused:
        return {"tone": "p", "text": _("停钟：{why}").format(why=paused)}
    if due is None:
        return {"tone": "p", "text": _("未定")}
    days = (due - today).days if left is None else left
    unit = _("天") if left is None else _("个工作日")
    if days < 0:
        return {"tone": "r", "text": _("超期 {days} {unit}").format(days=-days, unit=unit)}
    if days == 0:
        return {"tone": "y", "text": _("今天到期")}
    tone = "y" if days <= near else "g"
    return {"tone": tone, "text": _("剩 {days} {unit}").format(days=days, unit=unit)}
