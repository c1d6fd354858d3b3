"""The watermark 加注: for whom, for what and when a page was shown, burnt into its picture."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from onewindow.documents.policies import Reading
from onewindow.documents.rendering.fonts import folders
from onewindow.kernel.public import Actor, clock

INK, SIZE, GAP = (90, 100, 115, 64), 22, (120, 150)


def mark_for(by: Actor, reading: Reading) -> str:
    """Say for what, for whom and when: an officer by account number, never by name."""
    who = f"工号{by.account_id}" if by.kind == "official" else "本人查看"
    case = f" {reading.case[-8:]}" if reading.case else ""
    return f"仅供政务服务使用 {reading.reason}{case} {who} {clock.local(clock.now()):%Y-%m-%d %H:%M}"


def marked(png: bytes, text: str) -> bytes:
    """Return the picture with the text across it, again and again, at a slant."""
    with Image.open(BytesIO(png)) as opened:
        picture = opened.convert("RGBA")
    tile = _tile(text[:120])
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    for row, top in enumerate(range(-tile.height // 2, picture.height, tile.height + GAP[1])):
        start = -(tile.width // 2) * (row % 2) - 40
        for left in range(start, picture.width, tile.width + GAP[0]):
            cut = tile.crop((max(-left, 0), max(-top, 0), tile.width, tile.height))
            layer.alpha_composite(cut, (max(left, 0), max(top, 0)))
    out = BytesIO()
    Image.alpha_composite(picture, layer).convert("RGB").save(out, "PNG", compress_level=3)
    return out.getvalue()


@lru_cache(maxsize=64)
def _tile(text: str) -> Image.Image:
    font = sheet_font()
    left, top, right, bottom = font.getbbox(text)
    plain = Image.new("RGBA", (int(right - left) + 8, int(bottom - top) + 8), (0, 0, 0, 0))
    ImageDraw.Draw(plain).text((4 - left, 4 - top), text, font=font, fill=INK)
    return plain.rotate(18, expand=True, resample=Image.Resampling.BICUBIC)


@lru_cache(maxsize=1)
def sheet_font() -> ImageFont.FreeTypeFont:
    """Return the simplified Chinese face of the sans collection."""
    place = next(folders()[0].glob("NotoSansCJK*.ttc"))
    for index in range(16):
        font = ImageFont.truetype(str(place), SIZE, index=index)
        if str(font.getname()[0]).endswith("SC"):
            return font
    return ImageFont.truetype(str(place), SIZE)
