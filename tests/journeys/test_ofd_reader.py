"""An OFD made here in another reader: it shows, the seal verifies there, its code is read."""

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

from bench import notice as bench
from onewindow.documents import public as documents
from onewindow.kernel.public import keys

CLIENTS = Path(__file__).parents[1] / "clients"
PACKAGE, HASH = (
    "ofd.js@0.2.6",
    "qBC4bD5fC2e+qWg2ap6pajAU1Rl/G6+l6NUxMVgdcXTtjWcdRSYD6e63WGgmKAEuE4fjmntzIXZwODawjWmQuw==",
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The reader's page beside its script, fetched and checked by hash; skipped where it can't be had."""
    if not shutil.which("npm"):
        pytest.skip("no npm: ofd.js can't be fetched")
    folder = tmp_path_factory.mktemp("reader")
    try:
        done = subprocess.run(
            ["npm", "pack", PACKAGE, "--ignore-scripts", "--fetch-retries=1", "--silent"],
            cwd=folder, capture_output=True, text=True, timeout=90, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        pytest.skip("ofd.js could not be fetched in time")
    if done.returncode:
        pytest.skip(f"ofd.js could not be fetched: {done.stderr.strip()[-200:]}")
    packed = (folder / done.stdout.strip()).read_bytes()
    assert base64.b64encode(hashlib.sha512(packed).digest()).decode() == HASH
    with tarfile.open(fileobj=io.BytesIO(packed)) as held:
        script = held.extractfile("package/lib/ofd.umd.min.js")
        assert script is not None
        (folder / "ofd.umd.min.js").write_bytes(script.read())
    shutil.copy(CLIENTS / "ofd_reader.html", folder / "reader.html")
    yield folder


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    made = chromium.new_page(viewport={"width": 1500, "height": 2100})
    yield made
    made.close()


def test_another_reader_shows_it_and_believes_the_seal(reader, page, pictures):
    notice = bench.signed_notice(1)
    sealer, _ = bench.sealer_of_its_own()
    ofd = bench.ofd_of(notice, sealer)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((reader / "reader.html").as_uri())

    shown = page.evaluate("text => show(text)", base64.b64encode(ofd).decode())

    assert shown == 1
    for _ in range(50):
        if any("verifyRet" in line for line in said):
            break
        page.wait_for_timeout(200)
    assert any("verifyRet: true" in line for line in said), said
    text = "".join(page.inner_text("#pages").split())
    assert "广西壮族自治区卫生健康委员会" in text
    assert notice.number in text
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True, path=pictures / "ofd-in-ofd-js.png")))
    (code,) = zxingcpp.read_barcodes(picture)
    assert f"/verify/{notice.token}/#" in code.text
    ring = {key.kid: bytes.fromhex(key.public_hex) for key in keys.published()}
    assert documents.check_qr(code.text, ring).genuine
