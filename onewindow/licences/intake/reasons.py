"""Why a delivered row was not taken in, in words that say what to do."""

WORDS = {
    "not_json": "不是有效的 JSON，请检查引号和逗号。",
    "not_csv": "这一行不是有效的 CSV。",
    "not_an_object": "应当是一个对象，由字段名和值组成。",
    "too_many_cells": "列数比表头多，可能是值里有没加引号的逗号。",
    "row_too_long": "这一行过长。",
    "unknown_type": "证照目录里没有这种证照，请用目录里的类型代码。",
    "unknown_issuer": "没有分库可以交付这个机关颁发的证照，请核对颁发机关代码。",
    "other_library": "颁发机关不属于这个分库。",
    "missing_face": "缺少照面要素。",
    "missing_number": "缺少证照编号。",
    "invalid_serial": "流水号只能用 1 至 64 位数字和大写字母。",
    "invalid_version": "版本号应为 1 至 999 的整数。",
    "identifier_differs": "电子证照标识的校验位不符，或者与类型、机构、流水号、版本不一致。",
    "missing_holder": "缺少持证人名称。",
    "invalid_holder_number": "持证人的证件号码校验不通过。",
    "wrong_holder_kind": "这种证照不发给这类持证人。",
    "unknown_number_type": "持证主体代码类型应为 111（公民身份号码）或者 001（统一社会信用代码）。",
    "invalid_date": "日期应为 2026-03-02 这样的真实日期。",
    "issued_in_future": "颁发日期在今天以后。",
    "validity_missing": "缺少有效期截止日。",
    "validity_reversed": "有效期截止日早于起始日。",
    "validity_too_long": "有效期比这种证照允许的长。",
    "unknown_status": "没有这个状态代码。",
    "status_unexplained": "状态为“其他”的，要有说明。",
    "invalid_area": "所属管辖属地应为 12 位区划代码。",
    "unreadable_text": "文字里有不能使用的字符。",
    "own_licence": "这本证照由总库按办件直接颁发，不由分库交付。",
    "other_content": "同一标识的证照已经入库，内容不同。内容变了要用新的版本号。",
    "unlawful_change": "证照现在的状态不能改成交付的状态。",
    "newer_version": "同一证照已有更高的版本。",
    "already_in_force": "持证人已有一本有效的同种证照，这种证照同时只能有一本。",
    "repeated": "同一个文件里这个标识出现了两次，内容不同。",
}


def words(reason: str) -> str:
    """Return a reason in words; a fault of the face reads `face.<field>: <what>` already."""
    code, _, rest = reason.partition(":")
    return f"照面“{code.removeprefix('face.')}”：{rest.strip()}" if rest else WORDS.get(reason, reason)
