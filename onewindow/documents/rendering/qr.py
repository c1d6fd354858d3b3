"""The QR code of a document as SVG."""

from io import BytesIO

import segno

# Any mask decodes; choosing the best of eight costs ten times the rest, and signed bytes look random anyway.
MASK = 5


def svg(text: str) -> str:
    """Return the code as SVG: error level M, a quiet zone of four modules."""
    drawn = BytesIO()
    code = segno.make_qr(text, error="m", mask=MASK, boost_error=False)
    code.save(drawn, kind="svg", border=4, xmldecl=False)
    return drawn.getvalue().decode()


def matrix(text: str) -> tuple[bytes, ...]:
    """Return the code's rows of modules, 1 dark, without the quiet zone."""
    return tuple(bytes(row) for row in segno.make_qr(text, error="m", mask=MASK, boost_error=False).matrix)
