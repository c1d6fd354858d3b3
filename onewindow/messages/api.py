"""The public account of WeChat tells which follower sent which code."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from onewindow.identity import public as identity
from onewindow.messages.addresses import bind_wechat

router = Router(tags=["消息"])


class Binding(Schema):
    """A code a follower sent, and the follower's open id."""

    code: Annotated[str, Field(max_length=12)]
    open_id: Annotated[str, Field(max_length=64)]


class Bound(Schema):
    """That it was bound."""

    bound: bool


@router.post("wechat/bindings", response=Bound, summary="绑定公众号关注者", operation_id="bind_wechat")
def bind(request: HttpRequest, given: Binding) -> Bound:
    """Bind a follower to whoever was shown the code."""
    bind_wechat(by=identity.actor_of(request), code=given.code, open_id=given.open_id)
    return Bound(bound=True)
