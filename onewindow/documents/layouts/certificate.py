"""The layout of a licence: A4 across, double border, title, face fields, code and seal."""

from onewindow.documents.layouts import marks, setting
from onewindow.documents.layouts.marks import GOLD, GREY, Image, Page, Pages, Stamp
from onewindow.documents.layouts.notice import chinese
from onewindow.documents.layouts.sheets import Sheet
from onewindow.documents.rendering import fonts, qrcode

WIDTH, HEIGHT = 297.0, 210.0
LEFT, RIGHT = 32.0, 265.0
FIELDS_TOP, FIELDS_BOTTOM = 66.0, 150.0
SEAL = 42.0
_SERIF, _SANS, _HEAVY = fonts.SERIF_FACE, fonts.SANS_FACE, fonts.HEAVY_FACE
_PHOTO = (26.0, 32.0)


def lay_out(sheet: Sheet) -> Pages:
    """Return the one page of a licence; text that would not fit is set smaller, never left out."""
    page = Page(WIDTH, HEIGHT)
    if sheet.demo:
        page.marks += setting.placed(
            "演示数据", 96, 152, face=_HEAVY, size=28, colour=marks.FAINT, turn=-20.0
        )
    page.marks += [
        marks.frame(9, 9, WIDTH - 18, HEIGHT - 18, colour=GOLD, line_width=1.1),
        marks.frame(12, 12, WIDTH - 24, HEIGHT - 24, colour=GOLD, line_width=0.35),
    ]
    size = setting.fitted(sheet.title, _HEAVY, 12.5, RIGHT - LEFT)
    page.marks += setting.centred(
        sheet.title, WIDTH / 2, 42, face=_HEAVY, size=size, tracking=1.2 * size / 12.5
    )
    page.marks += setting.centred(sheet.number, WIDTH / 2, 54, face=_SERIF, size=4.6)
    if sheet.photo:
        kind = "PNG" if sheet.photo.startswith(b"\x89PNG") else "JPEG"
        page.marks.append(Image(RIGHT - _PHOTO[0], FIELDS_TOP, *_PHOTO, sheet.photo, kind))
    _fields(page, sheet)
    stamp = _foot(page, sheet)
    return Pages((page,), stamp)


def _fields(page: Page, sheet: Sheet) -> None:
    """Set the fields as large as they fit, from 5.4 mm down in small steps."""
    wide = RIGHT - LEFT - (_PHOTO[0] + 8 if sheet.photo else 0)
    rows = [(label, value) for label, value in sheet.rows if value]
    columns = 2 if len(rows) > 6 else 1
    size = 5.4
    while True:
        set_, bottom = _set_fields(rows, size, wide, columns)
        if bottom <= FIELDS_BOTTOM or size < 1.6:
            break
        size *= 0.94
    page.marks += set_


def _set_fields(
    rows: list[tuple[str, str]], size: float, wide: float, columns: int
) -> tuple[list[marks.Text], float]:
    gap, leading = 8.0, size * 1.72
    column = (wide - gap * (columns - 1)) / columns
    label_width = min(
        max((setting.width_of(label, _SANS, size * 0.88) for label, _ in rows), default=0) + size,
        column * 0.42,
    )
    made: list[marks.Text] = []
    ends = []
    share = -(-len(rows) // columns)
    for place in range(columns):
        x, y = LEFT + place * (column + gap), FIELDS_TOP
        for label, value in rows[place * share : (place + 1) * share]:
            labels = setting.lines(label, _SANS, size * 0.88, label_width - size * 0.5)
            values = setting.lines(value, _SERIF, size, column - label_width)
            for at, line in enumerate(labels):
                made += setting.placed(
                    line, x, y + leading * (at + 0.72), face=_SANS, size=size * 0.88, colour="70 70 70"
                )
            for at, line in enumerate(values):
                made += setting.placed(
                    line, x + label_width, y + leading * (at + 0.72), face=_SERIF, size=size
                )
            y += leading * max(len(labels), len(values)) + size * 0.25
        ends.append(y)
    return made, max(ends)


def _foot(page: Page, sheet: Sheet) -> Stamp:
    top = 153.0
    page.marks += marks.modules(LEFT - 4, top, 40, qrcode.matrix(sheet.address))
    y = top + 12
    words = ["扫码查验；没有网络时，码内自带签名凭据。", *sheet.closing]
    if sheet.check_page:
        words.append(f"也可打开{sheet.check_page}输入验证码：")
    for word in words:
        for line in setting.lines(word, _SANS, 2.9, 78):
            page.marks += setting.placed(line, LEFT + 40, y, face=_SANS, size=2.9, colour="60 60 60")
            y += 4.4
    page.marks += setting.placed(sheet.token, LEFT + 40, y, face=_HEAVY, size=2.9)
    if sheet.demo:
        page.marks += setting.placed(
            "演示数据，不作任何凭证。", LEFT + 40, y + 5, face=_SANS, size=2.9, colour=GREY
        )
    middle = RIGHT - 40
    size = setting.fitted(sheet.agency, _SERIF, 5.4, 80)
    page.marks += setting.centred(sheet.agency, middle, top + 20, face=_SERIF, size=size)
    page.marks += setting.centred(chinese(sheet), middle, top + 29, face=_SERIF, size=5.0)
    return Stamp(0, middle - SEAL / 2, top - 1, SEAL)
