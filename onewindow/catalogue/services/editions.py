"""Publishing whole lists: 市场准入负面清单、行政审批中介服务清单、随机抽查事项清单, an edition at a time."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from onewindow.catalogue.errors import InvalidEdition
from onewindow.catalogue.events import EditionPublished
from onewindow.catalogue.models import ListEdition, ListKind, ListRow
from onewindow.catalogue.policies import require_maintainer
from onewindow.catalogue.queries import lists as reads
from onewindow.kernel.public import Actor, audit, canonical, clock, outbox, unit, yaml_file

FILE = Path(__file__).parents[1] / "data" / "lists.yaml"
OWN = ("code", "category", "name", "body", "basis", "industries", "items")
MOST, LARGEST = 20_000, 20 << 20
Row = Mapping[str, Any]


@cache
def columns(kind: str) -> dict[str, str]:
    """Return the columns of a kind of list: name to label, in order."""
    return dict(yaml_file.read(FILE)[kind]["columns"])


@cache
def categories(kind: str) -> tuple[str, ...]:
    """Return the categories rows of this kind may have; nothing when they are free."""
    return tuple(yaml_file.read(FILE)[kind].get("categories", ()))


def read_rows(kind: str, data: bytes) -> list[dict[str, Any]]:
    """Return the rows of a CSV file whose first line has the labels. Raises InvalidEdition by line."""
    if len(data) > LARGEST:
        raise InvalidEdition(errors={"file": ["文件超过 20 MB。"]})
    try:
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidEdition(errors={"file": ["文件应当是 UTF-8 编码的 CSV。"]}) from error
    names = {label: name for name, label in columns(kind).items()}
    head = [names.get(label.strip(), "") for label in lines[0]] if lines else []
    if "name" not in head or "" in head:
        wanted = "、".join(columns(kind).values())
        raise InvalidEdition(errors={"file": [f"第一行应当是列名：{wanted}。"]})
    return [dict(zip(head, line, strict=False)) for line in lines[1:] if any(line)]


def publish_edition(
    *, by: Actor, kind: str, name: str, source: str, issued_on: date, in_force_from: date, rows: Sequence[Row]
) -> ListEdition:
    """Publish a list as the next edition; the same content again gives the edition that is there.

    Raises CannotMaintain; InvalidEdition with every row that is wrong, and then nothing is published.
    """
    require_maintainer(by)
    made = [_row(kind, number, row) for number, row in enumerate(rows, 1)]
    _require_sound(kind, name, made)
    plain = [[getattr(row, column) for column in (*OWN, "fields")] for row in made]
    digest = canonical.sm3(canonical.canonical_json([name, source, issued_on, in_force_from, plain])).hex()
    with unit.work():
        known = ListEdition.objects.filter(kind=kind, digest=digest).first()
        if known is not None:
            return known
        edition = ListEdition.objects.create(
            kind=kind, name=name, source=source, issued_on=issued_on, in_force_from=in_force_from,
            rows=len(made), digest=digest, published_at=clock.now(),
        )  # fmt: skip
        for row in made:
            row.edition = edition
        ListRow.objects.bulk_create(made, batch_size=1000)
        audit.record(by, "catalogue.edition_published", edition)
        outbox.publish(EditionPublished(subject=f"list:{kind}", kind=kind, edition_id=edition.pk))
    reads.forget()
    return edition


def require_rows(kind: str, rows: Sequence[Row]) -> None:
    """Raise InvalidEdition with every row that is wrong; an empty list is wrong too."""
    _require_sound(kind, "清单", [_row(kind, number, row) for number, row in enumerate(rows, 1)])


def plain_row(kind: str, given: Row) -> dict[str, Any]:
    """Return a row as plain data with the columns of its kind only."""
    made = _row(kind, 0, given)
    return {**{name: getattr(made, name) for name in OWN}, **made.fields}


def _row(kind: str, number: int, given: Row) -> ListRow:
    known = {name: str(given.get(name) or "").strip() for name in OWN if name not in {"industries", "items"}}
    rest = {n: str(given.get(n) or "").strip() for n in columns(kind) if n not in OWN and given.get(n)}
    return ListRow(
        seq=number,
        **known,
        industries=_split(given.get("industries")),
        items=_split(given.get("items")),
        fields=rest,
    )


def _split(given: Any) -> list[str]:
    parts = given if isinstance(given, list) else str(given or "").replace("，", "、").split("、")
    return [str(part).strip() for part in parts if str(part).strip()]


def _require_sound(kind: str, name: str, rows: Sequence[ListRow]) -> None:
    errors: dict[str, list[str]] = {}
    if not name.strip():
        errors["name"] = ["请填写清单名称。"]
    if not rows or len(rows) > MOST:
        errors["file"] = [f"清单应当有 1 到 {MOST} 行，现在有 {len(rows)} 行。"]
    seen: set[str] = set()
    allowed = categories(kind)
    for row in rows:
        faults = [] if row.name else ["没有名称"]
        faults += [] if row.code and row.code not in seen else ["没有编号或者编号重复"]
        faults += [f"类别应为{'、'.join(allowed)}"] if allowed and row.category not in allowed else []
        faults += ["行业代码应为 GB/T 4754 的字母或者数字"] if any(len(c) > 6 for c in row.industries) else []
        faults += ["编号过长"] if len(row.code) > 40 else []
        faults += ["部门过长，最多 200 字"] if len(row.body) > 200 else []
        faults += ["类别过长，最多 40 字"] if len(row.category) > 40 else []
        faults += ["对应事项编码过长，最多 40 位"] if any(len(c) > 40 for c in row.items) else []
        seen.add(row.code)
        if faults:
            errors.setdefault("file", []).append(f"第 {row.seq} 行：{'，'.join(faults)}。")
    if errors:
        raise InvalidEdition(errors={field: said[:20] for field, said in errors.items()})


def plant(by: Actor) -> int:
    """Publish the sample editions that ship with the project; return how many there are."""
    stored = yaml_file.read(FILE)
    for kind in ListKind.values:
        given = stored[kind]["sample"]
        publish_edition(
            by=by, kind=kind, name=given["name"], source=given["source"], issued_on=given["issued_on"],
            in_force_from=given["in_force_from"], rows=given["rows"],
        )  # fmt: skip
    return len(ListKind.values)


def as_json(edition: ListEdition, rows: Sequence[ListRow]) -> str:
    """Return an edition as JSON for download."""
    names = columns(edition.kind)
    return json.dumps(
        {
            "name": edition.name,
            "source": edition.source,
            "issued_on": edition.issued_on.isoformat(),
            "in_force_from": edition.in_force_from.isoformat(),
            "rows": [
                {name: getattr(row, name) if name in OWN else row.fields.get(name, "") for name in names}
                for row in rows
            ],
        },
        ensure_ascii=False,
        indent=1,
    )
