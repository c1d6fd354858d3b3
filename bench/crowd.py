"""Invented nurses with an open, complete draft each and a signed-in session: `python -m bench.crowd COUNT`.

It runs with the environment of a scratch instance and makes everything through the verbs; the registers know
these people by their unassigned prefix (`crowd` in exchange/data/simulated.yaml).
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from multiprocessing import get_context
from typing import Any

from bench.instance import ROOT, Instance

PREFIX, NAME, INSTITUTION = "459998", "压测护士", "459900000001"
A_DAY, FIRST_BIRTH = 999, date(1970, 1, 1)
TOKEN = "b" * 32
MAKERS = 2


@dataclass(frozen=True)
class Ready:
    """A draft that only waits for its submit, and the session of its owner."""

    draft: str
    reference: str
    session: str

    def request(self, port: int) -> bytes:
        """Return the bytes of the submit as a browser sends it."""
        body = f"csrfmiddlewaretoken={TOKEN}"
        return (
            f"POST /apply/draft/{self.draft}/submit/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Cookie: sessionid={self.session}; csrftoken={TOKEN}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nConnection: keep-alive\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()


class Supply:
    """Ready drafts of an instance, made in batches when they run out: no session waits unseen for long."""

    def __init__(self, it: Instance, batch: int) -> None:
        self._it, self._batch = it, batch
        self._ready: list[Ready] = []
        self._made = 0

    def take(self, count: int) -> list[Ready]:
        """Return this many drafts that nobody has had."""
        if len(self._ready) < count:
            more = max(self._batch, count)
            self._ready += prepare(self._it, more, first=self._made)
            self._made += more
        taken, self._ready = self._ready[:count], self._ready[count:]
        return taken


def prepare(it: Instance, count: int, *, first: int = 0) -> list[Ready]:
    """Make `count` nurses from number `first` on, with a draft and a session each, on a running instance."""
    made = subprocess.run(
        [sys.executable, "-m", "bench.crowd", str(first), str(count)],
        cwd=ROOT, env=it.environment | {"DATABASE_URL": it.database_url}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"the drafts could not be prepared: {made.stderr[-2000:]}")
    return [Ready(**json.loads(line)) for line in made.stdout.splitlines()]


def resident_id(serial: int) -> str:
    """Return the number of the nth nurse."""
    from onewindow.kernel.public import codes

    days, sequence = divmod(serial, A_DAY)
    body = f"{PREFIX}{FIRST_BIRTH + timedelta(days=days):%Y%m%d}{sequence + 1:03d}"
    return body + codes.ResidentId.check_character(body)


def nurse(version: Any, serial: int) -> Ready:
    """Register one nurse, answer her form page by page, sign her in."""
    from onewindow.forms import public as forms
    from onewindow.identity import public as identity
    from onewindow.kernel.public import SYSTEM, clock

    number = resident_id(serial)
    account = identity.register_person(
        by=SYSTEM, username=f"bench{number}", password="bench", name=NAME, resident_id=number,
        mobile=f"1998{serial:07d}", level=3,
    )  # fmt: skip
    by = identity.actor_for(account)
    draft = forms.start_draft(
        by=by, item_code=version.code, item_version_id=version.pk, form_code=version.form_code,
        applicant=identity.applicant_of(account),
    )  # fmt: skip
    typed = {
        "exam": {"exam_date": (clock.today() - timedelta(days=20)).isoformat()},
        "declaration": {"declaration": True},
    }
    for page, values in typed.items():
        draft = forms.save_page(
            by=by, draft_id=draft.pk, page_key=page, values=values, revision=draft.revision
        )
    missing = forms.validate(forms.form(draft.form_code, draft.form_version), draft.answers)
    if missing:
        raise RuntimeError(f"the draft is not complete: {missing}")
    return Ready(str(draft.pk), draft.reference, session_of(account))


def session_of(account: Any) -> str:
    """Return the key of a new session in which the account is signed in and was seen just now."""
    from django.contrib.sessions.backends.db import SessionStore

    from onewindow.kernel.public import clock

    session = SessionStore()
    session.update(
        {
            "_auth_user_id": str(account.pk),
            "_auth_user_backend": "onewindow.identity.accounts.AccountBackend",
            "_auth_user_hash": account.get_session_auth_hash(),
            "seen": int(clock.now().timestamp()),
        }
    )
    session.create()
    assert session.session_key
    return session.session_key


def started() -> None:
    """Set Django up, with a cheap password hash: nobody signs in with these people's passwords."""
    import os

    import django

    from onewindow.config.loading import loading

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onewindow.config.settings")
    with loading():
        django.setup()
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pilot() -> Any:
    """Return the item version that nurses apply for."""
    from onewindow.catalogue import public as catalogue

    return next(version for version in catalogue.pilots() if version.pilot_key == "nurse-renewal")


def _nurses(serials: range) -> list[Ready]:
    started()
    return list(map(partial(nurse, pilot()), serials))


def main(first: int, count: int) -> None:
    """Print one line of JSON per nurse."""
    shares = [range(first + at, first + count, MAKERS) for at in range(MAKERS)]
    with get_context("spawn").Pool(MAKERS) as pool:
        for ready in pool.map(_nurses, shares):
            for each in ready:
                print(json.dumps(each.__dict__))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
