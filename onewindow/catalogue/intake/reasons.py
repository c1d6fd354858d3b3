"""Why a row is set aside, and which faults are only marked; stable codes with words for people."""

REJECTED = {
    "malformed_json": "这一行不是完整的 JSON",
    "not_utf8": "不是 UTF-8 编码",
    "row_too_large": "一行超过 5 MB",
    "not_an_object": "这一行不是一个对象",
    "missing_source": "没有写明来源",
    "missing_code": "没有事项编码",
    "missing_name": "没有事项名称",
    "missing_agency": "没有实施主体名称",
    "missing_area": "没有行政区划代码",
    "wrong_type": "有的字段类型不对",
    "name_too_long": "事项名称超过 300 字",
    "text_too_long": "有的字段超过 20 万字",
    "too_many_rows": "材料、依据或者问题超过 500 条",
    "unknown_type": "事项类型不是依申请的七类之一",
    "unknown_level": "层级不在字典里",
    "invalid_code_length": "实施编码不是 31 位，业务办理项编码不是 33 位",
    "invalid_code": "事项编码含有不允许的字符",
    "invalid_uscc": "编码前 18 位不是有效的统一社会信用代码",
    "level_differs": "编码中的层级与事项的层级不一致",
    "type_differs": "编码中的类型与事项的类型不一致",
    "invalid_area": "行政区划代码不是 6 位或者 12 位数字",
    "invalid_limit": "时限不是 0 到 3650 之间的整数",
    "promise_over_limit": "承诺时限长于法定时限",
    "duplicate_code": "同一次导入中已有相同编码而内容不同的事项",
    "own_code": "编码与本区自己的事项相同",
}
MARKED = {
    "no_materials": "没有申请材料",
    "no_conditions": "没有受理条件",
    "vague_conditions": "受理条件写得含糊",
    "no_legal_basis": "没有设定依据",
    "no_limit": "没有法定时限",
    "no_promise": "没有承诺时限",
    "promise_without_legal": "有承诺时限而没有法定时限",
    "limit_note_differs": "时限与它自己的说明不一致",
    "no_level": "没有层级",
    "no_uscc": "实施主体没有统一社会信用代码",
    "agency_code_not_uscc": "实施主体编码不是有效的统一社会信用代码",
    "agency_code_differs": "实施主体编码与事项编码中的不一致",
    "agency_name_blanks": "实施主体名称首尾有空格，已去除",
    "name_blanks": "事项名称首尾有空格，已去除",
    "full_width": "全角数字和字母，已改为半角",
    "control_characters": "含有不可见的控制字符，已去除",
    "materials_unordered": "材料没有按顺序排列，已按序号排列",
    "local_code": "编码不是国家统一编码",
    "unknown_audience": "有的服务对象不在字典里",
    "unknown_theme": "有的主题不在字典里",
    "source_remark": "来源自述的问题",
}


def words(code: str, detail: str = "") -> str:
    """Return a reason or a mark in words."""
    known = REJECTED.get(code) or MARKED.get(code) or code
    return f"{known}：{detail}" if detail else known
