"""What an authorisation keeps of the browser's session."""

import base64

from django.http import HttpRequest

from onewindow.identity.models import Account
from onewindow.identity.provider.engine import SessionFacts
from onewindow.identity.signin import entering
from onewindow.identity.signin.models import SignIn
from onewindow.kernel.public import hashing


def facts_of(request: HttpRequest, account: Account) -> SessionFacts:
    """Return when and how the person of this session signed in; one statement."""
    key = str(request.session.session_key)
    row = SignIn.objects.filter(session=key, account=account).only("id", "means").first()
    return SessionFacts(
        sign_in=row.pk if row else None,
        auth_time=entering.proved_at(request),
        means=row.means if row else "",
        sid=sid_of(row.pk if row else key),
    )


def sid_of(session: object) -> str:
    """Return the name of a session for systems outside; it tells nothing about the session."""
    return base64.urlsafe_b64encode(hashing.keyed_hash("oidc-sid", str(session))[:16]).decode().rstrip("=")
