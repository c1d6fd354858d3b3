"""A gateway for tests: keeps what it took; can be down or refuse."""

from dataclasses import dataclass, field

from onewindow.messages.errors import AddressRefused, GatewayDown


@dataclass
class FakeGateway:
    """What was sent, by key; `down` fails for now, `refuses` for good."""

    taken: dict[str, tuple[str, str]] = field(default_factory=dict)
    tries: int = 0
    down: bool = False
    refuses: bool = False

    def send(self, key: str, address: str, text: str) -> str:
        """Take a text, once for each key."""
        self.tries += 1
        if self.down:
            raise GatewayDown("down")
        if self.refuses:
            raise AddressRefused("no such number")
        self.taken[key] = (address, text)
        return f"fake-{key}"
