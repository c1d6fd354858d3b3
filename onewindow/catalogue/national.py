"""The catalogue for the national basic catalogue (国家政务服务事项基本目录): one row for each change."""

import uuid
from collections.abc import Mapping
from typing import Any

from onewindow.catalogue.models import Change, ItemVersion, VersionState

SPACE = uuid.UUID("6f0c3b0e-6a2e-5d53-9b55-0b6c8c2d4b45")
STATES = {VersionState.PUBLISHED: "1", VersionState.SUSPENDED: "2", VersionState.CANCELLED: "3"}
PLAIN = {
    "task_name": "name", "task_type": "item_type", "use_level": "level", "dept_name": "agency_name",
    "dept_code": "agency_uscc", "dept_type": "body_nature", "entrust_name": "entrusted_body",
    "power_source": "power_source", "permission_division": "authority_division",
    "exercise_content": "exercise_content", "joint_dept": "joint_bodies", "handle_area": "reach",
    "anticipate_day": "statutory_days", "anticipate_type": "statutory_unit",
    "anticipate_explain": "statutory_note", "promise_day": "promised_days", "promise_type": "promised_unit",
    "promise_explain": "promised_note", "project_type": "handling", "limit_explain": "quota",
    "service_type": "intermediary", "result_name": "result_name", "result_type": "result_type",
    "result_guid": "result_sample", "online_handle_depth": "online_depth", "online_handle_url": "link",
    "limit_scene_num": "visits", "limit_scene_explain": "visits_reason", "transact_addr": "address",
    "transact_time": "hours", "link_way": "phone", "supervise_way": "complaint_phone",
    "punishment_method": "punishment", "collect_type": "collection_kind",
}  # fmt: skip
YES_NO = {
    "is_fee": "charges", "is_online": "online", "is_schedule": "appointment",
    "is_pay_online": "online_payment", "is_express": "courier",
    "is_entry_center": "in_hall", "is_service_terminals": "terminals",
    "is_permit_reduce": "reducible",
}  # fmt: skip


def row(change: Change, batch: str) -> Mapping[str, Any]:
    """Return what became of a version, with the columns by which the national side keeps step.

    `cd_operation` is I for a first version, U for a later one or a change of state, D for an end; the guid of
    a version is the same in every batch. Source: the data requirements of the national basic catalogue.
    """
    version = change.version
    return {
        "row_guid": str(uuid.uuid5(SPACE, f"{version.code} {version.number}")),
        "cd_operation": _operation(change, version),
        "cd_batch": batch,
        "cd_time": change.at.isoformat(timespec="seconds"),
        "data_source": version.item.source or "450000",
        "task_code": version.code,
        "catalog_code": version.item.basic_id or "",
        "task_handle_item": version.handle_code,
        "local_task_code": "、".join(version.aliases),
        "task_version": version.number,
        "task_state": STATES.get(VersionState(change.state), ""),
        "plan_effective_date": _day(version.valid_from),
        "plan_cancel_date": _day(version.valid_to),
        "server_type": ",".join(version.audience),
        "handle_type": ",".join(version.channels),
        "theme_type": ",".join(version.themes),
        "accept_condition": "\n".join(map(str, version.conditions)),
        "handle_flow": "\n".join(f"{s.get('name', '')}：{s.get('text', '')}" for s in version.flow),
        **{name: "" if (v := getattr(version, own)) is None else v for name, own in PLAIN.items()},
        **{name: {True: "1", False: "0", None: ""}[getattr(version, own)] for name, own in YES_NO.items()},
    }


def _operation(change: Change, version: ItemVersion) -> str:
    if change.state in {VersionState.CANCELLED, VersionState.SUPERSEDED}:
        return "D"
    return "I" if version.number == 1 and change.state == VersionState.PUBLISHED else "U"


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
