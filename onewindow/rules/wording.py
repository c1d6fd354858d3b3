"""Faults of rules in Chinese for those who write them: what is wrong, in which cell, at which character."""

from __future__ import annotations

import re

from onewindow.rules.errors import RuleError

MESSAGES: tuple[tuple[str, str], ...] = (
    (r"the expression is too long", "表达式太长"),
    (r"unexpected character (.+)", "不认识的字符{0}"),
    (r"a number is too large", "数字太大"),
    (r"expected a value, found 'the end'", "这里应是一个值，内容却已经结束"),
    (r"expected (.+), found 'the end'", "这里应是{0}，内容却已经结束"),
    (r"unexpected ''", "内容结束得太早"),
    (r"expected a value, found (.+)", "这里应是一个值，却是{0}"),
    (r"expected a name and ':'", "这里应是名称和冒号"),
    (r"expected a name before ':'", "冒号前应有名称"),
    (r"expected a property name", "点号后应是字段名"),
    (r"expected a variable and 'in'", "这里应是变量名和 in"),
    (r"expected a type", "这里应是类型名"),
    (r"expected (.+), found (.+)", "这里应是{0}，却是{1}"),
    (r"unexpected (.+)", "这里不应出现{0}"),
    (r"a range must end with \], \) or \[", "区间应以 ]、) 或 [ 结束"),
    (r"!= is no range", "!= 不能表示区间"),
    (r"the expression is nested too deep", "表达式嵌套太深"),
    (r"the expression is too complicated", "表达式太复杂"),
    (r"the expression takes too many steps", "计算步数太多，已停止"),
    (r"functions call each other too deep", "函数互相调用太深"),
    (r"the expression needs too much memory", "计算用的内存太多，已停止"),
    (r"the expression goes over too many numbers", "循环的次数太多，已停止"),
    (r"the pattern is too large", "匹配模式太大"),
    (r"not a DMN document: .+", "不是 DMN 文件：最外层应是 DMN 1.1 至 1.5 的 definitions"),
    (r"there is no decision (.+)", "没有名为{0}的决策"),
    (r"there is no hit policy (.+)", "没有{0}这种命中策略"),
    (r"there is no (.+)", "没有{0}"),
    (r"(.+) cannot be called", "{0}不能调用"),
    (r"(.+) requires itself", "{0}依据了自己"),
    (r"(.+) requires (.+), which is not there", "{0}依据的{1}不存在"),
    (r"(.+) is in no imported model", "{0}不在导入的模型里"),
    (r"the imported model (.+) was not given", "缺少导入的模型{0}"),
    (r"(.+) is not there", "{0}不存在"),
    (r"the model is nested too deep", "模型嵌套太深"),
    (r"the document is larger than 5 MB", "文件超过 5 MB"),
    (r"not well-formed XML: (.+)", "XML 不完整或有误（{0}）"),
    (r"the encoding cannot be read: (.+)", "读不出文件的编码（{0}）"),
    (r"the document is empty", "文件是空的"),
    (r"a document type or entity declaration is not allowed", "文件不能带文档类型或实体声明"),
    (r"the document is nested too deep", "文件嵌套太深"),
    (r"(.+) has no decision table", "{0}没有决策表"),
    (r"(\d+) input cells, but the table has (\d+) inputs", "有 {0} 个条件格，而表有 {1} 个条件列"),
    (r"(\d+) output cells, but the table has (\d+) outputs", "有 {0} 个结果格，而表有 {1} 个结果列"),
)
PLACES: tuple[tuple[str, str], ...] = (
    (r"rule (\d+)", "第 {0} 条规则"),
    (r"row (\d+)", "第 {0} 行"),
    (r"column (.*)", "的“{0}”列"),
    (r"output values", "的结果可选值"),
    (r"output (.+)", "的结果“{0}”"),
    (r"output", "的结果"),
    (r"default", "的默认结果"),
)


def told(error: RuleError) -> str:
    """Write a fault as one sentence: place, what is wrong, line and character where known."""
    where = f"{said_place(error.place)}：" if error.place else ""
    return where + said_fault(error)


def said_fault(error: RuleError) -> str:
    """Write what is wrong, with line and character but without the place."""
    spot = [f"文件第 {error.line} 行"] if error.line else []
    spot += [f"第 {error.position + 1} 个字符"] if error.position is not None else []
    return said(error.message) + (f"（{'，'.join(spot)}）" if spot else "")


def said(message: str) -> str:
    """Write a message in Chinese; one that is not known stays as it is."""
    return _first(MESSAGES, message) or message


def said_place(place: str) -> str:
    """Write a place: decision, rule, column."""
    name, *parts = re.split(r", (?=rule |row |column |output|default)", place)
    return f"决策“{name}”" + "".join(_first(PLACES, part) or part for part in parts)


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    for pattern, words in known:
        found = re.fullmatch(pattern, text, re.DOTALL)
        if found:
            return words.format(*(_quoted(part) for part in found.groups()))
    return ""


def _quoted(part: str) -> str:
    bare = part[1:-1] if len(part) > 1 and part[0] == part[-1] and part[0] in "'\"" else part
    return f"“{bare}”" if bare != part else part
