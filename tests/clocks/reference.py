"""reference.py -- the legal clocks counted a second time, by other hands, to check Netra's own counting.

This file was written from the dossier of the law (its counting rules R1 to R11, its clocks, its calendar) and from
the published form of the answers of `netra clock`, before its author had read the C that counts there, and
without law/clocks.toml. Two programs written apart seldom make the same mistake: where they agree on a million questions,
the rule is the law's; where they differ, one of them is wrong, and the rules below say which.

It is made to be read by somebody who knows the law and not Python. A day is a number that grows by one each midnight;
a clock is a row of table.py. Counting is one walk, day after day, in walk(): each day is either counted or skipped
with its reason. There is nothing clever here on purpose.

    R1  the day of the starting event is not counted
    R2  calendar days: all count, and the last is not moved when it falls on a holiday
    R3  working days: Monday to Friday less the national days off
    R4  a day clock ends at 23:59:59 in the zone of the office that owns it
    R5  an hour clock ends at the exact second; holidays do not matter
    R6  report and finding windows start from the date as written on the form, never converted
    R7  other clocks start from the moment, converted to the owner's zone
    R8  extended handling is one total from registration (it is a row of table.py like any other)
    R9  "at the latest N days before" counts back; the day of the event is not counted
    R10 a late report is still received: that is a matter of the file and not of counting
    R11 the answer names every day, so that it can be printed

Questions and answers are dictionaries in the form of `netra clock --batch`.
"""
import re
from datetime import date

import table

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FRIDAY, SATURDAY = 4, 5
DAY_SECONDS, HOUR_SECONDS = 86400, 3600
JOINT_LEAVE, VOTING_DAY = "cuti_bersama", "hari_pemungutan_suara"
BY_CODE = {clock.code: clock for clock in table.CLOCKS}


class Refused(Exception):
    """The question has no answer: error is what Netra says, word is what must be named in its reason."""

    def __init__(self, error, word):
        super().__init__(f"{error}: {word}")
        self.error, self.word = error, word


def invalid(word):
    return Refused("invalid", str(word))


# ---- days ----------------------------------------------------------------------------------------------------------

class Written(dict):
    """Day number -> '2024-10-01'. Each is written once and remembered."""

    def __missing__(self, day):
        self[day] = date.fromordinal(day).isoformat()
        return self[day]


WRITTEN = Written()
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def day_of(text):
    """'2024-10-01' -> its day number."""
    if not isinstance(text, str) or not DAY.fullmatch(text):
        raise invalid(text)
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:  # 31 April
        raise invalid(text) from None


def weekday(day):
    return (day - 1) % 7  # day 1 was a Monday


# ---- the calendar --------------------------------------------------------------------------------------------------

class Calendar:
    """The days off between two dates. Outside them nothing is known, and nothing is guessed."""

    def __init__(self, covers_from, covers_to, holidays):
        """holidays: (day, kind, name) with the day as '2024-12-25'."""
        self.first, self.last = day_of(covers_from), day_of(covers_to)
        self.off, self.off_without_joint_leave, self.voting_days = {}, {}, set()
        for day in range(self.first, self.last + 1):
            if weekday(day) >= SATURDAY:
                self.off[day] = self.off_without_joint_leave[day] = WEEKDAYS[weekday(day)]
        for text, kind, name in holidays:
            day = day_of(text)
            self.off[day] = f"{kind}: {name}"
            if kind != JOINT_LEAVE:
                self.off_without_joint_leave[day] = self.off[day]
            if kind == VOTING_DAY:
                self.voting_days.add(day)

    def covers(self, day):
        return self.first <= day <= self.last

    def reasons(self, joint_leave_works):
        """Day -> why it is not a working day. Whether Bawaslu works on joint leave is an open question: a setting."""
        return self.off_without_joint_leave if joint_leave_works else self.off


ROUND_THE_CLOCK = {day for first, last, _ in table.ROUND_THE_CLOCK for day in range(day_of(first), day_of(last) + 1)}


# ---- reading the question ------------------------------------------------------------------------------------------

