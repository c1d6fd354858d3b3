"""The child process: FILE TYPE PAGE WIDTH in, a line of JSON and the PNG out; it ends with 3 for no page."""

import json
import resource
import sys
from io import BytesIO
from typing import Any

MEMORY, SECONDS, MOST_TEXT, MOST_PIXELS = 1536 * 1024 * 1024, 15, 20_000, 60_000_000


def main(place: str, media_type: str, page: int, width: int) -> int:
    """Draw the page; the limits are set before the file is opened."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    found = (
        _of_pdf(place, page, width) if media_type == "application/pdf" else _of_picture(place, page, width)
    )
    if found is None:
        return 3
    picture, pages, text = found
    out = BytesIO()
    picture.convert("RGB").save(out, "PNG", compress_level=3)
    head = json.dumps({"pages": pages, "text": text[:MOST_TEXT]}, ensure_ascii=False)
    sys.stdout.buffer.write(head.encode() + b"\n" + out.getvalue())
    return 0


def _of_pdf(place: str, page: int, width: int) -> tuple[Any, int, str] | None:
    import pypdfium2

    document = pypdfium2.PdfDocument(place)
    if not 1 <= page <= len(document):
        return None
    sheet = document[page - 1]
    across, down = sheet.get_size()
    scale = min(width / max(across, 1.0), 4 * width / max(down, 1.0))
    picture = sheet.render(scale=scale).to_pil()
    return picture, len(document), sheet.get_textpage().get_text_range().replace("\x00", "")


def _of_picture(place: str, page: int, width: int) -> tuple[Any, int, str] | None:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    if page != 1:
        return None
    picture = Image.open(place)
    picture.draft("RGB", (width, 4 * width))
    picture.thumbnail((width, 4 * width))
    return picture, 1, ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
