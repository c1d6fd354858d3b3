"""模拟短信网关: the simulated text-message gateway, a spool of files only the operator may read."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from onewindow.kernel.public import clock

KEPT = 200  # messages; older ones are thrown away
_CODE_TEXT = (
    "【模拟】广西政务服务：验证码 {code}，10 分钟内有效。工作人员不会向您要验证码，请不要告诉任何人。"
)


@dataclass(frozen=True, slots=True)
class Message:
    """One text message that a real gateway would have sent."""

    at: str
    mobile: str
    text: str
    code: str = ""


def send_code(mobile: str, code: str) -> None:
    """Put a code into the spool; raises OSError when it cannot, as a real gateway's client does."""
    _put(Message(clock.now().isoformat(), mobile, _CODE_TEXT.format(code=code), code))


def send_notice(mobile: str, text: str) -> None:
    """Put a notice into the spool; raises OSError."""
    _put(Message(clock.now().isoformat(), mobile, f"【模拟】广西政务服务：{text}"))


def messages(mobile: str = "") -> list[Message]:
    """Return what was sent, to one number or to all, newest first."""
    found = []
    for file in sorted(_folder().glob("*.json"), reverse=True):
        try:
            message = Message(**json.loads(file.read_text(encoding="utf-8")))
        except FileNotFoundError:  # thrown away meanwhile
            continue
        if mobile in {"", message.mobile}:
            found.append(message)
    return found


def _put(message: Message) -> None:
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{clock.now().timestamp():020.6f}-{secrets.token_hex(4)}.json"
    body = json.dumps(asdict(message), ensure_ascii=False)
    draft = folder / f".{name}"
    draft.touch(mode=0o600)
    draft.write_text(body, encoding="utf-8")
    draft.rename(folder / name)
    for old in sorted(folder.glob("[!.]*.json"))[:-KEPT]:
        old.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.HOME) / "simulated-sms"