def find_clock(procedure, code):
    """A clock by its code; of pilkada and pemilu also by the short code: REPORT of pilkada is PK-REPORT."""
    if procedure is not None and procedure not in table.PROCEDURES:
        raise invalid(procedure)
    clock = BY_CODE.get(code)
    if clock is None and procedure in table.SHORT:
        clock = BY_CODE.get(f"{table.SHORT[procedure]}-{code}")
    if clock is None or procedure not in (None, clock.procedure):
        raise invalid(code)
    return clock


def find_zone(name):
    if name not in table.ZONES:
        raise invalid(name)
    return table.ZONES[name]


FORM_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})")  # as Indonesians write it on a form
START = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?")


class Start:
    """When the clock started: the day as written, the day in the owner's zone, and the second if one was given."""

    def __init__(self, text, zone_hours):
        form = FORM_DATE.fullmatch(text)
        found = START.fullmatch(f"{form[3]}-{form[2]}-{form[1]}" if form else text)
        if not found:
            raise invalid(text)
        try:
            self.written_day = self.local_day = day_of(found[1])
        except Refused:
            raise invalid(text) from None
        self.local_second = None
        if found[2] is not None:
            self.place(text, found, zone_hours)

    def place(self, text, found, zone_hours):
        """Move the moment from the zone it was written in to the zone of the owner. Without a zone it is local."""
        hour, minute, second = int(found[2]), int(found[3]), int(found[4] or 0)
        if hour > 23 or minute > 59 or second > 59:
            raise invalid(text)
        ahead = zone_hours * HOUR_SECONDS if found[5] is None else seconds_ahead(text, found[5])
        in_day = hour * HOUR_SECONDS + minute * 60 + second - ahead + zone_hours * HOUR_SECONDS
        self.local_second = self.written_day * DAY_SECONDS + in_day  # fractions of a second are dropped
        self.local_day = self.local_second // DAY_SECONDS


def seconds_ahead(text, offset):
    """'+07:00' -> 25200, 'Z' -> 0"""
    if offset == "Z":
        return 0
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    if hours > 23 or minutes > 59:
        raise invalid(text)
    return (hours * HOUR_SECONDS + minutes * 60) * (-1 if offset[0] == "-" else 1)


def starting_day(clock, start):
    """R6 and R7."""
    return start.written_day if clock.start == "date" else start.local_day


# ---- counting ------------------------------------------------------------------------------------------------------

def first_day_looked_at(clock, day):
    """R1 and R9: the day of the event is not counted, forwards or backwards."""
    return day + (1 if clock.counted == "after" else -1)


def walk(clock, day, calendar, paused, joint_leave_works):
    """Counts clock.length days from the day of the event. -> counted days, skipped days with their reasons."""
    step = 1 if clock.counted == "after" else -1
    working = clock.unit == table.WORKING
    reasons = calendar.reasons(joint_leave_works) if working else {}  # R2: on calendar days nobody asks for holidays
    if working:
        must_cover(calendar, day)
    counted, skipped, day = [], [], first_day_looked_at(clock, day)
    while len(counted) < clock.length:
        if working:
            must_cover(calendar, day)
        why = paused.get(day) or reasons.get(day)
        if why:
            skipped.append((day, why))
        else:
            counted.append(day)
        day += step
    return counted, skipped


def must_cover(calendar, day):
    """A working-day clock that touches a day the calendar does not cover has no answer. The day of the event is
    touched as well: whether the sum can be printed and defended depends on it."""
    if not calendar.first <= day <= calendar.last:
        raise Refused("calendar_not_loaded", WRITTEN[day])


def months_back(day, months):
    """The same day of the month, months earlier; where that month is shorter, its last day."""
    when = date.fromordinal(day)
    count = when.year * 12 + when.month - 1 - months
    year, month = divmod(count, 12)
    for shorter in range(4):
        try:
            return date(year, month + 1, when.day - shorter).toordinal()
        except ValueError:
            continue
    raise AssertionError("no month has fewer than 28 days")


def ban(clock, day):
    """PK-APPOINT: the ban begins on the same date six months before; the last free day is the day before that."""
    first_banned = months_back(day, clock.length)
    return [first_banned - 1], [(first_banned, f"{clock.length} bulan sebelumnya: hari pertama larangan")]


def paused_days(clock, pauses):
    """Day -> reason, for every day from..to of every pause; of two that overlap the one that began first gives it."""
    days = {}
    for pause in sorted(pauses or (), key=lambda pause: pause["from"]):
        first, last = day_of(pause["from"]), day_of(pause["to"])
        if clock.code not in table.PAUSABLE or last < first:
            raise invalid("pauses")
        for day in range(first, last + 1):
            days.setdefault(day, f"jeda: {pause['why']}")
    return days


