"""The catalogue of materials as it starts: common materials kept, a sample of a blank form."""

from collections.abc import Mapping
from pathlib import Path

from django.core.files.base import ContentFile

from onewindow.catalogue.models import EntryState, MaterialEntry, MaterialSheet, SheetKind
from onewindow.catalogue.services import materials as services
from onewindow.documents.public import Section, render_sheet
from onewindow.kernel.public import SYSTEM, yaml_file

FILE = Path(__file__).parents[1] / "data" / "materials.yaml"
BLANK = "就业困难人员认定申请表"
ROWS = (
    "姓名",
    "性别",
    "居民身份证号码",
    "联系电话",
    "户籍地址",
    "现居住地址",
    "失业时间",
    "困难类型",
    "申请人签名和日期",
)


def plant() -> str:
    """Keep the common materials that guides ask for and nobody has kept; put up one blank form."""
    given: Mapping[str, Mapping[str, str]] = yaml_file.read(FILE)
    waiting = MaterialEntry.objects.filter(name__in=given, state=EntryState.RAW)
    done = 0
    for entry in waiting:
        row = given[entry.name]
        fields = {
            "name": entry.name,
            "kind": row["kind"],
            "issuer": row["issuer"],
            "licence_type_code": row.get("licence", ""),
            "share_resource_code": row.get("resource", ""),
            "basis": row["basis"],
        }
        services.keep_entry(by=SYSTEM, code=entry.code, fields=fields, reason="随示例目录规范")
        done += 1
    form = MaterialEntry.objects.filter(name=BLANK).first()
    if form is not None and not MaterialSheet.objects.filter(entry=form).exists():
        services.attach_sheet(by=SYSTEM, code=form.code, kind=SheetKind.BLANK, file=_blank())
    return f"materials {done} kept"


def _blank() -> "ContentFile[bytes]":
    table = Section(
        title="申请人填写", head=("项目", "内容"), rows=[(row, "") for row in ROWS], widths=(1, 3)
    )
    made = render_sheet(title=BLANK, author="广西政务服务", foot="示例空白表", sections=[table])
    return ContentFile(made, name=f"{BLANK}.pdf")
