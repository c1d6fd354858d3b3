"""A notice: signed, sealed as OFD, printed as PDF, checked, each beside a floor in the same run.

The floor of the PDF is a bare typst page of the same template; that of the OFD is the zip of the same files
and one SM2 signature: no layout, no fonts, no digests.
"""

import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from bench.result import Result

AIMS = {"sign_record": 1.0, "ofd": 15.0, "pdf": 20.0}
COLD = 3
_EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def run(*, quick: bool = False) -> Result:
    """Print different notices, each followed by its floor: a page without seal, code, record and proof."""
    from onewindow.documents import keyrings
    from onewindow.documents import public as documents

    count = COLD + (20 if quick else 200)
    parts = ("sign", "ours", "floor", "check", "ofd", "ofd_floor", "ofd_check")
    taken: dict[str, list[float]] = {part: [] for part in parts}
    cpu: dict[str, list[float]] = {part: [] for part in parts}

    def timed(part: str, work: Callable[[], Any]) -> Any:
        begun, used = time.perf_counter(), time.process_time()
        made = work()
        taken[part].append((time.perf_counter() - begun) * 1000)
        cpu[part].append((time.process_time() - used) * 1000)
        return made

    size = 0
    sealer, trust = sealer_of_its_own()
    for serial in range(count):
        document = timed("sign", lambda at=serial: signed_notice(at))
        ofd = timed("ofd", lambda made=document: ofd_of(made, sealer))
        timed("ofd_floor", _zipped(ofd, sealer))
        held = timed("ofd_check", lambda data=ofd: documents.check_file(data, keyrings.own(), trust))
        assert held.genuine, held
        pdf = timed("ours", lambda made=document: documents.render_pdf(made))
        timed("floor", _bare(signed_notice(serial + count)))
        ring = keyrings.own()
        found = timed("check", lambda data=pdf, keys=ring: documents.check_file(data, keys))
        assert found.genuine, found
        size = len(pdf)
    warm = {name: sorted(values[COLD:]) for name, values in taken.items()}
    middle = {name: statistics.median(values) for name, values in warm.items()}
    ours, floor = middle["ours"], middle["floor"]
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
            "aims_ms": AIMS,
            "first_ms": round(taken["ours"][0], 1),
            "p95_ms": round(warm["ours"][int(len(warm["ours"]) * 0.95)], 2),
            "sign_record_and_slip_ms": round(middle["sign"], 3),
            "check_file_ms": round(middle["check"], 3),
            "bytes": size,
            "ofd_ms": round(middle["ofd"], 2),
            "ofd_p95_ms": round(warm["ofd"][int(len(warm["ofd"]) * 0.95)], 2),
            "ofd_first_ms": round(taken["ofd"][0], 1),
            "ofd_floor_ms": round(middle["ofd_floor"], 2),
            "ofd_floor": "zip of the same files and one SM2 signature",
            "ofd_ratio": round(middle["ofd"] / middle["ofd_floor"], 3),
            "ofd_check_ms": round(middle["ofd_check"], 2),
            "ofd_bytes": len(ofd),
            "cpu_ms": {name: round(statistics.median(values[COLD:]), 2) for name, values in cpu.items()},
            "issue_sql": "one INSERT and the unit's one audit INSERT, asserted in test_issue_notice",
        },
    )


def ofd_of(document: Any, sealer: Any) -> bytes:
    from onewindow.documents.originals import notices, services

    sheet = notices.sheet_of(document, agency_uscc="11450000DM00000000")
    return services.write_ofd(sheet, sealer, number=document.pk.hex)


def _zipped(ofd: bytes, sealer: Any) -> Callable[[], bytes]:
    """Return the work of the OFD's floor over the files of a real one."""
    with zipfile.ZipFile(BytesIO(ofd)) as package:
        parts = {name: package.read(name) for name in package.namelist()}

    def work() -> bytes:
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as package:
            for name, data in parts.items():
                package.writestr(name, data)
        return made.getvalue() + bytes(sealer.sign(parts["OFD.xml"]))

    return work


def sealer_of_its_own() -> tuple[Any, Any]:
    """Return a seal of its own making, keys in a folder that goes, and who trusts it."""
    from onewindow.documents.ofd.sealing import Sealer
    from onewindow.documents.rendering.seals import seal_png
    from onewindow.documents.seals import certificates, ses
    from onewindow.documents.seals.trust import Trust
    from onewindow.kernel.keys import SoftwareKeyStore
    from onewindow.kernel.public import clock, sm2

    store, now = SoftwareKeyStore(tempfile.mkdtemp()), clock.now().replace(microsecond=0)
    begin, end = now - timedelta(days=1), now + timedelta(days=30)
    names = (("C", "CN"), ("O", "广西壮族自治区卫生健康委员会"), ("CN", "bench"))

    def certificate(purpose: str, issuer: bytes | None, authority: bool) -> bytes:
        key, above = store.public_key(store.current(purpose)), store.current("root")
        usages = ("cert_sign",) if authority else ("digital_signature",)
        told = certificates.Subject(names, key, usages, len(purpose), begin, end, authority)
        body = certificates.unsigned(told, issuer=issuer, issuer_key=store.public_key(above))
        return certificates.whole(body, sm2.sign_with(store, above, body))

    root = certificate("root", None, authority=True)
    leaf = certificate("leaf", certificates.read(root).subject, authority=False)
    picture = ses.Picture("PNG", seal_png(names[1][1], demo=True, millimetres=42), 42, 42)
    info = ses.encode_info(ses.SealInfo("1", 2, "bench", (leaf,), (), begin, begin, end, picture))
    kid = store.current("leaf")
    data = ses.encode_seal(info, maker=leaf, signature=sm2.sign_with(store, kid, info))
    sealer = Sealer(data, leaf, now, lambda message: sm2.sign_with(store, kid, message))
    return sealer, Trust([certificates.read(root)])


def _bare(document: Any) -> Callable[[], bytes]:
    """Return the work of the floor; its text differs from all others, so nothing remembered helps it."""
    from onewindow.documents import records
    from onewindow.documents.rendering import pages

    content = records.read(bytes(document.record))

    def work() -> bytes:
        inputs = {"page": pages.page_data(content), "record": "{}", "seal": _EMPTY, "qr": _EMPTY}
        return pages.set_page(inputs, [], 0)

    return work


def signed_notice(serial: int) -> Any:
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
