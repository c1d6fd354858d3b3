"""Files made to harm: never a crash, never long, never large, never outside the package."""

import contextlib
import functools
import os
import random
import time
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as etree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import notice as bench
from onewindow.documents import keyrings
from onewindow.documents import public as documents
from onewindow.documents.ofd import reading
from onewindow.documents.seals import certificates, der, ses
from onewindow.documents.verdicts import Verdict

SHARED = Path(os.environ.get("ONEWINDOW_SHARED", Path(__file__).parents[4] / "shared"))
SAMPLES = SHARED / "data" / "conformance" / "ofd"
OFD = '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody>{}</ofd:DocBody></ofd:OFD>'
LIST = "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>{}</ofd:Signatures>"


def packed(**files: str | bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return made.getvalue()


@functools.cache
def floor() -> float:
    """Return the CPU seconds of a quantity of work that a check may take a few times over."""
    begun = time.process_time()
    etree.fromstring("<r>" + "<a/>" * 300_000 + "</r>")
    sum(one * one for one in range(1_000_000))
    return time.process_time() - begun


def checked(data: bytes, *, times: float = 10.0, megabytes: int = 200) -> documents.Verification:
    """Check a file within bounds: of CPU against a floor measured beside it, and of memory."""
    allowed = times * floor()
    begun = time.process_time()
    documents.check_file(data, {})
    used = time.process_time() - begun
    tracemalloc.start()
    found = documents.check_file(data, {})
    peak = tracemalloc.get_traced_memory()[1] / 1024 / 1024
    tracemalloc.stop()
    assert used < allowed, (used, allowed)
    assert peak < megabytes, peak
    return found


@pytest.fixture(scope="module")
def ofd() -> bytes:
    sealer, _ = bench.sealer_of_its_own()
    return bytes(bench.ofd_of(bench.signed_notice(1), sealer))


def test_a_zip_bomb_is_not_unpacked():
    bomb = packed(**{"OFD.xml": b" " * (100 * 1024 * 1024)})
    assert len(bomb) < 200_000
    found = checked(bomb, megabytes=150)
    assert (found.verdict, found.sentences[0]) == (Verdict.MALFORMED, "文件解开后太大，不再核对。")


def test_a_zip_that_lies_about_sizes_is_not_unpacked():
    honest = packed(**{"OFD.xml": b" " * (40 * 1024 * 1024)})
    real, told = (40 * 1024 * 1024).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert checked(honest.replace(real, told), megabytes=150).verdict == Verdict.MALFORMED


def test_many_files_are_not_read():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for at in range(3000):
            package.writestr(str(at), b"")
    assert checked(made.getvalue()).sentences[0] == "文件包里的文件太多。"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\..\\b", "C:/x", "a/../../b", "./a"])
def test_a_path_that_leads_outside_is_refused(name):
    data = packed(**{"OFD.xml": OFD.format("")}, **{name: b"x"})
    assert checked(data).sentences[0] == "文件包里有不允许的路径。"


@pytest.mark.parametrize(
    "place", ["../../../etc/passwd", "/../etc/passwd", "a/../../../etc/passwd", "\\etc", ""]
)
def test_a_location_that_leads_outside_is_refused(place):
    listed = f'<Signatures><Signature ID="1" BaseLoc="{place}"/></Signatures>'
    data = packed(**{"OFD.xml": OFD.format(LIST.format("S.xml")), "S.xml": listed})
    assert checked(data).verdict in {Verdict.MALFORMED, Verdict.ALTERED}


def test_two_files_of_one_name_are_refused():
    made = BytesIO()
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(made, "w") as package:
        package.writestr("OFD.xml", OFD.format(""))
        package.writestr("OFD.xml", OFD.format("x"))
    assert checked(made.getvalue()).sentences[0] == "文件包里有重名的文件。"


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{}]><x>&z;</x>'
BILLION = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghiz", strict=True))


@pytest.mark.parametrize(
    "text",
    [
        ENTITIES.format(BILLION),
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY z SYSTEM "file:///etc/passwd">]><x>&z;</x>',
        '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>',
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><x/>',
    ],
    ids=["billion laughs", "file", "net", "parameter"],
)
def test_document_types_and_entities_are_refused(text):
    found = checked(packed(**{"OFD.xml": text}), times=3)
    assert found.sentences[0] == "OFD.xml里有不允许的文档类型声明。"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<",
        "<a>",
        "<a></b>",
        "\x00",
        "<a" * 1000,
        "<?xml version='1.0' encoding='gbk'?><a>\xff</a>",
        "<a>&b;</a>",
    ],
)
def test_broken_xml_is_refused(text):
    assert "不是合格的XML" in checked(packed(**{"OFD.xml": text})).sentences[0]


