"""Refusals of the forms."""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound, Refusal


class FormsRefusal(Refusal):
    """表单操作不能完成。"""

    code = "forms_refused"


class UnknownForm(NotFound):
    """没有找到编号为“{code}”的表单。"""

    code = "unknown_form"


class UnknownPage(NotFound):
    """这张表单里没有这一页，可能因为前面的回答改变了。请从核对页重新进入。"""

    code = "unknown_page"


class UnknownDraft(NotFound):
    """没有找到这份草稿。它可能已过期或被删除，您可以重新开始申报。"""

    code = "unknown_draft"


class OtherParty(Conflict):
    """这份申请是以另一个名义填写的。请先在“以谁的名义办”里换回那个名义，填过的内容都还在。"""

    code = "other_party"
    link: ClassVar[tuple[str, Promise]] = ("/my/mandates/", _("去换名义"))


class NoAccount(NotAllowed):
    """请先登录，再开始填写。"""

    code = "no_account"


class StaleDraft(Conflict):
    """这份草稿已在另一个窗口里改过。请看清两边的内容，再决定保留哪一个。"""

    code = "stale_draft"

    def __init__(
        self,
        *,
        page: str = "",
        saved: Mapping[str, object] | None = None,
        typed: Mapping[str, object] | None = None,
        revision: int = 0,
    ) -> None:
        """Refuse to overwrite; `saved` and `typed` are the page's two sides, `revision` the present one."""
        super().__init__()
        self.page, self.revision = page, revision
        self.saved, self.typed = dict(saved or {}), dict(typed or {})


class AlreadySubmitted(Conflict):
    """这份申请已经提交，办件编号是 {case_number}，不必再次提交。"""

    code = "already_submitted"

    def __init__(self, *, case_number: str) -> None:
        """Refuse a second submit and name the case the first one made."""
        super().__init__(case_number=case_number)
        self.case_number = case_number


class UnknownDesign(NotFound):
    """没有找到这份表单的设计稿，可能已经发布或者放弃。请回到表单列表。"""

    code = "unknown_design"


class StaleDesign(Conflict):
    """这份设计稿刚才被别人改过。请重新打开，在最新的内容上修改。"""

    code = "stale_design"


class DesignSubmitted(Conflict):
    """这份设计稿已经送审，不能再改。需要修改的，请先退回。"""

    code = "design_submitted"


class DesignNotSubmitted(Conflict):
    """这份设计稿还没有送审。请先送审，再由另一位人员发布。"""

    code = "design_not_submitted"


class DesignUnsound(Invalid):
    """表单还不能送审，请先改正下面的问题。"""

    code = "design_unsound"


class DraftClosed(Conflict):
    """这份草稿已过期或已删除，不能再修改。您可以重新开始申报。"""

    code = "draft_closed"
