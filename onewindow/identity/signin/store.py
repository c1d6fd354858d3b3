"""Where sessions are kept: Django's table, read with one prepared statement at every request."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Now

from onewindow.kernel.public import prepared


def _session() -> QuerySet[Session]:
    return Session.objects.filter(session_key=prepared.Place(1), expire_date__gt=Now())


_SESSION = prepared.Kept(_session)


class SessionStore(DatabaseStore):
    """A session as Django keeps it; its name is that of Django's own, for it is part of the signing salt."""

    def _get_session_from_db(self) -> Session | None:
        """Return the row of a session that is not over."""
        found = _SESSION.first(self.session_key)
        if found is None:
            self._session_key = None
        return found
