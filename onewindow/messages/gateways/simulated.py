"""Simulated gateways (模拟): text messages in the spool of `onewindow demo sms`, the others in folders."""

from pathlib import Path

from django.conf import settings

from onewindow.identity.public import simulated_sms

KEPT = 200


class SimulatedGateway:
    """Puts texts into the spool."""

    def send(self, key: str, address: str, text: str) -> str:
        """Put a text into the spool; its reference says that it is simulated."""
        simulated_sms(address, text)
        return f"simulated-{key}"


class SimulatedFolder:
    """模拟邮件网关、模拟微信网关: a file for each message in a folder only the operator reads."""

    def __init__(self, channel: str) -> None:
        """Take the channel whose folder it is."""
        self.channel = channel

    def send(self, key: str, address: str, text: str) -> str:
        """Write a file that says it is simulated; the same key is the same file."""
        folder = folder_of(self.channel)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / f"{key}.txt"
        file.touch(mode=0o600)
        file.write_text(f"【模拟】\n收件人 {address}\n{text}\n", encoding="utf-8")
        for old in sorted(folder.glob("*.txt"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return f"simulated-{key}"


def folder_of(channel: str) -> Path:
    """Return where the simulated gateway of a channel keeps what it took."""
    return Path(settings.HOME) / f"simulated-{channel}"
