"""An address written out in a template leads to a page."""

import re
from pathlib import Path

from django.urls import Resolver404, resolve

import onewindow

ROOT = Path(onewindow.__file__).parent
WRITTEN = re.compile(r'(?:href="|empty_state[^%]*")(/[a-z][^"{]*)"')


def test_every_written_address_resolves() -> None:
    dead, seen = [], 0
    for file in sorted(ROOT.rglob("templates/**/*.html")):
        for address in WRITTEN.findall(file.read_text()):
            seen += 1
            try:
                resolve(re.split("[?#]", address)[0])
            except Resolver404:
                dead.append(f"{file.relative_to(ROOT)}: {address}")
    assert seen > 50
    assert dead == []
