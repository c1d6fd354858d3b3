"""Shows the administrators of the demonstration a new post, a joint post and requests that wait for them."""

from datetime import timedelta

from django.utils.translation import gettext as _

from onewindow.government import public as government
from onewindow.identity.cast import HEALTH
from onewindow.identity.models import Account, Post
from onewindow.identity.posts.granting import ask_roles, give_roles
from onewindow.identity.posts.holding import ask_deputy, ask_holding, give_holding
from onewindow.identity.posts.models import Holding
from onewindow.identity.posts.opening import open_post
from onewindow.identity.queries import account_by_id, actor_for
from onewindow.kernel.public import Actor, clock

DAYS = 14


def plant_posts() -> str:
    """Open a post by two administrators, let a clerk hold it too, and leave a deputy and a role waiting."""
    body, title = government.agency_named(HEALTH).pk, _("南宁片区窗口岗")
    if not Post.objects.filter(agency_id=body, title=title).exists():
        system, security, chief = _actor("weisiyuan"), _actor("wujianhua"), _actor("menglihua")
        reason = _("演示：片区增设窗口")
        post = open_post(by=system, agency_id=body, title=title, region_prefix="4501", reason=reason)
        give_roles(
            by=security, grant_id=ask_roles(by=system, post_id=post.pk, roles=["window"], reason=reason).pk
        )
        joint = ask_holding(
            by=system, username="zhouhaiyan", post_id=post.pk, kind=Holding.Kind.JOINT, reason=reason
        )
        give_holding(by=security, holding_id=joint.pk)
        ask_roles(by=system, post_id=post.pk, roles=["window", "review"], reason=_("演示：窗口兼做初审"))
        ask_deputy(
            by=chief, username="zhouhaiyan", post_id=chief.post_id or 0, reason=_("演示：外出培训"),
            ends_on=clock.today() + timedelta(days=DAYS),
        )  # fmt: skip
    return _("演示的岗位已就绪。")


def _actor(username: str) -> Actor:
    account = account_by_id(Account.objects.get(username=username).pk)
    assert account is not None
    return actor_for(account)
