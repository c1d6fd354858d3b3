"""A copy of everything held about oneself: JSON and CSV of each kind in one zip, one statement a kind."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from onewindow.identity.rights import held, rules
from onewindow.identity.rights.held import HeldData, Look, Row
from onewindow.identity.services.accesses import Access, record_accesses
from onewindow.kernel.public import Actor, clock, unit
from onewindow.ui.public import MARK, csv_line


def copy(*, by: Actor) -> bytes:
    """Return a zip of all that is held about the actor, numbers whole; the look is recorded first.

    Raises NotSignedIn, NotOneself.
    """
    subject = held.subject_of(by)
    with unit.work():
        what, why = _("全部个人信息（复制件）"), _("本人要求复制")
        record_accesses(by, [Access(subject.kind, subject.key, what, why)])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        kinds = held.sources(subject.kind)
        archive.writestr("README.txt", _told(kinds))
        for source in kinds:
            rows = [_plain(source, row) for row in source.rows(subject, Look(whole=True))]
            archive.writestr(f"{source.key}.json", _json(source, rows))
            archive.writestr(f"{source.key}.csv", _csv(source, rows))
    return out.getvalue()


def _told(kinds: Sequence[HeldData]) -> str:
    lines = [
        _("一窗政务服务平台：我的信息"),
        _("复制时间：%s") % _text(clock.now()),
        _("号码是完整的，请妥善保管。每一类有两个文件，内容相同：csv 可以用表格软件打开，json 供程序读取。"),
        "",
    ]
    for source in kinds:
        rule = rules.retention()[source.retention]
        lines.append(f"{source.key}\t{source.title}")
        lines.append(_("  用来：%s") % source.purpose)
        lines.append(_("  保存：%(period)s（%(basis)s）") % {"period": rule.period, "basis": rule.basis})
    return "\r\n".join(lines) + "\r\n"


def _plain(source: HeldData, row: Row) -> dict[str, str]:
    return {name: _text(row.get(name, "")) for name in source.columns}


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return clock.local(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _json(source: HeldData, rows: Sequence[dict[str, str]]) -> str:
    rule = rules.retention()[source.retention]
    body = {
        "key": source.key,
        "title": str(source.title),
        "purpose": str(source.purpose),
        "retention": {"period": rule.period, "basis": rule.basis},
        "columns": {name: str(label) for name, label in source.columns.items()},
        "rows": rows,
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _csv(source: HeldData, rows: Sequence[dict[str, str]]) -> str:
    head = [str(label) for label in source.columns.values()]
    return MARK + csv_line(head) + "".join(csv_line(row.values()) for row in rows)
