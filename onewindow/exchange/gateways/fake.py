"""Answers questions in this process from the simulated registers: for tests, with faults by resource."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from onewindow.exchange import gateways
from onewindow.exchange.questions import Answer, Question
from onewindow.exchange.simulated import registers


class FakeGateway:
    """Sources without sockets; `faults` maps a resource to down, slow, lie, none, forged, oversize."""

    def __init__(self, faults: Mapping[str, str] | None = None) -> None:
        self.faults = dict(faults or {})
        self.asked: list[Question] = []

    def ask(self, questions: Sequence[Question], *, seconds: float) -> list[Answer]:
        """Answer at once."""
        self.asked += questions
        return [self._answer(question) for question in questions]

    def _answer(self, question: Question) -> Answer:
        fault = self.faults.get(question.connector.resource, "")
        if fault in {"down", "slow", "oversize"}:
            return Answer(cause={"down": "refused", "slow": "timeout", "oversize": "oversize"}[fault])
        body, signature = registers.respond(question.connector.resource, question.body, fault)
        return Answer(body, signature, "", 1)


@contextmanager
def answering(**faults: str) -> Iterator[FakeGateway]:
    """Use the fake gateway for the block, in every thread of the process."""
    before, fake = gateways.current(), FakeGateway(faults)
    gateways.use(fake)
    try:
        yield fake
    finally:
        gateways.use(before)
