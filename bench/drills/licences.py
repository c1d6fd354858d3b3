"""The round trip of the main library: three sub-libraries deliver, some rows are bad, all is counted, twice.

Every sound row is one licence, every bad row waits with its reasons; a second run changes nothing; what is
delivered as revoked is told so by page and API within seconds.
"""

import json
import tempfile
import time
import urllib.request
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from bench.instance import Instance, instance
from bench.ledger import connected
from bench.result import Drill
from bench.workloads import licences

DAY = date(2026, 3, 2)
SECONDS = 5.0
_COUNTS = """
    SELECT (SELECT count(*) FROM licences_licence WHERE library_id IS NOT NULL),
        (SELECT count(DISTINCT identifier) FROM licences_licence WHERE library_id IS NOT NULL),
        (SELECT count(*) FROM licences_quarantinerow WHERE ended = ''),
        (SELECT count(*) FROM kernel_outboxevent WHERE type = 'LicenceIssued' AND external),
        (SELECT count(*) FROM kernel_auditentry WHERE action = 'licence.delivered'),
        (SELECT md5(string_agg(identifier || status || encode(mac, 'hex'), ',' ORDER BY identifier))
         FROM licences_licence WHERE library_id IS NOT NULL)
"""


def run(*, quick: bool) -> Drill:
    """Deliver, compare with what was written, deliver again, revoke one; count what was lost or doubled."""
    rows, bad = (1_000, 10) if quick else (33_334, 334)
    with instance() as it, tempfile.TemporaryDirectory() as folder:
        paths = [licences.write(Path(folder), library, rows, bad, DAY) for library in licences.ISSUERS]
        faults: list[str] = []
        before = _counts(it)  # the demonstration's own
        begun = time.monotonic()
        first = _import(it, paths)
        took = time.monotonic() - begun
        print(
            f"first: {first['read']} read, {first['accepted']} accepted, {first['rejected']} rejected",
            flush=True,
        )
        sound = 3 * (rows - bad)
        after = _counts(it)
        told = tuple(now - was for now, was in zip(after[:5], before[:5], strict=True))
        faults += _compare(first, rows, bad, told, sound)
        second = _import(it, paths)
        print(f"again: {second['read']} read, {second['accepted']} accepted", flush=True)
        if _counts(it) != after or any(f["new"] or f["changed"] for f in second["files"]):
            faults.append("a second run changed something")
        shown = _revoked(it, Path(folder), rows)
        if shown > SECONDS:
            faults.append(f"the revocation showed after {shown:.1f} s")
        audit = it.run("audit", "verify")
        if audit.returncode:
            faults.append(f"audit verify: {audit.stdout}{audit.stderr}")
        for fault in faults:
            print(fault)
    return Drill(
        "licences", told[0], max(0, sound - told[0]), told[0] - told[1],
        {
            "rows": 3 * rows, "bad": 3 * bad, "rejected": first["rejected"], "seconds": round(took, 1),
            "rows_per_second": round(3 * rows / took, 1), "revocation_seen_after_s": round(shown, 2),
            "audit": "clean" if audit.returncode == 0 else "not clean",
        },
        intact=not faults,
    )  # fmt: skip


def _import(it: Instance, paths: list[Path]) -> Any:
    done = it.run("licences", "import", *map(str, paths), "--json")
    if done.returncode:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def _counts(it: Instance) -> tuple[Any, ...]:
    with connected(it) as connection:
        row = connection.execute(_COUNTS).fetchone()
    assert row is not None
    return tuple(row)


def _compare(first: Any, rows: int, bad: int, told: tuple[int, ...], sound: int) -> list[str]:
    """Return a sentence for each count that is not exactly as it was written."""
    faults = []
    for file in first["files"]:
        if (file["read"], file["accepted"], file["rejected"]) != (rows, rows - bad, bad):
            faults.append(f"{file['file']}: {file['read']} = {file['accepted']} + {file['rejected']}")
        reasons = Counter(file["reasons"])
        for reason, count in licences.expected(rows, bad).items():
            if reasons[reason] < count:
                faults.append(f"{file['file']}: {reason} was told {reasons[reason]} times, not {count}")
        if any(not row["reasons"] for row in file["rejections"]):
            faults.append(f"{file['file']}: a row was rejected without a reason")
    if told != (sound, sound, 3 * bad, sound, sound):
        faults.append(f"the main library holds {told}, {sound} sound and {3 * bad} bad rows were written")
    return faults


def _revoked(it: Instance, folder: Path, rows: int) -> float:
    """Deliver a licence as revoked; return the seconds until the page and the API both say so."""
    with connected(it) as connection:
        row = connection.execute(
            "SELECT token, serial FROM licences_licence l JOIN licences_sublibrary s ON s.id = l.library_id "
            "WHERE s.code = 'health' AND serial ~ '^.[0-9]+$' ORDER BY identifier LIMIT 1"
        ).fetchone()
    assert row is not None
    token, serial = str(row[0]), str(row[1])
    whole = licences.write(folder, "health", rows, 0, DAY).read_text(encoding="utf-8").splitlines()
    changed = json.loads(whole[int(serial[1:])]) | {"status": "03", "status_note": "依法撤销"}
    path = folder / "revoked.jsonl"
    path.write_text(json.dumps(changed, ensure_ascii=False) + "\n", encoding="utf-8")
    _import(it, [path])
    begun = time.monotonic()
    while time.monotonic() - begun < 60:
        page = _get(f"{it.url}/verify/{token}/")
        told = json.loads(_get(f"{it.url}/api/v1/licences/verify/?code={token}"))
        if "已被撤销" in page and told["verdict"] == "revoked":
            break
        time.sleep(0.1)
    return time.monotonic() - begun


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())
