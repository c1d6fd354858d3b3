"""Rules, words, limits and seeds, which are shipped or set by the operator as YAML files."""

from pathlib import Path
from typing import Any

import yaml


def read(path: Path) -> Any:
    """Return what a YAML file (UTF-8) says; raises yaml.YAMLError.

    Read by libyaml where PyYAML has it, in an eighth of the time. For files of our own and the operator:
    what others hand in goes through `yaml.safe_load`, whose depth Python itself bounds.
    """
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  the safe loader, in C


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
