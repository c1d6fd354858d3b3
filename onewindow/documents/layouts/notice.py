"""The layout of a notice: A4 upright, red head, text, table, code and seal at the foot of the last page."""

from onewindow.documents.layouts import marks, setting
from onewindow.documents.layouts.marks import GREY, RED, Page, Pages, Stamp
from onewindow.documents.layouts.sheets import Sheet
from onewindow.documents.rendering import fonts, qrcode

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP, BOTTOM = 27.0, 185.0, 30.0, 267.0
SIZE, LEADING = 4.94, 9.4
SMALL, SMALL_LEADING = 4.06, 6.2
LABEL = 40.0
FOOT = 50.0
SEAL = 42.0
_SERIF, _SANS, _HEAVY = fonts.SERIF_FACE, fonts.SANS_FACE, fonts.HEAVY_FACE


class _Flow:
    """Pages being filled from top to bottom."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.pages: list[Page] = []
        self.y = TOP
        self.turn_page()

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def turn_page(self) -> None:
        self.pages.append(Page(WIDTH, HEIGHT))
        self.y = TOP
        if self.sheet.demo:
            self.page.marks += setting.placed(
                "演示数据", 62, 200, face=_HEAVY, size=24, colour=marks.FAINT, turn=-30.0
            )

    def room(self, height: float) -> None:
        if self.y + height > BOTTOM:
            self.turn_page()

    def paragraph(self, text: str, *, size: float = SIZE, leading: float = LEADING, indent: int = 2) -> None:
        """Set a paragraph, both edges straight but for its last line."""
        wide, first = RIGHT - LEFT, size * indent
        broken = setting.lines(text, _SERIF, size, wide, indent=first)
        for place, line in enumerate(broken):
            self.room(leading)
            self.y += leading
            start = first if place == 0 else 0.0
            extra = 0.0
            if place < len(broken) - 1 and len(line) > 1:
                extra = max(0.0, wide - start - setting.width_of(line, _SERIF, size)) / (len(line) - 1)
            self.page.marks += setting.placed(
                line, LEFT + start, self.y, face=_SERIF, size=size, extra=min(extra, size * 0.25)
            )

    def row(self, label: str, value: str) -> None:
        """Set a row of the table, its cells broken into lines."""
        wide = RIGHT - LEFT - LABEL - 6
        left = setting.lines(label, _SANS, 3.7, LABEL - 6)
        right = setting.lines(value, _SERIF, SMALL, wide)
        height = max(len(left), len(right)) * SMALL_LEADING + 4.4
        self.room(height)
        top = self.y
        for place, line in enumerate(left):
            y = top + 2.2 + SMALL_LEADING * (place + 0.76)
            self.page.marks += setting.placed(line, LEFT + 3, y, face=_SANS, size=3.7)
        for place, line in enumerate(right):
            y = top + 2.2 + SMALL_LEADING * (place + 0.76)
            self.page.marks += setting.placed(line, LEFT + LABEL + 3, y, face=_SERIF, size=SMALL)
        self.page.marks += [
            marks.frame(LEFT, top, LABEL, height, colour="120 120 120", line_width=0.18),
            marks.frame(
                LEFT + LABEL, top, RIGHT - LEFT - LABEL, height, colour="120 120 120", line_width=0.18
            ),
        ]
        self.y = top + height


def lay_out(sheet: Sheet) -> Pages:
    """Return the pages of a notice."""
    flow = _Flow(sheet)
    _head(flow)
    if sheet.salutation:
        flow.y += 2
        flow.paragraph(f"{sheet.salutation}：", indent=0)
    for text in sheet.text:
        flow.paragraph(text)
    if sheet.bases:
        flow.paragraph(f"依据：{'；'.join(sheet.bases)}。")
    flow.y += 4
    for label, value in sheet.rows:
        if value:
            flow.row(label, value)
    flow.y += 1
    for text in sheet.closing:
        flow.paragraph(text, size=3.9, leading=7.2)
    if flow.y + FOOT > BOTTOM:
        flow.turn_page()
    stamp = _foot(flow)
    _numbers(flow)
    return Pages(tuple(flow.pages), stamp)


def _head(flow: _Flow) -> None:
    sheet, middle = flow.sheet, (LEFT + RIGHT) / 2
    size = setting.fitted(sheet.agency, _HEAVY, 6.35, RIGHT - LEFT - 8)
    flow.page.marks += setting.centred(
        sheet.agency, middle, TOP + 6, face=_HEAVY, size=size, colour=RED, tracking=0.4
    )
    flow.page.marks.append(marks.line(LEFT, TOP + 10.5, RIGHT - LEFT, 0, colour=RED, width=0.45))
    flow.y = TOP + 14
    size = setting.fitted(sheet.title, _HEAVY, 7.76, (RIGHT - LEFT) * 1.9)
    for line in setting.lines(sheet.title, _HEAVY, size, RIGHT - LEFT):
        flow.y += size * 1.35
        flow.page.marks += setting.centred(line, middle, flow.y, face=_HEAVY, size=size, tracking=0.3)
    flow.y += 8
    flow.page.marks += setting.centred(sheet.number, middle, flow.y, face=_SERIF, size=4.2)
    flow.y += 4


def _foot(flow: _Flow) -> Stamp:
    """Set code, check words, body and day at the foot of the last page; say where the seal goes."""
    sheet, page, top = flow.sheet, flow.page, BOTTOM - FOOT + 6
    page.marks += marks.modules(LEFT, top + 8, 34, qrcode.matrix(sheet.address))
    words = ["扫码验真；没有网络时，码内自带签名凭据。"]
    if sheet.check_page:
        words.append(f"也可打开{sheet.check_page}输入验证码：")
    y = top + 15
    for word in words:
        for line in setting.lines(word, _SANS, 2.82, 44):
            page.marks += setting.placed(line, LEFT + 37, y, face=_SANS, size=2.82, colour="60 60 60")
            y += 4.4
    for line in setting.lines(sheet.token, _HEAVY, 2.9, 44):
        page.marks += setting.placed(line, LEFT + 37, y, face=_HEAVY, size=2.9)
        y += 4.4
    middle, side = RIGHT - 36, SEAL
    size = setting.fitted(sheet.agency, _SERIF, 4.6, 70)
    page.marks += setting.centred(sheet.agency, middle, top + 22, face=_SERIF, size=size)
    page.marks += setting.centred(chinese(sheet), middle, top + 30, face=_SERIF, size=4.6)
    return Stamp(len(flow.pages) - 1, middle - side / 2, top + 2, side)


def chinese(sheet: Sheet) -> str:
    """Return the day of a sheet as 2026年3月2日."""
    return f"{sheet.day.year}年{sheet.day.month}月{sheet.day.day}日"


def _numbers(flow: _Flow) -> None:
    count = len(flow.pages)
    for place, page in enumerate(flow.pages, start=1):
        page.marks.append(marks.line(LEFT, BOTTOM + 5, RIGHT - LEFT, 0, colour="160 160 160", width=0.14))
        said = f"第{place}页，共{count}页"
        wide = setting.width_of(said, _SANS, 2.82)
        told = f"演示数据，不作任何凭证。{flow.sheet.number}" if flow.sheet.demo else flow.sheet.number
        page.marks += setting.placed(told, LEFT, BOTTOM + 9.5, face=_SANS, size=2.82, colour=GREY)
        page.marks += setting.placed(said, RIGHT - wide, BOTTOM + 9.5, face=_SANS, size=2.82, colour=GREY)
