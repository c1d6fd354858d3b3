"""What the pages about papers and the counter accept; the verbs decide."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from onewindow.identity import numbers, papers
from onewindow.identity.forms import AccountForm, PersonForm, SpeltField
from onewindow.identity.services.counter import USCC


class Choice(SpeltField):
    """One of a few, drawn as a list."""

    def __init__(self, label: Any, choices: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(label, size=20, type="select", choices=choices, **options)


class Day(SpeltField):
    """A day in three boxes; empty where it is optional."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, size=10, type="dateparts", **options)
        self.widget = _Parts()
        self.required = False

    def to_python(self, value: Any) -> str:
        """Return the parts as one text."""
        return "-".join(value) if isinstance(value, list) and any(value) else ""

    def clean(self, value: Any) -> Any:
        """Return the day, None when nothing was given."""
        text = self.to_python(value)
        if not text:
            return None
        try:
            year, month, day = (int(numbers.digits(part)) for part in text.split("-"))
            return date(year, month, day)
        except ValueError as wrong:
            raise ValidationError(_("日期不对，请填写年、月、日，例如 2030 年 5 月 12 日。")) from wrong


class _Parts(forms.TextInput):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return year, month, day as typed."""
        return [
            str(data.get(f"{name}-{part}", ""))[:10].replace("-", " ") for part in ("year", "month", "day")
        ]


def paper_choices(*, online: bool = True) -> list[tuple[str, Any]]:
    """Return the kinds of paper to choose from."""
    return [(name, kind.name) for name, kind in papers.kinds().items() if online or not kind.online]


class PaperPersonForm(PersonForm):
    """The registration of a person without a resident identity card."""

    paper = Choice(_("证件类型"), paper_choices(online=False))
    resident_id = SpeltField(_("证件号码"), size=40, hint=_("按证件填写，字母和数字都要"))
    issuer = SpeltField(
        _("护照签发国代码"), size=10, optional=True, hint=_("只有护照要填，3 个英文字母，例如 CHN")
    )
    birth_date = Day(_("出生日期"), hint=_("港澳台居民居住证不用填"))
    field_order = ("paper", "name", "resident_id", "issuer", "birth_date", "mobile", "username")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["issuer"].required = False


class FindForm(AccountForm):
    """Whose papers lie on the counter."""

    paper = Choice(_("证件类型"), [*paper_choices(), (USCC, _("统一社会信用代码（法人）"))])
    number = SpeltField(_("证件号码"), size=40)
    issuer = SpeltField(_("护照签发国代码"), size=10, optional=True, hint=_("只有护照要填，例如 CHN"))
    reason = SpeltField(_("为什么查"), hint=_("本人会在“谁看过我的数据”里看到，例如：本人到窗口提高认证等级"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["issuer"].required = False


class CheckForm(AccountForm):
    """What the clerk saw, and until when the paper is good."""

    seen = SpeltField(_("核对了什么"), hint=_("例如：身份证原件，与本人相貌一致"))
    paper_until = Day(_("证件有效期止"), optional=True, hint=_("按证件填写；长期有效的不填"))
