"""HTTP as the gateway takes it: the server library's protocol, with the limits that it leaves to others."""

from asyncio import TimerHandle, Transport

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from onewindow.exchange.gate.limits import limit

HEAD_BYTES = 32768


class Bounded(HttpToolsProtocol):
    """One connection: a request's head is no longer than HEAD_BYTES, and every request is whole in time.

    The time is a call's own and a little more: a call that takes longer has been told so by then. What does
    not keep to it is cut off, and so is who opens a connection and says nothing.
    """

    late: TimerHandle | None = None
    head = 0  # bytes of a head that is still coming, -1 when none is
    begun = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as the library's own
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._settle()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; what is no head after too many of them is none, and empty lines are no request."""
        self.begun = False
        super().data_received(data)
        if self.head >= 0 and not self.begun:  # where a head begins, others' bytes may have come before it
            self.head += len(data)
            if self.head > HEAD_BYTES:
                self.transport.abort()
        if self.late is None and (self.cycle is None or self.cycle.response_complete):
            self._expect()

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of a request."""
        super().on_message_begin()
        self.head, self.begun = 0, True
        self._expect()

    def on_headers_complete(self) -> None:
        """Count no longer."""
        self.head = -1
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait no longer."""
        self._settle()
        super().on_message_complete()

    def _expect(self) -> None:
        self._settle()
        self.late = self.loop.call_later(limit("seconds") + 1, self.transport.abort)

    def _settle(self) -> None:
        if self.late is not None:
            self.late.cancel()
            self.late = None