def test_deep_and_wide_xml_is_refused():
    assert "过于复杂" in checked(packed(**{"OFD.xml": "<a>" * 5000})).sentences[0]
    assert "过于复杂" in checked(packed(**{"OFD.xml": "<r>" + "<a/>" * 300_000 + "</r>"})).sentences[0]


def test_many_signatures_are_refused():
    listed = "<Signatures>" + '<Signature BaseLoc="a"/>' * 60 + "</Signatures>"
    data = packed(**{"OFD.xml": OFD.format(LIST.format("S.xml")), "S.xml": listed})
    assert checked(data).sentences[0] == "文件里的签名太多。"


def test_a_huge_picture_of_a_seal_is_refused():
    picture = der.sequence(
        der.ia5("PNG"), der.octets(bytes(5 * 1024 * 1024)), der.integer(42), der.integer(42)
    )
    head = der.sequence(der.ia5("ES"), der.integer(4), der.ia5("x"))
    listed = der.sequence(der.octets(b"x"))
    time_ = der.element(der.GENERAL_TIME, b"20260101000000Z")
    told = der.sequence(der.integer(1), der.utf8("x"), der.integer(1), listed, time_, time_, time_)
    info = der.sequence(head, der.ia5("1"), told, picture)
    with pytest.raises(der.NotDer, match="too large"):
        ses.read_seal(der.sequence(info, der.octets(b""), der.identifier("1.2.3"), der.bits(b"")))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_answered(data):
    for front in (b"", b"PK\x03\x04", b"%PDF-1.7\n", b'{"format":'):
        assert not checked(front + data).genuine
    for reader in (der.read, certificates.read, ses.read_seal, ses.read_signature):
        with contextlib.suppress(ValueError):
            reader(b"\x30" + data)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 32))
def test_a_damaged_file_is_answered(ofd, seed):
    """Damage is anywhere, also in the zip's own tables; genuine is only what unpacks to the same files."""
    dice = random.Random(seed)
    data = bytearray(ofd)
    for _ in range(dice.randint(1, 6)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    if dice.random() < 0.3:
        data = data[: dice.randrange(len(data))]
    checked(bytes(data))


def test_der_lengths_that_lie_are_refused():
    for data in (b"\x30\x84\xff\xff\xff\xff", b"\x30\x80\x00\x00", b"\x30\x05\x02", b"\x1f\x81\x01\x00", b""):
        with pytest.raises(der.NotDer):
            der.read(data)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples of other makers are not on this machine")
class TestSamplesOfOtherMakers:
    """Seals of two other makers, one of them a province's own."""

    def found(self, name: str) -> documents.Verification:
        return documents.check_file((SAMPLES / name).read_bytes(), keyrings.own())

    def test_all_are_read(self):
        files = sorted(SAMPLES.glob("*.ofd"))
        assert len(files) == 17
        for file in files:
            package = reading.Package(file.read_bytes())
            assert reading.pages_of(package), file.name
            reading.text_of(package)

    def test_a_seal_of_another_maker_holds_but_is_nobody_we_know(self):
        found = self.found("ofdrw-sign--allprotected.ofd")
        assert found.verdict == Verdict.UNKNOWN_KEY
        assert [step.passed for step in found.checks] == [True, False]
        assert found.sentences[0].startswith("盖有“OFD R&W 测试用印章”，签章时间2020年10月23日")

    def test_one_changed_after_signing_is_found_out(self):
        """The sample's makers blanked names in it after a city had sealed it; its seal itself holds."""
        found = self.found("ofdrw-layout--keyword.ofd")
        assert found.verdict == Verdict.ALTERED
        assert "Doc_0/Pages/Page_0/Content.xml在签名之后被改动过。" in found.sentences[0]
        assert "签章值" not in found.sentences[0]
        assert "伪造" not in found.sentences[0]

    def test_a_signature_without_a_certificate_says_so(self):
        found = self.found("ofdrw-sign--DigitalSign.ofd")
        assert (found.verdict, [step.passed for step in found.checks]) == (Verdict.UNKNOWN_KEY, [False])
        assert "也不能说没有改动" in found.sentences[0]

    def test_unsigned_ones_are_unsigned(self):
        assert self.found("ofdrw-sign--helloworld.ofd").verdict == Verdict.UNSIGNED

    @pytest.mark.parametrize("part", ["Doc_0/Pages/Page_0/Content.xml", "Doc_0/Signs/Sign_0/SignedValue.dat"])
    def test_a_tampered_copy_is_rejected(self, part):
        whole = (SAMPLES / "ofdrw-sign--allprotected.ofd").read_bytes()
        made = BytesIO()
        with zipfile.ZipFile(BytesIO(whole)) as old, zipfile.ZipFile(made, "w") as new:
            for name in old.namelist():
                data = bytearray(old.read(name))
                if name == part:
                    data[-20] ^= 1
                new.writestr(name, bytes(data))
        assert documents.check_file(made.getvalue(), {}).verdict == Verdict.ALTERED
