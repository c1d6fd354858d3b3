"""Timed work of collaboration."""

from onewindow.collaboration.services.acting import consent_silently, leave_overdue, open_due
from onewindow.collaboration.services.asking import escalate_asks
from onewindow.collaboration.services.pushing import push_due
from onewindow.kernel.public import jobs

jobs.periodic("* * * * *", name="collaboration.open_due")(open_due)
jobs.periodic("35 16 * * *", name="collaboration.consent_silently")(consent_silently)
jobs.periodic("36 16 * * *", name="collaboration.leave_overdue")(leave_overdue)
jobs.periodic("37 16 * * *", name="collaboration.escalate_asks")(escalate_asks)
jobs.periodic("* * * * *", name="collaboration.push_due")(push_due)
