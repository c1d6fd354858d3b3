"""Plants the licence catalogue, the sub-libraries, and licences of the demonstration's invented people."""

from datetime import date, timedelta
from typing import Any

from onewindow.kernel.public import SYSTEM, clock, yaml_file
from onewindow.licences.limits import DATA
from onewindow.licences.models import Licence
from onewindow.licences.queries.types import licence_type
from onewindow.licences.services.deliveries import deliver
from onewindow.licences.services.types import declare_libraries, declare_types


def plant() -> str:
    """Declare every type and sub-library of `data/`; what is unchanged stays untouched."""
    return f"证照类型：{declare_types(by=SYSTEM)} 种有变化；分库：{declare_libraries(by=SYSTEM)} 个有变化"


def plant_demo() -> str:
    """Let the sub-libraries deliver the licences of the demonstration's people, once, and one bad row."""
    rows = [_row(told) for told in yaml_file.read(DATA / "demo.yaml")]
    if Licence.objects.filter(serial__in=[row["serial"] for row in rows]).exists():
        return "演示证照已在总库"
    report = deliver(by=SYSTEM, library="", entries=list(rows), name="演示分库交付")
    return f"演示证照：读入 {report.read} = 接收 {report.accepted} + 退回 {report.rejected}"


def _row(told: dict[str, Any]) -> dict[str, Any]:
    """Return a delivered row; `left` are the days it still holds, `ago` the years since its issue."""
    today = clock.today()
    kind = licence_type(told["type"])
    years, left = told.pop("years", None), told.pop("left", None)
    end = None if left is None else today + timedelta(days=left)
    issued = _years_before(end if end is not None else today, years or told.pop("ago", 3))
    if end is not None:
        told["valid_to"] = end.isoformat()
        issued += timedelta(days=1)
    face = {name: issued.isoformat() if value == "@issued" else value for name, value in told["face"].items()}
    return {**told, "type": kind.code, "issued_on": issued.isoformat(), "face": face}


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
