"""Notices of working days as a CSV file, read and checked.

Columns: year (of the notice), region (empty for the nation, else a prefix such as 45), date, working (1 or
0), name, basis. A row with an empty date says only that the year is announced.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onewindow.kernel.errors import Invalid

COLUMNS = ["year", "region", "date", "working", "name", "basis"]


class InvalidNotices(Invalid):
    """放假安排文件有误，没有改动任何数据。请按提示改正后再导入。"""

    code = "invalid_calendar"


@dataclass(frozen=True, slots=True)
class Notice:
    """One row: a day that differs from its weekday, or (without date) a year that is announced."""

    year: int
    region: str
    day: date | None
    working: bool
    name: str
    basis: str


def read_notices(lines: Iterable[str]) -> list[Notice]:
    """Return the rows of a notice file; raise `InvalidNotices` naming each faulty line."""
    reader = csv.DictReader(line for line in lines if not line.startswith("#"))
    if reader.fieldnames != COLUMNS:
        raise InvalidNotices(errors={"file": [f"首行应为：{','.join(COLUMNS)}"]})
    notices: list[Notice] = []
    faults: list[str] = []
    seen: set[tuple[str, date]] = set()
    for number, row in enumerate(reader, start=1):
        try:
            notice = _notice(row)
            if notice.day:
                if (notice.region, notice.day) in seen:
                    raise ValueError("同一天重复")
                seen.add((notice.region, notice.day))
            notices.append(notice)
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            faults.append(f"第{number}行：{fault}")
    if faults or not notices:
        raise InvalidNotices(errors={"file": faults[:20] or ["文件中没有数据行"]})
    return notices


def _notice(row: dict[str, str]) -> Notice:
    year, region = int(row["year"]), row["region"].strip()
    if not 1990 <= year <= 2200:
        raise ValueError(f"年份{year}不合理")
    if region and not (region.isascii() and region.isdigit() and len(region) in {2, 4, 6}):
        raise ValueError(f"区划前缀“{region}”应为2、4或6位数字")
    if row["working"] not in {"0", "1"}:
        raise ValueError("working应为0或1")
    day = date.fromisoformat(row["date"]) if row["date"] else None
    if day and not date(year - 1, 12, 1) <= day <= date(year + 1, 1, 31):
        raise ValueError(f"日期{day}不属于{year}年的安排")
    return Notice(year, region, day, row["working"] == "1", row["name"].strip(), row["basis"].strip())
