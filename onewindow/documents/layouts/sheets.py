"""The words of an original, before they are laid out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from onewindow.documents.rendering import fonts

Design = Literal["notice", "certificate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What an original shows and carries.

    `record` is the signed record file (see `record_file`), embedded as `record.json`; `address` is the text
    of its two-dimensional code, `token` the code printed beside it. `agency_uscc` says whose seal is set.
    `photo` is a PNG or JPEG of the holder.
    """

    design: Design
    title: str
    number: str
    agency: str
    agency_uscc: str
    day: date
    record: bytes
    address: str
    token: str
    city: str
    demo: bool
    rows: Sequence[tuple[str, str]] = ()
    salutation: str = ""
    text: Sequence[str] = ()
    bases: Sequence[str] = ()
    closing: Sequence[str] = ()
    case_number: str = ""
    check_page: str = ""
    photo: bytes = b""

    def printable(self) -> "Sheet":
        """Return the sheet with 〓 for characters no face has, and a line that says so."""
        shown = replace(
            self,
            title=fonts.printable(self.title),
            agency=fonts.printable(self.agency),
            rows=tuple((fonts.printable(label), fonts.printable(value)) for label, value in self.rows),
            salutation=fonts.printable(self.salutation),
            text=fonts.printable(list(self.text)),
            bases=fonts.printable(list(self.bases)),
            closing=fonts.printable(list(self.closing)),
        )
        if any(fonts.MISSING in word for word in _words(shown)):
            note = "文中“〓”处的字暂无字形，以所附签名记录中的文字为准。"
            shown = replace(shown, closing=[*shown.closing, note])
        return shown


def _words(sheet: Sheet) -> list[str]:
    return [
        sheet.title, sheet.agency, sheet.salutation, *sheet.text, *sheet.bases, *sheet.closing,
        *(value for _, value in sheet.rows),
    ]  # fmt: skip
