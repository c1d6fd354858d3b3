"""Refusals of the identity context."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound, Refusal


class IdentityRefusal(Refusal):
    """账号操作没有完成。"""

    code = "identity_refused"


class LevelTooLow(NotAllowed):
    """这个事项需要 L{needed} 认证，您现在是 L{level}。

    提高认证等级后可以接着办，已保存的草稿不会丢；也可以带身份证件到任一政务服务窗口办理。
    """

    code = "level_too_low"
    link: ClassVar[tuple[str, Promise]] = ("/account/level/", _("看怎样提高认证等级"))


class RoleMissing(NotAllowed):
    """这个页面只对相应岗位的工作人员开放。如需权限，请联系本机构的系统管理员。"""

    code = "role_missing"


class NotSignedIn(NotAllowed):
    """请先登录。"""

    code = "not_signed_in"
    link: ClassVar[tuple[str, Promise]] = ("/account/sign-in/", _("去登录"))


class LevelNotGiven(NotAllowed):
    """这一等级要由窗口工作人员当面核对后给予。"""

    code = "level_not_given"


class BadSpelling(Invalid):
    """填写的内容有误，请核对。"""

    code = "bad_spelling"


class SignInRefused(Invalid):
    """用户名或密码不对。请核对大小写和输入法；忘记密码的，请点“找回密码”，或用短信验证码登录。"""

    code = "sign_in_refused"


class TooManyTries(Invalid):
    """尝试的次数太多，请过一会儿再试。"""

    code = "too_many_tries"


class RegistrationInvalid(Invalid):
    """有的内容需要改正，改正后再注册。"""

    code = "registration_invalid"


class UsernameTaken(RegistrationInvalid):
    """这个用户名已经有人用了，请换一个。"""

    code = "username_taken"


class ReasonMissing(Invalid):
    """查看完整号码要写明原因，原因会显示给本人。"""

    code = "reason_missing"


class CodeWrong(Invalid):
    """验证码不对或已过期，请核对短信，或重新获取。"""

    code = "code_wrong"


class CodeNotSent(Invalid):
    """短信暂时发不出去，请稍后再试；也可以用用户名登录，不影响办事。"""

    code = "code_not_sent"


class PersonNotFound(NotFound):
    """没有找到这个人的信息。"""

    code = "person_not_found"


class VerificationFailed(Invalid):
    """没有核对上。请核对姓名（含“·”）和证件号码；以前用这个号码认证过的，请用原来的账号登录。

    都不是的，请带身份证件到任一政务服务窗口办理。
    """

    code = "verification_failed"


class VerificationUnavailable(Invalid):
    """人口信息暂时查不到，不是您的问题。请稍后再试，或带身份证件到任一政务服务窗口办理。"""

    code = "verification_unavailable"


class PaperNotOnline(Invalid):
    """这种证件目前不能在网上核对。请带证件原件到任一政务服务窗口，由工作人员当面核对。"""

    code = "paper_not_online"


class CheckRefused(Invalid):
    """当面核对没有记下，请按提示改正后再试。"""

    code = "check_refused"


class PostDiffers(Conflict):
    """这个机构已有同名岗位，但角色或区域范围不同，请先核对岗位设置。"""

    code = "post_differs"


class RecordNotFound(NotFound):
    """没有找到这次查看，或者它不是对您的数据的查看。"""

    code = "access_record_not_found"


class ObjectionNotFound(NotFound):
    """没有找到这个异议，或者它不归您的岗位答复。"""

    code = "objection_not_found"


class ObjectionInvalid(Invalid):
    """异议没有提交，请按提示改正。"""

    code = "objection_invalid"


class ObjectionAnswered(Conflict):
    """这个异议已经答复，不能再改。"""

    code = "objection_answered"
