"""A source that answers one register at once, as plain ASGI: what the gateway asks and the floor is."""

from typing import Any

import django
import orjson

django.setup()

from onewindow.exchange.signing import answer_mac  # noqa: E402  the key store reads the settings

VALUE = {
    "certificate_number": "202345000123",
    "holder_name": "压测护士",
    "status": "01",
    "valid_from": "2024-01-01",
    "valid_to": "2029-01-01",
    "institution_code": "459900000001",
    "institution_name": "示例市第一人民医院",
    "suspended": False,
}


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer any POST with the record, signed for its nonce."""
    if scope["type"] != "http":
        return
    message = await receive()
    asked = orjson.loads(message["body"])
    body = orjson.dumps({"nonce": asked["nonce"], "status": "ok", "value": VALUE})
    signature = answer_mac("exchange-simulated", "health", asked["nonce"], body)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"x-source-signature", signature.encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
