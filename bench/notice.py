"""A notice: signed, printed as PDF, checked, beside a bare typst page of the same template."""

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from bench.result import Result

AIM_MILLISECONDS = 40.0
COLD = 3
_EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def run(*, quick: bool = False) -> Result:
    """Print different notices, each followed by its floor: a page without seal, code, record and proof."""
    from onewindow.documents import keyrings
    from onewindow.documents import public as documents

    count = COLD + (20 if quick else 200)
    taken: dict[str, list[float]] = {"sign": [], "ours": [], "floor": [], "check": []}
    size = 0
    for serial in range(count):
        document = _timed(taken["sign"], lambda at=serial: _signed(at))
        pdf = _timed(taken["ours"], lambda made=document: documents.render_pdf(made))
        _timed(taken["floor"], _bare(_signed(serial + count)))
        ring = keyrings.own()
        found = _timed(taken["check"], lambda data=pdf, keys=ring: documents.check_file(data, keys))
        assert found.genuine, found
        size = len(pdf)
    warm = {name: sorted(values[COLD:]) for name, values in taken.items()}
    ours, floor = statistics.median(warm["ours"]), statistics.median(warm["floor"])
    return Result(
        name="notice",
        ours=round(ours, 2),
        floor=round(floor, 2),
        ratio=round(ours / floor, 3),
        sql=0,
        conditions={
            "unit": "ms a PDF, median, warm; every notice different; rendering needs no SQL",
            "floor": "typst, same template: no seal, QR code, record or proof, plain PDF",
            "notices": count - COLD,
            "aim_ms": AIM_MILLISECONDS,
            "first_ms": round(taken["ours"][0], 1),
            "p95_ms": round(warm["ours"][int(len(warm["ours"]) * 0.95)], 2),
            "sign_record_and_slip_ms": round(statistics.median(warm["sign"]), 3),
            "check_file_ms": round(statistics.median(warm["check"]), 3),
            "bytes": size,
            "issue_sql": "one INSERT and the unit's one audit INSERT, asserted in test_issue_notice",
        },
    )


def _timed(times: list[float], work: Callable[[], Any]) -> Any:
    begun = time.perf_counter()
    result = work()
    times.append((time.perf_counter() - begun) * 1000)
    return result


def _bare(document: Any) -> Callable[[], bytes]:
    """Return the work of the floor; its text differs from all others, so nothing remembered helps it."""
    from onewindow.documents import records
    from onewindow.documents.rendering import pages

    content = records.read(bytes(document.record))

    def work() -> bytes:
        inputs = {"page": pages.page_data(content), "record": "{}", "seal": _EMPTY, "qr": _EMPTY}
        return pages.set_page(inputs, [], 0)

    return work


def _signed(serial: int) -> Any:
    from onewindow.documents import integrity, records, services, tokens
    from onewindow.kernel.public import clock

    moment = clock.now()
    notice = records.Notice(
        kind="grant",
        number=f"桂卫准〔2026〕{serial:012d}号",
        token=tokens.new_token(),
        case_number=f"11459900MA0DEM0991261123{serial:06d}K",
        item_name="护士执业注册（延续）",
        holder_name="韦晓兰" + chr(0x4E00 + serial),
        holder_number="459900199005120020",
        agency_name="广西壮族自治区卫生健康委员会",
        decision="准予",
        decided_at=moment,
        issued_at=moment,
        valid_until=date(2031, 11, 22),
        body={
            "result": "准予护士执业注册（延续）决定书",
            "text": f"经审查（{serial}），申请人符合护士执业注册延续的条件，准予延续注册，有效期5年。",
            "legal_bases": ["《护士条例》第十条", f"《中华人民共和国行政许可法》第五十条第{serial}次"],
            "automatic": True,
            "rules": {"rule_set": "nurse-renewal", "version": "1", "digest": "00" * 32},
            "facts": [["护士执业证书编号", f"2023450{serial:05d}"]],
        },
        city="4500",
        demo=True,
    )
    document = services.signed(notice)
    document.mac = integrity.mac_of(document)
    return document
