"""Refusals: answers that change nothing, each with a stable code; `ui` turns them into pages."""

from collections.abc import Mapping
from typing import ClassVar


class Refusal(Exception):
    """该操作不能完成。"""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422

    def __init__(self, message: str = "", *, field: str = "", **facts: object) -> None:
        """Refuse with the class docstring as message, formatted with `facts`, unless `message` is given."""
        self.field = field
        self.facts = facts
        self.message = message or (self.__doc__ or "").strip().format(**facts)
        super().__init__(self.message)


class NotFound(Refusal):
    """没有找到您要的内容，可能已被移除或编号有误。"""

    code = "not_found"
    status = 404


class NotAllowed(Refusal):
    """您没有办理这项操作的权限。"""

    code = "not_allowed"
    status = 403


class Conflict(Refusal):
    """当前状态下不能进行这项操作，请刷新页面后再试。"""

    code = "conflict"
    status = 409


class Invalid(Refusal):
    """填写的内容有误，请改正后再提交。"""

    code = "invalid"
    status = 422

    def __init__(self, message: str = "", *, errors: Mapping[str, list[str]] | None = None) -> None:
        """Refuse input; `errors` maps a field name to its messages."""
        super().__init__(message)
        self.errors = dict(errors or {})
