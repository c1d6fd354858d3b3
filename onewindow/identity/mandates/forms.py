"""What the pages about mandates accept; the verbs decide."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from onewindow.identity import numbers
from onewindow.identity.forms import AccountForm, SpeltField
from onewindow.identity.mandates.models import Kind
from onewindow.identity.people_forms import Choice, Day, paper_choices
from onewindow.kernel.public import codes


class OfferForm(AccountForm):
    """Whom to give a mandate, and for how long; the items are chosen beside it."""

    agent_name = SpeltField(_("代办的人的姓名"), numbers.name, hint=_("与证件一致，含“·”的请完整填写"))
    paper = Choice(_("证件类型"), paper_choices())
    agent_number = SpeltField(
        _("代办的人的证件号码"), size=40, hint=_("只用来找到本人，页面上不再显示；本人登录后接受，授权才生效")
    )
    issuer = SpeltField(_("护照签发国代码"), size=10, optional=True, hint=_("只有护照要填，例如 CHN"))
    valid_from = Day(_("从哪天起"), optional=True, hint=_("不填就从今天起"))
    valid_until = Day(_("到哪天止"), optional=True, hint=_("含这一天；不填就到最长期限"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["issuer"].required = False


class BindForm(AccountForm):
    """Which organisation one heads."""

    uscc = SpeltField(
        _("统一社会信用代码"), codes.Uscc.parse, size=40, hint=_("18 位数字和字母，见营业执照或登记证书")
    )


class CounterForm(AccountForm):
    """Who acts for whom, seen at the counter."""

    kind = Choice(
        _("关系"),
        [
            (Kind.GUARDIAN.value, _("监护人（父母替未成年子女，或持法院判决、公证的）")),
            (Kind.HELPER.value, _("代办人（本人在场，同意由亲友代办）")),
        ],
    )
    name = SpeltField(_("被代办的人的姓名"), numbers.name)
    paper = Choice(_("被代办的人的证件类型"), paper_choices())
    number = SpeltField(_("被代办的人的证件号码"), size=40)
    issuer = SpeltField(_("护照签发国代码"), size=10, optional=True, hint=_("只有护照要填，例如 CHN"))
    born = Day(_("出生日期"), optional=True, hint=_("居民身份证和居住证不用填"))
    agent_number = SpeltField(_("代办的人的公民身份号码"), codes.ResidentId.parse, size=40)
    seen = SpeltField(_("核对了什么"), hint=_("例如：出生医学证明和双方身份证原件，与本人相貌一致"))
    valid_until = Day(_("到哪天止"), optional=True, hint=_("未成年子女不用填，到满 18 周岁前一天止"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["issuer"].required = False
