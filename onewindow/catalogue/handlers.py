"""What the catalogue does when something happened: a changed law opens adjustments of powers."""

from datetime import date

from onewindow.catalogue.events import StatuteChanged, StatuteRepealed
from onewindow.catalogue.services.powers import adjust_for_law
from onewindow.kernel.public import outbox


@outbox.on(StatuteChanged, name="catalogue.adjust_powers")
def law_changed(event: StatuteChanged) -> None:
    """Open an adjustment for every power that rests on the statute."""
    note = f"《{event.short}》{event.adopted}修改"
    adjust_for_law(short=event.short, note=note, cause_on=date.fromisoformat(event.adopted))


@outbox.on(StatuteRepealed, name="catalogue.adjust_powers_of_repealed")
def law_repealed(event: StatuteRepealed) -> None:
    """Open an adjustment for every power that rests on the statute."""
    note = f"《{event.short}》自{event.repealed_on}起废止"
    adjust_for_law(short=event.short, note=note, cause_on=date.fromisoformat(event.repealed_on))
