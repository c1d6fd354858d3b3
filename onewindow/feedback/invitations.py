"""The code in the QR of a receipt: whoever holds it may rate that occasion of that case, and nothing else."""

import hmac
from base64 import b32encode

from django.urls import reverse

from onewindow.kernel.public import hashing

LENGTH = 16


def code_for(case_number: str, occasion: str) -> str:
    """Return the code of an occasion: 80 bits that only we can compute, no row needed before it is used."""
    digest = hashing.keyed_hash("rating-invitation", f"{occasion}:{case_number}")
    return b32encode(digest)[:LENGTH].decode().lower()


def fits(case_number: str, occasion: str, code: str) -> bool:
    """Tell whether a code is the one of the occasion."""
    return hmac.compare_digest(code.encode(), code_for(case_number, occasion).encode())


def handling_key(case_number: str, occasion: str) -> bytes:
    """Return what the ratings of one occasion are found by; the case cannot be told from it."""
    return hashing.keyed_hash("rated-handling", f"{occasion}:{case_number}")


def path_for(case_number: str, occasion: str) -> str:
    """Return the address of the rating page for the QR code."""
    return reverse("feedback:rate-by-code", args=[case_number, occasion, code_for(case_number, occasion)])
