"""The elements of a guide in words, in their places; one that nobody filled in has none and gets a mark."""

from dataclasses import dataclass

from onewindow.catalogue import facets
from onewindow.catalogue.models import ItemVersion, Material

NO_FEE = "不收费"


@dataclass(frozen=True)
class Element:
    """One element: its label, its words (empty when missing) and a note."""

    label: str
    words: str
    note: str = ""


def limit(days: int | None, unit: str) -> str:
    """Return a limit in words; empty when unknown."""
    if days is None:
        return ""
    if days == 0:
        return "当场办结"
    return f"{days} {facets.label('unit', unit) or '个工作日'}"


def headline(version: ItemVersion) -> list[Element]:
    """Return the four facts people ask first."""
    statutory = limit(version.statutory_days, version.statutory_unit)
    promised = limit(version.promised_days, version.promised_unit)
    visits = "" if version.visits is None else f"{version.visits} 次"
    return [
        Element(
            "承诺办结",
            "即时办结" if version.is_instant else promised,
            _promise_note(version, promised, statutory),
        ),
        Element(
            "到现场次数", visits, version.visits_reason or ("全程网上办理" if version.visits == 0 else "")
        ),
        Element("收费", fee(version), "" if version.charges is None else _fee_note(version)),
        Element("办理形式", _online(version), facets.label("handling", version.handling)),
    ]


def _promise_note(version: ItemVersion, promised: str, statutory: str) -> str:
    parts = []
    if version.is_instant and promised:
        parts.append(f"需人工核查的 {promised}")
    parts.append(f"法定 {statutory}" if statutory else "法定时限未填报")
    return "，".join(parts)


def fee(version: ItemVersion) -> str:
    """Return whether the item costs anything, in words; empty when unknown."""
    if version.charges is None:
        return ""
    return "收费" if version.charges else NO_FEE


def _fee_note(version: ItemVersion) -> str:
    if not version.charges:
        return ""
    return "；".join(f"{row.get('name', '')} {row.get('standard', '')}".strip() for row in version.fees)


def _online(version: ItemVersion) -> str:
    if version.online is None:
        return ""
    if not version.online:
        return "窗口办理"
    return "全程网办" if version.visits == 0 else "网上可办"


def _words(facet: str, codes: list[str]) -> str:
    return "、".join(facets.label(facet, code) for code in codes)


def _yes(value: bool | None) -> str:
    return "" if value is None else ("是" if value else "否")


def basics(version: ItemVersion) -> list[Element]:
    """Return the elements of identity, body, object, form, time and access, in the guide's order."""
    said = [element for element in _further(version) if element.words]
    return [*_identity(version), *_exercise(version), *_service(version), *said]


def _further(version: ItemVersion) -> list[Element]:
    """Return elements that many items do not have; only those that are filled in are shown."""
    options = [f"{one.get('name', '')}（{one.get('code', '')}）" for one in version.options]
    return [
        Element("业务办理项", "；".join(options)),
        Element("委托部门", version.entrusted_body),
        Element("中介服务", version.intermediary),
        Element("结果样本", version.result_sample),
        Element("网上办理深度", depth(version.online_depth)),
        Element("是否预约办理", _yes(version.appointment)),
        Element("是否网上支付", _yes(version.online_payment)),
        Element("是否自助终端办理", _yes(version.terminals)),
    ]


def _exercise(version: ItemVersion) -> list[Element]:
    """Return what only this type of power has."""
    if version.item_type == "02":
        return [Element("处罚的行为、种类和幅度", version.punishment)]
    if version.item_type == "04":
        return [
            Element("征收种类", version.collection_kind),
            Element("是否允许减免", _yes(version.reducible)),
        ]
    return []


def _identity(version: ItemVersion) -> list[Element]:
    return [
        Element("事项名称", version.name),
        Element("事项类型", version.type_label),
        Element("基本编码", version.item.basic_id or ""),
        Element("实施编码", version.code),
        Element("业务办理项编码", version.handle_code),
        Element("实施主体", version.agency_name),
        Element("实施主体编码", version.agency_uscc, "示例代码" if version.uscc_provisional else ""),
        Element("实施主体性质", facets.label("body_nature", version.body_nature)),
        Element("行使层级", version.level_label),
        Element("权力来源", facets.label("power_source", version.power_source)),
        Element("权限划分", version.authority_division),
        Element("行使内容", version.exercise_content),
        Element("联办机构", version.joint_bodies),
        Element("承办机构", version.handling_unit),
    ]


def _service(version: ItemVersion) -> list[Element]:
    if version.is_ex_officio:
        return []
    return [
        Element("服务对象", _words("audience", version.audience)),
        Element("办理形式", _words("channel", version.channels)),
        Element("通办范围", facets.label("reach", version.reach)),
        Element("服务主题", "、".join(facets.theme(code) for code in version.themes)),
        Element("办件类型", facets.label("handling", version.handling)),
        Element(
            "法定办结时限", limit(version.statutory_days, version.statutory_unit), version.statutory_note
        ),
        Element("承诺办结时限", limit(version.promised_days, version.promised_unit), version.promised_note),
        Element("数量限制", version.quota),
        Element("是否收费", fee(version), _fee_note(version)),
        Element("是否网办", _yes(version.online)),
        Element("是否进驻政务大厅", _yes(version.in_hall)),
        Element("是否支持物流快递", _yes(version.courier)),
        Element(
            "到办事现场次数", "" if version.visits is None else f"{version.visits} 次", version.visits_reason
        ),
    ]


def depth(codes: str) -> str:
    """Return how far an item goes online, in words; the codes are written side by side or with commas."""
    return "、".join(facets.label("online_depth", code) for code in codes if code.isdigit())


def material_place(material: Material) -> tuple[str, str]:
    """Return how a material is handed in and the class of its tag."""
    if material.is_exempt:
        return "免提交", "tag-g"
    if material.filled_online:
        return "在线填写", ""
    return "需提交", "tag-a"
