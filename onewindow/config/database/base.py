"""Django's PostgreSQL, where a kept connection is looked at, not asked, before it serves the next request."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own but for one statement a request: the check of a kept connection."""

    def is_usable(self) -> bool:
        """Tell whether the connection stands: a server that has gone, or says anything unasked, is asked.

        The end of a connection is something to read, so silence means that nobody ended it; that is all
        the statement which Django sends instead can tell before the next one.
        """
        link = self.connection
        if link is not None and not link.closed and not link.broken and _is_silent(link.fileno()):
            return True
        return super().is_usable()


def _is_silent(descriptor: int) -> bool:
    look = select.poll()
    look.register(descriptor, select.POLLIN)
    return not look.poll(0)
