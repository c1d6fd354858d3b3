"""Reference data of the kernel: the shipped working-day notices."""

from onewindow.kernel import workdays
from onewindow.kernel.seeds import Seed

CALENDAR = Seed("calendar", "reference", 5, workdays.plant)
