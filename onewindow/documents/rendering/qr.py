"""The QR code of a document as SVG."""

from io import BytesIO

import segno


def svg(text: str) -> str:
    """Return the code as SVG: byte mode, error level M, a quiet zone of four modules."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False).save(
        drawn, kind="svg", border=4, xmldecl=False
    )
    return drawn.getvalue().decode()
