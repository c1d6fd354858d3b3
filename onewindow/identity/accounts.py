"""Django's sign-in seam: one statement loads an account with everything an actor is made of."""

from typing import Any

from django.http import HttpRequest

from onewindow.identity.models import Account
from onewindow.identity.queries import account_by_id


class AccountBackend:
    """Loads accounts for sessions; passwords are judged in `services.sign_in`, which counts failures."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Never sign in from here."""
        return

    def get_user(self, account_id: int) -> Account | None:
        """Return the active account of a session."""
        return account_by_id(account_id)