# ---- the answer ----------------------------------------------------------------------------------------------------

def at(day, time, zone_hours):
    return f"{WRITTEN[day]}T{time}+{zone_hours:02d}:00"


def end_of(day, zone_hours):
    """R4"""
    return at(day, "23:59:59", zone_hours)


def hours_later(start, hours, zone_hours):
    """R5"""
    day, second = divmod(start.local_second + hours * HOUR_SECONDS, DAY_SECONDS)
    return at(day, f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}", zone_hours)


def counter_closes(day, calendar, joint_leave_works, zone_hours):
    """The last moment, not after this day, at which the counter is still open. None where the calendar is silent."""
    off = calendar.reasons(joint_leave_works)
    while True:
        if day in ROUND_THE_CLOCK or day in calendar.voting_days:
            return at(day, table.ROUND_THE_CLOCK_ENDS, zone_hours)
        if not calendar.covers(day):
            return None
        if day not in off:
            friday = weekday(day) == FRIDAY
            return at(day, table.FRIDAY_CLOSES if friday else table.MONDAY_TO_THURSDAY_CLOSES, zone_hours)
        day -= 1


def rules(clock, start):
    """R11: the rules by which the sum was made, so that it can be printed and disputed."""
    forwards_or_back = [] if clock.unit == table.HOURS else ["R1"]
    unit = {table.CALENDAR: ["R2"], table.WORKING: ["R3"], table.HOURS: ["R5"], table.MONTHS: []}[clock.unit]
    end = [] if clock.unit == table.HOURS or clock.gives == "effective" else ["R4"]
    began = ["R6"] if clock.start == "date" or start.local_second is None else ["R7"]
    special = ["R8"] if clock.code.endswith("-HANDLE-X") else ["R9"] if clock.counted == "before" else []
    late = ["R10"] if clock.code.endswith("-REPORT") else []
    found = forwards_or_back + unit + end + began + special + late + ["R11"]
    return sorted(found, key=lambda rule: int(rule[1:]))


RULES = {}  # (clock, whether it began with a date) -> rules


def rules_of(clock, start):
    key = clock, start.local_second is None
    if key not in RULES:
        RULES[key] = rules(clock, start)
    return RULES[key]


def answer(question, calendar):
    """What Netra must answer to this question, or raises Refused."""
    clock = find_clock(question.get("procedure"), question["clock"])
    zone_hours = find_zone(question["zone"])
    start = Start(question["start"], zone_hours)
    joint_leave_works = question.get("cuti_bersama_is_working_day", False)
    if question.get("literal_48_hours") and clock.code == "PK-COMPLETE":  # "2x24 jam", the other reading
        clock = clock._replace(length=48, unit=table.HOURS)
    paused = paused_days(clock, question.get("pauses"))
    return {**count(clock, start, zone_hours, calendar, paused, joint_leave_works), "rules": rules_of(clock, start)}


def count(clock, start, zone_hours, calendar, paused, joint_leave_works):
    if clock.unit == table.HOURS:
        if start.local_second is None:
            raise invalid(clock.code)  # a date is no moment
        return found("last_moment", hours_later(start, clock.length, zone_hours), [], [], None)
    day = starting_day(clock, start)
    if clock.unit == table.MONTHS:
        counted, skipped = ban(clock, day)
    else:
        counted, skipped = walk(clock, day, calendar, paused, joint_leave_works)
    last = counted[-1]
    if clock.gives == "effective":  # DS-EFFECT: from the first second of the fifteenth day
        return found("effective_from", at(last, "00:00:00", zone_hours), counted, skipped, None)
    kind = "latest_delivery" if clock.counted == "before" else "last_moment"
    closes = counter_closes(last, calendar, joint_leave_works, zone_hours)
    return found(kind, end_of(last, zone_hours), counted, skipped, closes)


def found(kind, last_moment, counted, skipped, closes):
    return {"kind": kind, "last_moment": last_moment, "counted": [WRITTEN[day] for day in counted],
            "skipped": [{"day": WRITTEN[day], "why": why} for day, why in skipped], "counter_closes": closes}
