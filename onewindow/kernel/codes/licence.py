"""E-licences: the identifier of GB/T 36904 with its MOD 37,36 check character."""

import re

from onewindow.kernel.codes.base import Code, InvalidCode, mod_37_36

ROOT = "1.2.156.3005.2"
_PARTS = re.compile(r"([0-9A-Z]{21})\.([0-9A-Z]{18}|[0-9]{6})\.([0-9A-Z]{1,64})\.([0-9]{3})\.([0-9A-Z])")


class InvalidLicenceId(InvalidCode):
    """电子证照标识有误，请核对后重新填写。"""

    code = "invalid_licence_id"


class LicenceId(Code):
    """电子证照标识: type (21), issuer (18, old rows 6), serial, version (3), check; without the root."""

    refusal = InvalidLicenceId
    __slots__ = ()

    @classmethod
    def parse(cls, text: str, field: str = "") -> "LicenceId":
        """Return the checked identifier, with or without the root OID before it; raise `InvalidLicenceId`."""
        return cls(super().parse(text, field).removeprefix(f"{ROOT}."))

    @classmethod
    def build(cls, type_code: str, issuer: str, serial: str, version: int) -> "LicenceId":
        """Return the identifier of a licence, with its check character; raise `InvalidLicenceId`."""
        body = (type_code, issuer, serial, f"{version:03d}")
        if version < 1 or not _PARTS.fullmatch(".".join((*body, "0"))):
            raise InvalidLicenceId
        return cls(".".join((*body, mod_37_36("".join(body)))))

    @property
    def type_code(self) -> str:
        """证照类型代码: who defined the type, and its three-character number there."""
        return self.split(".")[0]

    @property
    def issuer(self) -> str:
        """颁发机构代码."""
        return self.split(".")[1]

    @property
    def serial(self) -> str:
        """流水号, as the issuer counts."""
        return self.split(".")[2]

    @property
    def version(self) -> int:
        """版本号: 1 at first issue, one more at each re-issue."""
        return int(self.split(".")[3])

    @property
    def oid(self) -> str:
        """The identifier under the national root."""
        return f"{ROOT}.{self}"

    @classmethod
    def _fault(cls, value: str) -> str:
        parts = _PARTS.fullmatch(value.removeprefix(f"{ROOT}."))
        if not parts:
            return "电子证照标识应由类型、机构、流水号、版本、校验位五段组成，以“.”分隔，请核对。"
        if parts[4] == "000":
            return "电子证照标识的版本号应从001起，请核对。"
        if mod_37_36("".join(parts.groups()[:4])) != parts[5]:
            return "电子证照标识的校验位不符，请逐位核对。"
        return ""
