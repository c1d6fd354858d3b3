"""Dates, times and durations of FEEL: any year of ±999,999,999, nanoseconds, offsets and named zones."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

NANO = 1_000_000_000
DAY = 86_400
YEAR_LIMIT = 999_999_999
_DATE = r"(-?(?:\d{4}|[1-9]\d{4,8}))-(\d\d)-(\d\d)"
_TIME = r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+\-/]+)?"
_DATE_RE = re.compile(_DATE, re.ASCII)
_TIME_RE = re.compile(_TIME, re.ASCII)
_MOMENT_RE = re.compile(f"{_DATE}T{_TIME}", re.ASCII)
_MONTHS_RE = re.compile(r"(-?)P(?:(\d{1,18})Y)?(?:(\d{1,18})M)?", re.ASCII)
_SECONDS_RE = re.compile(
    r"(-?)P(?:(\d{1,18})D)?(?:(T)(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})(?:\.(\d{0,9})\d*)?S)?)?",
    re.ASCII,
)


def days_in_month(year: int, month: int) -> int:
    """Return the length of a month in the proleptic Gregorian calendar."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A calendar day."""

    year: int
    month: int
    day: int

    @staticmethod
    def of(year: int, month: int, day: int) -> "Date | None":
        """Return the day, or None when there is no such day."""
        if abs(year) > YEAR_LIMIT or not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
            return None
        return Date(year, month, day)

    @property
    def number(self) -> int:
        """Days since 1970-01-01."""
        year = self.year - (self.month <= 2)
        era, of_era = divmod(year, 400)
        of_year = (153 * (self.month + (-3 if self.month > 2 else 9)) + 2) // 5 + self.day - 1
        return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468

    @staticmethod
    def of_number(number: int) -> "Date | None":
        """Return the day that is `number` days after 1970-01-01."""
        era, of_era = divmod(number + 719468, 146097)
        year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
        of_year = of_era - (365 * year + year // 4 - year // 100)
        shifted = (5 * of_year + 2) // 153
        month = shifted + (3 if shifted < 10 else -9)
        return Date.of(year + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1)

    @property
    def weekday(self) -> int:
        """Monday is 1, Sunday 7 (ISO 8601)."""
        return (self.number + 3) % 7 + 1

    def plus_months(self, months: int) -> "Date | None":
        """Move by months; the day is cut to the length of the month it lands in."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Date.of(year, month + 1, min(self.day, days_in_month(year, month + 1)))

    def __str__(self) -> str:
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, with an offset in seconds, a named zone, or neither."""

    second_of_day: int
    nano: int = 0
    offset: int | None = None
    zone: str = ""

    @staticmethod
    def of(  # noqa: PLR0917
        hour: int, minute: int, second: int, nano: int = 0, offset: int | None = None, zone: str = ""
    ) -> "Time | None":
        """Return the time, or None when a part is out of range."""
        if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60 and 0 <= nano < NANO):
            return None
        if offset is not None and abs(offset) > 18 * 3600:
            return None
        return Time(hour * 3600 + minute * 60 + second, nano, offset, zone)

    @property
    def hour(self) -> int:
        """The hour, 0 to 23."""
        return self.second_of_day // 3600

    @property
    def minute(self) -> int:
        """The minute, 0 to 59."""
        return self.second_of_day // 60 % 60

    @property
    def second(self) -> int:
        """The whole second, 0 to 59."""
        return self.second_of_day % 60

    @property
    def is_zoned(self) -> bool:
        """Whether the time has an offset or a zone."""
        return self.offset is not None or bool(self.zone)

    def offset_on(self, day: Date) -> int | None:
        """Return the offset from UTC in seconds on a day; None for a time without one."""
        return zone_offset(self.zone, day, self.second_of_day) if self.zone else self.offset

    @property
    def nanos(self) -> int:
        """Nanoseconds of the day in UTC, or of the local day without an offset."""
        offset = self.offset_on(Date(1970, 1, 1)) or 0
        return (self.second_of_day - offset) * NANO + self.nano

    def __str__(self) -> str:
        text = f"{self.hour:02d}:{self.minute:02d}:{self.second:02d}"
        if self.nano:
            text += f".{self.nano:09d}".rstrip("0")
        if self.zone:
            return f"{text}@{self.zone}"
        return text + offset_text(self.offset)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A moment: a day and a time on it."""

    date: Date
    time: Time

    @property
    def nanos(self) -> int:
        """Nanoseconds since 1970-01-01, in UTC where the moment has an offset."""
        offset = self.time.offset_on(self.date) or 0
        return (self.date.number * DAY + self.time.second_of_day - offset) * NANO + self.time.nano

    def plus_nanos(self, nanos: int) -> "DateTime | None":
        """Move by a period of time, keeping the offset or zone."""
        whole = (self.date.number * DAY + self.time.second_of_day) * NANO + self.time.nano + nanos
        seconds, nano = divmod(whole, NANO)
        day = Date.of_number(seconds // DAY)
        time = Time(seconds % DAY, nano, self.time.offset, self.time.zone)
        return DateTime(day, time) if day else None

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


@dataclass(frozen=True, slots=True, order=True)
class DaysDuration:
    """A days and time duration, in nanoseconds."""

    nanos: int

    def __str__(self) -> str:
        seconds, nano = divmod(abs(self.nanos), NANO)
        days, rest = divmod(seconds, DAY)
        hours, minutes = rest // 3600, rest // 60 % 60
        fraction = f".{nano:09d}".rstrip("0") if nano else ""
        clock = "".join(
            (
                f"{hours}H" if hours else "",
                f"{minutes}M" if minutes else "",
                f"{rest % 60}{fraction}S" if rest % 60 or nano else "",
            )
        )
        body = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
        return f"{'-' if self.nanos < 0 else ''}P{body or 'T0S'}"


@dataclass(frozen=True, slots=True, order=True)
class MonthsDuration:
    """A years and months duration, in months."""

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        body = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return f"{'-' if self.months < 0 else ''}P{body or '0M'}"


def offset_text(offset: int | None) -> str:
    """Write an offset as Z, +hh:mm or +hh:mm:ss."""
    if offset is None:
        return ""
    if offset == 0:
        return "Z"
    hours, rest = divmod(abs(offset), 3600)
    tail = f":{rest % 60:02d}" if rest % 60 else ""
    return f"{'-' if offset < 0 else '+'}{hours:02d}:{rest // 60:02d}{tail}"


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def zone_offset(name: str, day: Date, second: int) -> int:
    """Return a zone's offset at a local time; years outside 1–9999 use the nearest year's rules."""
    zone = _zone(name)
    year = min(max(day.year, 2), 9998)
    local = datetime(year, day.month, min(day.day, days_in_month(year, day.month)), tzinfo=UTC)
    found = zone and (local + timedelta(seconds=second)).replace(tzinfo=zone).utcoffset()
    return int(found.total_seconds()) if found else 0


def _zone_part(text: str | None) -> tuple[int | None, str] | None:
    if not text:
        return None, ""
    if text == "Z":
        return 0, ""
    if text[0] == "@":
        return (None, text[1:]) if _zone(text[1:]) else None
    parts = [int(p) for p in text[1:].split(":")]
    if parts[1] > 59 or parts[2:] > [59]:
        return None
    seconds = sum(p * weight for p, weight in zip(parts, (3600, 60, 1), strict=False))
    return -seconds if text[0] == "-" else seconds, ""


def parse_date(text: str) -> Date | None:
    """Read an ISO date."""
    found = _DATE_RE.fullmatch(text)
    return Date.of(*(int(g) for g in found.groups())) if found else None


def _time_of(parts: tuple[str | None, ...]) -> Time | None:
    hour, minute, second, fraction, zone = parts
    where = _zone_part(zone)
    if where is None:
        return None
    nano = int(((fraction or "") + "000000000")[:9])
    return Time.of(int(hour or 0), int(minute or 0), int(second or 0), nano, *where)


def parse_time(text: str) -> Time | None:
    """Read an ISO time with an optional fraction and offset or @zone."""
    found = _TIME_RE.fullmatch(text)
    return _time_of(found.groups()) if found else None


def parse_moment(text: str) -> DateTime | None:
    """Read an ISO date and time; a bare date is midnight."""
    found = _MOMENT_RE.fullmatch(text)
    if not found:
        day = parse_date(text)
        return DateTime(day, Time(0)) if day else None
    parts = found.groups()
    day, midnight = Date.of(int(parts[0]), int(parts[1]), int(parts[2])), parts[3:6] == ("24", "00", "00")
    time = _time_of(("00", *parts[4:]) if midnight else parts[3:])
    if day is None or time is None:
        return None
    return DateTime(day, time).plus_nanos(DAY * NANO) if midnight else DateTime(day, time)


def parse_duration(text: str) -> DaysDuration | MonthsDuration | None:
    """Read an ISO duration of years and months, or of days and time; never of both."""
    if found := _MONTHS_RE.fullmatch(text):
        sign, years, months = found.groups()
        if years or months:
            total = int(years or 0) * 12 + int(months or 0)
            return MonthsDuration(-total if sign else total)
    if found := _SECONDS_RE.fullmatch(text):
        sign, days, mark, hours, minutes, seconds, fraction = found.groups()
        clock = (hours, minutes, seconds)
        if (mark and not any(clock)) or not (days or mark):
            return None
        whole = int(days or 0) * DAY + int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
        nanos = whole * NANO + int(((fraction or "") + "000000000")[:9])
        return DaysDuration(-nanos if sign else nanos)
    return None
