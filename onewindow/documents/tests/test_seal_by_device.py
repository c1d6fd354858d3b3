"""A seal whose key lies in a device: made, used and checked through the same verbs."""

import json
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils.module_loading import import_string

from onewindow.documents import keyrings
from onewindow.documents import public as documents
from onewindow.documents.seals import authorities
from onewindow.documents.tests.sealing import sealed_body
from onewindow.kernel.public import SYSTEM, keys

pytestmark = pytest.mark.django_db
Device = import_string("onewindow.kernel.keys.simulated_device.Device")


@pytest.fixture
def device(settings) -> Iterator[Any]:
    """A device in this process, named by the settings; the process of its own is tested in the kernel."""
    home = Path(tempfile.mkdtemp(prefix="ow"))
    (home / "pin").write_text("123456")
    settings.KEY_DIR = home
    (home / "seals").mkdir()
    told = {"socket": str(home / "s"), "pin_file": str(home / "pin")}
    (home / "seals" / "device.json").write_text(json.dumps(told))
    settings.SEAL_KEY_STORE = "onewindow.kernel.keys.DeviceKeyStore"
    keys.forget()
    authorities._signer.cache_clear()
    with Device(home / "inside", told["socket"], "123456") as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()
    keys.forget()
    authorities._signer.cache_clear()
    shutil.rmtree(home)


def test_the_same_verbs_seal_by_the_device(device, notice_by_files):
    sealed_body()
    made = documents.seal_original(by=SYSTEM, kind="notice", reference=notice_by_files.number)
    found = documents.check_file(documents.original_bytes(made), keyrings.own(), documents.own_trust())
    assert found.genuine, found
    purposes = {key.purpose.split("-")[1] for key in device.store.published()}
    assert {"root", "maker"} < purposes
    assert not list(Path(device.server_address).parent.glob("seals/*.sm2.json")), "no key outside the device"


@pytest.fixture
def notice_by_files(device) -> documents.Document:
    from onewindow.documents.tests.factories import notice_of

    return documents.Document.objects.get(pk=notice_of().pk)
