"""Where the typefaces of documents come from: installed wheels, nothing of the system."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

_WHEELS = ("manimgx_fonts_cjk", "pylopdf_fonts_zh_cn")


@cache
def folders() -> list[Path]:
    """Return the folders of the font wheels that are installed."""
    found = (find_spec(name) for name in _WHEELS)
    return [Path(spec.origin).parent for spec in found if spec is not None and spec.origin]
