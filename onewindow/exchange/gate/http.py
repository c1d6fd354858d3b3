"""HTTP as the gateway takes it: the server library's protocol, with the limits that it leaves to others."""

from asyncio import TimerHandle, Transport

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from onewindow.exchange.gate.limits import limit

HEAD_BYTES = 32768


class Bounded(HttpToolsProtocol):
    """One connection: no more than HEAD_BYTES come in without news, and every request is whole in time.

    The time is a call's own and a little more: a call that takes longer has been told so by then. What does
    not keep to it is cut off, and so is who opens a connection and says nothing, or does not take answers.
    An offer to change to another protocol is not taken up (RFC 9110 §7.8): the request is answered as it is.
    """

    late: TimerHandle | None = None
    slow: TimerHandle | None = None
    running: RequestResponseCycle | None = None
    silent = 0
    told = headed = False
    plain = b""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as the library's own
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer; what is being answered has nobody to go to."""
        self._settle()
        self.resume_writing()
        self._drop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; what brings neither a request nor a piece of one after too many of them is none."""
        self._unset_keepalive_if_required()
        self.told = False
        try:
            self._feed(data)
        except HttpParserError:
            self.send_400_response("Invalid HTTP request received.")
            self._drop()
            self._expect()
            return
        self.silent = 0 if self.told else self.silent + len(data)
        if self.silent > HEAD_BYTES:
            self.transport.abort()
        elif self.late is None and (self.cycle is None or self.cycle.response_complete):
            self._expect()  # bytes between requests ended the library's own waiting

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of a request."""
        super().on_message_begin()
        self.told, self.headed = True, False
        self._expect()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a line of the head; those after the body say nothing."""
        if not self.headed:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Let the call begin, unless its head is to be read again without the offer to change over."""
        self.told = self.headed = True
        if not self.parser.should_upgrade():
            super().on_headers_complete()
        elif self.parser.get_method() == b"CONNECT":
            raise HttpParserError("no tunnels")
        else:
            first = b" ".join((self.parser.get_method(), self.url, b"HTTP/1.1"))
            lines = [name + b": " + value for name, value in self.headers if name != b"upgrade"]
            self.plain = b"\r\n".join([first, *lines, b"", b""])

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body."""
        self.told = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait no longer."""
        if not self.plain:
            self.told = True
            self._settle()
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """Do not wait for ever for the last answer to be taken."""
        super().on_response_complete()
        if self.transport.is_closing() and self in self.connections:
            self._expect()

    def timeout_keep_alive_handler(self) -> None:
        """End what nobody has used for long, taken or not."""
        self.transport.abort()

    def pause_writing(self) -> None:
        """Wait for answers to be taken."""
        super().pause_writing()
        self.slow = self.loop.call_later(limit("seconds") + 1, self.transport.abort)

    def resume_writing(self) -> None:
        """Wait no longer for that."""
        super().resume_writing()
        if self.slow is not None:
            self.slow.cancel()
            self.slow = None

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self.running = cycle
        super()._start_asgi_task(cycle, app)

    def _feed(self, data: bytes) -> None:
        """Parse; the parser skips the body of what offers to change over, so it gets that anew without."""
        while True:
            try:
                self.parser.feed_data(data)
            except HttpParserUpgrade as met:
                data, self.plain = self.plain + data[met.args[0] :], b""
                self.parser = HttpRequestParser(self)
                self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
            else:
                return

    def _drop(self) -> None:
        """Write nothing more: of several requests at once the library tells this to the last alone."""
        if self.running is not None and not self.running.response_complete:
            self.running.disconnected = True
            self.running.message_event.set()

    def _expect(self) -> None:
        self._settle()
        self.late = self.loop.call_later(limit("seconds") + 1, self.transport.abort)

    def _settle(self) -> None:
        if self.late is not None:
            self.late.cancel()
            self.late = None
