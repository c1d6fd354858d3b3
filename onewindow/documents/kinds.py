"""Records of other contexts, signed as ours are: what may be told of each, how a code is checked."""

from collections.abc import Callable, Mapping
from typing import Any

from onewindow.documents.verdicts import Verification

Facts = Callable[[Mapping[str, Any]], list[tuple[str, str]]]
Check = Callable[[str], Verification | None]
facts: dict[str, Facts] = {}
checks: dict[str, Check] = {}
readers: dict[str, Callable[[str], str]] = {}


def register_record(schema: str, told: Facts) -> None:
    """Let record files of a schema be checked, offline too; `told` returns what anyone may know of one."""
    facts[schema] = told


def register_check(name: str, check: Check, *, reader: Callable[[str], str]) -> None:
    """Let the verify page answer for codes of another context; `reader` returns a typed code, or nothing."""
    checks[name] = check
    readers[name] = reader


def read_code(typed: str) -> str:
    """Return the code of another context in what was typed, or nothing."""
    return next((found for reader in readers.values() if (found := reader(typed))), "")


def check(code: str) -> Verification | None:
    """Return what another context says of a code, or nothing where none knows it."""
    return next((found for ask in checks.values() if (found := ask(code)) is not None), None)
