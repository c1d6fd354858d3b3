"""What the house decides about seals, read from `data/seals.yaml`."""

from functools import cache
from pathlib import Path
from typing import Any

from onewindow.documents.seals.errors import PurposeUnknown
from onewindow.kernel.public import yaml_file


@cache
def decided() -> dict[str, Any]:
    """Return the decisions: years, purposes, kinds, names."""
    read = yaml_file.read(Path(__file__).parent.parent / "data" / "seals.yaml")
    assert isinstance(read, dict)
    return read


def purposes() -> dict[str, str]:
    """Return the purposes a seal may be used for, code and name."""
    return dict(decided()["purposes"])


def purpose_name(purpose: str) -> str:
    """Return a purpose in words; raise PurposeUnknown."""
    try:
        return purposes()[purpose]
    except KeyError as error:
        raise PurposeUnknown(errors={"purpose": [PurposeUnknown().message]}) from error
