"""Plants the reference forms."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onewindow.forms.plain import compose
from onewindow.forms.services import publish_form
from onewindow.kernel.public import SYSTEM, yaml_file

DATA = Path(__file__).parent / "data"


def plant() -> str:
    """Publish every form of `data/`; an unchanged form stays as it is."""
    versions = []
    for code, title, schema, ui in shipped():
        row = publish_form(by=SYSTEM, code=code, title=title, schema=schema, ui=ui)
        versions.append(f"{row.code} v{row.version}")
    return f"表单：{'、'.join(versions)}"


def shipped() -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Yield code, title, schema and UI of every form of `data/`: written out, then the plain ones."""
    for path in sorted(DATA.glob("*.json")):
        told = json.loads(path.read_text())
        yield path.stem, told["title"], told["schema"], told["ui"]
    plain = yaml_file.read(DATA / "plain.yaml")
    for code, told in sorted(plain["forms"].items()):
        yield code, told["title"], *compose(told, plain["fields"])
