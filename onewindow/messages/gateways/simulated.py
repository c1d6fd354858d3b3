"""模拟短信网关: the demonstration's spool, shown by `onewindow demo sms`."""

from onewindow.identity.public import simulated_sms


class SimulatedGateway:
    """Puts texts into the spool."""

    def send(self, key: str, address: str, text: str) -> str:
        """Put a text into the spool; its reference says that it is simulated."""
        simulated_sms(address, text)
        return f"simulated-{key}"
