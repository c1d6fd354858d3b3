"""Sends what waits: in order, signed, at least once; a system that is down is asked again later and later."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import httpx

from onewindow.exchange.addresses import pinned
from onewindow.exchange.docking.models import State
from onewindow.exchange.gate.credentials import to_be_signed
from onewindow.exchange.gate.limits import limit
from onewindow.exchange.hooks.models import Hook, Posting, PostingState
from onewindow.exchange.receipts import PURPOSE
from onewindow.kernel.public import SYSTEM, audit, canonical, clock, sm2, unit

LEASE, LONGEST_PAUSE, GONE, LATER = timedelta(minutes=10), 60, 410, frozenset({408, 425, 429})
AT_ONCE, LONGEST_WAIT = 100, 3600


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system said: its status, 0 where it did not answer; why; how many seconds it asks to wait."""

    status: int
    cause: str = ""
    wait: int = 0

    @property
    def is_good(self) -> bool:
        """Tell whether the event was taken."""
        return 200 <= self.status < 300

    @property
    def is_refusal(self) -> bool:
        """Tell whether the system will not take this very event, whenever it is sent."""
        return 400 <= self.status < 500 and self.status not in {*LATER, GONE}


def send_due() -> int:
    """Send for every hook whose time has come; return how many events were taken."""
    due = Hook.objects.filter(
        on=True, next_at__lte=clock.now(), system__state__in=[State.TESTING, State.JOINED],
        postings__state=PostingState.WAITING,
    )  # fmt: skip
    codes = list(due.order_by("next_at", "code").distinct().values_list("code", flat=True)[:AT_ONCE])
    return sum(send_hook(code) for code in codes)


def send_all() -> None:
    """Send until no hook takes more: what a worker does as soon as something waits."""
    while send_due():
        pass


def send_hook(code: str) -> int:
    """Send what waits for a hook, in order, up to the first that could not be; return how many were taken.

    Two workers never send for one hook at the same time; a worker that dies leaves it for ten minutes.
    """
    with unit.work():
        free = Hook.objects.select_for_update(of=("self",), skip_locked=True).filter(code=code, on=True)
        hook = free.filter(next_at__lte=clock.now()).first()
        if hook is None:
            return 0
        hook.next_at = clock.now() + LEASE
        hook.save(update_fields=["next_at"])
    waiting = Posting.objects.filter(hook=hook, state=PostingState.WAITING).order_by("event")
    done, last = _send(hook, list(waiting[: limit("hook_batch")]))
    with unit.work():
        Posting.objects.bulk_update(done, ["state", "tries", "status", "cause", "sent_at"])
        _settle(code, last)
    return sum(one.state == PostingState.SENT for one in done)


def forget_sent() -> int:
    """Remove the oldest events that were taken longer ago than they are kept; return how many."""
    before = clock.now() - timedelta(days=limit("hook_days"))
    old = Posting.objects.filter(state=PostingState.SENT, sent_at__lt=before).order_by("sent_at")
    return Posting.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:5_000])).delete()[0]


def _send(hook: Hook, waiting: Sequence[Posting]) -> tuple[list[Posting], Answer | None]:
    """Send one after the other; return those with an answer, and the last answer."""
    done, answer = [], None
    with httpx.Client(timeout=limit("hook_seconds"), trust_env=False, follow_redirects=False) as client:
        for one in waiting:
            answer = _post(client, hook, one.body.encode())
            one.tries, one.status, one.cause = one.tries + 1, answer.status or None, answer.cause[:300]
            done.append(one)
            if answer.is_good:
                one.state, one.sent_at, one.cause = PostingState.SENT, clock.now(), ""
            elif answer.is_refusal and one.tries >= limit("hook_tries"):
                one.state = PostingState.ASIDE
            else:
                break
    return done, answer


def _settle(code: str, last: Answer | None) -> None:
    """Write down how it went, and when to go on: at once, or later after every failure in a row."""
    hook = Hook.objects.select_for_update().get(code=code)
    now = clock.now()
    if last is None or last.is_good:
        hook.failures, hook.cause, hook.next_at = 0, "", now
        hook.good_at = hook.good_at if last is None else now
    else:
        hook.failures, hook.cause = hook.failures + 1, last.cause[:300]
        pause = last.wait or 60 * min(2 ** min(hook.failures - 1, 10), LONGEST_PAUSE)
        hook.next_at = now + timedelta(seconds=pause)
    hook.save(update_fields=["failures", "cause", "next_at", "good_at"])
    if last is not None and last.status == GONE:
        hook.on = False
        hook.save(update_fields=["on"])
        audit.record(SYSTEM, "hook.gone", hook)


def _post(client: httpx.Client, hook: Hook, body: bytes) -> Answer:
    try:
        url, headers, extensions = pinned(hook.declaration["url"])
        headers["Content-Type"] = "application/cloudevents+json; charset=utf-8"
        if hook.secret:
            headers[hook.declaration.get("header", "Authorization")] = hook.secret
        with client.stream(
            "POST", url, content=body, headers=headers | signature(url.path, body), extensions=extensions
        ) as answer:
            return _told(answer)
    except (OSError, ValueError, httpx.HTTPError) as error:
        return Answer(0, f"{type(error).__name__}：{str(error)[:200]}")


def _told(answer: httpx.Response) -> Answer:
    """Read the head of an answer only: what is behind it is nobody's business."""
    wait = answer.headers.get("Retry-After", "")
    seconds = int(wait) if wait.isascii() and wait.isdigit() and len(wait) < 9 else 0
    cause = "" if answer.is_success else f"状态码{answer.status_code}"
    return Answer(answer.status_code, cause, min(seconds, LONGEST_WAIT))


def signature(path: str, body: bytes) -> dict[str, str]:
    """Return the headers that prove who sends: signed are method, path, time in ms, nonce, SM3 of the body.

    The key is the one of the exchange's receipts, published with its id at /transparency/keys.json.
    """
    stamp, nonce = str(int(clock.now().timestamp() * 1000)), secrets.token_hex(16)
    signed = sm2.sign(PURPOSE, to_be_signed("POST", path, stamp, nonce, canonical.sm3(body)))
    return {
        "X-System": "onewindow", "X-Key-Id": signed.kid, "X-Time": stamp, "X-Nonce": nonce,
        "X-Signature": signed.value.hex(),
    }  # fmt: skip
