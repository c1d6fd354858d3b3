"""Ports that contexts above fill: who can verify a name and number, who can send a code."""

from collections.abc import Callable

Verifier = Callable[[str, str], bool | None]
CodeSender = Callable[[str, str], None]
verifiers: dict[str, Verifier] = {}
senders: dict[str, CodeSender] = {}


def register_verifier(name: str, verify: Verifier) -> None:
    """Add a source that says whether name and number belong together; None when it cannot tell."""
    verifiers[name] = verify


def register_code_sender(name: str, send: CodeSender) -> None:
    """Add a way to send a code to a mobile number: `send(mobile, code)`, raising OSError when it cannot."""
    senders[name] = send
