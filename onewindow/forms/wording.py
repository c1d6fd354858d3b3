"""What is wrong with an answer, said in Chinese at its field: what to do, not what failed."""

from collections.abc import Mapping

from onewindow.forms.definition import Field
from onewindow.kernel.public import codes

GROUP = "group"
CHOSEN = frozenset({"radio", "checkboxes", "select", "bool", "region"})
UPLOAD = "upload"
FORMATS: Mapping[str, str] = {
    "date": "{label}应是一个存在的日期，例如 2026 年 3 月 2 日",
    "mobile": "手机号码应是 11 位数字，例如 199 0000 0001",
    "bank-card": "银行卡号应是 16 至 19 位数字，请对照卡面核对",
    "region": "请从列表中选择{label}",
}


def missing(field: Field) -> str:
    """Say that a field was left empty."""
    if "required" in field.messages:
        return field.messages["required"]
    if field.widget == "declaration":
        return "请阅读后勾选，表示同意"
    if field.widget == UPLOAD:
        return f"请上传{field.label}"
    if field.widget == GROUP:
        return f"请至少填写一项{field.label}"
    return f"请选择{field.label}" if field.widget in CHOSEN else f"请填写{field.label}"


def too_long(field: Field) -> str:
    """Say that a text is longer than allowed."""
    return f"{field.label}最多 {field.max_length} 个字，请删减"


def wrong(field: Field, keyword: str, limit: object, value: object) -> str:
    """Say what is wrong by the schema keyword that refused the value."""
    if keyword == "format" and limit in {"resident-id", "uscc"}:
        return _code_fault(str(limit), value)
    if keyword in field.messages:
        return field.messages[keyword]
    if keyword == "format":
        return FORMATS.get(str(limit), "{label}的格式不对，请核对").format(label=field.label)
    done = "填写" if field.widget == GROUP else "选择"
    said = {
        "minLength": f"{field.label}至少 {limit} 个字",
        "maxLength": too_long(field),
        "minimum": f"{field.label}不能小于 {limit}",
        "maximum": f"{field.label}不能大于 {limit}",
        "enum": f"请从列出的选项中选择{field.label}",
        "const": missing(field),
        "minItems": f"请至少{done}{limit if field.widget == GROUP else '一'}项{field.label}",
        "maxItems": f"{field.label}最多{done} {limit} 项",
        "uniqueItems": f"{field.label}里有重复的{'行' if field.widget == GROUP else '选项'}，请去掉重复的",
        "required": missing(field),
        "type": f"{field.label}的内容不对，请重新{'选择' if field.widget in CHOSEN | {UPLOAD} else '填写'}",
    }
    return said.get(keyword, f"{field.label}的格式不对，请核对")


def _code_fault(kind: str, value: object) -> str:
    parse = codes.ResidentId.parse if kind == "resident-id" else codes.Uscc.parse
    try:
        parse(str(value))
    except codes.InvalidCode as fault:
        return fault.message
    return "号码有误，请核对"
