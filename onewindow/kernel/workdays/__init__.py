"""Working days: the nation's calendar with a region's own overlay, taken in as data year by year.

A day counts as working Monday to Friday unless a notice says otherwise; a region's notice goes before the
nation's, in both directions. A year without a notice is computed by weekdays alone and marked provisional.
"""

from onewindow.kernel.workdays.calendar import Calendar, Due
from onewindow.kernel.workdays.notices import InvalidNotices
from onewindow.kernel.workdays.tables import calendar_for, forget, load_notices, plant

__all__ = ["Calendar", "Due", "InvalidNotices", "calendar_for", "forget", "load_notices", "plant"]
