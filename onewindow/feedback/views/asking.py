"""What the views share in reading what a browser sent."""

from django.http import HttpRequest

from onewindow.feedback import brake as braking
from onewindow.feedback import rules
from onewindow.feedback.services.rating import Said
from onewindow.feedback.states import Channel
from onewindow.identity import public as identity

MOBILES = ("Mobile", "Android", "iPhone")


def text_of(request: HttpRequest, name: str, most: int = 2000) -> str:
    """Return a text of the form, without what no text holds."""
    return request.POST.get(name, "").replace("\x00", "")[: most + 1]


def said_of(request: HttpRequest) -> Said:
    """Return what somebody said about being served."""
    given = request.POST.get("stars", "")
    stars = int(given) if given in {"1", "2", "3", "4", "5"} else None
    fitting = {one.code for one in rules.options_for(stars or 0)}  # those of other grades are folded away
    return Said(
        stars,
        tuple(code for code in request.POST.getlist("options")[:40] if code in fitting),
        text_of(request, "text"),
        request.POST.get("named") == "true",
    )


def channel_of(request: HttpRequest, *, scanned: bool = False) -> str:
    """Return the channel of a browser: who followed the QR code says so, else what it says it is."""
    if scanned:
        return Channel.QR
    agent = request.headers.get("User-Agent", "")
    return Channel.MOBILE if any(word in agent for word in MOBILES) else Channel.WEB


def brake(request: HttpRequest, act: str) -> None:
    """Count an act of whoever is not signed in as an official. Raises TooOften."""
    if identity.actor_of(request).kind != "official":
        braking.note(act, identity.place_of(request).address)


def device_of(request: HttpRequest) -> str:
    """Return what tells one place from another; only its keyed hash is kept."""
    return f"{identity.place_of(request).address}|{request.headers.get('User-Agent', '')[:200]}"
