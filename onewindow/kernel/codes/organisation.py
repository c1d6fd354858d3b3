"""Organisations: unified social credit code (GB 32100-2015) and organisation code (GB 11714)."""

from onewindow.kernel.codes.base import ALPHANUMERIC, Code, InvalidCode, is_digits

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_KINDS = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "123459",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "123",
    "A": "19",
    "N": "1239",
    "Y": "1",
}


class InvalidUscc(InvalidCode):
    """统一社会信用代码有误，请对照营业执照重新填写。"""

    code = "invalid_uscc"


class InvalidOrganisationCode(InvalidCode):
    """组织机构代码有误，请核对后重新填写。"""

    code = "invalid_organisation_code"


class Uscc(Code):
    """统一社会信用代码: department and kind (2), region (6), organisation code (9), check character (1)."""

    refusal = InvalidUscc
    __slots__ = ()

    @property
    def region(self) -> str:
        """The six-digit code of the region that registered the organisation."""
        return str(self[2:8])

    @property
    def organisation_code(self) -> "OrganisationCode":
        """The nine-character organisation code inside; its own check character is not always kept."""
        return OrganisationCode(self[8:17])

    @staticmethod
    def check_character(body: str) -> str:
        """Return the eighteenth character for the first seventeen."""
        total = sum(USCC_ALPHABET.index(c) * w for c, w in zip(body, _USCC_WEIGHTS, strict=True))
        return USCC_ALPHABET[-total % 31]

    @classmethod
    def _fault(cls, value: str) -> str:
        if len(value) != 18:
            return f"统一社会信用代码应为18位，现在是{len(value)}位。"
        stray = next((c for c in value if c not in USCC_ALPHABET), "")
        if stray:
            return f"统一社会信用代码中不能出现“{stray}”（不使用字母I、O、S、V、Z），请核对。"
        if value[1] not in _KINDS.get(value[0], "") or not is_digits(value[2:8]):
            return "统一社会信用代码的前8位有误，请对照营业执照核对。"
        if cls.check_character(value[:17]) != value[17]:
            return "统一社会信用代码的校验位不符，请逐位核对。"
        return ""


class OrganisationCode(Code):
    """组织机构代码: eight characters and a check character, kept without the hyphen."""

    refusal = InvalidOrganisationCode
    __slots__ = ()

    @staticmethod
    def check_character(body: str) -> str:
        """Return the ninth character for the first eight."""
        total = sum(ALPHANUMERIC.index(c) * w for c, w in zip(body, _ORGANISATION_WEIGHTS, strict=True))
        return "0123456789X"[-total % 11]

    @classmethod
    def _fault(cls, value: str) -> str:
        if len(value) != 9:
            return f"组织机构代码应为9位，现在是{len(value)}位。"
        if any(c not in ALPHANUMERIC for c in value):
            return "组织机构代码只能由数字和字母组成，请核对。"
        if cls.check_character(value[:8]) != value[8]:
            return "组织机构代码的校验位不符，请逐位核对。"
        return ""
