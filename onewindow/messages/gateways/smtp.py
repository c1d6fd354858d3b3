"""A mail server at `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`; plain only nearby."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from django.conf import settings

from onewindow.messages import rules
from onewindow.messages.errors import AddressRefused, GatewayDown

NEAR = {"127.0.0.1", "localhost", "::1"}
GONE = 500  # what a server answers from here on it will answer again (RFC 5321 4.2.1)


@dataclass(frozen=True, slots=True)
class SmtpGateway:
    """The mail server at an address."""

    address: str

    def send(self, key: str, address: str, text: str) -> str:
        """Hand a mail over, its first line the subject; the key is its Message-ID, to tell doubles by."""
        parts = urlsplit(self.address)
        host, title = parts.hostname or "", text.partition("\n")
        mail = EmailMessage()
        mail["Message-ID"] = f"<{key}@{urlsplit(settings.PUBLIC_URL).hostname or 'onewindow'}>"
        mail["From"] = settings.MAIL_FROM
        mail["To"] = address
        mail["Subject"] = title[0]
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(title[2].strip() or title[0])
        try:
            with self._connected(parts.scheme, host, parts.port) as server:
                if parts.username:
                    server.login(unquote(parts.username), unquote(parts.password or ""))
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as refusal:
            code = next(iter(refusal.recipients.values()))[0]
            if code >= GONE:
                raise AddressRefused(f"SMTP {code}") from refusal
            raise GatewayDown(f"SMTP {code}") from refusal
        except (OSError, smtplib.SMTPException, ValueError) as failure:
            raise GatewayDown(type(failure).__name__) from failure
        return str(mail["Message-ID"])

    def _connected(self, scheme: str, host: str, port: int | None) -> smtplib.SMTP:
        seconds, secure = rules.number("seconds"), ssl.create_default_context()
        if scheme == "smtps":
            return smtplib.SMTP_SSL(host, port or 465, timeout=seconds, context=secure)
        server = smtplib.SMTP(host, port or 587, timeout=seconds)
        if host not in NEAR:
            server.starttls(context=secure)
        return server
