"""Sentences to a person's mobile about the safety of the account; sent by the worker."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from onewindow.identity import ports
from onewindow.identity.signin import spool


def send(mobile: str, text: str) -> None:
    """Send a sentence; without number or gateway nothing is sent. Raises OSError: it is tried again."""
    if not mobile:
        return
    for sender in list(ports.notice_senders.values())[:1] or ([spool.send_notice] if settings.DEMO else []):
        sender(mobile, text)


def moment(at: datetime) -> str:
    """Return a time as people here read it."""
    here = timezone.localtime(at)
    return f"{here.month}月{here.day}日 {here:%H:%M}"
