"""Reactions of sign-in: notices to the old contact."""

from onewindow.identity.signin import recovery, resets
from onewindow.identity.signin.events import PasswordReset, RecoveryAsked, RecoveryDone
from onewindow.kernel.public import outbox


@outbox.on(RecoveryAsked, name="identity.tell_of_asking")
def tell_of_asking(event: RecoveryAsked) -> None:
    """Tell the old contact."""
    recovery.tell_of_asking(int(event.subject.partition(":")[2]))


@outbox.on(RecoveryDone, name="identity.tell_of_done")
def tell_of_done(event: RecoveryDone) -> None:
    """Tell the contact."""
    recovery.tell_of_done(int(event.subject.partition(":")[2]))


@outbox.on(PasswordReset, name="identity.tell_of_reset")
def tell_of_reset(event: PasswordReset) -> None:
    """Tell the account's mobile."""
    resets.tell_of_reset(int(event.subject.partition(":")[2]))
