"""The slot of a device: the same interface as files, real process, PIN, sessions, and what goes wrong."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from onewindow.kernel import keys, sm2


def start(home: Path) -> "subprocess.Popen[str]":
    words = ["onewindow.kernel.keys.simulated_device", home / "inside", home / "s", home / "pin"]
    process = subprocess.Popen(
        [sys.executable, "-m", *map(str, words)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "模拟密码设备已就绪（未经认证）\n"
    return process


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder with a short path, for the socket."""
    made = Path(tempfile.mkdtemp(prefix="ow"))
    (made / "pin").write_text("123456\n")
    (made / "device.json").write_text(json.dumps({"socket": str(made / "s"), "pin_file": str(made / "pin")}))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def device(home: Path) -> Iterator["subprocess.Popen[str]"]:
    process = start(home)
    yield process
    stop(process)


def stop(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    process.wait(10)
    assert process.stdout is not None
    process.stdout.close()


def test_is_a_key_store(home, device):
    store = keys.DeviceKeyStore(str(home))
    assert isinstance(store, keys.KeyStore)
    kid = store.current("seal-1")
    assert store.current("seal-1") == kid
    signature = sm2.sign_with(store, kid, b"message")
    assert sm2.verify(store.public_key(kid), b"message", signature)
    assert [(key.kid, key.purpose) for key in store.published()] == [(kid, "seal-1")]
    assert store.secret("data") == store.secret("data")
    with pytest.raises(keys.KeyMissing):
        store.secret("other", create=False)
    with pytest.raises(keys.KeyMissing):
        store.public_key("0" * 16)
    with pytest.raises(keys.DeviceFailed, match="not a call"):
        store.sign_digest(kid, b"short")


def test_goes_on_after_the_device_was_started_again(home, device):
    store = keys.DeviceKeyStore(str(home))
    kid = store.current("seal-1")
    stop(device)
    with pytest.raises(keys.DeviceFailed, match="does not answer"):
        store.current("seal-1")
    again = start(home)
    try:
        assert store.current("seal-1") == kid
        assert sm2.verify(store.public_key(kid), b"m", sm2.sign_with(store, kid, b"m"))
    finally:
        stop(again)


def test_a_wrong_pin_opens_nothing_and_ten_lock_the_device(home, device):
    (home / "pin").write_text("000000")
    for _ in range(10):
        with pytest.raises(keys.DeviceFailed, match="wrong PIN"):
            keys.DeviceKeyStore(str(home)).current("seal-1")
    (home / "pin").write_text("123456")
    with pytest.raises(keys.DeviceFailed, match="locked"):
        keys.DeviceKeyStore(str(home)).current("seal-1")


def test_without_its_description_there_is_no_device(tmp_path):
    with pytest.raises(keys.DeviceFailed, match="does not say where"):
        keys.DeviceKeyStore(str(tmp_path))
