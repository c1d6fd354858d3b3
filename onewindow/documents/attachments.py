"""The record carried inside a PDF as an attachment."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

RECORD_NAME = "record.json"
LARGEST = 512 * 1024


def record_in(pdf: bytes) -> bytes:
    """Return the record file attached to a PDF; raise ValueError where there is none.

    Only for PDFs whose proof line holds: those we made ourselves.
    """
    try:
        found = PdfReader(BytesIO(pdf)).attachments.get(RECORD_NAME, [])
    except (PyPdfError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("the PDF cannot be read") from error
    if len(found) != 1 or len(found[0]) > LARGEST:
        raise ValueError("not exactly one record in the PDF")
    return bytes(found[0])
