"""The QR code of an address, as SVG to be put into a page."""

from io import BytesIO

import segno


def svg(text: str) -> str:
    """Return the code: error level M, a quiet zone of four modules, no size of its own."""
    drawn = BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(drawn, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True)
    return drawn.getvalue().decode()
